"""A page as a whole: its template, style, script and data in one file, and the policy that lets nothing else in."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportkit import __version__
from reportkit.installation import require
from reportkit.output.document import without_surrogates
from reportkit.page.labels import labels

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
# What the data of a page stand behind.
OPENING = '<script type="application/json" id="data">'
# What an element of script could end at, or take for markup; and line ends of JavaScript that are none of JSON.
_UNSAFE = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}


def render(template: str, title: str, data: Mapping[str, Any], scripts: Sequence[str], **context: Any) -> str:
    """Return the page that a template makes, complete in itself.

    `data` is what the scripts read, which are files among the templates; `context` is what the template shows. All of it
    is escaped. Raises `OutputError` where Jinja2 is not installed.
    """
    script = "\n".join(_read(name) for name in ("common.js", *scripts))
    style = _read("page.css")
    page = _environment().get_template(template)
    return page.render(
        title=title,
        label=labels(),
        version=__version__,
        data=OPENING + embedded(data),
        script=script,
        style=style,
        policy=policy(script, style),
        **without_surrogates(context),
    )


def embedded(data: Any) -> str:
    r"""Write plain data as JSON that may stand within an element of script.

    >>> embedded({"name": "</script>"})
    '{"name":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(without_surrogates(data), ensure_ascii=False, separators=(",", ":"))
    return text.translate(_UNSAFE)


def policy(script: str, style: str) -> str:
    """Return the Content-Security-Policy that runs this script and this style, and loads nothing from anywhere."""
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    jinja = require("html", "jinja2", "Jinja2", "page")
    made: Environment = jinja.Environment(
        loader=jinja.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return made
