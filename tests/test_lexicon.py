"""The lexicon: each word once with all its roles, and what a user's folder of rules changes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Run

from reportkit import RuleError, extract_text, load_rules
from reportkit.rules.load import find_rules
from reportkit.rules.read import read_rules
from reportkit.rules.topics import LexiconRules, RuleSet

SAMPLE = str(Path(__file__).parent.parent / "samples" / "county-2024.txt")
LISTS = LexiconRules.__dataclass_fields__


def overlay(folder: Path, text: str) -> Path:
    (folder / "lexicon.yaml").write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(RuleError) as caught:
        load_rules(overlay(folder, text))
    return [fault.replace(f"{folder}/", "") for fault in caught.value.faults]


def roles(rules: RuleSet) -> dict[str, tuple[str, ...]]:
    """The words of each role."""
    return {role.id: role.words for name in LISTS for role in getattr(rules.lexicon, name)}


def roles_of(word: str, rules: RuleSet) -> set[str]:
    return {id_ for id_, words in roles(rules).items() if word in words}


def test_each_role_has_words_and_says_what_it_means() -> None:
    rules = load_rules()
    assert all(words and len(set(words)) == len(words) for words in roles(rules).values())
    assert all(role.says.endswith(".") for name in LISTS for role in getattr(rules.lexicon, name))


def test_each_word_stands_in_one_place() -> None:
    places = load_rules().all_places()
    words = {word for words in roles(load_rules()).values() for word in words}
    assert {key.split(".", 2)[2] for key in places if key.startswith("lexicon.words.")} == words
    lines = (find_rules() / "lexicon.yaml").read_text(encoding="utf-8").splitlines()
    line = int(places["lexicon.words.攀升"].rpartition(":")[2])
    assert lines[line - 1] == "  攀升: [rise]"


# -- a folder of rules over it ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "word", "gets", "loses"),
    [
        ("攀高: [rise, growth-behind]", "攀高", {"rise", "growth-behind"}, set()),
        ("攀高: {roles: [rise]}", "攀高", {"rise"}, set()),
        ("攀升: {add: [acts, deeds]}", "攀升", {"acts", "deeds"}, set()),
        ("减少: {drop: [acts]}", "减少", set(), {"acts"}),
        ("减少: {drop: [acts, deeds], add: [progress]}", "减少", {"progress"}, {"acts", "deeds"}),
        ("攀升: {roles: [acts], replace: true}", "攀升", {"acts"}, {"rise"}),
        ("攀升: {remove: true}", "攀升", set(), {"rise"}),
    ],
)
def test_a_folder_changes_a_word(
    tmp_path: Path, line: str, word: str, gets: set[str], loses: set[str]
) -> None:
    ours = load_rules()
    theirs = load_rules(overlay(tmp_path, f"words:\n  {line}\n"))
    had, has = roles_of(word, ours), roles_of(word, theirs)
    assert (has - had, had - has) == (gets, loses)
    others = {id_: set(words) - {word} for id_, words in roles(ours).items()}
    assert {id_: set(words) - {word} for id_, words in roles(theirs).items()} == others
    assert ours.fingerprint != theirs.fingerprint


def test_a_folder_adds_a_role_of_what_it_knows(tmp_path: Path) -> None:
    text = "words:\n  倒退: [back]\nverbs:\n  - {id: back, says: What goes back., direction: -1}\n"
    rules = load_rules(overlay(tmp_path, text))
    (report,) = extract_text("政府工作报告\n一、2023年工作回顾\n茶叶产量倒退6%。", rules=rules).reports
    assert [(i.name, i.measure, i.value) for i in report.indicators] == [("茶叶产量", "growth", -6)]


def test_a_role_is_replaced_and_keeps_its_words(tmp_path: Path) -> None:
    text = "verbs:\n  - {id: rise, says: What falls., direction: -1, replace: true}\n"
    rules = load_rules(overlay(tmp_path, text))
    assert roles(rules)["rise"] == roles(load_rules())["rise"]


def test_a_role_that_nothing_asks_for_goes_with_all_it_gave(tmp_path: Path) -> None:
    rules = load_rules(overlay(tmp_path, "trims:\n  - {id: place-before, remove: true}\n"))
    assert "place-before" in roles_of("全市", load_rules())
    assert roles_of("全市", rules) == roles_of("全市", load_rules()) - {"place-before"}


def test_the_place_of_a_word_is_where_it_was_changed(tmp_path: Path) -> None:
    places = load_rules(overlay(tmp_path, "words:\n  攀高: [rise]\n  攀升: {add: [acts]}\n")).all_places()
    assert places["lexicon.words.攀高"] == f"{tmp_path}/lexicon.yaml:2"
    assert places["lexicon.words.攀升"] == f"{tmp_path}/lexicon.yaml:3"


@pytest.mark.parametrize(
    ("growth", "passes"), [("6", True), ("7", False)], ids=["as they say", "other than they say"]
)
def test_examples_of_a_word_are_run(tmp_path: Path, run: Run, growth: str, passes: bool) -> None:
    text = (
        "words:\n"
        f"  攀高: {{roles: [rise], examples: [茶叶产量攀高6% => 茶叶产量 | growth | {growth} %]}}\n"
        "  冲过: {roles: [more-before], examples: ['茶叶产量冲过4520吨 => > 4520 吨']}\n"
        "  攀升: {add: [more-before], examples: ['茶叶产量攀升4520吨 => > 4520 吨']}\n"
    )
    done = run("rules", "check", str(overlay(tmp_path, text)))
    assert done.code == (0 if passes else 4), done.err
    assert done.err.count("\n") == (not passes)


# -- what is wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "words:\n  攀高: [rize]\n",
            "2: '攀高' has a role 'rize', which is none (did you mean rise?), expected one of lexicon.yaml",
        ),
        (
            "words:\n  攀升: {add: [zzz]}\n",
            "2: '攀升' has a role 'zzz', which is none, expected one of lexicon.yaml",
        ),
        ("words:\n  攀高: [rise]\n  攀高: [acts]\n", "3: the key '攀高' stands twice, expected once"),
        ("words:\n  攀高: [rise, acts, rise]\n", "2: the role 'rise' stands twice, expected once"),
        ("words:\n  攀高: []\n", "2: no roles, expected one or more"),
        ("words:\n  攀高: rise\n", "2: 'rise', expected a list"),
        ("words:\n  攀高:\n", "2: '', expected a list"),
        ("words:\n  攀高: {role: [rise]}\n", "2: unknown key 'role', expected one of id, examples"),
        ("words:\n  攀高: {id: 攀, roles: [rise]}\n", "2: the key 'id' stands twice, expected once"),
        ("words:\n  - {id: 攀高, roles: [rise]}\n", "2: a list, expected a mapping"),
        ("words:\n  [攀高]: [rise]\n", "2: a list as a key, expected a word"),
        (f"words:\n  {'攀' * 61}: [rise]\n", "2: a word of 61 characters, expected at most 60"),
        ("words:\n  '': [rise]\n", "2: '', expected a word to be seen"),
        ("words:\n  攀高: {add: [rise]}\n", "2: no rule '攀高' to change, expected the id of one"),
        ("words:\n  攀高: {remove: true}\n", "2: no rule '攀高' to remove, expected the id of one"),
        (
            "words:\n  攀升: {add: [rise]}\n",
            "2: 'rise' stands in '攀升' already, expected another role",
        ),
        ("words:\n  攀升: {drop: [acts]}\n", "2: no 'acts' in '攀升' to drop, expected a role of it"),
        ("words:\n  攀升: {drop: [rise]}\n", "2: no roles, expected one or more"),
        (
            "verbs:\n  - {id: rise, add: [攀高]}\n",
            "2: words of the role 'rise', expected each under words, with its roles",
        ),
        (
            "verbs:\n  - {id: mine, says: Mine., words: [攀高]}\n",
            "2: unknown key 'words', expected one of id, examples, replace, remove, says, direction, to",
        ),
        ("verbs:\n  - {id: mine}\n", "2: the key 'says' is missing, expected in every Verb"),
        (
            "names:\n  - {id: adverbs, remove: true}\n",
            "2: the role 'adverbs' is needed, expected it to stay",
        ),
        ("verbs:\n  - {id: mine, says: Mine.}\n", "2: no word has the role 'mine', expected one or more"),
        (
            "names:\n  - {id: mine, says: Mine.}\nwords:\n  攀高: [mine]\n",
            "2: nothing asks for a role 'mine', expected one of acts, additions",
        ),
        (
            "lists: []\n",
            "1: unknown list 'lists', expected one of verbs, heads, trims, names, bounds, numbers, words",
        ),
    ],
)
def test_a_fault_is_one_line_with_its_place(tmp_path: Path, run: Run, text: str, expected: str) -> None:
    first, *_ = faults(tmp_path, text)
    assert first.startswith(f"lexicon.yaml:{expected}")
    done = run("extract", SAMPLE, "--rules", str(tmp_path))
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith(f"{tmp_path}/lexicon.yaml:{expected}")


def test_a_word_that_is_there_is_not_taught_anew(tmp_path: Path) -> None:
    place = load_rules().all_places()["lexicon.words.攀升"]
    assert faults(tmp_path, "words:\n  攀升: [acts]\n") == [
        f"lexicon.yaml:2: the id '攀升' is taken ({place}), expected add, drop or replace: true"
    ]


def test_a_role_that_loses_all_its_words_is_a_fault(tmp_path: Path) -> None:
    words = roles(load_rules())["share-verbs"]
    lines = "".join(
        f"  {word}: {{drop: [share-verbs]}}\n" for word in words if len(roles_of(word, load_rules())) > 1
    )
    lines += "".join(
        f"  {word}: {{remove: true}}\n" for word in words if len(roles_of(word, load_rules())) == 1
    )
    place = load_rules().stands["lexicon.names.share-verbs"]
    assert faults(tmp_path, f"words:\n{lines}") == [
        f"{place}: no word has the role 'share-verbs', expected one or more"
    ]


def test_two_roles_of_one_id_are_a_fault(tmp_path: Path) -> None:
    place = load_rules().stands["lexicon.verbs.rise"]
    text = "heads:\n  - {id: rise, says: What rises., measure: growth}\n"
    assert faults(tmp_path, text) == [f"lexicon.yaml:2: the id 'rise' is taken ({place}), expected another"]


def test_a_role_that_is_lacking_is_named(tmp_path: Path) -> None:
    ours = {
        path.relative_to(find_rules()).as_posix(): path.read_bytes() for path in find_rules().rglob("*.yaml")
    }
    ours["lexicon.yaml"] = ours["lexicon.yaml"].replace(b"id: yields", b"id: yeilds")
    with pytest.raises(RuleError) as caught:
        read_rules([(tmp_path / name, name, raw) for name, raw in sorted(ours.items())])
    told = [fault.replace(f"{tmp_path}/", "") for fault in caught.value.faults]
    line = ours["lexicon.yaml"].split(b"id: yeilds")[0].count(b"\n") + 1
    assert told[-2:] == [
        "lexicon.yaml:1: no role has the id 'yields', expected it among the names of lexicon.yaml: reports are read with "
        "it",
        f"lexicon.yaml:{line}: nothing asks for a role 'yeilds', expected one of yields",
    ]
    assert "has a role 'yields', which is none (did you mean yeilds?)" in told[0]
