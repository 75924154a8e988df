"""``reportkit schema``: the JSON Schema of the output."""

from __future__ import annotations


def schema() -> None:
    """Print the JSON Schema (2020-12) of the output.

    It describes the document that extract prints for one file as YAML or JSON.

    Example: reportkit schema > reportkit.schema.json
    """
    from reportkit.output.json import encode
    from reportkit.output.schema import schema as build
    from reportkit.output.write import write_output

    write_output(encode(build(), "\n") + "\n")
