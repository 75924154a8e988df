"""Reading a file in a process of its own, that may take so much time and memory and no more.

The libraries that open containers are large and written in C: a file that is damaged, or made to harm,
may end the process, fill the memory or go on for ever. It does so there and not here.
"""

from __future__ import annotations

import json
import struct
import subprocess
from collections.abc import Mapping
from typing import Any, Self, TypeAlias

from reportkit.errors import SourceError, one_line
from reportkit.isolation import end, ended_after, isolated
from reportkit.source.content import Content, unpack

SECONDS = 8
MEGABYTES = 480
TOO_MUCH = f"takes more than {SECONDS} seconds or {MEGABYTES} MB to read, as no report does; save it anew"
# What one file gives altogether: it is held by the process that asked for it.
MOST_ANSWER = 210_000_000
# What is told of a piece, and its bytes.
Piece: TypeAlias = tuple[dict[str, Any], bytes]
# How long what is told and the bytes are, before both.
_HEAD = struct.Struct(">IQ")


def read_content(reader: str, raw: bytes, **order: object) -> tuple[dict[str, Any], Content]:
    """Read the content that a reader makes of the bytes of a file, by its name in `reportkit.source.confined`.

    With it goes what else is told. Raises `SourceError` as `read_pieces` does.
    """
    ((told, packed),) = read_pieces(reader, raw, **order)
    return told, unpack(json.loads(packed))


def read_pieces(reader: str, raw: bytes, **order: object) -> list[Piece]:
    """Read the pieces that a reader makes of the bytes of a file.

    Raises the `SourceError` that the reader raises, and one when it takes more than `SECONDS` or `MEGABYTES`, or ends
    without a word.
    """
    with Confined(reader) as process:
        return process.ask(raw, **order)


class Confined:
    """A process in which a reader runs; it is started when it is asked, and ended with the context.

    What it has read it may keep from one question to the next; a question that ends it costs only its own answer.
    """

    def __init__(self, reader: str) -> None:
        self._reader = reader
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def runs(self) -> bool:
        """Whether there is a process that may have kept something."""
        return self._process is not None and self._process.poll() is None

    def ask(self, raw: bytes = b"", **order: object) -> list[Piece]:
        """Return what the reader makes of the bytes and the order. Raises `SourceError` as `read_pieces` does."""
        process = self._process or self._start()
        assert process.stdin is not None and process.stdout is not None
        late = None
        try:
            with ended_after(SECONDS, process) as late:
                send(process.stdin, order, raw)
                return _answers(process.stdout)
        except SourceError:
            raise
        except (OSError, EOFError, ValueError, RuntimeError) as error:  # no thread is a RuntimeError
            raise SourceError(self._fault(process, error, late is not None and late.is_set())) from None
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """End the process, at once."""
        process, self._process = self._process, None
        if process is not None:
            end(process)

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            self._process = subprocess.Popen(
                isolated("reportkit.source.confined", self._reader),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            raise SourceError(_unstarted(error)) from None
        return self._process

    def _fault(self, process: subprocess.Popen[bytes], error: Exception, late: bool) -> str:
        """Why there was no answer; the process is ended."""
        assert process.stderr is not None
        if not isinstance(error, EOFError | BrokenPipeError):  # what it wrote is no answer
            process.kill()
        told = process.stderr.read().decode("utf-8", "replace").strip().splitlines()
        code = process.wait()
        self.end()
        if late or code < 0 or any("Memory" in line for line in told[-1:]):
            return TOO_MUCH
        if told:
            return _unstarted(ValueError(told[-1]))
        return "ends the process that reads it; save it anew"


def _unstarted(error: Exception) -> str:
    detail = getattr(error, "strerror", None) or one_line(error)
    return (
        f"cannot be read, since no process can be started to read it in ({detail}); "
        "make room for one, or mend the installation of reportkit"
    )


def _answers(pipe: Any) -> list[Piece]:
    """Return what is answered, up to the mark of its end. Raises `SourceError` for a fault, `EOFError` where it
    breaks off.
    """
    pieces: list[Piece] = []
    left = MOST_ANSWER
    while True:
        found = receive(pipe, left)
        if found is None:
            raise EOFError
        told, raw = found
        if "end" in told:
            return pieces
        if "fault" in told:
            raise SourceError(str(told["fault"]))
        left -= len(raw)
        pieces.append((told, raw))


def send(pipe: Any, told: Mapping[str, object], raw: bytes) -> None:
    """Write a piece into a pipe."""
    head = json.dumps(told).encode("ascii")
    pipe.write(_HEAD.pack(len(head), len(raw)) + head)
    pipe.write(raw)
    pipe.flush()


def receive(pipe: Any, most: int | None = None) -> Piece | None:
    """Return the next piece of a pipe, None behind the last. Raises `EOFError` where it breaks off, `ValueError`
    above `most`.
    """
    head = pipe.read(_HEAD.size)
    if not head:
        return None
    length, size = _HEAD.unpack(head) if len(head) == _HEAD.size else (0, 0)
    if not length:
        raise EOFError
    if most is not None and length + size > most:
        raise ValueError(f"an answer of {length + size} bytes")
    told, raw = pipe.read(length), pipe.read(size)
    if len(told) < length or len(raw) < size:
        raise EOFError
    found = json.loads(told)
    if not isinstance(found, dict):
        raise ValueError("an answer that is none")
    return found, raw
