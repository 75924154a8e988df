"""Folders of rules that are damaged, misspelt or made to harm: exit code 4 and a line for each fault, never a hang."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Run

from reportkit import RuleError, extract_text, load_rules
from reportkit.rules.files import LARGEST, MOST, read_folder
from reportkit.rules.load import find_rules
from reportkit.rules.needed import NEEDED
from reportkit.rules.pattern import read_pattern
from reportkit.rules.read import MOST_PATTERNS, read_rules

SAMPLE = str(Path(__file__).parent.parent / "samples" / "county-2024.txt")
POSIX = pytest.mark.skipif(os.name != "posix", reason="there are no pipes and links of this kind")
FAULT = re.compile(
    r"\S.*?:[1-9][0-9]*: .*\S, expected \S.*|.*no such folder, expected .*|.*; .*expected one of .*"
)


def alone(folder: Path) -> None:
    """Read a folder without those below it, which takes half a second each time."""
    files, _ = read_folder(folder)
    read_rules(files)


def faults(folder: Path, load: Callable[[Path], object] = alone, **files: str) -> list[str]:
    """The faults of a folder with these files, without the folder; each is one line with its place."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load(folder)
    for fault in caught.value.faults:
        assert "\n" not in fault
        assert FAULT.fullmatch(fault), fault
    return [fault.replace(f"{folder}/", "") for fault in caught.value.faults]


def unit(**fields: object) -> str:
    return f"units:\n  - {json.dumps({'id': '畦', 'dimension': 'area', **fields}, ensure_ascii=False)}\n"


# -- what stands in the place of a file ------------------------------------------------------------------------------


def folder_there(path: Path) -> None:
    path.mkdir()


def link_to_nothing(path: Path) -> None:
    path.symlink_to(path.with_name("nothing"))


def link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def too_large(path: Path) -> None:
    path.write_bytes(b"#" * (LARGEST + 1))


def not_utf8(path: Path) -> None:
    path.write_bytes(b"units:\n  - {id: \xff}\n")


@POSIX
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (folder_there, ":1: Is a directory"),
        (link_to_nothing, ":1: No such file"),
        (link_to_itself, ":1: Too many levels of symbolic links"),
        (pipe, ":1: a folder, a pipe or a device, expected a file"),
        (endless, ":1: a folder, a pipe or a device, expected a file"),
        (too_large, ":1: more than 1,000,000 bytes"),
        (not_utf8, ":2: not UTF-8 at byte 16"),
    ],
)
def test_what_is_no_rule_file_is_one_fault(
    tmp_path: Path, run: Run, make: Callable[[Path], None], says: str
) -> None:
    make(tmp_path / "units.yaml")
    done = run("extract", SAMPLE, "--rules", str(tmp_path))
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith(f"{tmp_path}/units.yaml{says}")
    assert done.err.count("\n") == 1


@POSIX
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_the_right_to_read_it_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "units.yaml").touch(mode=0o000)
    assert faults(tmp_path) == ["units.yaml:1: Permission denied, expected a file that can be read"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("units.yml", "no rule file by its name"),
        ("units.YAML", "no rule file by its name"),
        ("units", "no rule file by its name"),
        ("units.yaml.txt", "no rule file by its name"),
        ("words.txt", "no rule file by its name"),
        ("unit.yaml", "no topic is called 'unit'; did you mean units?"),
        ("Units.yaml", "no topic is called 'Units'; did you mean units?"),
        ("indicator/mine.yaml", "no topic is called 'indicator'; did you mean indicators?"),
    ],
)
def test_a_misspelt_name_is_a_fault(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("units: []\n", encoding="utf-8")
    assert [fault.startswith(f"{name}:1: {says}") for fault in faults(tmp_path, load_rules)] == [True]


def test_notes_and_hidden_files_are_none(tmp_path: Path) -> None:
    for name in ("README.md", "LICENSE", ".hidden.yaml", "units.yaml~"):
        (tmp_path / name).write_text("?", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").touch()
    assert load_rules(tmp_path).units.units


def test_a_fault_of_a_name_hides_none_within(tmp_path: Path) -> None:
    (tmp_path / "unit.yml").touch()
    assert [fault.split(":")[0] for fault in faults(tmp_path, load_rules, units="unit: []\n")] == [
        "unit.yml",
        "units.yaml",
    ]


def test_a_folder_of_something_else_is_told_at_once(tmp_path: Path) -> None:
    for number in range(MOST + 1):
        (tmp_path / f"{number}.txt").touch()
    assert faults(tmp_path) == [
        f"{tmp_path}:1: more than {MOST} files, expected a folder of rule files (*.yaml) alone"
    ]


@POSIX
def test_folders_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "units").symlink_to(tmp_path)
    assert "folders in folders" in faults(tmp_path)[0]


@pytest.mark.parametrize("path", ["", "nothing", "file", "loop", "n" * 300])
def test_a_folder_that_is_none_is_a_fault(tmp_path: Path, run: Run, path: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    given = str(tmp_path / path) if path else ""
    for command in (["rules", "check", given], ["rules", "list", "--rules", given]):
        done = run(*command)
        assert (done.code, done.err) == (
            4,
            f"{given}: no such folder, expected one with rule files (*.yaml)\n",
        )


@pytest.mark.parametrize(
    "command",
    [
        ["extract", SAMPLE, "-o", "out"],
        ["batch", SAMPLE, "-o", "out"],
        ["diff", SAMPLE, SAMPLE],
        ["series", SAMPLE, "--name", "GDP"],
        ["quantities", SAMPLE],
        ["rules", "suggest", SAMPLE],
        ["rules", "list"],
        ["rules", "show", "亩"],
    ],
    ids=lambda command: " ".join(command[:2]) if command[0] == "rules" else command[0],
)
def test_with_faulty_rules_nothing_is_done(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "units.yaml").write_text("units:\n  - {id: 畦}\n  - {id: 垄}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REPORTKIT_RULES", "rules")
    done = run(*command)
    assert (done.code, done.out) == (4, "")
    assert done.err == "".join(
        f"rules/units.yaml:{line}: the key 'dimension' is missing, expected in every Unit\n"
        for line in (2, 3)
    )
    assert [path.name for path in tmp_path.iterdir()] == ["rules"]


# -- what stands in a file -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("? [a, b]\n: 1\n", "units.yaml:1: a list as a key, expected a word"),
        ("units:\n  - {[a]: b}\n", "units.yaml:2: a list as a key, expected a word"),
        ("units:\n  - {id: [畦], remove: true}\n", "units.yaml:2: a list, expected text"),
        ("units:\n  - {id: 亩, remove: false}\n", "units.yaml:2: a rule that is to go, expected its id"),
        ("units:\n  - {id: 亩, remove: true, factor: 3}\n", "units.yaml:2: 'factor' of a rule that is to go"),
        ("units:\n  - *none\n", "units.yaml:2: found undefined alias, expected valid YAML"),
        ("# \x01\nunits: []\n", "units.yaml:1: a character that is not allowed"),
        ("[" * 20_000, "units.yaml:1: "),
        (unit(factor="NaN"), "units.yaml:2: 'NaN', expected a decimal number above zero"),
        (unit(factor="sNaN"), "units.yaml:2: 'sNaN', expected"),
        (unit(factor="Infinity"), "units.yaml:2: 'Infinity', expected"),
        (unit(factor="0"), "units.yaml:2: '0', expected"),
        (unit(factor="0.00"), "units.yaml:2: '0.00', expected"),
        (unit(factor="-15"), "units.yaml:2: '-15', expected"),
        (unit(factor="1e99"), "units.yaml:2: the factor 1E+99, expected one of at most"),
        (unit(factor="1e-99"), "units.yaml:2: the factor 1E-99, expected one of at most"),
        (unit(factor="1e99999999999"), "units.yaml:2: '1e99999999999', expected"),
        (unit(factor="١٥"), "units.yaml:2: '١٥', expected"),
        (unit(id=""), "units.yaml:2: '', expected a word to be seen"),
        (unit(id=" "), "units.yaml:2: ' ', expected a word to be seen"),
        (unit(id="畦\n"), "units.yaml:2: '畦\\n', expected a word to be seen"),
        (unit(id="\x1b[2J"), "units.yaml:2: '\\x1b[2J', expected a word to be seen"),
        (unit(id="\u202e畦"), "units.yaml:2: '\\u202e畦', expected a word to be seen"),
        (unit(dimension=""), "units.yaml:2: '', expected a word to be seen"),
        (unit(aliases=[""]), "units.yaml:2: '', expected a word to be seen"),
        (unit(aliases=["垄" * 61]), "units.yaml:2: a word of 61 characters, expected at most 60"),
    ],
)
def test_a_value_that_is_none_is_a_fault(tmp_path: Path, text: str, expected: str) -> None:
    assert faults(tmp_path, units=text)[0].startswith(expected)


@pytest.mark.parametrize(
    ("topic", "text", "expected"),
    [
        ("units", "words:\n  - {id: a, words: []}\n", "no words, expected one or more"),
        ("comparison", "kin:\n  - {id: a, words: []}\n", "no words, expected one or more"),
        ("lexicon", "verbs:\n  - {id: a, says: a, direction: 2}\n", "the direction 2, expected 1, 0 or"),
        ("lexicon", "verbs:\n  - {id: a, says: a, direction: 1e1}\n", "'1e1', expected a whole number"),
        ("periods", "plans:\n  - {id: a, first: 2030, last: 2026}\n", "from 2030 to 2026, expected years"),
        ("periods", "plans:\n  - {id: a, first: 0, last: 9}\n", "from 0 to 9, expected years"),
        ("periods", "times:\n  - {id: a, pattern: 年, period: X}\n", "the period 'X', expected one such as"),
        (
            "periods",
            "times:\n  - {id: a, pattern: 年, period: Y.M}\n",
            "the period 'Y.M' asks for a group (?P<m>",
        ),
        (
            "indicators",
            "concepts:\n  - {id: a, name: a, dimension: area, measures: []}\n",
            "no measures, exp",
        ),
        ("names", "cuts:\n  - {id: a, words: [增]}\n", "unknown key 'words', expected one of id, examples"),
        ("repair", "noise:\n  - {id: a, reason: a, pattern: 'x*'}\n", "the pattern 'x*' matches no text at"),
    ],
)
def test_rules_of_every_kind_are_checked(tmp_path: Path, topic: str, text: str, expected: str) -> None:
    assert faults(tmp_path, **{topic: text})[0].startswith(f"{topic}.yaml:2: {expected}")


def test_lists_that_stand_in_several_places_are_a_fault(tmp_path: Path) -> None:
    """A few lines of these are a list of a billion words."""
    lines = ["words:", "  - {id: letters, replace: true, words: &a0 [甲, 乙]}"]
    lines += [f"  - {{id: n{i}, words: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]}}" for i in range(1, 9)]
    assert "units.yaml:3: a list, expected text" in faults(tmp_path, units="\n".join(lines))
    twice = "units:\n  - {id: 畦, dimension: area, aliases: &a [垄]}\n  - {id: 垅, dimension: area, aliases: *a}\n"
    assert faults(tmp_path, units=twice)[0].startswith(
        "units.yaml:2: stands in several places by an alias (*)"
    )
    assert faults(tmp_path, units="units: &a [*a]\n")


def test_long_lists_are_refused_or_read_in_good_time(tmp_path: Path) -> None:
    rules = "".join(f"  - {{id: n{i}, reason: a, pattern: 甲{i}}}\n" for i in range(MOST_PATTERNS + 1))
    found = faults(tmp_path, repair=f"noise:\n{rules}")
    assert found == [f"repair.yaml:2: {MOST_PATTERNS + 1} rules, expected at most {MOST_PATTERNS} in a list"]


def test_of_many_faults_some_are_told(tmp_path: Path) -> None:
    found = faults(tmp_path, units="units:\n" + "  - {}\n" * 10_000)
    assert len(found) == 201
    assert "more faults from here on" in found[-1]


def test_what_is_shown_of_a_long_value_is_short(tmp_path: Path) -> None:
    assert max(map(len, faults(tmp_path, units=unit(factor="9" * 100_000)))) < 200


# -- patterns --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("(?R)?", "stands within itself"),
        ("甲(?1)?(乙)", "stands within itself"),
        ("(?P<a>甲(?&a)?)", "stands within itself"),
        ("(" * 20_000 + ")" * 20_000, "40000 characters"),
        ("(" * 500 + "甲" + ")" * 500, "brackets in brackets"),
        ("(?:" * 60 + "甲" + ")" * 60, "brackets in brackets"),
        ("(((甲?){99}){99}){99}", "counts of counts"),
        ("甲{99999}", "counts of counts"),
        ("甲|" * 3000 + "乙", "6001 characters"),
        (r"\L<words>", "undefined named list"),
        (r"\p{Chinese}", "unknown property"),
        ("(?r)甲", "from right to left"),
        ("甲(", "missing )"),
    ],
)
def test_a_pattern_that_cannot_be_linear_is_a_fault(tmp_path: Path, pattern: str, says: str) -> None:
    for topic, list_ in (("repair", "chrome"), ("headings", "styles"), ("exclusions", "exclusions")):
        text = f"{list_}:\n  - {json.dumps({'id': 'mine', 'pattern': pattern}, ensure_ascii=False)}\n"
        found = faults(tmp_path, **{topic: text})
        assert found[0].startswith(f"{topic}.yaml:2: '")
        assert says in found[0]
        (tmp_path / f"{topic}.yaml").unlink()


@pytest.mark.parametrize(
    "pattern", [r"\(?R\)", "[(?R)]甲", r"[^\]]{0,2000}甲", r"(?:甲{1,40}乙){1,40}", "(?<=甲)乙"]
)
def test_a_pattern_that_only_looks_so_is_none(pattern: str) -> None:
    assert read_pattern(pattern).pattern == pattern


SLOW = "(?:甲|甲甲)+[乙丙]"


@pytest.mark.parametrize(
    ("topic", "rule"),
    [
        ("repair", "chrome:\n  - {id: slow, pattern: '%s'}"),
        ("repair", "noise:\n  - {id: slow, pattern: '%s', reason: a}"),
        ("headings", "styles:\n  - {id: slow, pattern: '%s'}"),
        ("headings", "roles:\n  - {id: slow, role: plan, pattern: '%s'}"),
        ("reports", "kinds:\n  - {id: slow, kind: plan, where: front, weight: 1, pattern: '%s'}"),
        ("periods", "times:\n  - {id: slow, pattern: '%s', period: Y}"),
        ("exclusions", "exclusions:\n  - {id: slow, pattern: '%s'}"),
    ],
)
def test_a_pattern_that_takes_for_ever_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, topic: str, rule: str
) -> None:
    monkeypatch.setattr("reportkit.rules.pattern.LIMIT", 0.1)
    (tmp_path / f"{topic}.yaml").write_text(rule % SLOW + "\n", encoding="utf-8")
    rules = load_rules(tmp_path)
    text = (
        f"{'甲' * 60}工作报告\n各位代表：\n"
        + f"{'甲' * 79}\n" * 9
        + f"一、{'甲' * 40}\n{'甲' * 60}投资3亿元。"
    )
    with pytest.raises(RuleError) as caught:
        extract_text(text, rules=rules)
    place = f"{tmp_path}/{topic}.yaml:2: rule slow: its pattern took more than 0.1 s"
    assert caught.value.faults == [f"{place}, expected one that takes linear time"]


def test_the_patterns_of_a_folder_are_timed_and_ours_are_not(tmp_path: Path) -> None:
    (tmp_path / "exclusions.yaml").write_text(
        "exclusions:\n  - {id: theirs, pattern: '岭'}\n", encoding="utf-8"
    )
    ours = {
        rule.id: rule.pattern.ours
        for rule in load_rules(tmp_path).exclusions.exclusions
        if rule.pattern is not None
    }
    assert ours.pop("theirs") is False
    assert set(ours.values()) == {True}


def test_many_slow_searches_are_as_bad_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportkit.rules.pattern.LIMIT", 0.5)
    monkeypatch.setattr("reportkit.rules.pattern.SLOW", 0.0)
    pattern = read_pattern(SLOW)
    with pytest.raises(RuleError, match="took more than"):
        for _ in range(100_000):
            pattern.search("甲" * 22)


def test_a_pattern_that_takes_for_ever_is_exit_4_and_no_output(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportkit.rules.pattern.LIMIT", 0.1)
    (tmp_path / "repair.yaml").write_text(f"chrome:\n  - {{id: slow, pattern: '{SLOW}'}}\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text(f"{'甲' * 79}\n", encoding="utf-8")
    done = run("extract", str(tmp_path / "a.txt"), "--rules", str(tmp_path), "-o", str(tmp_path / "a.json"))
    assert (done.code, done.out, done.err.count("\n")) == (4, "", 1)
    assert not (tmp_path / "a.json").exists()


# -- lists in use ----------------------------------------------------------------------------------------------------


def test_the_lists_of_words_are_those_that_stages_ask_for() -> None:
    """A new list of words in `rules/`, or a new role, is named in `reportkit/rules/needed.py` as well."""
    rules = load_rules()
    lists = {where: getattr(getattr(rules, where.split(".")[0]), where.split(".")[1]) for where in NEEDED}
    assert {where: {entry.id for entry in entries} for where, entries in lists.items()} == {
        where: set(ids) for where, ids in NEEDED.items()
    }


def test_an_id_means_one_thing_wherever_words_are_asked_for() -> None:
    roles = [
        role.id
        for name in ("verbs", "heads", "trims", "bounds")
        for role in getattr(load_rules().lexicon, name)
    ]
    ids = [*roles, *(id_ for ids in NEEDED.values() for id_ in ids)]
    assert [id_ for id_ in ids if ids.count(id_) > 1] == []


@pytest.mark.parametrize("where", NEEDED)
def test_a_list_in_use_cannot_be_taken_away(tmp_path: Path, where: str) -> None:
    topic, name = where.split(".")
    if topic == "lexicon":
        what = ("role", "it to stay")
    elif name == "signs":
        what = ("sign", "replace: true with another pattern")
    else:
        what = ("list of words", "replace: true with other words")
    text = f"{name}:\n" + "".join(f"  - {{id: {id_}, remove: true}}\n" for id_ in NEEDED[where])
    assert faults(tmp_path, **{topic: text}) == [
        f"{topic}.yaml:{line}: the {what[0]} {id_!r} is needed, expected {what[1]}"
        for line, id_ in enumerate(NEEDED[where], 2)
    ]


def test_a_list_that_nothing_asks_for_is_a_fault(tmp_path: Path) -> None:
    found = faults(tmp_path, load_rules, units="words:\n  - {id: noun, words: [甲]}\n")
    assert found == [
        "units.yaml:2: nothing asks for a list of words 'noun', expected one of "
        + ", ".join(sorted(NEEDED["units.words"]))
    ]


def test_a_unit_in_use_cannot_be_taken_away(tmp_path: Path) -> None:
    found = faults(tmp_path, load_rules, units="units:\n  - {id: '%', remove: true}\n")
    assert found[0].endswith("no unit is written '%', expected one: numbers without a unit are read in it")


def test_a_list_of_ours_that_is_misspelt_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = {
        path.relative_to(find_rules()).as_posix(): path.read_bytes() for path in find_rules().rglob("*.yaml")
    }
    ours["units.yaml"] = ours["units.yaml"].replace(b"id: wanted", b"id: wnated")
    line = ours["units.yaml"].split(b"id: wnated")[0].count(b"\n") + 1
    with pytest.raises(RuleError) as caught:
        read_rules([(tmp_path / name, name, raw) for name, raw in sorted(ours.items())])
    assert [fault.replace(f"{tmp_path}/", "") for fault in caught.value.faults] == [
        "units.yaml:1: no list of words has the id 'wanted', expected it among the words of units.yaml: reports are "
        "read with it",
        f"units.yaml:{line}: nothing asks for a list of words 'wnated', expected one of wanted",
    ]


def test_what_is_taken_away_is_listed_no_more(tmp_path: Path, run: Run) -> None:
    (tmp_path / "units.yaml").write_text("units:\n  - {id: 场次, remove: true}\n", encoding="utf-8")
    assert "\t场次\t" in run("rules", "list").out
    assert "\t场次\t" not in run("rules", "list", "--rules", str(tmp_path)).out


# -- at random -------------------------------------------------------------------------------------------------------


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """A rule file with a few bytes changed, taken out, put in or moved."""
    found = bytearray(raw)
    for _ in range(chance.randint(1, 12)):
        at, kind = chance.randrange(len(found)), chance.randrange(4)
        if kind == 0:
            found[at] = chance.randrange(256)
        elif kind == 1:
            del found[at : at + chance.randint(1, 30)]
        elif kind == 2:
            pieces = b"[ ] { } *a &a : - ' \" \n (?R) \0 ? {999} ( ) | <<".split(b" ")
            found[at:at] = chance.choice(pieces)
        else:
            start = chance.randrange(len(found))
            found[at:at] = found[start : start + chance.randint(1, 200)]
    return bytes(found)


def test_rule_files_changed_at_random_are_read_or_are_faults(tmp_path: Path) -> None:
    chance = random.Random(7)
    ours = [(path, path.read_bytes()[:4000]) for path in sorted(find_rules().rglob("*.yaml"))]
    for _ in range(150):
        path, raw = chance.choice(ours)
        name = path.relative_to(find_rules()).as_posix()
        with pytest.raises(RuleError) as caught:  # a file alone lacks what the others hold
            read_rules([(tmp_path / name, name, mutated(raw, chance))])
        for fault in caught.value.faults:
            assert re.match(r".*:[0-9]+: ", fault), fault
            assert "\n" not in fault
