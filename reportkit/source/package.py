"""The parts of an Office file, each found by its relationship to another, as Office finds it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import field
from urllib.parse import unquote
from zipfile import ZipFile

from reportkit.errors import SourceError
from reportkit.source.parts import DAMAGED, read_part
from reportkit.source.xml import attribute, children, local, parse_xml
from reportkit.values import dataclass

USUAL = "word/document.xml"
MAIN = "officeDocument"


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part says of another: the last word of the kind, and the name of the part."""

    id: str
    kind: str
    target: str


@dataclass(slots=True)
class Package:
    """An open container with its parts by their names, upper and lower case being one."""

    parts: ZipFile
    names: dict[str, str] = field(default_factory=dict)
    relations: dict[str, list[Relation] | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.parts.namelist():
            self.names.setdefault(name.replace("\\", "/").lower(), name)

    def read(self, name: str) -> bytes:
        """Read the bytes of a part. Raises `SourceError` when it is missing, damaged or too large."""
        found = self.names.get(name.lower())
        if found is None:
            raise SourceError(DAMAGED)
        return read_part(self.parts, found)

    def has(self, name: str) -> bool:
        return name.lower() in self.names

    def related(self, part: str) -> list[Relation] | None:
        """Return what a part, or with "" the whole, refers to within the container; None where nothing tells."""
        if part not in self.relations:
            folder, name = posixpath.split(part)
            listed = posixpath.join(folder, "_rels", f"{name}.rels")
            self.relations[part] = list(self._listed(folder, listed)) if self.has(listed) else None
        return self.relations[part]

    def _listed(self, folder: str, listed: str) -> Iterator[Relation]:
        for each in children(parse_xml(self.read(listed))):
            target = unquote(attribute(each, "Target") or "").replace("\\", "/")
            if local(each) == "Relationship" and target and attribute(each, "TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                kind = (attribute(each, "Type") or "").rpartition("/")[2]
                yield Relation(attribute(each, "Id") or "", kind, target)

    def main(self) -> str:
        """Return the part that holds the text. Raises `SourceError` when none does."""
        named = [each.target for each in self.related("") or () if each.kind == MAIN]
        for name in (*named, USUAL):
            if self.has(name):
                return name
        raise SourceError(DAMAGED if named else "is an Office file, and no Word file; save it as docx")

    def beside(self, part: str, kind: str) -> str | None:
        """Return the part of a kind (styles, footnotes) that belongs to `part`; None where there is none."""
        relations = self.related(part)
        if relations is None:
            usual = posixpath.join(posixpath.dirname(part), f"{kind}.xml")
            return usual if self.has(usual) else None
        return next((each.target for each in relations if each.kind == kind and self.has(each.target)), None)

    def by_id(self, part: str, name: str) -> str | None:
        """Return the part that `part` refers to by an id; None where there is none."""
        found = (each.target for each in self.related(part) or () if each.id == name)
        return next((target for target in found if self.has(target)), None)
