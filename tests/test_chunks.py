"""Chunks: how they are cut, how many are under way, in which order they come back, and what is done about lost ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import replace

import pytest

from reportkit.batch import chunks as module
from reportkit.batch.chunks import Chunks, cut
from reportkit.batch.outcome import Done, Outcome, Unchanged
from reportkit.batch.parts import Part, is_changed
from reportkit.batch.run import Listener, run
from reportkit.batch.worker import WorkerError
from reportkit.inputs.task import Failure, Task

Answer = list[Outcome] | str | BaseException
GONE = Failure("no such file", "check the path")


def task(number: int, size: int = 10, **more: object) -> Task:
    return replace(Task(f"{number}.txt", f"{number}.txt", str(number), size), **more)  # type: ignore[arg-type]


def done(task: Task) -> Done:
    return Done("0", task.name.encode(), 1, 1, ())


class Crew:
    """Answers when it is asked to, as `answer` says."""

    def __init__(self, answer: Callable[[list[Task]], Answer], threads: int = 2) -> None:
        self._answer, self._threads = answer, threads
        self.sent: list[list[Task]] = []
        self.open: list[tuple[list[Task], Future[list[Outcome] | str]]] = []
        self.most = self.inspected = 0
        self.is_late = False

    def threads(self) -> int:
        # what is under way is done when the next is asked for, the last first
        if self.is_late and len(self.open) >= self._threads * module.AHEAD:
            self.finish(len(self.open) - 1)
        return self._threads

    def prepare(self, task: Task) -> Task:
        return task

    def submit(self, tasks: list[Task], part: Part | None) -> Future[list[Outcome] | str]:
        future: Future[list[Outcome] | str] = Future()
        self.sent.append(tasks)
        self.open.append((tasks, future))
        self.most = max(self.most, len(self.open))
        if not self.is_late:
            self.finish(0)
        return future

    def finish(self, which: int) -> None:
        tasks, future = self.open.pop(which)
        answer = self._answer(tasks)
        if isinstance(answer, CancelledError):
            future.cancel()
            future.set_running_or_notify_cancel()
        elif isinstance(answer, BaseException):
            future.set_exception(answer)
        else:
            future.set_result(answer)

    def inspect(self) -> None:
        self.inspected += 1

    def stop(self) -> None:
        pass


def good(tasks: list[Task]) -> Answer:
    return [done(each) for each in tasks]


def test_cut_by_files_and_by_bytes() -> None:
    sizes = [1] * 30 + [100_000] * 4 + [900_000] + [1]
    found = [[each.size for each in chunk] for chunk, _ in cut(task(n, size) for n, size in enumerate(sizes))]
    assert found == [[1] * 25, [1] * 5 + [100_000] * 3, [100_000, 900_000], [1]]
    assert list(cut([])) == []


class Shelf:
    """A target that remembers what was done with it."""

    notes = ()

    def __init__(self) -> None:
        self.added, self.put_, self.failed = [], [], []

    def known(self, task: Task) -> str:
        return ""

    def add(self, task: Task, done: Done) -> None:
        assert done.content.decode() == task.name
        self.added.append(task)

    def put(self, task: Task) -> None:
        assert task in self.added
        self.put_.append(task)

    def fail(self, task: Task, failure: Failure) -> None:
        self.failed.append(task)

    def sync(self) -> None: ...

    def finish(self) -> list[str]:
        return ["finished"]

    def close(self) -> None: ...


def test_in_order_whatever_is_ready_first_and_never_many_under_way() -> None:
    """Results are taken as they come, and written and told in the order of the files."""
    crew = Crew(lambda tasks: [GONE if int(each.tree) % 10 == 3 else done(each) for each in tasks])
    crew.is_late = True
    chunks, shelf, told = Chunks(crew), Shelf(), []
    tasks = tuple(task(n) for n in range(25 * 40))
    listener = Listener(
        lambda _: crew.open and crew.finish(len(crew.open) - 1), lambda each, _: told.append(each)
    )
    tally, said = run(tasks, chunks.outcomes, shelf, listener)
    wanted = [each for each in tasks if int(each.tree) % 10 == 3]
    assert told == shelf.failed == wanted
    assert shelf.put_ == [each for each in tasks if each not in wanted]
    assert sorted(shelf.added, key=tasks.index) == shelf.put_ != shelf.added
    assert crew.most <= 2 * module.AHEAD
    assert (tally.files, tally.failed, said) == (len(tasks), len(wanted), ["finished"])


def test_no_more_is_sent_than_there_are_threads_for() -> None:
    crew = Crew(good, threads=1)
    crew.is_late = True
    coming = Chunks(crew).outcomes(
        [task(n) for n in range(25 * 100)], lambda: crew.finish(len(crew.open) - 1)
    )
    next(coming)
    assert len(crew.sent) < 20


def test_what_is_known_or_faulty_is_not_sent() -> None:
    digest = hashlib.sha256(b"text").hexdigest()
    crew = Crew(good)
    tasks = [
        task(0, fault=GONE),
        task(1, known=digest, raw=b"text"),
        task(2, known=digest, raw=b"other"),
        task(3),
    ]
    found = [outcome for _, outcome in Chunks(crew).outcomes(tasks)]
    assert found[:2] == [GONE, Unchanged(digest)]
    assert [[each.name for each in tasks] for tasks in crew.sent] == [["2.txt", "3.txt"]]


def test_a_lost_chunk_is_tried_file_by_file() -> None:
    def answer(tasks: list[Task]) -> Answer:
        return RuntimeError("lost") if any(each.name == "7.txt" for each in tasks) else good(tasks)

    crew = Crew(answer)
    tasks = [task(n, fault=GONE if n == 3 else None) for n in range(60)]
    found = dict(Chunks(crew).outcomes(tasks))
    assert sorted(found, key=tasks.index) == tasks
    assert found.pop(tasks[3]) == GONE
    assert found.pop(tasks[7]) == Failure(
        "was lost on the cluster (RuntimeError)", "look at the logs of its machines"
    )
    assert all(isinstance(outcome, Done) for outcome in found.values())
    assert crew.inspected == 2
    assert sum(len(sent) == 1 for sent in crew.sent) == 24


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("node7: has reportkit 0.0.1", "node7: has reportkit 0.0.1"),
        (WorkerError("node7: cannot be started"), "node7: cannot be started"),
        (CancelledError(), "the scheduler has gone; start it anew and go on with --resume"),
    ],
)
def test_what_is_in_the_way_of_all_ends_the_run(answer: Answer, message: str) -> None:
    with pytest.raises(WorkerError, match=message):
        list(Chunks(Crew(lambda _: answer)).outcomes([task(0)]))


def test_stop_begins_nothing_and_hands_out_what_is_in_hand() -> None:
    crew = Crew(good)
    crew.is_late = True
    chunks = Chunks(crew)
    found = []
    for each, _ in chunks.outcomes([task(n) for n in range(25 * 100)], lambda *_: crew.finish(0)):
        found.append(each.name)
        if len(found) == 30:
            chunks.stop()
            sent = len(crew.sent)
    assert len(crew.sent) == sent
    assert found == [f"{n}.txt" for n in range(len(found))]
    assert 30 <= len(found) <= 25 * (2 + 2 + 1)


def test_a_part_is_lost_as_a_whole() -> None:
    crew = Crew(lambda _: RuntimeError("lost"))
    tasks = [task(0), task(1)]
    found = list(Chunks(crew, lambda all_: iter([(list(all_), Part("file:///out", 1))])).outcomes(tasks))
    assert [type(outcome) for _, outcome in found] == [Failure, Failure]
    assert len(crew.sent) == 1


def test_a_part_is_sent_as_a_whole_or_not_at_all() -> None:
    digest = hashlib.sha256(b"text").hexdigest()
    crew = Crew(good)
    same, other = task(0, known=digest, raw=b"text"), task(1, known=digest, raw=b"other")

    def outcomes(*tasks: Task) -> list[Outcome]:
        one_part = Chunks(crew, lambda all_: iter([(list(all_), Part("file:///out", 1))]))
        return [outcome for _, outcome in one_part.outcomes(tasks)]

    assert outcomes(same) == [Unchanged(digest)]
    assert crew.sent == []
    assert [type(outcome) for outcome in outcomes(same, other)] == [Done, Done]
    assert crew.sent == [[same, other]]


@pytest.mark.parametrize(
    ("known", "outcome", "changed"),
    [
        ("", GONE, False),
        ("1", GONE, True),
        ("1", Unchanged("1"), False),
        ("", Done("1", b"", 0, 0, ()), True),
    ],
)
def test_when_a_part_is_written_anew(known: str, outcome: Outcome, changed: bool) -> None:
    assert is_changed([task(0, known=known)], [outcome]) is changed
