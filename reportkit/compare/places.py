"""Which of the names of places mean one place, and what is said of sides that are on different ones."""

from __future__ import annotations

from collections.abc import Iterable

UNKNOWN = ""


def one_name_each(names: Iterable[str | None], levels: Iterable[str]) -> dict[str | None, str]:
    """For every name of a place the one that stands for it: of 云岭 and 云岭县 the longer one.

    A report that does not tell its place is on the only one there is, and where there are several on none of them.
    A bare name that two longer ones fit is a place of its own. `levels` are the words that tell what a place is.

    >>> one_name_each(["宁夏", "宁夏回族自治区", "上海市", "上海市浦东新区"], ["省", "市", "区", "自治区"])
    {'宁夏': '宁夏回族自治区', '宁夏回族自治区': '宁夏回族自治区', '上海市': '上海市', '上海市浦东新区': '上海市浦东新区'}
    >>> one_name_each(["吉林", "吉林省", "吉林市", None], ["省", "市"])
    {'吉林': '吉林', '吉林省': '吉林省', '吉林市': '吉林市', None: ''}
    """
    given = list(dict.fromkeys(name or None for name in names))
    known, ends = [name for name in given if name], tuple(levels)
    found: dict[str | None, str] = {}
    for name in known:
        longer = [each for each in known if each.startswith(name) and _is_level(each[len(name) :], ends)]
        found[name] = longer[0] if len(longer) == 1 else name
    places = set(found.values())
    if None in given:
        found[None] = next(iter(places)) if len(places) == 1 else UNKNOWN
    return found


def _is_level(rest: str, levels: tuple[str, ...]) -> bool:
    """Whether what a longer name adds says what the place is: 县, or 回族自治区."""
    return rest in levels or rest.endswith(tuple(level for level in levels if len(level) > 2))
