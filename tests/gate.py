"""The gate: the quality that was reached on the labelled reports is not given away again.

``python tests/gate.py`` scores the installed ``reportkit`` on the labelled reports in ``../shared``, each set of them
with floors of its own, on those that are labelled in the ``labels`` folders of ``tests`` (by readers who had not
seen the code), and on the structure read by hand, and fails where a figure lies below its floor in ``gate.json``.
``--raise`` pins the figures reached as the new floors; it never lowers one, and pins nothing while a figure lies below
its floor. Where there are no reports beside the project the gate says so and passes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shlex
import shutil
import subprocess
import sys
import tempfile
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
PINS = ROOT / "tests" / "gate.json"
ALL = "all"
# The sets of labelled reports, each a folder; and the structure of some, whose figures have a set of their own.
SETS = ("gold", "gold-2")
STRUCTURE = "structure"
# Labels of our own for other reports, as offsets, values and names: what they stand for is read out of the reports.
LABELS = {name: ROOT / "tests" / name for name in ("labels", "labels-2", "labels-3")}
# What is pinned over all reports, and of each of them.
OVER_ALL = (
    "precision",
    "recall",
    "f1",
    "value",
    "unit",
    "bound",
    "name",
    "measure",
    "period",
    "status",
    "section",
    "right",
    "sure",
    "sure_right",
    # of the structure
    "year",
    "kind",
    "place",
    "one",
    "role",
)
OF_EACH = ("f1", "right")

Table = dict[str, dict[str, Decimal]]


# A rule that mends ten reports may turn one label of another: what is pinned leaves room for that, a
# label or two over all and one in the smallest report.
SLACK = {ALL: Decimal("0.005")}
SLACK_OF_EACH = Decimal("0.05")


def as_floor(value: Decimal, name: str) -> Decimal:
    """A figure as a floor: three digits, a little below what was reached.

    >>> as_floor(Decimal("0.97799"), "all"), as_floor(Decimal(1), "a-short-report")
    (Decimal('0.972'), Decimal('0.950'))
    """
    return (value - SLACK.get(name, SLACK_OF_EACH)).quantize(Decimal("0.001"), ROUND_FLOOR)


def find_falls(floors: Table, reached: Table) -> list[str]:
    """A line for every figure below its floor.

    >>> find_falls({"all": {"f1": Decimal("0.9")}}, {"all": {"f1": Decimal("0.89")}})
    ['all: f1 0.8900 is below its floor 0.9']
    """
    return [
        f"{name}: {metric} {reached[name][metric]:.4f} is below its floor {floor}"
        for name, pinned in floors.items()
        for metric, floor in pinned.items()
        if name in reached and reached[name][metric] < floor
    ]


def raised(floors: Table, reached: Table) -> Table:
    """The floors after raising each to what was reached; none is lowered, and none is lost.

    >>> raised({"all": {"f1": Decimal("0.9")}, "x": {"f1": Decimal("0.5")}}, {"all": {"f1": Decimal("0.8")}})
    {'all': {'f1': Decimal('0.9')}, 'x': {'f1': Decimal('0.5')}}
    >>> raised({}, {"all": {"f1": Decimal("0.9876"), "gold": Decimal(3)}})
    {'all': {'f1': Decimal('0.982')}}
    """
    result = {name: dict(pinned) for name, pinned in floors.items()}
    for name, figures in reached.items():
        for metric in OVER_ALL if name == ALL else OF_EACH:
            if metric in figures:
                pinned = result.setdefault(name, {})
                pinned[metric] = max(pinned.get(metric, Decimal(0)), as_floor(figures[metric], name))
    return result


def corpus_digest(gold: list[Path], shared: Path) -> str:
    """A digest of the labels and of the reports that they label."""
    digest = hashlib.sha256()
    for labels in gold:
        reports = [
            path for folder in ("reports", "more") for path in (shared / folder).glob(f"{labels.stem}.*")
        ]
        for path in [labels, *sorted(reports)]:
            raw = path.read_bytes()
            digest.update(f"{path.name}\0{len(raw)}\0".encode() + raw)
    return digest.hexdigest()


def find_command() -> str | None:
    """The ``reportkit`` of this environment, else the one of the shell."""
    beside = shutil.which("reportkit", path=str(Path(sys.executable).parent))
    return beside or shutil.which("reportkit")


def score(command: str, gold: list[Path]) -> Table:
    """The figures of every labelled report and over all of them."""
    tool = SHARED / "tools" / "score.py"
    done = subprocess.run(
        [sys.executable, str(tool), *map(str, gold), "--json", "--command", shlex.quote(command)],
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{tool.name} failed with exit code {done.returncode}")
    table: Table = json.loads(done.stdout, parse_float=Decimal, parse_int=Decimal)
    return table


def score_structure(command: str) -> Table:
    """The figures of the headings, roles and years of the reports whose structure was read by hand."""
    tool = SHARED / "tools" / "structure.py"
    done = subprocess.run(
        [sys.executable, str(tool), "--command", shlex.quote(command)],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    words = done.stdout.split("(")[0].split()
    return {ALL: {name: Decimal(value) for name, value in zip(words[::2], words[1::2], strict=True)}}


def print_table(reached: Table, floors: Table) -> None:
    """The figures that are pinned, each with its floor below it."""
    metrics = [metric for metric in OVER_ALL if metric in reached[ALL]]
    print(f"{'':<28}" + "".join(f"{metric:>10}" for metric in metrics))
    for name, figures in reached.items():
        print(f"{name:<28}" + "".join(f"{figures[metric]:>10.3f}" for metric in metrics))
        pinned = floors.get(name)
        if pinned:
            print(f"{'  floor':<28}" + "".join(f"{pinned.get(metric, ''):>10}" for metric in metrics))


def write_pins(pins: dict[str, Any]) -> None:
    """Write what is pinned of every set, the reports in order and all of them first."""
    plain = {}
    for set_, pinned in pins.items():
        floors = pinned["floors"]
        names = sorted(floors, key=lambda name: (name != ALL, name))
        figures = {name: {metric: float(floor) for metric, floor in floors[name].items()} for name in names}
        plain[set_] = {"corpus": pinned["corpus"], "floors": figures}
    PINS.write_text(json.dumps(plain, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def spelt_out(labels: Path) -> str:
    """Labels of our own with the words that their offsets stand for, as the score wants them."""
    raw = next(SHARED.glob(f"*/{labels.stem}.txt")).read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    lines = []
    for line in labels.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if "spans" in label:
            label["text"] = "".join(text[start:stop] for start, stop in label["spans"])
            heads = [text[slice(*at)] if at else None for at in label.pop("sections", ())]
            label |= {"section": heads[0], "section_also": heads[1:]} if heads else {"name": None}
        lines.append(json.dumps(label, ensure_ascii=False) + "\n")
    return "".join(lines)


def measure_ours(folder: Path, command: str) -> tuple[Table, str] | None:
    """The figures of labels of our own, and their digest, None where their reports are not beside the project."""
    labels = sorted(folder.glob("*.jsonl"))
    if not all(any(SHARED.glob(f"*/{each.stem}.txt")) for each in labels):
        return None
    with tempfile.TemporaryDirectory() as spelt:
        told = [Path(spelt) / each.name for each in labels]
        for each, whole in zip(labels, told, strict=True):
            whole.write_text(spelt_out(each), encoding="utf-8")
        return score(command, told), corpus_digest(labels, SHARED)


def measure(set_: str, command: str) -> tuple[Table, str] | None:
    """The figures of a set and the digest of its labels, None where it is not beside the project."""
    if set_ in LABELS:
        return measure_ours(LABELS[set_], command)
    pattern = "structure.jsonl" if set_ == STRUCTURE else "*.jsonl"
    labels = sorted((SHARED / set_).glob(pattern))
    tool = SHARED / "tools" / ("structure.py" if set_ == STRUCTURE else "score.py")
    if not labels or not tool.is_file():
        return None
    reached = score_structure(command) if set_ == STRUCTURE else score(command, labels)
    return reached, corpus_digest(labels, SHARED)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--raise", dest="pin", action="store_true", help="pin the figures reached as new floors"
    )
    arguments = parser.parse_args()
    command = find_command()
    if command is None:
        sys.exit("gate: no command reportkit; install the project, then run the gate with the same Python")
    pins = json.loads(PINS.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
    falls: list[str] = []
    measured = 0
    for set_ in (*SETS, *LABELS, STRUCTURE):
        found = measure(set_, command)
        if found is None:
            print(f"gate: {set_} skipped, because it is not in ../shared")
            continue
        measured += 1
        reached, corpus = found
        pinned = pins.setdefault(set_, {"corpus": "", "floors": {}})
        print(f"\n{set_}")
        print_table(reached, pinned["floors"])
        if corpus != pinned["corpus"]:
            was = f"{pinned['corpus'][:12]}…" if pinned["corpus"] else "never pinned"
            print(f"the labels are not those that the floors were pinned on ({was}, now {corpus[:12]}…)")
        for name in pinned["floors"].keys() - reached.keys():
            print(f"{name}: pinned, but no longer among the labelled reports")
        falls += [f"{set_}: {fall}" for fall in find_falls(pinned["floors"], reached)]
        pins[set_] = {"corpus": corpus, "floors": raised(pinned["floors"], reached)}
    for fall in falls:
        print(f"FAIL {fall}")
    if falls:
        print(
            "gate: failed" + ("; a floor is never lowered, and nothing was pinned" if arguments.pin else "")
        )
        return 1
    if arguments.pin:
        write_pins(pins)
        print(f"gate: passed, and pinned in {PINS.relative_to(ROOT)}")
        return 0
    print("gate: passed" if measured else "gate: skipped, because there are no labelled reports in ../shared")
    return 0


if __name__ == "__main__":
    sys.exit(main())
