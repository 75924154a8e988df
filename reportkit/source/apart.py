"""Reading a file in a process of its own, that may take so much time and memory and no more.

The libraries that open containers are large and written in C: a file that is damaged, or made to harm,
may end the process, fill the memory or go on for ever. It does so there and not here.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys

from reportkit.errors import SourceError
from reportkit.source.content import Content, pack, unpack

SECONDS = 8
MEGABYTES = 480
TOO_MUCH = f"takes more than {SECONDS} seconds or {MEGABYTES} MB to read, as no report does; save it anew"


def read_apart(reader: str, raw: bytes, encoding: str | None = None) -> Content:
    """What ``reportkit.source.{reader}.read(raw, encoding)`` gives, or the `SourceError` that it raises.

    Raises `SourceError` too when it takes more than `SECONDS` or `MEGABYTES`, or ends without a word.
    """
    command = [sys.executable, "-m", "reportkit.source.apart", reader, encoding or ""]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise SourceError(TOO_MUCH) from None
    if done.returncode == SourceError.exit_code:
        raise SourceError(done.stderr.decode("utf-8").strip())
    if done.returncode != 0:
        detail = done.stderr.decode("utf-8", "replace").strip().splitlines()
        if any("Memory" in line for line in detail[-1:]) or done.returncode < 0:
            raise SourceError(TOO_MUCH)
        raise SourceError(f"cannot be read ({detail[-1] if detail else 'no reason given'}); save it anew")
    return unpack(json.loads(done.stdout))


def main(reader: str, encoding: str) -> int:
    """Read standard input with `reader` and write what it gives to standard output. Returns the exit code."""
    _limit()
    module = importlib.import_module(f"reportkit.source.{reader}")
    try:
        content = module.read(sys.stdin.buffer.read(), encoding or None)
    except SourceError as error:
        sys.stderr.buffer.write(str(error).encode("utf-8", "replace"))
        return error.exit_code
    sys.stdout.buffer.write(json.dumps(pack(content)).encode("utf-8"))
    return 0


def _limit() -> None:
    """Bound the memory of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    most = MEGABYTES * 1_000_000
    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
