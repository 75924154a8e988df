"""``reportkit page``: reports as pages to look at and to send."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportkit.cli.options import (
    Encoding,
    OfKind,
    OfPlace,
    Organ,
    Rules,
    Within,
    Year,
    check_inputs,
    given_of,
)

if TYPE_CHECKING:
    from reportkit.given import Given
    from reportkit.rules.topics import RuleSet

INTERRUPTED, SOME_FAILED = 130, 3
ARCHIVE = ".zip"
FORM = "html"

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help="A report, what extract wrote, a store, or what `batch` takes: several reports, folders, archives.",
    ),
]
Output = Annotated[
    str,
    typer.Option(
        "-o", "--output", metavar="PATH", help="The page; of many reports the index of their pages."
    ),
]
Open = Annotated[bool, typer.Option("--open", help="Show the page in the browser.")]


def page(
    inputs: Inputs,
    output: Output,
    open_: Open = False,
    year: Year = None,
    place: OfPlace = None,
    kind: OfKind = None,
    organ: Organ = None,
    within: Within = None,
    rules: Rules = None,
    encoding: Encoding = None,
) -> None:
    """Make a page of a report: its text with every number marked, and all numbers as a table to filter and sort.

    The page is one file that needs nothing else. Of several files, a folder, an archive or a store it is an index of
    places and years, and the pages of the reports stand in a folder beside it; made again, only what is new is read.

    Example: reportkit page samples/county-2024.txt -o report.html

    Example: reportkit page samples -o reports.html
    """
    from reportkit.output.formats import check_installed
    from reportkit.output.write import STANDARD, check_target
    from reportkit.store import is_store

    given = given_of(year, place, kind, organ, within)
    check_inputs(inputs)
    check_installed(FORM)
    if output != STANDARD:
        check_target(output, inputs)
    code, of_store = 0, any(map(is_store, inputs))
    of_one = len(inputs) == 1 and Path(inputs[0]).suffix.lower() != ARCHIVE and not Path(inputs[0]).is_dir()
    if output == STANDARD and (open_ or of_store or not of_one):
        raise typer.BadParameter(
            "-o -: a browser needs a file, and so do pages that an index leads to; name one"
        )
    if of_store:
        if len(inputs) > 1:
            raise typer.BadParameter("give one store alone, or reports")
        _of_store(inputs[0], output)
    elif of_one:
        _of_one(inputs[0], output, given, _rules(rules), encoding)
    else:
        code = _of_many(inputs, output, given, rules, encoding)
    if open_:
        typer.launch(Path(output).resolve().as_uri())
    if code:
        raise typer.Exit(code)


def _rules(path: str | None) -> RuleSet:
    from reportkit.rules.load import load_rules

    return load_rules(path)


def _of_one(file: str, output: str, given: Given, rules: RuleSet, encoding: str | None) -> None:
    from reportkit.cli.losses import unforeseen_at
    from reportkit.cli.sides import Side, read_inputs
    from reportkit.output.write import write_output
    from reportkit.page.report import report_page

    found = read_inputs(Side([file], given=given), encoding, rules, unforeseen_at)
    with unforeseen_at(file):
        made = report_page(found)
    write_output(made, output, [file])


def _of_many(inputs: list[str], output: str, given: Given, rules: str | None, encoding: str | None) -> int:
    """Make a page for each file by a run of `batch`, and the index. Gives the exit code."""
    from reportkit.batch.folder import check_trees
    from reportkit.batch.output import Output as To
    from reportkit.batch.output import settings_of
    from reportkit.batch.owned import FAILURES
    from reportkit.cli.progress import choose_teller
    from reportkit.cli.running import A_FILE, run_here
    from reportkit.inputs.find import find_inputs
    from reportkit.inputs.knowledge import apply, know
    from reportkit.source import Reading

    folder = _folder(output)
    to = To(str(folder), FORM)
    knowledge = know(given, None, None)
    plan = apply(find_inputs(inputs, [], (), [*to.paths, output]), knowledge)
    plan = replace(plan, tasks=check_trees(plan.tasks, FORM))
    settings = settings_of(to, rules, Reading(encoding), True, A_FILE, knowledge.identity())
    tally = run_here(plan, to, settings, choose_teller(False, False), resume=True)
    if not tally.is_complete:
        return INTERRUPTED
    trees = [task.tree for task in plan.tasks if task.tree]
    _write_index(output, (folder / f"{tree}.{FORM}" for tree in trees), folder / FAILURES)
    return SOME_FAILED if tally.failed else 0


def _of_store(store: str, output: str) -> None:
    """Make a page for each file of a store, and the index; a store keeps the sentences of numbers, and no text."""
    from reportkit.output.write import replace_file, telling
    from reportkit.page.report import report_page
    from reportkit.store import open_store
    from reportkit.store.rebuild import each_extraction

    folder, made = _folder(output), list[Path]()
    with telling(str(folder)):
        folder.mkdir(exist_ok=True)
    with open_store(store) as opened:
        for number, extraction in enumerate(each_extraction(opened), 1):
            path = folder / f"{number:05d}.{FORM}"
            with telling(str(path)):
                replace_file(path, report_page([extraction]).encode(), durable=False)
            made.append(path)
    _write_index(output, made, None)


def _folder(output: str) -> Path:
    """The folder beside the index in which the pages stand."""
    path = Path(output)
    return path.with_name(f"{path.stem}-pages")


def _write_index(output: str, pages: Iterable[Path], failures: Path | None) -> None:
    import json

    from reportkit.output.write import write_output
    from reportkit.page.index import index_page

    lines = failures.read_text(encoding="utf-8").splitlines() if failures and failures.is_file() else []
    found = _found(pages, Path(output).parent)
    write_output(index_page(Path(output).stem, found, [json.loads(line) for line in lines]), output)


def _found(pages: Iterable[Path], above: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each page that is there with what it tells of its reports; its address is that of a link in the index."""
    from urllib.parse import quote

    from reportkit.page.index import summaries_of

    for path in filter(Path.is_file, pages):
        yield quote(path.relative_to(above).as_posix()), summaries_of(path.read_text(encoding="utf-8"))
