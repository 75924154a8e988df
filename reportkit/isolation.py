"""Processes of our own that import nothing from the current folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Folders that Python itself looks for packages in, which stay what they are when one stands in them.
_SITES = ("site-packages", "dist-packages")


def isolated(module: str, *args: str) -> list[str]:
    """The command that runs ``main()`` of a module of ours, and imports nothing from the current folder.

    ``-P`` alone would let in what an empty part of PYTHONPATH names, and ``-I`` would lose what is installed for
    one user or through PYTHONPATH: so the process looks where this one does, and nowhere else.
    """
    code = f"import sys; sys.path[:] = {_places()!r}; from {module} import main; main()"
    # -I would also leave out PYTHONHOME, without which a Python that was moved does not start
    alone = "-P" if os.environ.get("PYTHONHOME") else "-I"
    return [sys.executable or "python3", alone, "-c", code, *args]


def _places() -> list[str]:
    """Where modules are looked for: never in the current folder, unless reportkit itself stands there, and then last."""
    try:
        here = os.path.realpath(os.curdir)
    except OSError:  # it was deleted
        here = ""
    root = str(Path(__file__).resolve().parents[1])
    kept = [
        place
        for place in sys.path
        if Path(place).is_absolute() and (Path(place).name in _SITES or os.path.realpath(place) != here)
    ]
    return kept if root in kept else [*kept, root]
