"""A row of the table of indicators as plain data, which is looked at: another hand may have written to the store."""

from __future__ import annotations

import re
import types
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from reportkit.errors import SourceError
from reportkit.model import Indicator
from reportkit.output.document import PRINTED, WHERE_IT_APPLIES, digits
from reportkit.store.columns import EXACT

DAMAGED = "the store is damaged: make it anew with reportkit batch"
# No number of a report has more digits, and one with a few more could fill the memory.
_DIGITS = re.compile(r"-?[0-9]{1,1000}(?:\.[0-9]{1,1000})?")
_HINTS = {name: hint for name, hint in get_type_hints(Indicator).items() if name in PRINTED[Indicator]}
_NEEDED = [name for name, hint in _HINTS.items() if get_origin(hint) not in (Union, types.UnionType)]
_CHOICES = {name: frozenset(get_args(hint)) for name, hint in _HINTS.items() if get_origin(hint) is Literal}


def as_record(row: dict[str, Any], path: str) -> dict[str, Any]:
    """A row of the store at `path`: numbers to their last digit, without what does not apply. Raises `SourceError`."""
    exact = row.pop("digits") or {name: row[name] and digits(row[name]) for name in EXACT}
    for name in EXACT:
        if exact[name] is not None and not _DIGITS.fullmatch(str(exact[name])):
            raise SourceError(f"{path}: {exact[name]!r:.40} is no number; {DAMAGED}")
    row |= {name: None if exact[name] is None else Decimal(exact[name]) for name in EXACT}
    for name in _NEEDED:
        if row[name] is None or row[name] not in _CHOICES.get(name, (row[name],)):
            raise SourceError(f"{path}: an indicator has {row[name]!r:.40} for its {name}; {DAMAGED}")
    if None in row["section"]:
        raise SourceError(f"{path}: an indicator has a heading that is null; {DAMAGED}")
    return {name: each for name, each in row.items() if each is not None or name not in WHERE_IT_APPLIES}
