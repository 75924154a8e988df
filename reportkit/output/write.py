"""Write a text to standard output, or to a file that is complete or not there at all."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from reportkit.errors import OutputError
from reportkit.output.screen import page
from reportkit.output.visible import on_screen
from reportkit.output.waiting import end

STANDARD = "-"
STANDARD_OUTPUT = 1
STREAMS = {"/dev/stdin": 0, "/dev/stdout": STANDARD_OUTPUT, "/dev/stderr": 2}
OPEN_FILE = re.compile(r"/(?:dev|proc/(?:thread-)?self)/fd/([0-9]{1,9})")
# So many links may lead to one another, as the system has it.
LINKS = 40
# What a file is called until it is complete.
TEMPORARY = ".reportkit-*.tmp"


def check_target(path: str, inputs: Sequence[str]) -> None:
    """Raise `OutputError` if `path` cannot be the output: one of the `inputs`, a folder, not writable."""
    if descriptor_of(path) is not None:
        return
    target = Path(path)
    with telling(path):
        folder = target.resolve().parent
        if not folder.is_dir():
            raise OutputError(f"{path}: there is no folder {folder}; make it first, or choose another path")
        if target.is_dir():
            raise OutputError(f"{path}: is a folder; name a file in it, for example {path}/out.yaml")
        for each in inputs:
            if target.exists() and _is_same(target, each):
                raise OutputError(
                    f"{path}: is an input as well, which is never overwritten; choose another path"
                )
        if not os.access(target if target.exists() else folder, os.W_OK):
            raise OutputError(
                f"{path}: no permission to write it; choose another path, or allow it with chmod +w"
            )


def write_output(
    text: str | bytes | Iterable[str],
    path: str | None = None,
    inputs: Sequence[str] = (),
    coloured: bool = False,
) -> None:
    """Write `text` in UTF-8, or bytes as they are, to the file `path`, or to standard output if it is None or ``-``.

    Of a text in pieces all are made before the first is written.

    The text goes to a temporary file in the same folder that then takes the place of `path`, so that the
    old file stays as it was until the new one is complete. What a terminal would obey does not get to one, unless
    the text is `coloured` by ourselves. Raises `OutputError` when `path` is one of the `inputs` or cannot be written,
    and for bytes that would go to a terminal. A reader that has gone ends the process quietly.
    """
    number = STANDARD_OUTPUT if path is None or path == STANDARD else descriptor_of(path)
    if number is not None:
        if _is_terminal(number):
            end()
            if isinstance(text, bytes):
                raise OutputError(
                    "what is no text is nothing for a terminal; name a file with -o, or choose --format csv"
                )
            text = "".join(text)
            text = text if coloured else on_screen(text)
            if number == STANDARD_OUTPUT and page(_raw(text)):
                return
        _write_open(_raw(text), number, path)
        return
    assert path is not None
    check_target(path, inputs)
    target = Path(path)
    with telling(path), ending_quietly():
        if target.exists() and not target.is_file():
            target.write_bytes(_raw(text))  # a device or a pipe, which must not be replaced
        else:
            replace_file(target.resolve(), _raw(text))


def _raw(text: str | bytes | Iterable[str]) -> bytes | bytearray:
    if isinstance(text, bytes):
        return text
    if isinstance(text, str):
        return text.encode("utf-8", "replace")
    raw = bytearray()
    for piece in text:
        raw += piece.encode("utf-8", "replace")
    return raw


def descriptor_of(path: str) -> int | None:
    """Return the number of the open file that a path names, or a link to it; None where it names none.

    What is written to such a path goes to where that file stands: opened anew it would begin at the top.

    >>> descriptor_of("/dev/stdout"), descriptor_of("/dev/fd/3"), descriptor_of("/dev/null")
    (1, 3, None)
    """
    for _ in range(LINKS):
        if path in STREAMS:
            return STREAMS[path]
        if match := OPEN_FILE.fullmatch(path):
            return int(match[1])
        try:
            path = os.path.normpath(os.path.join(os.path.dirname(path), os.readlink(path)))  # noqa: PTH115, PTH118, PTH120
        except (OSError, ValueError):
            return None
    return None


def _is_terminal(number: int) -> bool:
    try:
        return os.isatty(number) and (number != STANDARD_OUTPUT or sys.stdout is not None)
    except OSError:
        return False


def _write_open(raw: bytes | bytearray, number: int, path: str | None) -> None:
    """Write to a file that is open already. Raises `OutputError`."""
    if number == STANDARD_OUTPUT:
        write_standard(raw)
        return
    with telling(path or STANDARD), ending_quietly(), os.fdopen(os.dup(number), "wb") as file:
        file.write(raw)


def temporary_beside(target: Path) -> Path:
    """Return a path beside `target` for what is to take its place when it is complete."""
    return target.parent / TEMPORARY.replace("*", os.urandom(8).hex())


def replace_file(target: Path, raw: bytes | bytearray, durable: bool = True) -> None:
    """Put a file with these bytes at `target`, complete or not at all. Raises `OSError`.

    Without `durable` the system may take its time to bring it to the disk.
    """
    temporary = temporary_beside(target)
    try:
        with temporary.open("xb") as file:
            if target.exists():
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            file.write(raw)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_standard(raw: bytes | bytearray) -> None:
    """Write bytes to standard output; a reader that has gone ends the process quietly. Raises `OutputError`."""
    if sys.stdout is None:
        raise OutputError("standard output is closed; name a file with -o")
    try:
        with telling("standard output"), ending_quietly():
            sys.stdout.flush()
            sys.stdout.buffer.write(raw)
            sys.stdout.buffer.flush()
    except (SystemExit, OutputError):
        _silence()
        raise


@contextmanager
def ending_quietly() -> Iterator[None]:
    """End the process without a word when whoever reads what is written has gone: they have seen enough."""
    try:
        yield
    except BrokenPipeError:
        raise SystemExit(0) from None


def _silence() -> None:
    """Let what is left in the buffer of standard output go nowhere, without a word."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


@contextmanager
def telling(path: str) -> Iterator[None]:
    """Raise errors of the system as an `OutputError` that names `path`; a broken pipe is left as it is."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links is a RuntimeError
        detail = getattr(error, "strerror", None) or error
        raise OutputError(
            f"{path}: cannot be written ({detail}); make room, or choose another path"
        ) from None


def _is_same(target: Path, given: str) -> bool:
    try:
        other = os.fstat(sys.stdin.fileno()) if given == STANDARD else Path(given).stat()
    except (OSError, ValueError, AttributeError):
        return False
    return os.path.samestat(target.stat(), other)
