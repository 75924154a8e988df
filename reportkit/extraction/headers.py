"""What the headers above a column say: a unit, a time, a measure, and words of the name."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from reportkit.extraction.vocabulary import Vocabulary
from reportkit.model import Measure, Period, Span, Status
from reportkit.stages import Mention
from reportkit.values import dataclass

_UNIT = regex.compile(r"[（(](?:单位[:：])?(?P<unit>[^（()）=为]{1,10})[)）]")
_PERCENT = regex.compile(r"[（(]?\s*[±＋+]?\s*[%％]\s*[)）]?|[±]")
_ASIDE = regex.compile(r"[（(][^（()）]*[)）]")
_YEAR = regex.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9年])")
_TAIL = regex.compile(r"(?:[（(][^（()）]*[)）]|[\s%％‰])+$")
_RATIO = ("%", "‰")
# The longest verb of rising or falling has so many characters.
LONGEST_VERB = 6
_WORD = regex.compile(r"\p{Han}|[A-Za-z]")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Header:
    """The headers above a column, from the top one down, read together."""

    words: str = ""
    pieces: tuple[Span, ...] = ()
    factor_text: str = ""
    is_percent: bool = False
    grows: bool = False
    grows_aside: bool = False  # whether it says so in brackets alone: 总量（增速）
    falls: bool = False
    is_share: bool = False
    is_amount: bool = False
    is_serial: bool = False
    basis: str | None = None
    period: Period | None = None
    period_words: Span | None = None
    status: Status | None = None

    def measure(self, unit: str | None, caption_grows: bool) -> tuple[Measure, int]:
        """What a number of a unit is in this column, and the sign that the header gives it."""
        ratio = unit in _RATIO
        if (self.grows or (ratio and not self.words and caption_grows)) and not self.is_share:
            return ("growth" if ratio else "change"), -1 if self.falls else 1
        return ("share" if ratio and self.is_share else "level"), 1


def read_header(
    text: str, spans: Sequence[Span], mentions: Sequence[Mention], vocabulary: Vocabulary
) -> Header:
    """The headers at `spans` with the times that they name, which are in the order of the spans."""
    spans = list(dict.fromkeys(spans))
    if not spans:
        return Header()
    words = "".join("".join(span.of(text).split()) for span in spans)
    here = list(dict.fromkeys(mentions))
    named = [m for m in here if m.period is not None and m.use != "basis"]
    year = _YEAR.search(words)
    period = named[-1].period if named else Period.year(int(year[1])) if year else None
    units = [m["unit"].strip() for span in spans for m in _UNIT.finditer(span.of(text))]
    percent = _PERCENT.search(words) is not None
    bears = find_signs(words, vocabulary)
    basis = vocabulary.headers["basis"].search(words)
    grows = "grows" in bears
    return Header(
        words=words,
        pieces=tuple(piece for span in spans for piece in _pieces(text, span, here, vocabulary)),
        factor_text="" if percent or not units else units[-1],
        is_percent=percent,
        grows=grows,
        grows_aside=grows and "grows" not in find_signs(_ASIDE.sub("", words), vocabulary),
        falls="falls" in bears and "rises" not in bears,
        is_share="share" in bears,
        is_amount="amount" in bears,
        is_serial="serial" in bears,
        basis=basis[0] if basis is not None and grows else None,
        period=period,
        period_words=named[-1].span if named else spans[-1] if year else None,
        status="target" if "target" in bears else "estimate" if "expected" in bears else None,
    )


def find_signs(header: str, vocabulary: Vocabulary) -> frozenset[str]:
    """All that a header bears, by the ids of the rules: ``grows``, ``share``, ``target``."""
    found = {name for name, pattern in vocabulary.headers.items() if pattern.search(header) is not None}
    verb = _verb(header, vocabulary)
    return frozenset(found | ({"grows"} if verb else set()) | ({"falls"} if verb and verb[1] < 0 else set()))


def _verb(header: str, vocabulary: Vocabulary) -> tuple[int, int, int] | None:
    """Where the verb of rising (1) or falling (-1) stands with which a header ends, and its direction."""
    stop = len(_TAIL.sub("", header))
    while stop and vocabulary.has("degrees-behind", header[stop - 1]):
        stop -= 1
    for size in range(min(LONGEST_VERB, stop), 1, -1):
        known = vocabulary.verbs.get(header[stop - size : stop])
        if known is not None and known.direction:
            return stop - size, known.direction, stop
    return None


def _pieces(text: str, span: Span, mentions: Sequence[Mention], vocabulary: Vocabulary) -> list[Span]:
    """What of a header names something: not its time, its unit, its measure, nor what every header says."""
    content = span.of(text)
    drops = [(m.span.start - span.start, m.span.stop - span.start) for m in mentions]
    for own in (_UNIT, _PERCENT, _YEAR):
        drops += [match.span() for match in own.finditer(content)]
    for name in ("basis", "grows", "plain"):
        drops += [match.span() for match in vocabulary.headers[name].finditer(content)]
    if (verb := _verb(content, vocabulary)) is not None:
        drops.append((verb[0], verb[2]))
    if vocabulary.headers["labels"].search("".join(content.split())) is not None:
        return []
    pieces, at = [], 0
    for start, stop in sorted(drops):
        if start > at:
            pieces.append((at, start))
        at = max(at, stop)
    pieces.append((at, len(content)))
    return [
        Span(span.start + low, span.start + high)
        for low, high in pieces
        if low < high
        and _WORD.search(content[low:high])
        and content[low:high].strip() not in vocabulary.lists["left-over"]
    ]
