"""Dataclasses that nothing changes once they are made, without what Python does to hold them to it.

Their classes are made in half the time at every start, and they themselves in half the time by the hundred thousand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses

    def dataclass(*, frozen: bool = False, eq: bool = True, **how: Any) -> Any:
        """Make a dataclass as `dataclasses.dataclass` does, of which a type checker alone sees that it is `frozen`.

        It can be hashed all the same.
        """
        return dataclasses.dataclass(eq=eq, unsafe_hash=frozen and eq, **how)


__all__ = ["dataclass"]
