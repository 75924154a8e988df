"""Whose report it is: kind, organ, place, meeting and date, from the title lines and the opening."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from reportkit.given import NOTHING, Given
from reportkit.model import Kind, Span
from reportkit.rules.topics import RuleSet
from reportkit.segment.periods import parse_year
from reportkit.segment.places import find_place, without_levels
from reportkit.segment.reports import Opening
from reportkit.text.numerals import DIGITS

_ORDINAL = "第[一二三四五六七八九十百0-9]{1,6}"
_MEETING = regex.compile(
    rf"(?P<place>[\u4e00-\u9fff]{{0,16}}?){_ORDINAL}届(?P<whole>全国)?(?:人民代表大会|委员会|人大)(?:常务委员会)?"
    rf"{_ORDINAL}次(?:全体)?会议"
)
# 在市十六届人大七次会议上: as newspapers write it
_SHORT = regex.compile(
    r"[一二三四五六七八九十]{1,4}届(?:人大|政协)(?:常委会)?第?[一二三四五六七八九十]{1,3}次(?:全体)?会议"
)
_DATE = regex.compile(
    r"(?P<y>[0-9〇零○一二三四五六七八九]{4})年(?P<m>[0-9一二三四五六七八九十]{1,2})月(?P<d>[0-9一二三四五六七八九十]{1,3})日"
)
_DAY = regex.compile(r"(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日")
_PLACE = r"[\u4e00-\u9fff]{1,12}?(?:自治[区州县旗]|特别行政区|新区|[省市县区旗州盟])"
_TITLE_PLACE = regex.compile(
    rf"(?:[0-9]{{4}}年)?(?P<place>{_PLACE})(?:人民)?(?:政府|中级|人民|国民经济|[0-9]{{4}}年)"
)
# a line of its own above the title, or the office that gives a bulletin
_LINE_PLACE = regex.compile(rf"(?m)^(?P<place>{_PLACE})(?:统计局)?[ 　]*$|(?P<place>{_PLACE})统计局")
_SPEAKER = regex.compile(rf"我(?:代表|受)(?P<place>{_PLACE})(?=人民|政府|人大|中级|向)")
# 二〇二四年一月十二日在云岭县…, 市长某某在青原市…, 某某市长在青原市…
_LEAD = regex.compile(
    r"^(?:[\u4e00-\u9fff]{2,8}(?<=[长席任][\u4e00-\u9fff]{2,4})|[\u4e00-\u9fff]{1,4}[省市县区州旗镇乡院]?[长席任](?=在))?"
    r"(?:在|我们|——|―|—|中国人民政治协商会议|政协|[0-9〇○零一二三四五六七八九十]{0,5}[年月日])+"
    r"|中国人民政治协商会议|政协"
)
_NATION = regex.compile(
    r"代表(?:国务院|中央人民政府|政务院|全国|中华人民共和国)|国务院总理|国务院副总理|最高人民(?:法院|检察院)|国务院的?委托"
)
# What a short name of a place leaves out: 县, 自治区, 土家族苗族自治州
_LEVEL = regex.compile(r"(?:[\u4e00-\u9fff]{1,5}族)*(?:自治[区州县旗]|特别行政区|地区|新区|[省市县区旗州盟])")
GENERIC = {"省", "市", "县", "区", "州", "旗", "全市", "全县", "全区", "全省", "本市", "我市", "我县", "我区"}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Identity:
    kind: Kind
    organ: str | None
    place: str | None
    meeting: str | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Day:
    """The day of a report and where it is printed; the year is None where only month and day are."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    span: Span | None = None

    def iso(self, year: int | None) -> str | None:
        """The date in ISO 8601, with `year` where none is printed."""
        year = self.year or year
        if year is None or self.month is None or self.day is None:
            return None
        return f"{year:04d}-{self.month:02d}-{self.day:02d}"


def find_date(text: str, opening: Opening) -> tuple[Day, list[tuple[int, str]]]:
    """The day on which the report was given, in the title lines or in the lead of a newspaper's page; and doubts."""
    lead = [block for block in opening.body[:2] if block.heading is None][:1]
    for block in (*opening.front, *lead):
        for pattern in (_DATE, _DAY):
            match = pattern.search(text, block.span.start, min(block.span.stop, block.span.start + 120))
            if match is None or (
                pattern is _DAY and block in opening.front and not _is_meeting(block.span.of(text))
            ):
                continue
            year = parse_year(match["y"]) if pattern is _DATE else None
            if pattern is _DATE and year is None:
                return Day(), [(match.start(), f"{match[0]} is no day on which a report was given")]
            month, day = _small(match["m"]), _small(match["d"])
            if 1 <= month <= 12 and 1 <= day <= 31 and _is_meeting_day(text, block.span, match.end()):
                return Day(year, month, day, Span(*match.span())), []
    return Day(), []


def _is_meeting_day(text: str, span: Span, end: int) -> bool:
    """A day in a title line is the report's; in running text only where a meeting is named behind it."""
    line = span.of(text)
    return len(line) <= 60 or _is_meeting(text[end : min(span.stop, end + 60)])


def _is_meeting(words: str) -> bool:
    return _MEETING.search(words) is not None or _SHORT.search(words) is not None


def _small(text: str) -> int:
    """A number up to 31 in digits of any kind; 0 for what is none, such as 十11."""
    if "十" in text:
        tens, _, ones = text.partition("十")
        if len(tens) > 1 or len(ones) > 1:
            return 0
        return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)
    return int("".join(str(DIGITS[c]) for c in text))


def find_identity(
    text: str, opening: Opening, title: str | None, rules: RuleSet, given: Given = NOTHING
) -> tuple[Identity, list[str]]:
    """Kind, organ, place and meeting of a report, and where the text is against what is `given`."""
    front = "\n".join(block.span.of(text) for block in opening.front)
    lead = "\n".join(block.span.of(text)[:300] for block in opening.body[:3])
    both = f"{front}\n{lead}"
    kind = _kind(front, lead, opening.span.of(text), rules)
    meeting = _MEETING.search(front) or _MEETING.search(lead)
    named = _place(front, lead, title, meeting)
    place = named or find_place(opening.span.of(text), rules)
    place = without_levels(place) if place else None
    organ = _organ(kind, place, both)
    against = list(_against(given, kind, named, organ, both))
    kind, place = given.kind or kind, given.place or place
    name = _LEAD.sub("", meeting[0]) if meeting and kind != "cppcc" else None
    if meeting and kind == "cppcc":
        name = "政协" + _LEAD.sub("", meeting[0])
    return Identity(kind, given.organ or _organ(kind, place, both), place, name), against


def _against(given: Given, kind: Kind, place: str | None, organ: str | None, text: str) -> Iterator[str]:
    """What the front and the lead of a report say against what is given."""
    if given.kind is not None and kind not in (given.kind, "other"):
        yield f"the kind is given as {given.kind}, but most speaks for {kind}"
    if given.place is not None and place is not None and not _alike(given.place, place):
        yield f"the place is given as {given.place}, but the text names {place}"
    if given.organ is not None and organ is not None and organ in text and given.organ not in text:
        yield f"the organ is given as {given.organ}, but the text names {organ}"


def _alike(one: str, other: str) -> bool:
    """Whether two names may be of one place.

    >>> _alike("云岭", "云岭县"), _alike("青原市云岭县", "云岭县"), _alike("青原", "青原市云岭县")
    (True, True, False)
    """
    one, other = sorted((one.strip(), other.strip()), key=len)
    return other.endswith(one) or (other.startswith(one) and bool(_LEVEL.fullmatch(other, len(one))))


def _kind(front: str, lead: str, text: str, rules: RuleSet) -> Kind:
    """The kind for which most speaks."""
    places = {"front": front, "lead": lead, "text": text}
    weights: dict[Kind, int] = {}
    for rule in rules.reports.kinds:
        if rule.pattern.search(places[rule.where]) is not None:
            weights[rule.kind] = weights.get(rule.kind, 0) + rule.weight
    return max(weights, key=lambda kind: weights[kind], default="other")


def _place(front: str, lead: str, title: str | None, meeting: regex.Match[str] | None) -> str | None:
    both = f"{front}\n{lead}"
    if _NATION.search(both) or (meeting and meeting["whole"]):
        return "全国"
    if meeting:
        place = _LEAD.sub("", meeting["place"])
        if len(place) > 1 and place not in GENERIC:
            return place
    named = ((title or "", _TITLE_PLACE), (lead, _SPEAKER), (front, _TITLE_PLACE), (front, _LINE_PLACE))
    for where, pattern in named:
        match = pattern.search(where)
        if match and match["place"] not in GENERIC:
            return match["place"]
    return None


def _organ(kind: Kind, place: str | None, text: str) -> str | None:
    """Who reports, by its name in law."""
    if place is None:
        return None
    if place == "全国":
        return {"government": "国务院", "congress": "全国人大常委会", "cppcc": "全国政协常委会"}.get(kind)
    if kind == "court":
        return (
            f"{place}{'中级' if '中级人民法院' in text else '高级' if '高级人民法院' in text else ''}人民法院"
        )
    names = {
        "government": f"{place}人民政府",
        "congress": f"{place}人大常委会",
        "cppcc": f"政协{place}委员会",
        "procuratorate": f"{place}人民检察院",
        "statistics": f"{place}统计局",
        "budget": f"{place}人民政府",
        "plan": f"{place}人民政府",
    }
    return names.get(kind)
