"""The fuzzer itself: it finds what is planted, keeps it, makes it smaller and says how to see it again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

FUZZ = Path(__file__).resolve().parent / "fuzz"
sys.path.insert(0, str(FUZZ))

import fuzz  # noqa: E402
import mutations  # noqa: E402

from reportkit.model import Extraction  # noqa: E402


def test_the_same_seed_gives_the_same_inputs() -> None:
    texts, containers = ["2023年，全县新建水窖12所。\n" * 40, "增长5.6%，\n" * 9], [("a.docx", b"PK" * 99)]
    made = [[fuzz.make_input(texts, containers, Random(f"7:{n}")) for n in range(60)] for _ in range(2)]
    assert made[0] == made[1]
    assert len({raw for raw, _ in made[0]}) > 50


@pytest.mark.parametrize("mutation", mutations.MUTATIONS, ids=lambda each: each.__name__)
def test_every_mutation_takes_every_text(mutation: mutations.Mutation) -> None:
    for text in ("", "一", "2023年，全县新建水窖12所。\n" * 9):
        for seed in range(20):
            assert isinstance(mutation(text, Random(seed)), str)


def test_what_is_planted_is_found_kept_and_made_smaller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def check(raw: bytes, name: str, random: Random, before: list[Extraction]) -> int:
        text = raw.decode("utf-8", "replace")
        if "占" in text and "%" in text:
            raise KeyError(text)
        return 1

    monkeypatch.setattr(fuzz, "check_input", check)
    monkeypatch.setattr(fuzz, "corpus", lambda: (["财政收入5.2亿元，增长3.5%，占生产总值的9%。\n" * 9], []))
    assert fuzz.fuzz(LONG, 3, tmp_path, rounds=200) == 1
    (small,) = tmp_path.glob("*-small.txt")
    assert sorted(small.read_text(encoding="utf-8")) == ["%", "占"]
    assert f"--again {small}" in capfd.readouterr().out


def test_what_takes_too_long_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(raw: bytes, name: str, random: Random, before: list[Extraction]) -> int:
        while True:
            pass

    monkeypatch.setattr(fuzz, "LEAST", 0.2)
    found = fuzz.try_input(b"", "a.txt", None, check)
    assert found is not None
    assert "TooSlow: more than 0 s of processor time for 0 bytes" in found


def test_it_runs_and_tries_one_again(tmp_path: Path) -> None:
    command = [sys.executable, str(FUZZ / "fuzz.py"), "--keep", str(tmp_path)]
    path = tmp_path / "a.txt"
    path.write_text("2023年，全县新建水窖12所。\n", encoding="utf-8")
    done = subprocess.run([*command, "--again", str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "nothing is wrong with it\n")
    done = subprocess.run(
        [*command, "--rounds", "1", "--seed", "5"], capture_output=True, text=True, check=False
    )
    assert "1 inputs" in done.stdout, done.stderr


LONG = 300
