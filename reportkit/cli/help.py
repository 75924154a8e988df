"""The help of a command: its options in groups, and long lists of choices told in words."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup

from reportkit.language import _

# The groups in the order in which they are shown, each with the names of its options in the code.
GROUPS: dict[str, tuple[str, ...]] = {
    "What is shown": (
        *("period", "section", "status", "measure", "name", "concept", "concepts", "unknown", "sure", "only"),
        *(
            "sort",
            "min_change",
            "every",
            "clues",
            "refused",
            "at",
            "line",
            "repaired",
            "limit",
            "goals",
            "what",
        ),
        *("long", "rows", "columns", "vintage", "tolerance", "across_places", "least", "sql"),
    ),
    "Which reports, and what is known of them": (
        *("year", "place", "within", "kind", "organ", "years", "old", "new", "metadata", "path_pattern"),
        *("pattern", "files_from", "null"),
    ),
    "Where it goes": ("format_", "output", "wide", "open_", "exit_code", "quiet", "log_json"),
    "How it is read": ("encoding", "strict", "column", "no_reorder", "rules"),
    "The run": (
        "jobs",
        "scheduler",
        "timeout",
        "memory",
        "resume",
        "prune",
        "allow_failures",
        "known_failures",
    ),
}
ARGUMENTS, OTHERS = "Arguments", "Options"
# A list of choices that is longer is told in the text instead.
LONGEST = 24


class _ShortToo:
    """A command whose help has a short name as well."""

    def get_help_option_names(self, ctx: Any) -> list[str]:
        """Return the names of the option that asks for help."""
        del ctx
        return ["-h", "--help"]


class Group(_ShortToo, TyperGroup):
    """A command with others below it."""


class Command(_ShortToo, TyperCommand):
    """A command whose options are shown in groups."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments and the options of the command, group by group."""
        groups: dict[str, list[tuple[str, str]]] = {title: [] for title in (ARGUMENTS, *GROUPS, OTHERS)}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None:
                groups[_group_of(param)].append(_readable(*record, metavar=getattr(param, "metavar", None)))
        for title, rows in groups.items():
            if rows:
                with formatter.section(_(title)):
                    formatter.write_dl(rows)


def _group_of(param: Any) -> str:
    if param.param_type_name == "argument":
        return ARGUMENTS
    return next((title for title, names in GROUPS.items() if param.name in names), OTHERS)


def _readable(flags: str, told: str, metavar: str | None) -> tuple[str, str]:
    """Put a long list of choices into the text, in the place of which the option has a word; types are left out."""
    flags = flags.partition(" <")[0]
    if not metavar or "|" not in metavar or len(metavar) <= LONGEST or metavar not in flags:
        return flags, told
    word = flags.removesuffix(metavar).rpartition("--")[2].strip().upper()
    return flags.replace(metavar, word), f"{told} ({metavar.replace('|', ', ')})"
