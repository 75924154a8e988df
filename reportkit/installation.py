"""How this copy of reportkit was installed, and so what installs the rest of it; looked up only for a hint."""

from __future__ import annotations

import json
import shlex
from importlib import import_module
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from reportkit.errors import OutputError

# What pip knows it by. The package and the command are called reportkit, which as the name of a distribution is taken
# by another project.
DISTRIBUTION = "reportkit-zh"
PACKAGE = Path(__file__).resolve().parent


def require(what: str, module: str, package: str, extra: str) -> Any:
    """Return a module that `what` needs. Raises `OutputError` where its package, of an extra, is not installed."""
    try:
        return import_module(module)
    except ImportError:
        raise OutputError(f"{what} needs {package}; install it with {install_command(extra)}") from None


def install_command(extra: str) -> str:
    """The shell command that adds `extra` to this copy of reportkit, from where the copy came from."""
    found = _distribution()
    if found is None:
        tree = PACKAGE.parent
        what = (
            ["-e", f"{_here(tree)}[{extra}]"]
            if (tree / "pyproject.toml").is_file()
            else [f"{DISTRIBUTION}[{extra}]"]
        )
        return shlex.join(["pip", "install", *what])
    # an environment that uv made has no pip, and pip would install into another
    program = ["uv", "pip"] if (found.read_text("INSTALLER") or "").strip() == "uv" else ["pip"]
    return shlex.join([*program, "install", *_requirement(extra, _origin(found))])


def _distribution() -> Distribution | None:
    """What is installed under our name, None where that is not this copy."""
    try:
        found = distribution(DISTRIBUTION)
    except PackageNotFoundError:
        return None
    origin = _origin(found)
    if origin.get("dir_info", {}).get("editable"):
        return found if _path(origin).resolve() == PACKAGE.parent else None
    return found if Path(str(found.locate_file(PACKAGE.name))).resolve() == PACKAGE else None


def _origin(found: Distribution) -> dict[str, Any]:
    """The direct URL that a distribution was installed from, as packaging records it; empty where an index gave it."""
    try:
        origin = json.loads(found.read_text("direct_url.json") or "{}")
    except ValueError:
        return {}
    return origin if isinstance(origin, dict) and isinstance(origin.get("url"), str) else {}


def _requirement(extra: str, origin: dict[str, Any]) -> list[str]:
    """What pip is to install for `extra` of what came from `origin`."""
    named = f"{DISTRIBUTION}[{extra}]"
    if not origin:
        return [named]
    if "dir_info" in origin:
        path = f"{_here(_path(origin))}[{extra}]"
        return ["-e", path] if origin["dir_info"].get("editable") else [path]
    url, vcs = origin["url"], origin.get("vcs_info")
    if vcs:
        url = f"{vcs['vcs']}+{url}@{vcs.get('requested_revision') or vcs['commit_id']}"
    if "subdirectory" in origin:
        url += f"#subdirectory={origin['subdirectory']}"
    return [f"{named} @ {url}"]


def _path(origin: dict[str, Any]) -> Path:
    """The folder that a file URL names."""
    return Path(url2pathname(urlsplit(origin["url"]).path))


def _here(folder: Path) -> str:
    """A folder as pip takes it: ``.`` where one stands in it."""
    try:
        return "." if folder == Path.cwd() else str(folder)
    except OSError:  # the working folder is gone
        return str(folder)
