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
# Files that take long begin early, so that no worker is left with one at the end.
FIRST = ("test_corpus.py",)
# Files whose tests stay on one worker, because they share what takes long to make; each with what that is.
TOGETHER = {
    "test_corpus.py": "reports",
    "test_times.py": "reports",
    "test_structure.py": "reports",
    "test_national.py": "reports",
}
