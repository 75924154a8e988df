"""What extract prints of every sample today, to the letter; ``pytest --update-goldens`` writes it anew.

Each sample has two goldens: the whole JSON, and a text with one line an indicator, whose diff can be read.
"""

from __future__ import annotations

import difflib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
# A rule that is edited changes its fingerprint in every golden, and says nothing that the rest does not say.
DIGEST = re.compile(r'("(?:sha256|rules)": )"[0-9a-f]{64}"')
MOST_DIFFERENCES = 80


def run(*arguments: str) -> str:
    """What the command prints, called from the root of the project."""
    done = subprocess.run(
        [sys.executable, "-m", "reportkit", *arguments], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode("utf-8")
    return done.stdout.decode("utf-8").replace("\r\n", "\n")


@cache
def extracted(sample: Path) -> str:
    """The JSON of a sample, without what says nothing."""
    return DIGEST.sub(rf'\1"{"0" * 64}"', run("extract", f"samples/{sample.name}", "--format", "json"))


def golden(sample: Path, suffix: str = "json") -> Path:
    return GOLDEN / f"{sample.stem}.{suffix}"


def summed_up(found: dict[str, Any]) -> Iterator[str]:
    """A line for each report, for each heading and for each indicator: the number of its line, and what it says."""
    for report in found["reports"]:
        yield " | ".join(str(report[key]) for key in ("title", "kind", "place", "organ", "date", "year"))
        above = None
        for each in report["indicators"]:
            if (section := " / ".join(each["section"])) != above:
                yield f"  {section}"
                above = section
            value = f"{each['lower']}~{each['upper']}" if each["bound"] == "range" else each["value"]
            amount = f"{each['bound']} {value} {each['unit'] or ''}".strip()
            said = (each["name"], each["concept"], each["measure"], amount, each["period"], each["status"])
            doubts = "".join(f" ? {doubt['code']}" for doubt in each["doubts"])
            yield f"  {each['line']:>5}  " + " | ".join(str(part) for part in said) + doubts
    yield from (f"warning: {warning}" for warning in found["warnings"])


def compare(printed: str, path: Path, update: bool) -> None:
    """Fail with a diff where something else is printed than the golden has; with `update`, write the golden anew."""
    if update:
        path.parent.mkdir(exist_ok=True)
        path.write_text(printed, encoding="utf-8", newline="\n")
    assert path.is_file(), f"there is no {path.name}; write it with pytest --update-goldens"
    expected = path.read_text(encoding="utf-8")
    if printed != expected:
        lines = difflib.unified_diff(
            expected.splitlines(), printed.splitlines(), "golden", "printed", lineterm=""
        )
        told = [line for line, _ in zip(lines, range(MOST_DIFFERENCES), strict=False)]
        pytest.fail("\n".join([*told, "if this is meant: pytest --update-goldens"]), pytrace=False)


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema: Any = json.loads(run("schema"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_sample_gives_its_lines(sample: Path, request: pytest.FixtureRequest) -> None:
    printed = "\n".join(summed_up(json.loads(extracted(sample), parse_float=str))) + "\n"
    compare(printed, golden(sample, "txt"), request.config.getoption("--update-goldens"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_sample_gives_its_golden(sample: Path, request: pytest.FixtureRequest) -> None:
    compare(extracted(sample), golden(sample), request.config.getoption("--update-goldens"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_golden_fits_the_schema(sample: Path, validator: Draft202012Validator) -> None:
    found = json.loads(golden(sample).read_text(encoding="utf-8"))
    faults = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(found)]
    assert not faults
    assert found["source"]["path"] == f"samples/{sample.name}"
    assert any(report["indicators"] for report in found["reports"])


def test_every_golden_has_its_sample() -> None:
    samples = {path.stem for path in SAMPLES}
    assert (
        {path.stem for path in GOLDEN.glob("*.json")}
        == {path.stem for path in GOLDEN.glob("*.txt")}
        == samples
    )


def test_the_schema_refuses_what_is_no_output(validator: Draft202012Validator) -> None:
    found = json.loads(golden(SAMPLES[0]).read_text(encoding="utf-8"))
    indicator = next(i for report in found["reports"] for i in report["indicators"])
    for field, wrong in (
        ("bound", "≥"),
        ("measure", "size"),
        ("value", "5.2"),
        ("period", "last year"),
        ("line", 0),
    ):
        right, indicator[field] = indicator[field], wrong
        assert not validator.is_valid(found), f"{field} = {wrong!r} passes"
        indicator[field] = right
    assert validator.is_valid(found)
