"""Files at addresses such as ``s3://bucket/reports`` or ``file:///shared/reports``: which there are, and what is in them.

The only place that knows fsspec, which has a driver for every kind of store.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reportkit.errors import OutputError, ReportkitError, SourceError, one_line
from reportkit.output.write import replace_file


@dataclass(frozen=True, slots=True)
class Found:
    """A file at an `address`, and its name `below` the folder that was asked for; empty for a file by itself."""

    address: str
    below: str
    size: int
    is_regular: bool


def is_address(path: str) -> bool:
    """Whether a path is an address, which every machine of a cluster can read.

    >>> is_address("s3://bucket/2024"), is_address("reports/2024")
    (True, False)
    """
    return "://" in path


def find(address: str) -> list[Found]:
    """The file at an address, or the files in the folder there, by name. Raises `SourceError`."""
    with _telling(address):
        system, top = _open(address)
        system.invalidate_cache()
        told = system.info(top)
        if told["type"] != "directory":
            return [_found(system, told, "")]
        files = system.find(top, detail=True)
        return [_found(system, files[name], name[len(top) :].lstrip("/")) for name in sorted(files)]


def _found(system: Any, told: dict[str, Any], below: str) -> Found:
    return Found(
        system.unstrip_protocol(told["name"]), below, told.get("size") or 0, told["type"] in ("file", "link")
    )


def read(address: str) -> bytes:
    """The content of the file at an address. Raises `SourceError`."""
    with _telling(address):
        system, name = _open(address)
        content: bytes = system.cat_file(name)
        return content


def as_address(path: str) -> str:
    """The address of a path of this machine; an address as it is."""
    return path if is_address(path) else f"file://{Path(path).absolute().as_posix()}"


def local_path(address: str) -> Path | None:
    """The path that an address stands for on this machine, None where it is elsewhere.

    >>> local_path("s3://bucket/out")
    """
    kind, _, rest = address.partition("://")
    return Path(rest) if kind in ("file", "local") else None


def write(address: str, content: bytes) -> None:
    """Put a file at an address, complete or not at all where the driver can. Raises `OutputError`."""
    with _telling(address, OutputError):
        path = local_path(address)
        if path is not None:
            replace_file(path, content)
        else:
            system, name = _open(address)
            system.pipe_file(name, content)


def names(address: str) -> set[str]:
    """The names in the folder at an address, none where there is no folder yet. Raises `OutputError`."""
    with _telling(address, OutputError):
        system, top = _open(address)
        system.invalidate_cache()  # others write there too
        try:
            return {each.rpartition("/")[2] for each in system.ls(top, detail=False)}
        except FileNotFoundError:
            return set()


def remove(addresses: list[str]) -> None:
    """Take away the files at some addresses. Raises `OutputError`."""
    if addresses:
        with _telling(addresses[0], OutputError):
            system, _ = _open(addresses[0])
            system.rm([system._strip_protocol(address) for address in addresses])


@contextlib.contextmanager
def _telling(address: str, kind: type[ReportkitError] = SourceError) -> Iterator[None]:
    """Whatever a driver raises as an error of one line that names the address."""
    try:
        yield
    except ReportkitError:
        raise
    except FileNotFoundError:
        raise kind(f"{address}: no such file or folder; check the address") from None
    except ImportError as error:
        raise kind(f"{address}: needs a driver; {one_line(error)}") from None
    except Exception as error:  # each driver has errors of its own
        raise kind(
            f"{address}: cannot be reached ({one_line(error)}); check the address and the rights to it"
        ) from None


def _open(address: str) -> tuple[Any, str]:
    """The system of files that an address leads to, and the name there."""
    kind = address.partition("://")[0]
    if kind == "memory":
        raise SourceError(
            f"{address}: is the memory of one process; give a place that all processes can read"
        )
    if "::" in address:
        raise SourceError(f"{address}: leads into an archive; unpack it first")
    system = _system(kind)
    return system, system._strip_protocol(address)


@cache
def _system(kind: str) -> Any:
    try:
        import fsspec
    except ImportError:
        from reportkit.installation import install_command

        remedy = install_command("cluster")
        raise SourceError(f"{kind}://: an address needs the extra cluster; {remedy}") from None
    return fsspec.filesystem(kind)
