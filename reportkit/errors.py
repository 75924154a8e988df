"""The errors that reportkit raises on purpose. Every message says what is wrong and what to do."""

from __future__ import annotations


def one_line(error: Exception) -> str:
    r"""What another's error says, as the part of a message of ours that no remedy stands in.

    >>> one_line(ValueError("no route; \n try later")), one_line(OSError())
    ('no route, try later', 'OSError')
    """
    return " ".join(str(error).replace(";", ",").split()) or type(error).__name__


class ReportkitError(Exception):
    """Base of all errors of reportkit; ``exit_code`` is what the command line exits with."""

    exit_code = 2


class SourceError(ReportkitError):
    """A file that cannot be read: missing, a folder, no permission, binary, not decodable."""


class OutputError(ReportkitError):
    """An output that cannot be written: disk full, no permission, the same file as an input."""


class PlacesError(ReportkitError):
    """Sides of a comparison that are on different places, whose figures have nothing to do with each other."""


class UnforeseenError(ReportkitError):
    """What nobody thought of: a fault of reportkit, and not of the file it struck at. It is raised from its cause."""

    exit_code = 70

    def __init__(self, error: Exception, where: str = "") -> None:
        """`where` is the file, or whatever else was being worked on."""
        kind, said = type(error).__name__, one_line(error)
        told = kind if said == kind else f"{kind}: {said}"
        super().__init__(
            f"{where}{': ' if where else ''}an error that was not foreseen ({told}); it is a fault of reportkit: please "
            "report it to its developers, with the file and with what --traceback adds"
        )


class RuleError(ReportkitError):
    """Faulty rule files. ``faults`` holds every fault as ``file:line: what, and what was expected``."""

    exit_code = 4

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
