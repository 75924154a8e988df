"""What the tests share: how properties are tried, the lanes, the root of the project, and --update-goldens."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import lanes
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

# What is started is to be ended by Ctrl-C and the like, also where the tests themselves were started with that ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
for number in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_SETMASK, ())

# The tests speak of the rules that come with reportkit, and in English, whatever the shell has set.
os.environ.pop("REPORTKIT_RULES", None)
os.environ["REPORTKIT_LANG"] = "en"
# Nobody is there to leave a pager.
os.environ["PAGER"] = "cat"
os.environ.pop("REPORTKIT_PAGER", None)
# Nor what its owner has set.
os.environ["XDG_CONFIG_HOME"] = os.devnull
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


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the other files alone where the quick lane is asked for: reading them takes as long as it takes to run."""
    is_test = collection_path.name.startswith("test_")
    if config.option.markexpr == "quick" and is_test and collection_path.name not in lanes.QUICK:
        return True
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the quick lane, and put what takes long first."""
    for item in items:
        if item.path.name in lanes.QUICK:
            item.add_marker(pytest.mark.quick)
    items.sort(key=lambda item: lanes.place(item.path.name))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run a file more than there are cores: there is always one that waits for another process."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Deal out the tests file by file in their order: those of a file share what takes long to make."""
    from xdist.scheduler import LoadScopeScheduling

    class Dealing(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return lanes.group(Path(nodeid.partition("::")[0]).name)

    config.option.loadscopereorder = False
    return Dealing(config, log)


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
