"""Every form of output holds the same indicators: all reports in one run, once for each form."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from batches import batch
from commands import Run
from reports import extractions

from reportkit.batch import chunks, process
from reportkit.batch.chunks import Here
from reportkit.saved.yaml import load_documents
from reportkit.source.formats import FORMS

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "reports"
INPUT = SHARED if SHARED.is_dir() else ROOT / "samples"

# What tells an indicator apart and is in every form: source, offset, name or concept, value, unit, period as printed.
Figure = tuple[str, int, str, Decimal, str, str]


def figure(record: dict[str, Any], start: int) -> Figure:
    return (
        record["source"],
        start,
        record["concept"] or record["name"],
        Decimal(record["value"]),
        record["unit"] or "",
        record["period"] or "",
    )


def from_jsonl(path: Path) -> Iterator[Figure]:
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line, parse_float=Decimal)
        yield figure(record, record["spans"][0][0])


def from_documents(documents: Iterator[dict[str, Any]]) -> Iterator[Figure]:
    for document in documents:
        for report in document["reports"]:
            for each in report["indicators"]:
                yield figure({"source": document["source"]["path"], **each}, each["spans"][0][0])


def from_folder(path: Path) -> Iterator[Figure]:
    for file in sorted(path.rglob("*.yaml")):
        yield from from_documents(load_documents(file.read_text(encoding="utf-8")))
    for file in sorted(path.rglob("*.json")):
        found = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
        yield from from_documents(iter(found if isinstance(found, list) else [found]))


def from_csv(path: Path) -> Iterator[Figure]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield figure(row, json.loads(row["spans"])[0][0])


def from_xlsx(path: Path) -> Iterator[Figure]:
    page = openpyxl.load_workbook(path, read_only=True)["indicators"]
    rows = page.iter_rows(values_only=True)
    heads = [str(head) for head in next(rows)]
    for row in rows:
        record = dict(zip(heads, row, strict=True))
        value = record["value"]
        assert isinstance(value, int | float) or len(str(value)) > 15
        yield figure(record | {"value": repr(value)}, json.loads(str(record["spans"]))[0][0])


def from_table(query: str) -> Iterator[Figure]:
    for source, spans, name, concept, value, unit, period in duckdb.sql(query).fetchall():
        record = {
            "source": source,
            "name": name,
            "concept": concept,
            "value": value,
            "unit": unit,
            "period": period,
        }
        yield figure(record, spans[0][0])


COLUMNS = "source, spans, name, concept, value, unit, period"


def from_parquet(path: Path) -> Iterator[Figure]:
    yield from from_table(f"SELECT {COLUMNS} FROM read_parquet('{path}')")


def from_store(path: Path) -> Iterator[Figure]:
    with duckdb.connect(str(path), read_only=True) as connection:
        order = "ORDER BY file, member, report, number"
        for source, spans, name, concept, value, unit, period in connection.execute(
            f"SELECT {COLUMNS} FROM figures {order}"
        ).fetchall():
            record = {"source": source, "name": name, "concept": concept, "value": value}
            yield figure(record | {"unit": unit, "period": period}, spans[0][0])


def from_sqlite(path: Path) -> Iterator[Figure]:
    with closing(sqlite3.connect(path)) as connection:
        for source, spans, name, concept, value, unit, period in connection.execute(
            f"SELECT {COLUMNS} FROM figures ORDER BY id"
        ):
            record = {"source": source, "name": name, "concept": concept, "value": repr(value)}
            yield figure(record | {"unit": unit, "period": period}, json.loads(spans)[0][0])


FORMS_OF_OUTPUT: dict[str, Callable[[Path], Iterator[Figure]]] = {
    "yaml": from_folder,
    "json": from_folder,
    "all.csv": from_csv,
    "all.xlsx": from_xlsx,
    "all.parquet": from_parquet,
    "all.duckdb": from_store,
    "all.sqlite": from_sqlite,
}


class Kept(Here):
    """Does each file in this process, whose reports are read once for all forms."""

    def submit(self, tasks: list[Any], part: object) -> Future[Any]:
        done = Future[Any]()
        done.set_result([process.process(task, self._settings) for task in tasks])
        return done


def write_all(run: Run, monkeypatch: pytest.MonkeyPatch, path: Path, *options: str) -> Path:
    """Write all reports in one form; not one that can be read may fail."""
    monkeypatch.setattr(chunks, "Here", Kept)
    monkeypatch.setattr(process, "sources_in", lambda name, *_, **__: extractions(Path(name)))
    monkeypatch.setattr(process, "extract", lambda found, *_: found)
    done = run("batch", str(INPUT), "-o", str(path), "--quiet", *options)
    assert done.code == 0, done.err
    assert not ((path if path.is_dir() else Path(f"{path}.run")) / "failures.jsonl").exists()
    return path


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> list[Figure]:
    """All indicators, as the command writes them: in its own process and with workers."""
    folder = tmp_path_factory.mktemp("forms")
    done = batch(INPUT, "-o", "all.jsonl", "--quiet", cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    assert not (folder / "all.jsonl.run" / "failures.jsonl").exists()
    found = list(from_jsonl(folder / "all.jsonl"))
    suffixes = {suffix for form in FORMS.values() for suffix in form.suffixes}
    paths = [path for path in sorted(INPUT.iterdir()) if path.suffix.lower() in suffixes]
    assert list(dict.fromkeys(each[0] for each in found)) == [str(path) for path in paths]
    assert len(found) > 100 * len(paths)
    return found


@pytest.mark.parametrize("out", FORMS_OF_OUTPUT)
def test_every_form_holds_the_same_indicators(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, wanted: list[Figure], out: str
) -> None:
    options = ("--format", out) if "." not in out else ()
    written = write_all(run, monkeypatch, tmp_path / out, *options)
    assert list(FORMS_OF_OUTPUT[out](written)) == wanted


def test_sdmx_holds_the_same_indicators(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, wanted: list[Figure]
) -> None:
    path = write_all(run, monkeypatch, tmp_path / "all.csv", "--format", "sdmx-csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [
        (r["SOURCE"], int(r["OFFSET"]), r["INDICATOR"], Decimal(r["OBS_VALUE"]), r["UNIT_MEASURE"])
        for r in rows
    ]
    assert found == [each[:5] for each in wanted]
    years = [(row["TIME_PERIOD"], each[5]) for row, each in zip(rows, wanted, strict=True)]
    assert all(sdmx == period for sdmx, period in years if len(period) == 4)
    assert {row["UNIT_MULT"] for row in rows} == {"0"}
