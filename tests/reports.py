"""The real reports that stand beside the project, each read once for all tests of a process; they are no part of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportkit import Extraction, extract_all

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
REPORTS = SHARED / "reports"
FILES = sorted(path for name in ("reports", "more") for path in (SHARED / name).glob("*") if path.is_file())


@cache
def extractions(path: Path) -> tuple[Extraction, ...]:
    """What each text of a file gives."""
    return tuple(extract_all(path))


def extraction(path: Path) -> Extraction:
    """What a file of one text gives."""
    (found,) = extractions(path)
    return found
