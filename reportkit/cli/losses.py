"""What an error that nobody foresaw costs: the file it struck at, and no other."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from reportkit.cli.screen import say
from reportkit.errors import ReportkitError, SourceError, UnforeseenError
from reportkit.output.waiting import note

# What a machine that is full says, whoever asks: handles, memory, disk.
BEYOND_US = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC, errno.EDQUOT, errno.EIO)
# Whether the whole way to an unforeseen error is printed: the option --traceback.
_shown = False


def show_tracebacks(wanted: bool) -> None:
    """Print from now on where an unforeseen error comes from, or only that there was one."""
    global _shown  # noqa: PLW0603 - an option of the whole process
    _shown = wanted


def tell_unforeseen(error: UnforeseenError) -> None:
    """Print an unforeseen error on a line, below its traceback if that is wanted."""
    if _shown and error.__cause__ is not None:
        import traceback

        for line in "".join(traceback.format_exception(error.__cause__)).splitlines():
            say(line)
    say(f"reportkit: {error}")


class Losses:
    """Files that are worked on one after the other: one that gives an unforeseen error is told and passed over."""

    def __init__(self) -> None:
        self._lost = False

    @contextmanager
    def at(self, path: str) -> Iterator[None]:
        """Work on the file `path`, and give it up where an error is not foreseen."""
        try:
            with unforeseen_at(path):
                yield
        except UnforeseenError as error:
            tell_unforeseen(error)
            self._lost = True

    def end(self, kept: object = ()) -> None:
        """End the command with the exit code of what was lost; at once where nothing was `kept`."""
        if self._lost and not kept:
            raise typer.Exit(UnforeseenError.exit_code)


@contextmanager
def unforeseen_at(where: str) -> Iterator[None]:
    """Give an error that is not foreseen the name of what was worked on.

    Raises `UnforeseenError`, and `SourceError` for what the machine has no room for.
    """
    named = f"{where}: " if where else ""
    if where:
        note(where)
    try:
        yield
    except (ReportkitError, BrokenPipeError):
        raise
    except MemoryError:
        raise SourceError(f"{named}takes more memory than there is; give it in parts") from None
    except OSError as error:
        if error.errno not in BEYOND_US:
            raise UnforeseenError(error, where) from error
        raise SourceError(
            f"{named}the system refuses it ({error.strerror}); make room, and try again"
        ) from None
    except Exception as error:
        raise UnforeseenError(error, where) from error
