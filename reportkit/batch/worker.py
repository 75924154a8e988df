"""A process that reads files one after the other, and the handle by which the run holds it.

A file may take for ever, fill the memory or end its process. It does so in a process of its own, which is
then replaced; the run goes on. The two talk in pickles over a pipe that nobody else has. (The pools of Pebble and of
the standard library bound no memory, and what they have begun outlives a run that is killed.)
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from reportkit.batch.outcome import Outcome, Settings
from reportkit.errors import ReportkitError, one_line
from reportkit.inputs.task import Failure, Task
from reportkit.isolation import bound_memory, end, ended_after, isolated, take_answers

COMMAND = tuple(isolated("reportkit.batch.worker"))
# A run makes some 100,000 objects that live as long as the process: see reportkit.__main__.
OBJECTS = 50_000
# A worker that nobody watches any more ends by itself so long after it should have been ended.
GRACE = 10
# One that has nothing to do for so long ends too, and is started again when it is asked.
IDLE = 30
CRASHED = "ends the process that reads it"


class WorkerError(ReportkitError):
    """Workers that cannot be started at all."""


class Worker:
    """The handle of a process that is started when it is needed, and again when it has ended.

    `timeout` is in seconds, None for no end; with the settings it is what the process is `bound` to. One thread at a
    time may call `do`; any may call `end`.
    """

    def __init__(self, settings: Settings, timeout: int | None, command: Sequence[str] = COMMAND) -> None:
        self.bound, self._command = (settings, timeout), command
        self._process: subprocess.Popen[bytes] | None = None

    def do(self, task: Task) -> Outcome:
        """What comes of a file. Raises `WorkerError` when no process can be started."""
        process, timeout = self.start(), self.bound[1]
        outcome: Outcome | None = None
        # whatever an answer that is cut off, or none, makes of itself
        with ended_after(timeout, process) as late, contextlib.suppress(Exception):
            _send(process.stdin, task)
            outcome = pickle.load(process.stdout)  # type: ignore[arg-type]
        if late.is_set() or outcome is None:
            self.end()
        if outcome is not None:
            return outcome
        if late.is_set():
            return Failure(
                f"takes more than {timeout} seconds", "give it more with --timeout, or look at the file"
            )
        code = process.wait()
        how = f"signal {signal.Signals(-code).name}" if -code in set(signal.Signals) else f"exit code {code}"
        return Failure(f"{CRASHED} ({how})", "look at the file, or give its text", again=True)

    def end(self) -> None:
        """End the process, at once."""
        process, self._process = self._process, None
        if process is not None:
            end(process)

    def start(self) -> subprocess.Popen[bytes]:
        """The process, started if there is none. Raises `WorkerError`."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.end()
        try:
            process = self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # its own group, so that Ctrl-C is for the run to hear, and all that it starts ends with it
                start_new_session=True,
            )
        except OSError as error:
            said = f"a worker cannot be started ({one_line(error)}); see to it and go on with --resume"
            raise WorkerError(said) from None
        try:
            _send(process.stdin, self.bound)
            fault = pickle.load(process.stdout)  # type: ignore[arg-type]
        except (OSError, EOFError, pickle.UnpicklingError):
            fault = "cannot be started; check the memory of the machine and the installation of reportkit"
        if fault:
            self.end()
            raise WorkerError(f"a worker {fault}")
        return process


def _send(pipe: Any, value: object) -> None:
    pickle.dump(value, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def serve(process: Callable[[Task, Settings], Outcome]) -> NoReturn:
    """Be a worker: read tasks from standard input, write what `process` makes of them to standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = take_answers()
    settings, timeout = pickle.load(sys.stdin.buffer)
    fault = _prepare(settings)
    _send(answers, fault)
    if fault:
        sys.exit(ReportkitError.exit_code)
    tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(tasks,), daemon=True).start()
    silence = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - as long as the process
    while True:
        try:
            task = tasks.get(timeout=IDLE)
        except queue.Empty:
            _leave()
        # a loop in C lets no other thread run, and no one is left to end it if the run was killed
        if timeout:
            faulthandler.dump_traceback_later(timeout + GRACE, exit=True, file=silence)
        try:
            outcome = process(task, settings)
        except MemoryError:
            outcome = Failure(
                f"takes more than {settings.memory} MB", "give it more with --memory, or its text"
            )
        faulthandler.cancel_dump_traceback_later()
        _send(answers, outcome)


def _prepare(settings: Settings) -> str:
    """Get ready, and tell what is in the way of it."""
    from reportkit.language import choose
    from reportkit.rules.load import load_rules

    choose(settings.language)
    gc.set_threshold(OBJECTS)
    bound_memory(settings.memory * 1_000_000)
    try:
        found = load_rules(settings.rules).fingerprint
    except ReportkitError as error:
        return f"cannot load the rules ({error}); mend them and go on with --resume"
    if found != settings.fingerprint:
        return (
            f"found other rules ({found[:12]}) than the run began with ({settings.fingerprint[:12]}); "
            "leave them alone and go on with --resume"
        )
    gc.freeze()
    return ""


def _listen(tasks: queue.SimpleQueue[Task]) -> None:
    """Hand on the tasks; when the run has gone, leave, whatever is in hand."""
    with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
        while True:
            tasks.put(pickle.load(sys.stdin.buffer))
    _leave()


def _leave() -> None:
    """End this process with all that it has started, from any thread."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> NoReturn:
    """Be a worker that does with each file what a run does."""
    from reportkit.batch.process import process

    serve(process)
