"""What was read of the rules is kept and taken up again, and never where it could be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportkit import RuleError, RuleSet, load_rules
from reportkit.rules import load
from reportkit.rules.cache import FOLDER, KEPT
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
    return found, rules.places, rules.fingerprint, rules.words


def test_kept_rules_are_the_rules(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = shown(load_rules())
    assert len(list(folder.glob("rules-*.json"))) == 1
    assert shown(again(monkeypatch)) == first


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"entries": {}}', '{"entries": 3, "places": {}}'])
def test_what_cannot_be_read_is_read_anew(folder: Path, damage: str) -> None:
    first = shown(load_rules())
    kept = next(folder.glob("rules-*.json"))
    kept.write_text(damage, encoding="utf-8")
    assert shown(again()) == first
    assert kept.stat().st_size > len(damage) + 1000


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
