"""Many files: what they are, the processes that read them, and what becomes of the results."""

from __future__ import annotations

from reportkit.called import make_callable

make_callable(__name__)
