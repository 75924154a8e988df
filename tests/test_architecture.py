"""Who imports whom, what a start costs, and how long files and functions may be."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import reportkit
from reportkit.rules.needed import NEEDED

PACKAGE = Path(__file__).resolve().parent.parent / "reportkit"
FILES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE = 290
LONGEST_FUNCTION = 75

# A part is a folder or a file of the package; "reportkit" is the package itself, its public API.
STAGES = {"source", "repair", "segment", "extraction", "output"}
BELOW = {
    "values",
    "model",
    "codec",
    "stages",
    "given",
    "places",
    "comparison",
    "errors",
    "installation",
    "isolation",
    "language",
    "text",
    "rules.schema",
}
MAY_IMPORT = {
    "values": set[str](),
    # the methods of an extraction, which import what makes its forms when they are called
    "forms": {"model", "output"},
    "model": {"values", "forms"},
    # a package that is called passes the call on
    "called": set[str](),
    "many": BELOW | {"pipeline", "saved", "inputs", "batch", "panel", "store", "source", "compare", "rules"},
    "codec": {"values", "model"},
    "stages": {"values", "model"},
    "given": {"values", "model"},
    "places": {"values", "model", "stages", "given", "rules.schema"},
    "comparison": {"model"},
    "errors": set[str](),
    "installation": {"errors"},
    "isolation": set[str](),
    "language": {"errors"},
    "locale": set[str](),
    "rules": {"values", "model", "codec", "errors"},
    "text": {"values", "model", "stages", "errors", "rules.schema"},
    **dict.fromkeys(STAGES, BELOW),
    "compare": BELOW,
    "saved": {"model", "codec", "errors"},
    # the two ends of the pipeline: back to the source, and what is told beside
    "origins": STAGES | BELOW,
    "warnings": STAGES | BELOW,
    "pipeline": STAGES | BELOW | {"origins", "warnings"},
    "store": BELOW | {"output", "saved"},
    "page": BELOW | {"output", "reportkit"},
    "panel": BELOW | {"output", "store", "compare", "called"},
    "inputs": BELOW | {"source", "output"},
    "batch": BELOW | {"called", "inputs", "pipeline", "source", "output", "rules", "store", "reportkit"},
    "examples": STAGES | BELOW | {"pipeline", "rules", "compare"},
    "reportkit": STAGES | BELOW | {"pipeline", "rules", "compare", "saved", "store", "many"},
    "cli": STAGES
    | BELOW
    | {
        "pipeline",
        "examples",
        "rules",
        "reportkit",
        "compare",
        "saved",
        "store",
        "inputs",
        "batch",
        "panel",
        "page",
    },
    "__main__": {"cli"},
}
# The packages of others, and the only places that know them.
KNOWN_TO = {
    "typer": ("cli/",),
    "rich": ("cli/", "output/"),
    "yaml": ("rules/", "output/", "saved/yaml.py"),
    "jieba": ("text/words.py",),
    "regex": ("",),
    # the extra docs: each known to the readers that need it, none of which is imported for a text
    "lxml": ("source/html.py", "source/xml.py"),
    "pypdfium2": ("source/leaves.py", "source/glyphs.py", "source/ruled.py", "source/seen.py"),
    "python_calamine": ("source/sheet.py",),
    # the extra xlsx
    "xlsxwriter": ("output/xlsx.py",),
    # the extra docx
    "docx": ("output/word.py",),
    # the extra page: `installation.require` asks for it by name, and types alone are known
    "jinja2": ("page/document.py",),
    # the extra store
    "duckdb": ("store/",),
    # the step of a build
    "babel": ("locale/",),
    "hatchling": ("locale/",),
    # the extra stata
    "pandas": ("panel/",),
    # the extra cluster
    "distributed": ("batch/cluster.py",),
    "fsspec": ("inputs/addresses.py",),
}
# What asking for a version, for help or for a completion has no use for.
HEAVY = ("jieba", "yaml", "rich", "regex", "reportkit.pipeline")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def nodes() -> Iterator[tuple[Path, ast.AST]]:
    """Every node of every file, with its file."""
    for path in FILES:
        yield from ((path, node) for node in ast.walk(tree(path)))


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def part(path: Path) -> str:
    """The part of the package that a file belongs to."""
    first = place(path).split("/")[0].removesuffix(".py")
    return "reportkit" if first == "__init__" else first


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every module that a file imports, at its top or inside a function, with the line where it does."""
    here = ["reportkit", *path.relative_to(PACKAGE).with_suffix("").parts]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = here[: -node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}" if is_module(f"{base}.{alias.name}") else base


def is_module(name: str) -> bool:
    """Whether a dotted name is a module of ours, and no class or function in one."""
    where = PACKAGE.parent.joinpath(*name.split("."))
    return name.startswith("reportkit.") and (where.is_dir() or where.with_suffix(".py").is_file())


def our_part(module: str) -> str | None:
    """The part of ours that a dotted name leads to, None where it leads elsewhere.

    >>> our_part("reportkit.rules.schema"), our_part("reportkit.rules.load"), our_part("reportkit")
    ('rules.schema', 'rules', 'reportkit')
    """
    names = module.split(".")
    if names[0] != "reportkit":
        return None
    if names[1:3] in (["rules", "schema"], ["rules", "topics"], ["rules", "pattern"]):
        return "rules.schema"
    return names[1] if len(names) > 1 else "reportkit"


def test_every_part_has_its_place_in_the_table() -> None:
    assert {part(path) for path in FILES} <= MAY_IMPORT.keys()


def test_imports_of_ours() -> None:
    wrong = [
        f"{place(path)}:{line}: {part(path)} may not import {module}"
        for path in FILES
        for line, module in imports(path)
        if (to := our_part(module)) is not None
        and to.split(".")[0] != part(path)
        and to not in MAY_IMPORT[part(path)]
    ]
    assert not wrong


def test_imports_of_others() -> None:
    wrong = []
    asked = [(path, line, module) for path in FILES for line, module in imports(path)]
    for path, line, module in asked:
        name = module.split(".")[0]
        if name == "reportkit" or name in sys.stdlib_module_names:
            continue
        if name not in KNOWN_TO:
            wrong.append(f"{place(path)}:{line}: {name} is no dependency of reportkit")
        elif not place(path).startswith(KNOWN_TO[name]):
            wrong.append(f"{place(path)}:{line}: {name} belongs in {', '.join(KNOWN_TO[name])}")
    assert not wrong


def test_a_public_name_that_is_also_a_module_is_called_as_one() -> None:
    """Importing ``reportkit.x`` puts the module in the place of whatever ``x`` was in the package."""
    modules = [name for name in reportkit.__all__ if is_module(f"reportkit.{name}")]
    assert modules == ["batch", "panel"]
    assert all(callable(getattr(reportkit, name)) for name in modules)


def test_the_command_starts_light() -> None:
    code = f"import sys, reportkit.cli.main; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_text_needs_nothing_of_the_readers() -> None:
    """What a plain text is extracted with is the same whether the extra docs is installed or not."""
    sample = PACKAGE.parent / "samples" / "county-2024.txt"
    readers = ("lxml", "pypdfium2", "python_calamine", "zipfile", "csv", "subprocess", "email")
    ours = ("apart", "archive", "docx", "html", "office", "pdf", "rows", "sheet", "markup")
    code = (
        f"import sys, reportkit; reportkit.extract({str(sample)!r}); "
        f"print(*[m for m in {readers!r} + tuple('reportkit.source.' + o for o in {ours!r}) if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_files_and_functions_are_short() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    long = [f"{place(path)} has {lines} lines" for path, lines in sizes.items() if lines > LONGEST_FILE]
    for path, node in nodes():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                long.append(f"{place(path)}:{node.lineno}: {node.name} has {length} lines")
    assert not long


def test_numbers_stay_exact() -> None:
    """No number goes through float, and nobody touches the decimal context of the whole process."""
    wrong = []
    for path, node in nodes():
        if isinstance(node, ast.Call):
            function = node.func
            name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
            float_ = name == "float" and not place(path).startswith("output/table")
            if float_ or name in {"getcontext", "setcontext", "localcontext"}:
                wrong.append(f"{place(path)}:{node.lineno}: {name}(")
    assert not wrong


def _mentions(node: ast.AST, names: set[str]) -> bool:
    """Whether an attribute of one of these names is read somewhere in an expression."""
    return any(isinstance(each, ast.Attribute) and each.attr in names for each in ast.walk(node))


def _written(node: ast.Compare) -> set[str]:
    """The strings with which something is compared, one by one or several at once."""
    sides = [node.left, *node.comparators]
    sides += [
        each for side in sides if isinstance(side, ast.Tuple | ast.List | ast.Set) for each in side.elts
    ]
    return {side.value for side in sides if isinstance(side, ast.Constant) and isinstance(side.value, str)}


def decided_by_what_is_told(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Where code asks what a rule or a trace is called, which is told to a reader and decides nothing.

    >>> [what for _, what in decided_by_what_is_told(ast.parse("if mention.rule == 'all-year': pass"))]
    ["mention.rule == 'all-year'"]
    >>> [what for _, what in decided_by_what_is_told(ast.parse("any(line.startswith('role') for line in s.trace)"))]
    ["any((line.startswith('role') for line in s.trace))"]
    >>> list(decided_by_what_is_told(ast.parse("if name.way is Way.DEALT: tell(name.rule)")))
    []
    """
    told = {"rule", "trace"}
    for node in ast.walk(module):
        if isinstance(node, ast.Compare):
            asked = _mentions(node, told)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked = node.func.attr in ("startswith", "endswith") and _mentions(node.func.value, told)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            tests = (
                e
                for e in ast.walk(node)
                if isinstance(e, ast.Attribute) and e.attr in ("startswith", "endswith")
            )
            asked = node.func.id in ("any", "all") and any(tests) and _mentions(node, told)
        else:
            asked = False
        if asked:
            yield node.lineno, ast.unparse(node)


def test_no_trace_and_no_id_of_a_rule_decides() -> None:
    """What code has to know of a rule is a field of it: its name and what is told of it are for readers.

    A unit is asked for by its name, which is its id, and a list of words by the id under which it is needed.
    """
    rules = reportkit.load_rules()
    named = {unit.id for unit in rules.units.units}.union(*NEEDED.values())
    styles = {style.id for style in rules.headings.styles}
    wrong = [
        f"{place(path)}:{line}: {what}"
        for path in FILES
        for line, what in decided_by_what_is_told(tree(path))
    ]
    for path, node in nodes():
        if isinstance(node, ast.Compare) and any(
            isinstance(each, ast.Attribute) and each.attr == "id" for each in (node.left, *node.comparators)
        ):
            wrong += [f"{place(path)}:{node.lineno}: id {said!r}" for said in _written(node) - named]
        if isinstance(node, ast.Compare) and any(
            isinstance(each, ast.Attribute) and each.attr == "style"
            for each in (node.left, *node.comparators)
        ):
            wrong += [f"{place(path)}:{node.lineno}: style {said!r}" for said in _written(node) & styles]
    assert not wrong
