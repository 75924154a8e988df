"""The catalogues of messages: ``python tests/messages.py`` brings them up to date with the code, and compiles them.

It prints what has no translation yet; that is written into ``reportkit/locale/*/LC_MESSAGES/reportkit.po`` by hand, and
the command is run again. Messages need no mark in the code: every text of two words or more that is no docstring is
taken for one, and a value in an f-string becomes a place with the name of what it is.
"""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import typer
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from typer.main import get_command

from reportkit import comparison, model
from reportkit.cli.main import app
from reportkit.cli.translated import EXAMPLE
from reportkit.language import SPEAKER
from reportkit.locale.compile import compile_catalogues
from reportkit.output.sheets import MARK_SIGNS

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "reportkit"
LOCALES = PACKAGE / "locale"
# Said by Typer and Click, which have no Chinese of their own.
NOT_SHOWN = {"reportkit/rules/needed.py"}  # ids of lists
FOREIGN = (
    "Usage: ",
    "Arguments",
    "Options",
    "Commands",
    "[OPTIONS]",
    "required",
    "default: {default}",
    "Show this message and exit.",
    "Install completion for the current shell.",
    "Show completion for the current shell, to copy it or customize the installation.",
    "no such option: {name}",
    "no such command {name}",
    "missing argument {name}",
    "missing option {name}",
    "option {name} requires an argument",
    "invalid value for {name}: {value}",
    "got unexpected extra argument ({value})",
    "got unexpected extra arguments ({value})",
    "missing command",
)
# Said by ourselves in fewer than two words, or in pieces.
SHORT = (
    "{files} in {duration}",
    "{count} of them doubtful",
    "{count} failed{rest}",
    "what the link points to",
    "fits no file of this run",
    "has no row for",
    "works",
    "warning",
    "near it",
    "invalid value",
    "see {path} --help",
    "of {place} there is {told}",
    "{count} present",
    "{count} missing",
    "{count} doubtful",
    " (at {offset})",
    "works through LibreOffice",
    "needs {what}",
)
# What is no message though it has words: SQL, patterns, and code that is run elsewhere.
CODE = re.compile(
    r"\b(UPDATE|FORMAT|Conflicting|Query|MS Word)\b|"
    r"\b(SELECT|FROM|TABLE|VIEW|WHERE|ORDER BY|TEXT NOT NULL|INTEGER|BLOB|CASE|FILTER|NULLS|RENAME)\b|\(\?|\\|import |::"
    r"|<[a-z]|\w=[\"{]|'none'"  # markup, and what a page may load
    r"|\b(coalesce|contains|nullif|first|max|left|len|replace|regexp_extract)\(|[a-z]\.[a-z_]+,|\|\||\w \([a-z, ]+\)$"
    r"|<w:|^Times New Roman$"
)
# Names of tuples that head the columns of tables.
HEADS = {"heads", "HEADS", "COLUMNS", "READ", "INDICATORS", "SECTIONS", "SHOWN"}
HEAD = re.compile("[a-z ]+")
WORDS = re.compile(r"(?<![\w{.-])[A-Za-z]?[a-z]+(?![\w}.=(])")


def messages() -> dict[str, set[str]]:
    """Return the English text of each message, and the files that it stands in."""
    found: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        for text in _in_code(ast.parse(path.read_text(encoding="utf-8"))) if file not in NOT_SHOWN else ():
            found.setdefault(text, set()).add(file)
    for text in _in_help(get_command(app)):
        found.setdefault(text, set()).add("reportkit/cli")
    for text in (*_labels(), *FOREIGN, *SHORT, EXAMPLE):
        found.setdefault(text, set())
    return found


def _in_code(tree: ast.Module) -> Iterator[str]:
    """Yield the messages of a module, and what is given to ``_`` of whatever length."""
    inside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("_", "counted")
        ):
            told = [text for text in map(_text, node.args) if text]
            counts = [f"{{count}} {text}{plural}" for text in told for plural in ("", "s")]
            yield from told if node.func.id == "_" else counts
        elif isinstance(node, ast.Assign) and {_name(target) for target in node.targets} & HEADS:
            heads = node.value.elts if isinstance(node.value, ast.Tuple) else []
            yield from (text for text in map(_text, heads) if text and HEAD.fullmatch(text))
        elif isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in inside:
            text = _text(node)
            is_said = text and len(WORDS.findall(text)) > 1 and " " in text.strip()
            if text and is_said and (text.startswith("--") or not CODE.search(text)):
                yield text


def _text(node: ast.expr) -> str | None:
    """Return the text of a constant or of an f-string, whose values become places; None of anything else."""
    if isinstance(node, ast.Constant):
        return (
            node.value.removeprefix(SPEAKER).replace("{}", "{value}") if isinstance(node.value, str) else None
        )
    if not isinstance(node, ast.JoinedStr):
        return None
    text, seen = "", []
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            name = _name(part.value)
            seen.append(name)
            text += "{" + name + (str(seen.count(name)) if seen.count(name) > 1 else "") + "}"
        elif isinstance(part, ast.Constant):
            text += part.value
    return text.removeprefix(SPEAKER)


def _name(value: ast.expr) -> str:
    """Return a name for the place of a value: that of the variable, the attribute or the function it comes from."""
    if isinstance(value, ast.Name):
        return value.id.strip("_")
    if isinstance(value, ast.Attribute):
        return value.attr.strip("_")
    if isinstance(value, ast.Call):
        named = _name(value.func)
        return (
            _name(value.args[0]) if named in ("", "len", "str", "join", "counted") and value.args else named
        )
    if isinstance(value, ast.Subscript | ast.Starred):
        return _name(value.value)
    return "value"


def _in_help(command: Any) -> Iterator[str]:
    """Yield the texts of the help of a command and its subcommands: paragraphs, options, metavars."""
    for text in re.split(r"\n\s*\n", command.help or ""):
        if text and not text.startswith(EXAMPLE):
            yield " ".join(text.split())
    for param in command.get_params(typer.Context(command)):
        shown = (getattr(param, "help", None), getattr(param, "metavar", None))
        yield from (text for text in shown if text and "|" not in text.partition(" ")[0])
    for below in getattr(command, "commands", {}).values():
        yield from _in_help(below)


def _labels() -> Iterator[str]:
    """Yield the names of fields, which head the columns of tables, and the words that stand for values."""
    for module in (model, comparison):
        for each in vars(module).values():
            if dataclasses.is_dataclass(each):
                yield from (field.name for field in dataclasses.fields(each))
            elif get_args(each) and all(isinstance(value, str) for value in get_args(each)):
                yield from (value for value in get_args(each) if value.isalpha())
    yield from filter(None, MARK_SIGNS.values())
    yield from (path.stem for path in (ROOT / "rules" / "indicators").glob("*.yaml"))


def catalogue_at(path: Path) -> Catalog:
    """Read a catalogue; an empty one where there is none."""
    if not path.exists():
        return Catalog(locale=path.parent.parent.name)
    with path.open("rb") as file:
        found = read_po(file)
    found.fuzzy = False
    found.header_comment = (
        "# The messages of reportkit in another language, brought up to date by tests/messages.py."
    )
    found.project, found.version, found.msgid_bugs_address = "reportkit", "1", "none"
    found.last_translator = found.language_team = "The reportkit developers"
    found.revision_date = found.creation_date
    return found


def main() -> None:
    """Bring all catalogues up to date, and print what has no translation."""
    template = Catalog()
    for text, files in messages().items():
        template.add(text, locations=[(file, 0) for file in sorted(files)])
    for folder in (each for each in LOCALES.iterdir() if (each / "LC_MESSAGES").is_dir()):
        path = folder / "LC_MESSAGES" / "reportkit.po"
        catalogue = catalogue_at(path)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        with path.open("wb") as file:
            write_po(file, catalogue, include_lineno=False, ignore_obsolete=True, sort_output=True, width=0)
        missing = [message.id for message in catalogue if message.id and not message.string]
        print(f"{folder.name}: {len(catalogue)} messages, {len(missing)} without a translation")
        for text in missing:
            print(f"  {text!r}")
    compile_catalogues(LOCALES)


if __name__ == "__main__":
    main()
