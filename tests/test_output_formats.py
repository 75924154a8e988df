"""The table of the formats: every entry can be written as it says, and every command offers what it can hold."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

import pytest
from commands import Run

from reportkit import OutputError
from reportkit.output.formats import FORMATS, Payload, check_installed, find_format, names_of, suffixes_of
from reportkit.output.render import load

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "county-2024.txt"
GUIDES = Path(__file__).resolve().parent.parent / "reportkit" / "guides"


@pytest.mark.parametrize(
    ("path", "payload"),
    [
        ("a.rtf", "extractions"),
        ("a.md", "extractions"),
        ("a.duckdb", "extractions"),
        ("a.parquet", "comparison"),
        ("a.sqlite", "comparison"),
        ("a.sqlite", "rows"),
        ("a.md", "run"),
    ],
)
def test_a_suffix_of_no_format_that_fits_is_refused(path: str, payload: Payload) -> None:
    with pytest.raises(OutputError, match=r"^a.*: no format is known by .*; use .*, or give --format$"):
        find_format(path, payload, "yaml")


@pytest.mark.parametrize("name", [name for name, format_ in FORMATS.items() if format_.needs])
def test_without_its_package_a_line_says_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, package, extra = FORMATS[name].needs or ("", "", "")
    check_installed(name)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(OutputError, match=rf"^{name} needs {package}; install it with .*\[{extra}\]"):
        check_installed(name)


@pytest.mark.parametrize("name", FORMATS)
def test_what_an_entry_names_is_there(name: str) -> None:
    format_ = FORMATS[name]
    named = (
        format_.head,
        format_.pieces,
        format_.build,
        format_.document,
        format_.records,
        format_.sheet,
    )
    assert all(callable(load(writer)) for writer in named if writer)
    assert bool(format_.build) <= bool(format_.lines)
    assert not (format_.pieces and format_.build)
    assert any(format_.holds(payload) for payload in get_args(Payload))


def test_the_first_of_two_formats_with_a_suffix_is_meant_by_it() -> None:
    assert suffixes_of("extractions")[".csv"] == ["csv", "sdmx-csv"]
    assert find_format("A.CSV", "extractions", "yaml") == "csv"
    assert find_format("a", "extractions", "yaml") == find_format(None, "rows", "yaml") == "yaml"


@pytest.mark.parametrize("name", names_of("extractions"))
def test_extract_writes_every_format_by_its_name_and_its_suffixes(
    run: Run, tmp_path: Path, name: str
) -> None:
    written = []
    for number, suffix in enumerate(FORMATS[name].suffixes):
        path = tmp_path / f"{number}{suffix}"
        assert run("extract", str(SAMPLE), "--format", name, "-o", str(path)).code == 0
        written.append(path.read_bytes())
        if find_format(str(path), "extractions", "yaml") == name:
            assert run("extract", str(SAMPLE), "-o", str(path)).code == 0
            written.append(path.read_bytes())
    assert len({*written}) == 1
    assert len(written[0]) > 1000


@pytest.mark.parametrize("name", FORMATS)
def test_the_guides_tell_of_every_format(name: str) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(GUIDES.glob("*.md")))
    assert f"`{name}`" in text
    assert FORMATS[name].suffixes[0] in text
