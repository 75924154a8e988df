"""Damage reports at random and look whether everything holds: ``python tests/fuzz/fuzz.py --hours 1 --seed 7``.

It starts from the samples and, where they stand beside the project, from the shared reports. The same seed gives the
same inputs. An input that fails is saved, with a smaller one that fails in the same way, and the command that shows it
again is printed; the exit code is 1 then. What was in hand when a process died or hung is the file ``at-work``.
"""

from __future__ import annotations

import argparse
import faulthandler
import re
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import FrameType

from invariants import check_input
from mutations import damaged, mutated

from reportkit.errors import SourceError
from reportkit.model import Extraction
from reportkit.source import read_source

ROOT = Path(__file__).resolve().parents[2]
SHARED = [ROOT.parent / "shared" / name for name in ("reports", "more")]
ENCODINGS = ("utf-8",) * 6 + ("gb18030", "utf-16")
# Of processor time, in seconds: for a short text and for each further megabyte.
LEAST, A_MEGABYTE = 20, 120
SHRINKING = 60
# So often bytes are damaged, those of a container among them, in the place of text.
OF_BYTES, OF_CONTAINERS = 0.15, 0.02

Check = Callable[[bytes, str, Random, list[Extraction]], int]


class TooSlow(AssertionError):
    """More time than an input of its size may take."""


def main() -> int:
    options = _options()
    keep = Path(options.keep)
    keep.mkdir(parents=True, exist_ok=True)
    if options.again:
        path = Path(options.again)
        fault = try_input(path.read_bytes(), path.name)
        print(fault or "nothing is wrong with it")
        return int(fault is not None)
    seconds = options.seconds if options.hours is None else options.hours * 3600
    print(f"fuzzing for {seconds:,.0f} s with the seed {options.seed}", flush=True)
    return int(fuzz(seconds, options.seed, keep, options.rounds, options.go_on) > 0)


def fuzz(seconds: float, seed: int, keep: Path, rounds: int | None = None, go_on: bool = False) -> int:
    """Try input after input until the time is over or one fails; with `go_on` the first failure is not the end.

    Returns how many failed.
    """
    texts, containers = corpus()
    stop = time.monotonic() + seconds
    before: list[Extraction] = []
    tried = read = 0
    seen: set[str] = set()
    while time.monotonic() < stop and tried != rounds:
        raw, name = make_input(texts, containers, Random(f"{seed}:{tried}"))
        (keep / "at-work").write_bytes(raw)
        compared = list(before)
        fault = try_input(raw, name, before)
        tried += 1
        read += fault is None
        if fault is not None and signature(fault) not in seen:
            seen.add(signature(fault))
            save(raw, name, f"{seed}-{tried}", fault, compared, keep)
            if not go_on:
                break
    (keep / "at-work").unlink(missing_ok=True)
    print(f"{tried:,} inputs, of which {len(seen)} failed in ways of their own", flush=True)
    return len(seen)


def corpus() -> tuple[list[str], list[tuple[str, bytes]]]:
    """The texts and the containers that are there to be damaged."""
    paths = sorted((ROOT / "samples").glob("*.txt"))
    paths += [path for folder in SHARED if folder.is_dir() for path in sorted(folder.iterdir())]
    texts, containers = [], []
    for path in paths:
        if path.suffix != ".txt":
            containers.append((path.name, path.read_bytes()))
        else:
            texts.append(read_source(str(path)).text)
    return texts, containers


def make_input(texts: list[str], containers: list[tuple[str, bytes]], random: Random) -> tuple[bytes, str]:
    """The bytes of an input and its name."""
    if containers and random.random() < OF_CONTAINERS:
        name, raw = random.choice(containers)
        return damaged(raw, random), name
    raw = mutated(texts, random).encode(random.choice(ENCODINGS), "replace")
    return damaged(raw, random) if random.random() < OF_BYTES else raw, "fuzz.txt"


def try_input(
    raw: bytes, name: str, before: list[Extraction] | None = None, check: Check | None = None
) -> str | None:
    """What is wrong with an input, as a traceback that ends in the error; None if nothing is."""

    def late(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise TooSlow(f"more than {limit:.0f} s of processor time for {len(raw):,} bytes")

    limit = LEAST + A_MEGABYTE * len(raw) / 1_000_000
    signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    # a loop in C hears no signal
    faulthandler.dump_traceback_later(20 * limit, exit=True)
    try:
        (check or check_input)(raw, name, Random(len(raw)), before if before is not None else [])
    except SourceError:
        return None
    except Exception:
        return traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        faulthandler.cancel_dump_traceback_later()
    return None


def signature(fault: str) -> str:
    """What tells one failure from another: where it was raised, and as what."""
    lines = fault.rstrip().splitlines()
    last = next((at for at in reversed(range(len(lines))) if lines[at].startswith("  File ")), 0)
    end = next((line for line in lines[last:] if re.match(r"\w", line)), "")
    return f"{lines[last]} {end.partition(':')[0]}"


def save(raw: bytes, name: str, called: str, fault: str, before: list[Extraction], keep: Path) -> None:
    """Keep an input that failed, a smaller one that fails alike, and say how to see it again."""
    path = keep / f"{called}-{name}"
    path.write_bytes(raw)
    if (alone := try_input(raw, name)) is None:
        print(fault, f"only when compared with {before[0].source.sha256 if before else 'nothing'}", sep="\n")
    elif name.endswith(".txt"):
        small = keep / f"{called}-small.txt"
        small.write_bytes(shrink(raw, name, signature(alone)))
        fault, path = alone, small
    print(f"{fault}\nsaved: {path}\nagain: {sys.executable} tests/fuzz/fuzz.py --again {path}", flush=True)


def shrink(raw: bytes, name: str, error: str) -> bytes:
    """A smaller input that ends in the same error: stretches are left out as long as it does, for a minute."""
    stop, size = time.monotonic() + SHRINKING, len(raw) // 2
    text = raw.decode("utf-8", "surrogateescape")
    while size and time.monotonic() < stop:
        at = 0
        while at < len(text) and time.monotonic() < stop:
            less = text[:at] + text[at + size :]
            fault = try_input(less.encode("utf-8", "surrogateescape"), name)
            if fault is not None and signature(fault) == error:
                text = less
            else:
                at += size
        size = min(size, len(text)) // 2
    return text.encode("utf-8", "surrogateescape")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--hours", type=float)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rounds", type=int, help="so many inputs and no more")
    parser.add_argument(
        "--keep", default="fuzz-found", metavar="FOLDER", help="where inputs that fail are saved"
    )
    parser.add_argument("--go-on", action="store_true", help="do not stop at the first that fails")
    parser.add_argument("--again", metavar="FILE", help="try one input that was saved")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
