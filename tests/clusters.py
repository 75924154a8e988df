"""A real Dask cluster for the tests: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
# What a worker runs before it begins.
HARMED = "from faulty import COMMAND; from reportkit.batch import station; station.STATION = station.Station(COMMAND)"
OLD = "import reportkit; reportkit.__version__ = '0.0.1'"
BARE = (
    "from distributed import versions as v; v.known = getattr(v, 'known', v.get_package_info); "
    "v.get_package_info = lambda packages: {**v.known(packages), 'reportkit-zh': None, 'reportkit': None}"
)


class Dask:
    """A scheduler at `address`, and the workers that were started for it."""

    def __init__(self, home: Path) -> None:
        self._home, self._all = home, list[subprocess.Popen[bytes]]()
        told = home / "scheduler.json"
        self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", str(told))
        while not (told.exists() and told.read_text(encoding="utf-8").endswith("}")):
            assert self.scheduler.poll() is None
            time.sleep(0.05)
        self.address = next(
            line.split('"')[3]
            for line in told.read_text(encoding="utf-8").splitlines()
            if '"address"' in line
        )

    def worker(self, *options: str, before: str = HARMED) -> subprocess.Popen[bytes]:
        """Start a worker, and wait until the scheduler knows it."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            count = len(client.nthreads()) + 1
            preload = self._home / f"before{len(self._all)}.py"
            preload.write_text(before, encoding="utf-8")
            given = (
                *("--nthreads", "1", "--preload", str(preload), "--local-directory", str(self._home)),
                *options,
            )
            started = self._start("worker", self.address, *given)
            client.wait_for_workers(count, timeout=30)
        return started

    def pids(self) -> dict[str, int]:
        """The process of each worker, by its address."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            return dict(client.run(os.getpid))

    def _start(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        log = (self._home / "log").open("ab")
        started = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{what}", "--no-dashboard", *options],
            env={**os.environ, "PYTHONPATH": str(HERE)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        self._all.append(started)
        return started

    def end(self) -> None:
        """End all that was started."""
        for started in reversed(self._all):
            end(started)


def end(started: subprocess.Popen[bytes]) -> None:
    """End a process and what it has started, at once."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(started.pid, signal.SIGKILL)
    started.wait()


@contextlib.contextmanager
def dask(home: Path) -> Iterator[Dask]:
    """A scheduler, that is ended with all its workers."""
    found = Dask(home)
    try:
        yield found
    finally:
        found.end()
