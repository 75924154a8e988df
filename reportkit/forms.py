"""What an extraction can be turned into, as methods of it. What makes these forms is imported when one is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportkit.model import Extraction


class Forms:
    """The forms of an extraction."""

    __slots__ = ()

    def to_dict(self: Extraction) -> dict[str, Any]:  # type: ignore[misc]
        """Return the document of the output contract as plain data, with numbers as `Decimal`."""
        from reportkit.output.document import document

        return document(self)

    def to_json(self: Extraction) -> str:  # type: ignore[misc]
        """Return the document of the output contract as JSON, with exact numbers."""
        from reportkit.output.json import json_pieces

        return "".join(json_pieces([self]))

    def records(self: Extraction) -> list[dict[str, Any]]:  # type: ignore[misc]
        """Return a dict for each indicator, with what tells its report apart: the lines of JSON Lines."""
        from reportkit.output.document import records

        return list(records(self))

    def to_dataframe(self: Extraction) -> Any:  # type: ignore[misc]
        """Return a data frame of pandas, or of polars where only that is installed: a row for each indicator.

        The columns are those of CSV; value, lower and upper are doubles, and `text` has the number as printed.
        Raises `OutputError` where neither is installed.
        """
        from reportkit.output.frames import make_frame

        return make_frame([self])

    def _repr_html_(self: Extraction) -> str:  # type: ignore[misc]
        """Return a table for a notebook."""
        from reportkit.output.frames import notebook_table

        return notebook_table(self)
