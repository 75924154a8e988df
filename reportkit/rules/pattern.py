"""The patterns of rules, which may be a user's own: refused where they cannot be linear, ended where they are not."""

from __future__ import annotations

import binascii
import io
import pickle
import warnings
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any, TypeVar

import regex

from reportkit.errors import RuleError, one_line

# Seconds that a pattern may take on one stretch of text; ours take milliseconds on a whole report. Calls that are
# slow for their text add up: within a window of so many limits they may take no more than one.
LIMIT = 10
WINDOW = 4
SLOW, PER_CHARACTER = 0.01, 4e-6
# What a pattern may be made of: characters, brackets in brackets, and atoms once its counts {m,n} are written out.
LONGEST, DEEPEST, WIDEST = 4_000, 40, 20_000
_TOKEN = regex.compile(
    r"(?s)\\.|\[\^?\]?(?:\\.|\[:\^?\w++:\]|[^\]\\])*+\]|\(\?#[^)]*+\)|\{(?P<low>\d*+)(?:,(?P<high>\d*+))?\}|."
)
_RECURSION = regex.compile(r"\(\?(?:R|[+-]?[0-9]|&|P>)")


Found = TypeVar("Found")
_SEARCHES = ("search", "match", "finditer")


class Pattern:
    """A regular expression of a rule, compiled when it is first used: a report does not need them all.

    Whatever searches with it raises `RuleError`, which names the rule and its place, where that takes too long. With
    one of `ours`, which the tests hold to linear time, no clock is read: that takes longer than most searches.
    """

    __slots__ = ("_compiled", "_kept", "_since", "_slow", "ours", "pattern", "place", "rule", *_SEARCHES)

    search: Callable[..., regex.Match[str] | None]
    match: Callable[..., regex.Match[str] | None]
    finditer: Callable[..., Iterator[regex.Match[str]]]

    def __init__(self, pattern: str, kept: str = "") -> None:
        self.pattern = pattern
        self.rule = self.place = ""
        self._kept = kept
        self.ours = False
        self._compiled: regex.Pattern[str] | None = None
        self._since = self._slow = 0.0

    @property
    def compiled(self) -> regex.Pattern[str]:
        """The expression as the package regex has it; it compiled when the rules were checked."""
        if self._compiled is None:
            self._compiled = _compiled_of(self._kept) or regex.compile(self.pattern)
        return self._compiled

    @property
    def kept(self) -> str:
        """The compiled expression as text, of which it is made again in a hundredth of the time."""
        return binascii.b2a_base64(pickle.dumps(self.compiled), newline=False).decode()

    def __getattr__(self, name: str) -> Any:
        """`search`, `match` and `finditer`, which take a text, and from where to where in it.

        Those of a pattern of ours are the expression's own, and put in their place when one is first asked for.
        """
        if name not in _SEARCHES:
            raise AttributeError(name)
        if not self.ours:
            return getattr(self, f"_{name}")
        own = self.compiled
        self.search, self.match, self.finditer = own.search, own.match, own.finditer
        return getattr(own, name)

    def _search(self, text: str, start: int = 0, stop: int | None = None) -> regex.Match[str] | None:
        size = (len(text) if stop is None else stop) - start
        return self._timed(lambda: self.compiled.search(text, start, stop, timeout=_most(size)), size)

    def _match(self, text: str, start: int = 0, stop: int | None = None) -> regex.Match[str] | None:
        size = (len(text) if stop is None else stop) - start
        return self._timed(lambda: self.compiled.match(text, start, stop, timeout=_most(size)), size)

    def _finditer(self, text: str, start: int = 0, stop: int | None = None) -> Iterator[regex.Match[str]]:
        size = (len(text) if stop is None else stop) - start
        matches = self.compiled.finditer(text, start, stop, timeout=_most(size))
        while (match := self._timed(lambda: next(matches, None), size)) is not None:
            yield match

    def sub(self, replacement: str, text: str) -> str:
        """`text` with `replacement` in the place of every match."""
        return self._timed(lambda: self.compiled.sub(replacement, text, timeout=_most(len(text))), len(text))

    def _timed(self, work: Callable[[], Found], size: int) -> Found:
        """Return what `work` on a text of `size` gives."""
        start = perf_counter()
        try:
            found = work()
        except TimeoutError:
            raise self._fault(f"took more than {LIMIT} s, expected one that takes linear time") from None
        except MemoryError:
            raise self._fault("took all memory, expected one that takes linear time") from None
        stop = perf_counter()
        if stop - start > SLOW + size * PER_CHARACTER:
            self._charge(start, stop)
        return found

    def _charge(self, start: float, stop: float) -> None:
        """Add a slow call to the others: thousands that stay below the limit, one a line, take for ever too."""
        if stop - self._since > WINDOW * LIMIT:
            self._since, self._slow = start, 0.0
        self._slow += stop - start
        if self._slow > LIMIT:
            raise self._fault(f"took more than {LIMIT} s, expected one that takes linear time")

    def _fault(self, what: str) -> RuleError:
        return RuleError([f"{self.place}: rule {self.rule}: its pattern {what}"])


def _most(size: int) -> float:
    """Return the seconds that a pattern may take on a text of `size`: of a text of megabytes a linear one takes
    some too.
    """
    return LIMIT + size * PER_CHARACTER


class _Unpickler(pickle.Unpickler):
    """Unpickles compiled expressions, and makes nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) != ("regex._regex", "compile"):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def _compiled_of(kept: str) -> regex.Pattern[str] | None:
    """Return the compiled expression that was kept as text; None where that is none."""
    try:
        found: regex.Pattern[str] = _Unpickler(io.BytesIO(binascii.a2b_base64(kept))).load()
    except Exception:  # what is no pickle raises whatever its first bytes ask for
        return None
    return found


def read_pattern(text: str) -> Pattern:
    """Read the pattern that `text` is; raises `ValueError` with the reason where it is none, or none that can be linear."""
    if len(text) > LONGEST:
        raise ValueError(f"{len(text)} characters, at most {LONGEST}")
    _check_size(text)
    pattern = Pattern(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = pattern.compiled
    except (
        Exception
    ) as error:  # regex raises what its parser happens to stumble over, not its own error alone
        raise ValueError(one_line(error)) from None
    if found.flags & regex.REVERSE:
        raise ValueError("it runs from right to left")
    return pattern


def _check_size(text: str) -> None:
    """Raise `ValueError` for what takes regex more memory, or calls, than a rule may cost: a pattern in itself,
    brackets in brackets, counts of counts.
    """
    sizes = [[0, 0]]  # for each bracket that is open: its size so far, and that of its last atom
    for token in _TOKEN.finditer(text):
        said = token[0]
        if said == "(":
            if _RECURSION.match(text, token.start()):
                raise ValueError("a pattern that stands within itself")
            sizes.append([0, 0])
            if len(sizes) > DEEPEST:
                raise ValueError(f"brackets in brackets, {DEEPEST} and more")
        elif said == ")" and len(sizes) > 1:
            size, _ = sizes.pop()
            sizes[-1] = [sizes[-1][0] + size, size]
        elif token["low"] is not None:
            times = max(int(n) for n in (token["low"] or "1", token["high"] or "1"))
            sizes[-1][0] += sizes[-1][1] * max(times - 1, 0)
            sizes[-1][1] *= max(times, 1)
        else:
            sizes[-1] = [sizes[-1][0] + 1, 1]
        if sizes[-1][0] > WIDEST:
            raise ValueError(f"counts of counts, more than {WIDEST} in all")
