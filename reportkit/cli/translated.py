"""Help in another language than English: each text is looked up, and wrapped by the cells that its characters take.

All that is done here touches Typer from outside and only where another language is shown; tests/test_language.py
fails where a newer Typer no longer lets it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

import typer

from reportkit.language import _

# What a line is broken into: a word with the space behind it, or a full-width character with the marks that must not
# begin a line.
PIECE = re.compile(r"[^\s⺀-鿿＀-￯　-〿“”‘’…—]+[，。；：、）》”’！？]*\s*|\S[，。；：、）》”’！？]*\s*|\s+")
EXAMPLE = "Example: "


def translate_help(command: Any) -> Any:
    """Let `command` and its subcommands show their help in the language that was chosen. Returns `command`."""
    _wrap_by_cells()
    _translate_command(command)
    return command


def _translate_command(command: Any) -> None:
    context = typer.Context(command)
    for param in [*command.get_params(context)]:
        if getattr(param, "help", None):
            param.help = _(param.help)
        if getattr(param, "metavar", None):
            param.metavar = _(param.metavar)
    if command.help:
        command.help = "\n\n".join(map(_paragraph, re.split(r"\n\s*\n", command.help)))
    command.options_metavar = _(command.options_metavar)

    def show_usage(context: Any, formatter: Any) -> None:
        pieces = " ".join(command.collect_usage_pieces(context))
        formatter.write_usage(context.command_path, pieces, prefix=_("Usage: "))

    command.format_usage = show_usage
    for below in getattr(command, "commands", {}).values():
        _translate_command(below)


def _paragraph(text: str) -> str:
    """Translate a paragraph of a command's help, of whatever lines it is made; a command to try stays as it is."""
    line = " ".join(text.split())
    return _(EXAMPLE) + line.removeprefix(EXAMPLE) if line.startswith(EXAMPLE) else _(line)


def _wrap_by_cells() -> None:
    """Let Typer's formatter measure and wrap texts by the cells of a terminal, of which 指标 takes four."""
    from rich.cells import cell_len

    formatting = sys.modules[next(kind for kind in (typer.Context.formatter_class,)).__module__]
    formatting.term_len = cell_len  # type: ignore[attr-defined]
    formatting.wrap_text = wrap_text  # type: ignore[attr-defined]


def wrap_text(
    text: str,
    width: int = 78,
    initial_indent: str = "",
    subsequent_indent: str = "",
    preserve_paragraphs: bool = False,
) -> str:
    r"""Wrap paragraphs as Click's function of this name does, to lines of no more than `width` cells.

    >>> wrap_text("打印报告中的指标，按时期和章节。", 10)
    '打印报告中\n的指标，按\n时期和章\n节。'
    """
    paragraphs = re.split(r"\n\s*\n", text) if preserve_paragraphs else [text]
    wrapped = []
    for paragraph in paragraphs:
        lines = list(_lines(" ".join(paragraph.split()), width, initial_indent, subsequent_indent))
        wrapped.append("\n".join(lines))
    return "\n\n".join(wrapped)


def _lines(text: str, width: int, first: str, others: str) -> Iterator[str]:
    from rich.cells import cell_len

    line, indent = first, first
    for piece in PIECE.findall(text):
        if cell_len(line + piece.rstrip()) > width and line.strip():
            yield line.rstrip()
            line = indent = others
        line += piece
    if line.strip() or not indent:
        yield line.rstrip()
