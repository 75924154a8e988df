"""The lanes of the tests: which files are quick, which go first, and which stay together where tests run in parallel."""

from __future__ import annotations

# Files of the quick lane, which `.ci/quick` runs: cases, goldens, contracts and short properties.
QUICK = frozenset(
    {
        "test_alignment.py",
        "test_architecture.py",
        "test_cases.py",
        "test_docs.py",
        "test_golden.py",
        "test_numerals.py",
        "test_words_in_code.py",
    }
)
# Files whose tests stay on one worker, since they read the same real reports.
OF_REPORTS = ("test_corpus.py", "test_times.py", "test_structure.py", "test_national.py")
# Files that take long, the longest first: they begin early, so that no worker is left with one at the end.
FIRST = (*OF_REPORTS, "test_batch_faults.py", "test_bad_input.py", "test_cluster.py", "test_batch_forms.py")


def place(file: str) -> int:
    """Where a file stands in the order in which the tests run."""
    return FIRST.index(file) if file in FIRST else len(FIRST)


def group(file: str) -> str:
    """What the tests of a file have in common with all others that run on the same worker."""
    return "reports" if file in OF_REPORTS else file
