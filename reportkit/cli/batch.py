"""``reportkit batch``: thousands of files in one run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from reportkit.cli.options import (
    Column,
    Encoding,
    NoReorder,
    OfKind,
    OfPlace,
    Organ,
    Rules,
    Strict,
    Within,
    Year,
    format_of,
    given_of,
)
from reportkit.output.formats import names_of

if TYPE_CHECKING:
    from reportkit.batch.chunks import Chunks, Here
    from reportkit.batch.outcome import Settings
    from reportkit.batch.output import Output
    from reportkit.batch.run import Tally
    from reportkit.batch.targets import Target

SOME_FAILED, INTERRUPTED = 3, 130


Out = Annotated[
    str,
    typer.Option(
        "-o",
        "--output",
        metavar="OUT",
        help="A folder (a file for each input, in the same tree; with --format parquet, or at an address like "
        "s3://bucket/out, parts with many inputs each), or a file .jsonl, .csv, .xlsx, .sqlite, .parquet or .duckdb. "
        "Without it, or with -: lines on standard output.",
        show_default=False,
    ),
]
Inputs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="INPUT",
        help="Reports, folders of them, zip archives, and addresses like s3://bucket/reports.",
        show_default=False,
    ),
]
Format = Annotated[str | None, format_of(names_of("run"), "by the suffix of OUT; yaml in a folder.")]
Pattern = Annotated[
    list[str] | None,
    typer.Option(
        metavar="GLOB",
        help="Of folders and archives only files whose name fits, or whose path below the folder if there is a / "
        "in it; may be repeated. Without it: those with the suffix of a report.",
    ),
]
Metadata = Annotated[
    str | None,
    typer.Option(
        metavar="TABLE",
        help="What you know of each file: a csv or xlsx file with a column path, which may be the end of the path, "
        "and columns year, place, within, kind and organ.",
    ),
]
PathPattern = Annotated[
    str | None,
    typer.Option(
        metavar="PATTERN",
        help="What the end of each path tells, such as {place}-{year}.txt: {year}, {place}, {within}, {kind} and {organ}, "
        "and * for anything. A row of --metadata is over it, and it is over --year and the like.",
    ),
]
FilesFrom = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", help="Read the paths of inputs from FILE, a line each; - is standard input."
    ),
]
Null = Annotated[
    bool,
    typer.Option("-0", "--null", help="The paths in --files-from are ended by NUL, as find -print0 does."),
]
Jobs = Annotated[
    int | None,
    typer.Option("-j", "--jobs", metavar="N", min=1, help="So many at once. Without it: all cores."),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS", help="Let the workers of the Dask scheduler there read, not this machine."
    ),
]
Timeout = Annotated[
    int, typer.Option(metavar="SECONDS", min=0, help="Give a file up after so long; 0 never does.")
]
Memory = Annotated[
    int, typer.Option(metavar="MB", min=200, help="Give a file up that takes more memory than this.")
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume",
        help="Go on with a run that was ended, or was finished: read only what is new or has changed.",
    ),
]
Prune = Annotated[
    bool,
    typer.Option(
        "--prune",
        help="Of a store: remove the files that are no longer given, unless a file of this run fails.",
    ),
]
Quiet = Annotated[
    bool, typer.Option("-q", "--quiet", help="Say nothing but which files failed, and what ends the run.")
]
AllowFailures = Annotated[
    bool,
    typer.Option(
        "--allow-failures",
        help="Exit with 0 though files failed, which are told and listed all the same, as long as one was read.",
    ),
]
KnownFailures = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Exit with 0 where no other files failed than those in FILE: a failures.jsonl that was put aside, "
        "or a path a line.",
    ),
]
LogJson = Annotated[bool, typer.Option("--log-json", help="Tell of the run as JSON, a line an event.")]


def batch(
    inputs: Inputs = None,
    output: Out = "-",
    format_: Format = None,
    pattern: Pattern = None,
    files_from: FilesFrom = None,
    null: Null = False,
    jobs: Jobs = None,
    scheduler: Scheduler = None,
    timeout: Timeout = 300,
    memory: Memory = 4000,
    resume: Resume = False,
    prune: Prune = False,
    allow_failures: AllowFailures = False,
    known_failures: KnownFailures = None,
    quiet: Quiet = False,
    log_json: LogJson = False,
    metadata: Metadata = None,
    path_pattern: PathPattern = None,
    year: Year = None,
    place: OfPlace = None,
    kind: OfKind = None,
    organ: Organ = None,
    within: Within = None,
    no_reorder: NoReorder = False,
    rules: Rules = None,
    encoding: Encoding = None,
    strict: Strict = False,
    column: Column = None,
) -> None:
    """Read thousands of reports in one run, into a folder, a table or a store.

    A file that cannot be read does not stop the others: it is a line in failures.jsonl, which stands in OUT or, where
    OUT is a file, in OUT.run, and the run exits with 3; with --allow-failures only where no file could be read.
    Results are in the order of the inputs, whatever is ready first.

    Example: reportkit batch samples -o samples.jsonl

    Example: reportkit batch reports -o reports.jsonl --path-pattern '{place}-{year}.txt'

    Example: find . -name '*.txt' -print0 | reportkit batch --files-from - -0 -o out
    """
    from reportkit.batch.folder import check_trees
    from reportkit.batch.output import find_output, settings_of
    from reportkit.batch.run import opened
    from reportkit.cli.progress import choose_teller
    from reportkit.cli.running import run_told
    from reportkit.inputs.find import find_inputs
    from reportkit.inputs.knowledge import apply, know
    from reportkit.inputs.lists import read_known, read_list
    from reportkit.source import Reading

    if scheduler is not None and jobs is not None:
        raise typer.BadParameter(
            "--jobs: the workers of a cluster have theirs; leave it out with --scheduler"
        )
    out = find_output(output, format_)
    if resume and not out.paths:
        raise typer.BadParameter("--resume: nothing is kept of a run to standard output; give -o a path")
    if prune and not out.is_store:
        raise typer.BadParameter("--prune: only a store is pruned; give -o a path .duckdb")
    listed = read_list(files_from, null) if files_from is not None else []
    known = read_known(known_failures) if known_failures is not None else frozenset[str]()
    knowledge = know(given_of(year, place, kind, organ, within), metadata, path_pattern)
    plan = apply(find_inputs(inputs or (), listed, pattern or (), out.paths), knowledge)
    if out.is_folder:
        plan = replace(plan, tasks=check_trees(plan.tasks, out.kind))
    reading = Reading(encoding, strict, column)
    settings = settings_of(out, rules, reading, not no_reorder, memory, knowledge.identity())
    with (
        _crew(scheduler, jobs, out, settings, timeout or None) as crew,
        opened(out, settings, resume, prune) as target,
    ):
        tally = run_told(plan, _chunks(crew, target), target, choose_teller(quiet, log_json), out, known)
    _end(tally, allow_failures)


def _end(tally: Tally, allow_failures: bool) -> None:
    """End with the exit code of a run that was interrupted, or in which files failed that are not known to."""
    if not tally.is_complete:
        raise typer.Exit(INTERRUPTED)
    if tally.failed > tally.known and not (allow_failures and tally.failed < tally.files):
        raise typer.Exit(SOME_FAILED)


def _crew(
    scheduler: str | None, jobs: int | None, out: Output, settings: Settings, timeout: int | None
) -> Here:
    """Whoever is to read: processes of this machine, or the cluster of a scheduler."""
    if scheduler is not None:
        from reportkit.batch.cluster import Cluster

        return Cluster(scheduler, settings, timeout, out.in_parts)
    from reportkit.batch.chunks import Here, cores

    return Here(jobs or cores(), settings, timeout)


def _chunks(crew: Here, target: Target) -> Chunks:
    """What does the work of a crew, in the chunks that the target wants, or that are worth to be sent."""
    from reportkit.batch.chunks import Chunks, cut, one_by_one
    from reportkit.batch.parts import Parts

    if isinstance(target, Parts):
        return Chunks(crew, target.chunks)
    return Chunks(crew, cut if crew.is_far else one_by_one)
