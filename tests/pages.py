"""Pages read back without a browser: their elements, their text, and what their policy allows."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

VOID = {"meta", "link", "input", "br"}
# What may be left open, as HTML has it, and is closed by the next of its kind or the end of what it stands in.
OPEN = {"td", "tr", "line", "circle", "path"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parts: list[str | Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    def all(self, tag: str = "", name: str = "") -> list[Element]:
        """The elements below, of a tag and a class."""
        found = []
        for part in self.parts:
            if isinstance(part, Element):
                fits = (not tag or part.tag == tag) and (not name or name in part.classes)
                found += [part] if fits else []
                found += part.all(tag, name)
        return found

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


class Reader(HTMLParser):
    """Reads a page into its elements."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self._open.append(self._open[-1].parts[-1])  # type: ignore[arg-type]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        while self._open[-1].tag in OPEN and tag in ("td", "tr") and tag != "table":
            if tag == "td" and self._open[-1].tag == "tr":
                break
            self._open.pop()
        self._open[-1].parts.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while self._open[-1].tag in OPEN and self._open[-1].tag != tag:
            self._open.pop()
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].parts.append(data)


def read(page: str) -> Element:
    """The elements of a page, whose every element is closed where it must be."""
    return Reader(page).root


def data_of(page: Element) -> dict[str, Any]:
    """What the scripts of a page are given."""
    (data,) = (each for each in page.all("script") if each.attributes.get("id") == "data")
    found: dict[str, Any] = json.loads(data.text)
    return found


def check(text: str) -> Element:
    """Assert of a page that it is complete and asks nobody for anything. Returns its elements."""
    page = read(text)
    ids = [each.attributes["id"] for each in page.all() if "id" in each.attributes]
    assert len(ids) == len(set(ids)), "two elements have one id"
    (script,) = (each for each in page.all("script") if not each.attributes)
    (style,) = page.all("style")
    policy = next(each.attributes["content"] for each in page.all("meta") if "http-equiv" in each.attributes)
    assert policy.startswith("default-src 'none'; ")
    for kind, element in (("script", script), ("style", style)):
        digest = b64encode(sha256(element.text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert not re.search(r"url\(|@import|https?://", style.text + script.text)
    for each in page.all():
        assert not each.attributes.keys() & {"src", "srcset", "style", "action", "background", "poster"}
        assert not [name for name in each.attributes if name.startswith("on")]
        if each.tag == "link":
            assert each.attributes == {"rel": "icon", "href": "data:,"}
        elif "href" in each.attributes:
            assert re.match(r"#|[^:/?#]+/[^:]*\.html(#|$)", each.attributes["href"]), each.attributes["href"]
    assert page.all("html")[0].attributes["lang"] in ("en", "zh-CN")
    return page
