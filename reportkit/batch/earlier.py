"""What a run takes over from earlier ones, and what is said of what it does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from pathlib import Path

from reportkit.batch.held import Held, find_held
from reportkit.batch.owned import number_of
from reportkit.errors import OutputError
from reportkit.output.visible import readable
from reportkit.output.words import counted
from reportkit.output.write import telling

# So many files are named where many are spoken of.
NAMED = 5


def earlier(home: Path, output: Path | None, resume: bool) -> tuple[list[Held], list[str]]:
    """What earlier runs in `home` did that this one goes on with, and what is to be said of their accounts.

    Raises `OutputError` where a run that was ended would be lost.
    """
    with telling(str(home)):
        held, told = find_held(home, output)
    if resume:
        return held, told
    unfinished = [len(each) for each in held if number_of(each.manifest.name) and len(each)]
    for each in held:
        each.close()
    if unfinished:
        raise OutputError(
            f"{readable(str(home))}: holds {unfinished[-1]:,} files of a run that was ended; "
            "go on with --resume, or remove the folder to begin anew"
        )
    return [], []


def changed(home: Path) -> OutputError:
    """The error of an account that another hand has written to meanwhile."""
    return OutputError(f"{home}: was changed by another hand while the run went on; go on with --resume")


def spoilt(count: int) -> Iterator[str]:
    """What is to be said of so many results of earlier runs that are not what those wrote."""
    if count:
        yield f"the results of {counted(count, 'file')} were changed or damaged since, and were made anew"


def left(verb: str, names: Set[str], failed: Set[str]) -> list[str]:
    """What is to be said of files of earlier runs that this run did not make, those that `failed` now apart.

    >>> left("out: holds", {"b.txt", "a.txt"}, set())
    ['out: holds 2 files of inputs that are no longer given: a.txt, b.txt']
    """
    told = []
    if gone := names - failed:
        of = "an input that is" if len(gone) == 1 else "inputs that are"
        told.append(f"{verb} {counted(len(gone), 'file')} of {of} no longer given: {some(gone)}")
    if kept := names & failed:
        of = "an input" if len(kept) == 1 else "inputs"
        told.append(f"{verb} {counted(len(kept), 'file')} of {of} that failed now: {some(kept)}")
    return told


def some(names: Iterable[str]) -> str:
    """The first of some names, for the eye."""
    ordered = sorted(names)
    return ", ".join(map(readable, ordered[:NAMED])) + (" …" if len(ordered) > NAMED else "")
