"""What was read of the rules is kept and taken up again, and never where it could be wrong."""

from __future__ import annotations

import json
import os
import pickle
from binascii import b2a_base64
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from commands import Run

from reportkit import RuleError, RuleSet, load_rules
from reportkit.rules import load
from reportkit.rules.cache import FOLDER, KEPT, _first_line, describe_cache, read_cached
from reportkit.rules.pattern import Pattern
from reportkit.rules.topics import TOPICS


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache, and no rules in memory."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
    load._load.cache_clear()
    yield tmp_path / "cache"
    load._load.cache_clear()


def again(monkeypatch: pytest.MonkeyPatch | None = None) -> RuleSet:
    """The rules as a new process loads them; with `monkeypatch` reading a rule file is an error."""
    load._load.cache_clear()
    if monkeypatch is not None:
        monkeypatch.setattr("reportkit.rules.read.read_rules", None)
    return load_rules()


def shown(rules: RuleSet) -> object:
    """All of the rules, as values that can be compared."""

    def plain(value: object) -> object:
        return getattr(value, "pattern", value) if not isinstance(value, str | tuple) else value

    found = {
        f"{topic}.{name}": [
            {field: plain(getattr(entry, field)) for field in entry.__dataclass_fields__}
            for entry in getattr(getattr(rules, topic), name)
        ]
        for topic in TOPICS
        for name in getattr(rules, topic).__dataclass_fields__
    }
    return found, rules.stands, rules.fingerprint, rules.words


def test_kept_rules_are_the_rules(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = shown(load_rules())
    assert shown(again(monkeypatch)) == first
    assert entry(folder).stat().st_mode & 0o777 == 0o600 or os.name != "posix"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    """The name of an entry and what it holds: rules are read once for all tests that damage it."""
    place = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER, str(place / "cache"))
        load._load.cache_clear()
        load_rules()
        load._load.cache_clear()
    path = entry(place / "cache")
    return path.name, path.read_bytes()


@pytest.fixture
def kept(folder: Path, whole: tuple[str, bytes]) -> Path:
    """An entry that is taken up, to be damaged."""
    folder.mkdir(mode=0o700)
    path = folder / whole[0]
    path.touch(mode=0o600)
    path.write_bytes(whole[1])
    assert is_taken(path)
    return path


def is_taken(path: Path) -> bool:
    return read_cached(path.stem.removeprefix("rules-"), TOPICS) is not None


def entry(folder: Path) -> Path:
    """The one entry of the cache."""
    (found,) = folder.glob("rules-*.json")
    return found


def signed(path: Path, body: bytes) -> None:
    """Write an entry that says of itself that it is whole."""
    path.write_bytes(_first_line(path.stem.removeprefix("rules-"), body) + b"\n" + body)


def turned(raw: bytes) -> bytes:
    """An entry in which what grows falls: 增长 turned negative."""
    at = raw.index('"增长"'.encode())
    before, after = raw[:at], raw[at:]
    head, _, tail = before.rpartition(b'"direction": 1')
    return head + b'"direction": -1' + tail + after


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[:-1],
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw.partition(b"\n")[0],
        lambda raw: raw.partition(b"\n")[2],
        lambda raw: raw + b" ",
        lambda raw: b"\0" * len(raw),
        lambda raw: raw[:5000] + bytes([raw[5000] ^ 1]) + raw[5001:],
        lambda raw: b"[" * 100_000,
        turned,
    ],
    ids=["empty", "cut", "half", "head", "body", "longer", "noughts", "bit", "deep", "turned"],
)
def test_what_is_not_whole_is_not_taken(kept: Path, damage: Callable[[bytes], bytes]) -> None:
    raw = kept.read_bytes()
    kept.write_bytes(damage(raw))
    assert kept.read_bytes() != raw
    assert not is_taken(kept)


@pytest.mark.parametrize("damage", [turned, lambda raw: raw[:-1]], ids=["turned", "cut"])
def test_where_an_entry_is_not_taken_the_rules_are_read(
    folder: Path, damage: Callable[[bytes], bytes]
) -> None:
    first = shown(load_rules())
    raw = entry(folder).read_bytes()
    entry(folder).write_bytes(damage(raw))
    assert shown(again()) == first
    assert entry(folder).read_bytes() == raw


def test_an_entry_of_other_rules_is_no_entry_of_these(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = shown(load_rules())
    ours = entry(folder)
    own = tmp_path / "own"
    own.mkdir()
    text = "lexicon.yaml", "verbs:\n  - {id: rise, says: What rises., direction: -1, replace: true}\n"
    (own / text[0]).write_text(text[1], encoding="utf-8")
    load_rules(own)
    (theirs,) = set(folder.glob("rules-*.json")) - {ours}
    theirs.replace(ours)
    assert shown(again()) == first
    with pytest.raises(TypeError):  # the test would see an entry that is taken up
        load._load.cache_clear()
        monkeypatch.setattr("reportkit.rules.read.read_rules", None)
        ours.unlink()
        load_rules()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        '{"entries": {}}',
        '{"entries": 3, "places": {}}',
        "[" * 100_000,
        ("words", "增长"),
        ("words", [1]),
        ("words", {"增长": 1}),
        ("direction", "1"),
        ("direction", 1.5),
        ("direction", True),
        ("id", ["rise"]),
        ("id", 3),
        ("size", 3),
    ],
    ids=str,
)
def test_what_is_of_another_type_is_not_taken(kept: Path, body: str | tuple[str, object]) -> None:
    """Even where the digests hold: what is no rule is not taken for one, and nothing ends in a traceback."""
    if isinstance(body, tuple):
        held = json.loads(kept.read_bytes().partition(b"\n")[2])
        held["entries"]["lexicon"]["verbs"][0][body[0]] = body[1]
        body = json.dumps(held)
    signed(kept, body.encode())
    assert not is_taken(kept)


def as_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


def as_dangling_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nothing")


def as_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def as_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def as_device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def open_to_all(path: Path) -> None:
    path.chmod(0o666)


def in_an_open_folder(path: Path) -> None:
    path.parent.chmod(0o777)


def unreadable(path: Path) -> None:
    path.chmod(0o000)


def in_a_folder_that_cannot_be_written(path: Path) -> None:
    path.write_bytes(turned(path.read_bytes()))
    path.parent.chmod(0o500)


@pytest.mark.skipif(os.name != "posix", reason="there are no modes, pipes and links of this kind")
@pytest.mark.parametrize(
    "change",
    [
        as_link,
        as_dangling_link,
        as_folder,
        as_pipe,
        as_device,
        open_to_all,
        in_an_open_folder,
        unreadable,
        in_a_folder_that_cannot_be_written,
    ],
)
def test_what_others_may_have_put_there_is_not_taken(kept: Path, change: Callable[[Path], None]) -> None:
    change(kept)
    assert not is_taken(kept) or (
        change is unreadable and os.geteuid() == 0
    )  # root reads whatever the mode says
    kept.parent.chmod(0o700)


@pytest.mark.skipif(os.name != "posix", reason="there are no modes and links of this kind")
@pytest.mark.parametrize("change", [as_folder, in_a_folder_that_cannot_be_written, in_an_open_folder])
def test_where_nothing_can_be_kept_the_rules_are_read(
    folder: Path, kept: Path, change: Callable[[Path], None]
) -> None:
    change(kept)
    assert load_rules().units.units
    folder.chmod(0o700)
    assert [path.name for path in folder.iterdir()] == [kept.name]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files have no owner of this kind")
def test_what_is_another_users_is_not_taken(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = os.geteuid()
    monkeypatch.setattr("os.geteuid", lambda: found + 1)
    assert not is_taken(kept)


def test_files_of_the_user_in_that_folder_stay(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    others = [folder / f"rules-{number}.json" for number in range(KEPT + 2)]
    for path in others:
        path.touch()
    load_rules()
    assert all(path.exists() for path in others)


def test_the_command_says_the_same_with_whatever_is_kept(folder: Path, run: Run) -> None:
    sample = str(Path(__file__).parent.parent / "samples" / "county-2024.txt")
    first = run("extract", sample, "--format", "json")
    assert (first.code, '"value":6.2' in first.out.replace(" ", "")) == (0, True)
    entry(folder).write_bytes(turned(entry(folder).read_bytes()))
    load._load.cache_clear()
    assert run("extract", sample, "--format", "json") == first


def test_other_rules_are_kept_apart(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    for number in range(KEPT + 2):
        text = f"units:\n  - {{id: 畦, dimension: area, factor: {number + 1}}}\n"
        (own / "units.yaml").write_text(text, encoding="utf-8")
        load._load.cache_clear()
        rules = load_rules(own)
        assert {u.id: u.factor for u in rules.units.units}["畦"] == number + 1
    assert len(list(folder.glob("rules-*.json"))) == KEPT
    assert "畦" not in {u.id for u in again().units.units}


def test_faulty_rules_are_not_kept(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "units.yaml").write_text("units:\n  - {id: 畦}\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(RuleError):
            load_rules(own)
    assert not folder.exists()


def test_no_folder_is_no_fault(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for place in (str(tmp_path / "file" / "below"), ""):
        monkeypatch.setenv(FOLDER, place)
        assert again().units.units
    assert not folder.exists()


def test_the_doctor_says_where_rules_are_kept(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("doctor").out.endswith(f"rules are kept in: {folder}\n")
    folder.mkdir()
    folder.chmod(0o777)
    assert (
        describe_cache() == f"{folder}, not used: another's, or others may write to it" or os.name != "posix"
    )
    monkeypatch.setenv(FOLDER, "")
    assert describe_cache().startswith("none")


def test_a_kept_expression_that_is_none_is_compiled_again() -> None:
    class Harm:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, ("harm",)

    for kept in ("", "no base64 at all", "AAAA", b2a_base64(pickle.dumps(Harm())).decode()):
        match = Pattern("增(?P<how>长|加)", kept).search("比上年增长")
        assert match is not None
        assert match["how"] == "长"
    assert not Path("harm").exists()


def test_a_kept_expression_is_the_expression() -> None:
    kept = Pattern("增(?P<how>长|加)").kept
    match = Pattern("another", kept).search("比上年增加")
    assert match is not None
    assert match["how"] == "加"
