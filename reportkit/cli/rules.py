"""``reportkit rules``: check, list and show the rules, and suggest what they lack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportkit.cli.help import Command, Group
from reportkit.cli.options import Rules
from reportkit.cli.suggest import suggest

if TYPE_CHECKING:
    from reportkit.rules.topics import RuleSet

app = typer.Typer(cls=Group, rich_markup_mode=None, no_args_is_help=True)
app.command(cls=Command)(suggest)


@app.callback()
def _root() -> None:
    """Check, list and show the rules, and suggest what they lack.

    Example: reportkit rules check
    """


@app.command(cls=Command)
def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Folders of rules that are laid over those of reportkit."),
    ] = None,
) -> None:
    """Check rules: how they are written, how they fit one another, and their examples.

    Without a PATH, the rules that come with reportkit. Every fault is a line on standard error, and the
    exit code is 4.

    Example: reportkit rules check rules
    """
    from reportkit.errors import RuleError
    from reportkit.examples import check_examples
    from reportkit.output.waiting import note
    from reportkit.output.write import write_output
    from reportkit.rules.load import find_rules, load_rules

    faults: list[str] = []
    lines = []
    targets: list[str | None] = [*paths] if paths else [None]
    for path in targets:
        note(path or "rules")
        try:
            rule_set = load_rules(None if path is None or is_same(path, find_rules()) else path)
        except RuleError as error:
            faults += error.faults
            continue
        failed = check_examples(rule_set)
        faults += failed
        rules, examples = count(rule_set)
        name = path or "the rules of reportkit"
        lines.append(f"{name}: {rules} rules, {examples - len(failed)} of {examples} examples passed\n")
    write_output("".join(lines))
    if faults:
        raise RuleError(list(dict.fromkeys(faults)))


def is_same(path: str, folder: Path) -> bool:
    """Whether `path` leads to `folder`."""
    try:
        return Path(path).samefile(folder)
    except (OSError, ValueError):
        return False


def count(rule_set: RuleSet) -> tuple[int, int]:
    """How many rules there are in a set, and how many examples they carry."""
    from reportkit.rules.topics import TOPICS

    entries = [
        entry
        for topic in TOPICS
        for name in getattr(rule_set, topic).__dataclass_fields__
        for entry in getattr(getattr(rule_set, topic), name)
    ]
    return len(entries), sum(len(entry.examples) for entry in entries)


HEADS = ("topic", "id", "place")


@app.command(cls=Command, name="list")
def list_(rules: Rules = None) -> None:
    """List all rules: topic, id, and the file and line where each stands, separated by tabs.

    On a terminal they are aligned.

    Example: reportkit rules list
    """
    from reportkit.cli.screen import screen_for
    from reportkit.output.columns import render_columns
    from reportkit.output.write import write_output
    from reportkit.rules.load import load_rules

    rows = []
    for key, place in load_rules(rules).all_places().items():
        topic, _, id_ = key.split(".", 2)
        rows.append((topic, id_, place))
    screen = screen_for(None)
    write_output(render_columns(HEADS, rows, screen), coloured=screen is not None)


@app.command(cls=Command)
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The id of a rule, bare or as topic.list.id.")],
    rules: Rules = None,
) -> None:
    """Print a rule as it stands in its file, and the words of a role. Where several have the id, all of them.

    Example: reportkit rules show 亩
    """
    from difflib import get_close_matches

    from reportkit.errors import ReportkitError
    from reportkit.output.write import write_output
    from reportkit.rules.load import load_rules

    rule_set = load_rules(rules)
    places = rule_set.all_places()
    found = [key for key in places if id_ in (key, key.split(".", 2)[2])]
    if not found:
        near = get_close_matches(id_, [key.split(".", 2)[2] for key in places], n=3)
        hint = f"did you mean {', '.join(dict.fromkeys(near))}? " if near else ""
        raise ReportkitError(f"no rule has the id {id_!r}; {hint}`reportkit rules list` lists all")
    shown = (f"# {places[key]}\n{entry_text(key, places[key])}\n{words_of(key, rule_set)}" for key in found)
    write_output("\n".join(shown))


def words_of(key: str, rule_set: RuleSet) -> str:
    """A line of all words that have a role, nothing for any other rule."""
    topic, name, id_ = key.split(".", 2)
    roles = getattr(rule_set.lexicon, name, ()) if topic == "lexicon" else ()
    return next((f"    # words: {', '.join(role.words)}\n" for role in roles if role.id == id_), "")


def entry_text(key: str, place: str) -> str:
    """The lines of the rule `key` that stands at `place`, a ``file:line``."""
    from reportkit.rules.files import read_file

    file, _, number = place.rpartition(":")
    lines = read_file(Path(file)).decode("utf-8").splitlines()[int(number) - 1 :]
    first = lines[0]
    indent = len(first) - len(first.lstrip())
    # Below a dash, or a word, the entry is what stands deeper; without one, what stands as deep as its first key.
    deep = indent + 1 if first.lstrip().startswith("- ") or key.startswith("lexicon.words.") else indent
    stop = next(
        (
            at
            for at, line in enumerate(lines[1:], 1)
            if line.strip() and len(line) - len(line.lstrip()) < deep
        ),
        len(lines),
    )
    return "\n".join(lines[:stop]).rstrip()
