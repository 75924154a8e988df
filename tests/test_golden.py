"""What extract prints of every sample today, to the letter; ``pytest --update-goldens`` writes it anew."""

from __future__ import annotations

import difflib
import json
import re
import subprocess
import sys
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


def golden(sample: Path) -> Path:
    return GOLDEN / f"{sample.stem}.json"


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema: Any = json.loads(run("schema"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_sample_gives_its_golden(sample: Path, request: pytest.FixtureRequest) -> None:
    printed = run("extract", f"samples/{sample.name}", "--format", "json")
    printed = DIGEST.sub(rf'\1"{"0" * 64}"', printed)
    path = golden(sample)
    if request.config.getoption("--update-goldens"):
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


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_golden_fits_the_schema(sample: Path, validator: Draft202012Validator) -> None:
    found = json.loads(golden(sample).read_text(encoding="utf-8"))
    faults = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(found)]
    assert not faults
    assert found["source"]["path"] == f"samples/{sample.name}"
    assert any(report["indicators"] for report in found["reports"])


def test_every_golden_has_its_sample() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == {path.stem for path in SAMPLES}


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
