"""How the time of a task grows with its size, in a way that holds on a machine which others share."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

# Linear time doubles, quadratic time is four times as much.
DOUBLED = 2.8
# Enough that one pair of them is left alone on a machine that others use; the first pair is good as a rule.
RUNS = 8
# Below so many seconds of processor time a clock and a cache weigh more than what is measured.
LEAST = 0.02


def seconds(task: Callable[[], object]) -> float:
    """The processor time of a task, without the collector, whose time grows with all that other tests have made."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        task()
        return time.process_time() - start
    finally:
        gc.enable()


def grows_linearly(run: Callable[[int], object], size: int) -> tuple[bool, str]:
    """Whether twice the size takes about twice the time, by the best of a few runs; and what was measured.

    One good pair is enough, and most tasks have it at once: noise makes times longer and never shorter.
    """
    once, twice = [], []
    for _ in range(RUNS):
        once.append(seconds(lambda: run(size)))
        twice.append(seconds(lambda: run(2 * size)))
        if min(twice) <= DOUBLED * max(min(once), LEAST):
            return True, ""
    return False, f"{size:,} took {min(once):.3f} s, twice as much {min(twice):.3f} s"
