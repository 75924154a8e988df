"""The cluster: a Dask scheduler that runs already, and its workers. The only place that knows distributed."""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any, Self

from reportkit.batch.chunks import Answer, Here
from reportkit.batch.outcome import Settings
from reportkit.batch.parts import Part
from reportkit.batch.station import ALIKE, Chunk, check, unlike, work
from reportkit.batch.worker import WorkerError
from reportkit.errors import SourceError, one_line
from reportkit.inputs.addresses import is_address
from reportkit.inputs.read import read_task
from reportkit.inputs.task import Failure, Task
from reportkit.installation import DISTRIBUTION, install_command

# How long to wait for the scheduler to answer, and for it to have a worker, in seconds.
ANSWER, WAIT = 5, 30
# What Dask is asked for the version of: newer ones look for what is installed, older ones import it.
PACKAGES = (DISTRIBUTION, "reportkit")
# The workers are counted anew so often, in seconds.
COUNT = 1.0
# A chunk that a machine could not do is given to another so often.
RETRIES = 2
# What is read here and sent along may have so many bytes.
LARGEST = 20_000_000


class Cluster(Here):
    """The workers of the scheduler at an address, as a crew for chunks; as a context manager it lets go of them.

    Each works for `timeout` seconds on a file, and is to write parts itself where the output is `in_parts`. Raises
    `WorkerError` when there is no scheduler, no worker, or one that would not give what this machine gives.
    """

    is_far = True

    def __init__(self, address: str, settings: Settings, timeout: int | None, in_parts: bool = False) -> None:
        rules = os.path.abspath(settings.rules) if settings.rules else None  # noqa: PTH100 - as it is, links and all
        self._address, self._timeout = address, timeout
        self._tried = Part("", 0) if in_parts else None
        self._settings = replace(settings, rules=rules)
        self._counted, self._threads, self._seen = 0.0, 0, time.monotonic()
        self._client: Any = None
        self._executor: Executor
        self._left = contextlib.ExitStack()

    def __enter__(self) -> Self:
        try:
            from distributed import Client
        except ImportError:
            remedy = f"install it with {install_command('cluster')}"
            raise WorkerError(f"a cluster needs distributed; {remedy}") from None
        with self._left as left:
            left.enter_context(_quiet())
            try:
                self._client = Client(self._address, timeout=ANSWER, set_as_default=False)  # type: ignore[no-untyped-call]
            except Exception as error:  # of the address, the network, the certificates
                raise WorkerError(
                    f"{self._address}: no Dask scheduler answers ({one_line(error)}); "
                    "check the address, or start one with dask scheduler"
                ) from None
            left.callback(self._client.close, timeout=ANSWER)
            self._executor = self._client.get_executor(pure=False, retries=RETRIES)
            while not self.threads():
                time.sleep(COUNT)
            self.inspect()
            self._left = left.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._left.close()

    def threads(self) -> int:
        """How many chunks the workers do at once. Raises `WorkerError` when there has been none for long."""
        now = time.monotonic()
        if now - self._counted > COUNT or not self._threads:
            self._counted = now
            with _told(self._address):
                self._threads = sum(self._client.nthreads().values())
            if self._threads:
                self._seen = now
            elif now - self._seen > WAIT:
                raise WorkerError(
                    f"{self._address}: has no workers; start some with dask worker {self._address}"
                )
        return self._threads

    def prepare(self, task: Task) -> Task:
        """The task with its content, unless it stands at an address that a worker can read."""
        if task.fault is not None or is_address(task.path):
            return task
        if task.size > LARGEST:
            fault = Failure(
                f"has {task.size / 1_000_000:.0f} MB, too many to be sent along",
                "give it by an address that all machines can read, for example file:///shared/reports",
            )
            return replace(task, fault=fault)
        try:
            return replace(task, raw=read_task(task))
        except SourceError as error:
            return replace(task, fault=Failure.told(str(error), task.name))

    def submit(self, tasks: list[Task], part: Part | None) -> Answer:
        with _told(self._address):
            return self._executor.submit(work, ALIKE, self._packed(tasks, part))

    def stop(self) -> None:
        """Have nothing to do: what has not begun is cancelled by whoever sent it."""

    def _packed(self, tasks: list[Task], part: Part | None) -> bytes:
        return pickle.dumps(Chunk(tuple(tasks), self._settings, self._timeout, part))

    def inspect(self) -> None:
        """See that all would give what this machine gives. Raises `WorkerError` naming one that would not."""
        with _told(self._address):
            found = self._client.get_versions(packages=PACKAGES)
        here = _alike(found["client"])
        for address, told in [
            (f"{self._address} (the scheduler)", found["scheduler"]),
            *found["workers"].items(),
        ]:
            there = _alike(told)
            if not there[0]:
                raise WorkerError(
                    f"{address}: has no reportkit; install reportkit {ALIKE[0]} on all machines"
                )
            if there != here:
                raise WorkerError(f"{address}: {unlike(there, here)}")
        with _told(self._address):
            answers = self._client.run(check, ALIKE, self._packed([], self._tried), on_error="return")
        for address, answer in answers.items():
            if answer and not isinstance(answer, OSError):  # one that has just gone is not unfit
                raise WorkerError(f"{address}: {answer}")


def _alike(told: Any) -> tuple[str, str]:
    """The version of reportkit, empty for none, and that of Python, of what Dask tells of a machine."""
    version = next((told["packages"][name] for name in PACKAGES if told["packages"][name]), "")
    return version, ".".join(told["host"]["python"].split(".")[:2])


@contextlib.contextmanager
def _told(address: str) -> Iterator[None]:
    """What goes wrong on the way to the scheduler as a `WorkerError`."""
    try:
        yield
    except (OSError, RuntimeError, ValueError, TypeError, AttributeError) as error:
        raise WorkerError(
            f"{address}: the scheduler has gone ({one_line(error)}); start it anew and go on with --resume"
        ) from None


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep what Dask logs and warns of off the screen: what matters is told as an error."""
    logging.disable()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
    logging.disable(logging.NOTSET)
