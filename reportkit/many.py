"""Many reports in Python: ``reportkit.batch`` reads them, ``reportkit.panel`` makes a table of them, and what
the sides of a comparison are made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, get_args

from reportkit.model import Extraction, Measure
from reportkit.panel.wanted import HEADLINE, Vintage, Wanted, What

if TYPE_CHECKING:
    from reportkit.batch.run import Tally
    from reportkit.rules.topics import RuleSet

Paths = str | Path | Sequence[str | Path]
Side = str | Path | Extraction | Sequence[str | Path | Extraction]


def extractions_of(side: Side, rules: RuleSet) -> Iterator[Extraction]:
    """The extractions of a side: as given, read back, or made now."""
    from reportkit.pipeline import extract
    from reportkit.saved import SUFFIXES, read_saved
    from reportkit.source import read_sources
    from reportkit.source.read import read_bytes

    for each in [side] if isinstance(side, str | Path | Extraction) else side:
        if isinstance(each, Extraction):
            yield each
        elif str(each).lower().endswith(SUFFIXES):
            yield from read_saved(read_bytes(str(each)), str(each))
        else:
            yield from (extract(source, rules) for source in read_sources(str(each)))


def batch(
    inputs: Paths,
    output: str | Path,
    *,
    format: str | None = None,
    pattern: Sequence[str] = (),
    resume: bool = False,
    jobs: int | None = None,
    timeout: int | None = 300,
    memory: int = 4000,
    metadata: str | Path | None = None,
    path_pattern: str | None = None,
    rules: str | Path | None = None,
    encoding: str | None = None,
    strict: bool = False,
    column: str | None = None,
    reorder: bool = True,
) -> Tally:
    """Read many files into `output`: a folder, a file (.jsonl, .csv, .xlsx, .parquet, .sqlite) or a store (.duckdb).

    `inputs` are files, folders and archives. The options are those of ``reportkit batch``. Gives what came of it:
    how many files were read and how many failed, which are listed beside the output. Raises `OutputError` where the
    output cannot be written, `SourceError` where there is no such input, `RuleError` for faulty rules.
    """
    from reportkit.batch.chunks import Chunks, Here, cores, one_by_one
    from reportkit.batch.folder import check_trees
    from reportkit.batch.output import find_output, settings_of
    from reportkit.batch.run import Listener, opened, run
    from reportkit.given import NOTHING
    from reportkit.inputs.find import find_inputs
    from reportkit.inputs.knowledge import apply, know
    from reportkit.source import Reading

    out = find_output(str(output), format)
    knowledge = know(NOTHING, str(metadata) if metadata is not None else None, path_pattern)
    tasks = apply(find_inputs(_paths(inputs), [], list(pattern), out.paths), knowledge).tasks
    tasks = check_trees(tasks, out.kind) if out.is_folder else tasks
    folder = str(rules) if rules is not None else None
    reading = Reading(encoding, strict, column)
    settings = settings_of(out, folder, reading, reorder, memory, knowledge.identity())
    listener = Listener(lambda tally: None, lambda task, failure: None)
    with Here(jobs or cores(), settings, timeout) as here, opened(out, settings, resume) as target:
        return run(tasks, Chunks(here, one_by_one).outcomes, target, listener)[0]


def panel(
    inputs: Paths,
    *,
    concepts: str | Sequence[str] = HEADLINE,
    measures: Sequence[Measure] = (),
    what: What = "both",
    years: tuple[int, int] | None = None,
    places: Sequence[str] = (),
    kinds: Sequence[str] = (),
    long: bool = False,
    vintage: Vintage = "first",
    rules: str | Path | None = None,
) -> list[dict[str, Any]]:
    """The panel of a store, or of reports: a dict for each place and year, or where it is `long` for each figure.

    `concepts` are concepts of the catalogue by any of their names, or one group of them. The options are those of
    ``reportkit panel``. Raises `ValueError` for what is no concept, measure or place, `SourceError` for what cannot
    be read.
    """
    from reportkit.panel.build import build_cells
    from reportkit.panel.shape import long_shape, wide_shape
    from reportkit.panel.write import rows_of
    from reportkit.places.choice import choose_places
    from reportkit.places.table import gazetteer
    from reportkit.rules.load import load_rules
    from reportkit.store import is_store, open_store

    if wrong := set(measures).difference(get_args(Measure)):
        raise ValueError(f"{min(wrong)!r}, expected one of {', '.join(get_args(Measure))}")
    known = load_rules(str(rules) if rules is not None else None)
    chosen = choose_places(gazetteer(known), places) if places else None
    wanted = Wanted(_concepts(concepts, known), measures, what, years, chosen, kinds, vintage)
    with TemporaryDirectory(prefix="reportkit-") as folder:
        paths = _paths(inputs)
        path = paths[0] if len(paths) == 1 and is_store(paths[0]) else str(Path(folder, "reports.duckdb"))
        if path not in paths:
            batch(paths, path, rules=rules)
        with open_store(path, folder=folder) as store:
            build_cells(store, wanted, known)
            shape = long_shape(store, wanted, known) if long else wide_shape(store, wanted, known)
            names = [column.name for column in shape.columns]
            return [dict(zip(names, row, strict=True)) for row in rows_of(store, shape)]


def _paths(inputs: Paths) -> list[str]:
    return [str(each) for each in ([inputs] if isinstance(inputs, str | Path) else inputs)]


def _concepts(asked: str | Sequence[str], rules: Any) -> tuple[str, ...]:
    """The concepts that are asked for. Raises `ValueError` for a name of none."""
    from reportkit.compare import find_concept
    from reportkit.panel.wanted import concepts_named

    if isinstance(asked, str) and find_concept(asked, rules) is None:
        return concepts_named(asked, rules)
    found = {name: find_concept(name, rules) for name in ([asked] if isinstance(asked, str) else asked)}
    if strange := [name for name, concept in found.items() if concept is None]:
        raise ValueError(f"{strange[0]!r} is no concept of the catalogue")
    return tuple(dict.fromkeys(concept for concept in found.values() if concept))
