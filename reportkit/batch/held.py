"""What earlier runs did, read back from their accounts, of which no word is believed that cannot be checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from reportkit.batch.entry import Damaged, Entry, read_object
from reportkit.batch.owned import MANIFEST, is_file, is_part, number_of, open_file, part_name, remove

# No run writes a longer line.
LONGEST = 16_000_000


class Held:
    """What an earlier run did, by the name of the file. Only where its line stands is kept in memory.

    `data` is the file that its places refer to, None where each result is a file of its own. Lines that no run has
    written are passed over and counted as `damaged`. Raises `Damaged` for a manifest of which that is true of the
    first line, or of what it says of its data, and `OSError`.
    """

    def __init__(self, manifest: Path, output: Path | None) -> None:
        self.manifest, self.end, self.damaged = manifest, 0, 0
        self.data: Path | None = None
        self._lines: dict[str, tuple[str, str, int]] = {}
        self._content: IO[bytes] | None = None
        self._file = open_file(manifest)
        try:
            head = read_object(self._file.readline(LONGEST))
            if not isinstance(head.get("reportkit"), str) or "data" not in head:
                raise Damaged("no head")
            if output is not None:
                self._open(head["data"], output)
            self._read()
        except BaseException:
            self.close()
            raise

    def _open(self, name: object, output: Path) -> None:
        number, home = number_of(self.manifest.name), self.manifest.parent
        if not is_part(name) or (number and name != part_name(number)):
            raise Damaged("no data of a run")
        data = home / str(name)
        if not number and not is_file(data):
            data = output.resolve()  # it is where the user said, links and all
        self.data, self._content = data, open_file(data)

    def _read(self) -> None:
        size = self._size()
        for start, line in _lines_of(self._file):
            try:
                entry = Entry.read(line)
            except Damaged:
                self.damaged += 1
                continue
            self.end = max(self.end, entry.at[1])
            if size is None or entry.at[1] <= size:
                self._lines[entry.path] = (entry.sha256, entry.settings, start)

    def _size(self) -> int | None:
        return None if self._content is None else self._content.seek(0, 2)

    @property
    def is_whole(self) -> bool:
        """Whether the data ends where the account says, as far as that can be read."""
        return self.damaged > 0 or self.end == self._size()

    def known(self, name: str, settings: str) -> str:
        """The hash of the content with which a file was done; empty where it was not."""
        sha256, under, _ = self._lines.get(name, ("", "", 0))
        return sha256 if under == settings else ""

    def entry(self, name: str) -> Entry | None:
        """The entry of a file that is known, None where the account was changed since. Raises `OSError`."""
        self._file.seek(self._lines[name][2])
        try:
            entry = Entry.read(self._file.readline(LONGEST))
        except Damaged:
            return None
        return entry if (entry.path, entry.sha256, entry.settings) == (name, *self._lines[name][:2]) else None

    def content(self, name: str) -> bytes | None:
        """The result of a file that is known, as it stands in the data; None where it is not what it was."""
        entry = self.entry(name)
        if entry is None or self._content is None:
            return None
        self._content.seek(entry.at[0])
        content = self._content.read(entry.at[1] - entry.at[0])
        return content if entry.seal(content) == entry.made else None

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def forget(self, name: str) -> None:
        """Know no more of a file."""
        self._lines.pop(name, None)

    def let_go(self, name: str) -> None:
        """Have no more use for a file; of a run that was ended nothing is left when that is true of all."""
        if self._lines.pop(name, None) and not self._lines and number_of(self.manifest.name):
            self.close()
            remove([self.manifest, *([self.data] if self.data is not None else [])])

    def close(self) -> None:
        """Close the files."""
        self._file.close()
        if self._content is not None:
            self._content.close()


def _lines_of(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines from where a file stands, each with its place, without one that was cut off at the end.

    Of a line that is too long only the beginning is given, which is no line of an account.
    """
    while True:
        start = file.tell()
        line = file.readline(LONGEST)
        if len(line) == LONGEST and not line.endswith(b"\n"):
            while (rest := file.readline(LONGEST)) and not rest.endswith(b"\n"):
                pass
        elif not line.endswith(b"\n"):
            return
        yield start, line


def find_held(home: Path, output: Path | None) -> tuple[list[Held], list[str]]:
    """What earlier runs in `home` did, the latest last, and what is to be said of accounts that are damaged.

    `output` is the file that the places refer to once a run is finished, None where each result is a file of its own.
    Raises `OSError` where the folder cannot be read.
    """
    found, told = [], []
    numbered = sorted((n, path) for path in home.iterdir() if (n := number_of(path.name)) and path.suffix)
    for manifest in [home / MANIFEST, *(path for _, path in numbered)]:
        if not manifest.exists() and not manifest.is_symlink():
            continue
        try:
            held = Held(manifest, output)
        except FileNotFoundError:  # the output of a run that was finished has been moved away
            continue
        except (OSError, Damaged):
            told.append(f"{manifest}: is no account of a run, and not gone by; what it told of is read again")
            continue
        if held.damaged:
            told.append(f"{manifest}: {_lines(held.damaged)} damaged; what stood there is read again")
        # what another hand has written to is not what the manifest tells of
        if output is not None and not number_of(manifest.name) and not held.is_whole:
            held.close()
            told.append(f"{held.data}: has changed since {manifest} was written; all of it is read again")
        else:
            found.append(held)
    return found, told


def _lines(count: int) -> str:
    return "1 line of it is" if count == 1 else f"{count:,} lines of it are"


def names_of(held: Sequence[Held]) -> set[str]:
    """The files that earlier runs did."""
    return {name for each in held for name in each}
