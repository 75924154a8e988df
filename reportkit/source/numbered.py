"""Lines that begin with a number, as headings and items do. A source is read before there are rules to ask."""

from __future__ import annotations

import re

_NUMERAL = "[一二三四五六七八九十]{1,3}"
NUMBERED = re.compile(rf"第{_NUMERAL}[部章节编]|[（(]?(?:{_NUMERAL}|[0-9０-９]{{1,2}})[、．.)）]")
# A line of a page may begin with the digits of a number that goes on there: in characters alone it is numbered for sure.
NUMBERED_IN_CHARACTERS = re.compile(rf"[（(]?{_NUMERAL}[、)）]")
