"""A package that is a function of the public API as well: ``reportkit.batch(…)``, and ``reportkit.batch.run`` within."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class _Called(ModuleType):
    """A module that passes a call on to the function of its name in `reportkit.many`."""

    def __call__(self, *given: Any, **named: Any) -> Any:
        return getattr(import_module("reportkit.many"), self.__name__.rpartition(".")[2])(*given, **named)


def make_callable(name: str) -> None:
    """Let the module of this name be called. Its documentation is that of the function, and what it holds."""
    sys.modules[name].__class__ = _Called
