"""What the tests share: how properties are tried, the root of the project, and --update-goldens."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import pytest
from commands import Done, Run
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# A property that fails today fails tomorrow: the same examples on every run and on every machine.
settings.register_profile(
    "reportkit",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("reportkit")

# What is started is to be ended by Ctrl-C, also where the tests themselves were started with that ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)

# The tests speak of the rules that come with reportkit, whatever the shell has set.
os.environ.pop("REPORTKIT_RULES", None)
# And they keep nothing in the user's own cache.
os.environ["REPORTKIT_CACHE"] = tempfile.mkdtemp(prefix="reportkit-")


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ["REPORTKIT_CACHE"], ignore_errors=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="write what extract prints today to tests/golden/ instead of comparing with it",
    )


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command line in this process."""

    from reportkit.cli.main import main

    def call(*args: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["reportkit", *args])
        with pytest.raises(SystemExit) as caught:
            main()
        captured = capfdbinary.readouterr()
        code = caught.value.code
        # What is printed may be a workbook: its bytes are kept, and an assertion about text fails on them.
        out, err = captured.out.decode(errors="surrogateescape"), captured.err.decode()
        return Done(code if isinstance(code, int) else 0, out, err)

    return call
