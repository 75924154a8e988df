"""Which files a run reads: named, found, listed; what it passes over, and what it refuses before anything runs."""

from __future__ import annotations

import os
import socket
import warnings
import zipfile
from pathlib import Path

import pytest
from batches import batch, lines

from reportkit.batch.folder import check_trees
from reportkit.errors import SourceError
from reportkit.inputs.find import find_inputs
from reportkit.inputs.lists import read_list
from reportkit.output.visible import readable

TEXT = "云岭县人民政府工作报告\n2023年，全县生产总值达到62.4亿元，增长6.1%。\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(*paths: str) -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(TEXT, encoding="utf-8")


def names(
    *inputs: str, listed: tuple[str, ...] = (), patterns: tuple[str, ...] = (), apart: tuple[str, ...] = ()
) -> list[str]:
    return [task.name for task in find_inputs(inputs, listed, patterns, apart).tasks]


def test_no_input_is_refused(desk: Path) -> None:
    with pytest.raises(SourceError, match="no file to read; name files or folders of reports"):
        names()


def test_a_folder_without_reports_is_refused_with_what_is_in_it(desk: Path) -> None:
    write("in/a.jpg", "in/b.jpg", "in/c.db")
    with pytest.raises(SourceError, match=r"no file to read; .*\.db 1, \.jpg 2; --pattern"):
        names("in")


def test_two_files_of_one_output_are_refused(desk: Path) -> None:
    write("in/a.txt", "in/a.md")
    plan = find_inputs(["in"], [], [], [])
    with pytest.raises(
        SourceError, match=r"in/a\.md and in/a\.txt would both be written to a\.\*; rename one"
    ):
        check_trees(plan.tasks)


def test_an_output_is_never_an_input(desk: Path) -> None:
    write("a.txt", "in/b.txt")
    with pytest.raises(SourceError, match=r"a\.txt: is where the output goes"):
        names("in", "a.txt", apart=("a.txt",))
    with pytest.raises(SourceError, match="in: is where the output goes"):
        names("in", apart=("in",))


def test_an_output_inside_the_input_is_left_out_and_said(desk: Path) -> None:
    write("in/a.txt", "in/out/b.txt", "in/all.csv")
    plan = find_inputs(["in"], [], [], ["in/out", "in/all.csv"])
    assert [task.name for task in plan.tasks] == ["in/a.txt"]
    assert plan.notes == ("in/out is where the output goes, and is not read",)


def test_names_are_ordered_and_hidden_files_left_out(desk: Path) -> None:
    write("in/b/2.txt", "in/b/10.txt", "in/a.txt", "in/.hidden/c.txt", "in/.d.txt")
    assert names("in") == ["in/a.txt", "in/b/10.txt", "in/b/2.txt"]


def test_a_file_given_twice_is_read_once_and_said(desk: Path) -> None:
    write("in/a.txt")
    Path("in/z.txt").symlink_to("a.txt")
    plan = find_inputs(["in/a.txt", "in", "./in/a.txt"], [str(desk / "in/a.txt")], [], [])
    assert [task.name for task in plan.tasks] == ["in/a.txt"]
    assert plan.notes[0].startswith("given more than once and read once (4): in/a.txt")


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        (("*.md",), ["in/b/2.md"]),
        (("*",), ["in/a.txt", "in/b/2.md", "in/b/3.dat"]),
        (("b/*",), ["in/b/2.md", "in/b/3.dat"]),
        (("*.md", "a*"), ["in/a.txt", "in/b/2.md"]),
    ],
)
def test_pattern(desk: Path, patterns: tuple[str, ...], found: list[str]) -> None:
    write("in/a.txt", "in/b/2.md", "in/b/3.dat")
    assert names("in", patterns=patterns) == found


def test_what_is_passed_over_is_said(desk: Path) -> None:
    write("in/a.txt", "in/b.jpg", "in/README")
    assert find_inputs(["in"], [], [], []).notes == (
        "passed over as no reports by their names: .jpg 1, no suffix 1; --pattern '*' takes them",
    )


def test_what_is_named_is_read_whatever_its_suffix(desk: Path) -> None:
    write("report.2023")
    assert names("report.2023") == ["report.2023"]


def faults(*inputs: str) -> dict[str, str]:
    return {t.name: t.fault.error for t in find_inputs(inputs, [], [], []).tasks if t.fault is not None}


def test_what_cannot_be_read_fails_alone(desk: Path) -> None:
    write("in/a.txt")
    Path("in/b.txt").symlink_to("nowhere")
    os.mkfifo("in/c.txt")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("in/d.txt")
        assert faults("in", "missing.txt") == {
            "in/b.txt": "no such file",
            "in/c.txt": "is no regular file (a pipe, a socket or a device)",
            "in/d.txt": "is no regular file (a pipe, a socket or a device)",
            "missing.txt": "no such file",
        }


def test_a_loop_of_links_is_not_followed(desk: Path) -> None:
    write("in/a.txt")
    Path("in/again").symlink_to(".")
    Path("in/loop.txt").symlink_to("loop.txt")
    plan = find_inputs(["in"], [], [], [])
    assert [t.name for t in plan.tasks if t.fault is None] == ["in/a.txt"]
    assert [t.name for t in plan.tasks if t.fault is not None] == ["in/loop.txt"]
    assert plan.notes == ("links to folders are not followed (1); name the folders themselves",)


def test_a_folder_without_permission_fails_alone(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("in/a.txt", "in/closed/b.txt")
    scandir = os.scandir

    def closed(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    assert faults("in") == {"in/closed": "no permission to read the folder"}
    assert names("in") == ["in/a.txt", "in/closed"]


@pytest.mark.parametrize("name", ["a\nb.txt", "a'b\"c.txt", "a b\t.txt", "-rf.txt", "报告.txt"])
def test_odd_names(desk: Path, name: str) -> None:
    write(f"in/{name}")
    assert names("in") == [f"in/{name}"]


def test_names_that_are_no_text_stay_apart(desk: Path) -> None:
    for raw in (b"in/a\xff.txt", b"in/a\xfe.txt"):
        write(os.fsdecode(raw))
    tasks = find_inputs(["in"], [], [], []).tasks
    assert [task.name for task in tasks] == ["in/a\\xfe.txt", "in/a\\xff.txt"]
    assert all(Path(task.path).exists() for task in tasks)


def pack(path: str, members: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)


def test_the_files_in_an_archive_are_tasks_of_their_own(desk: Path) -> None:
    Path("in").mkdir()
    pack("in/pack.zip", {"2023/b.txt": TEXT, "2023/": "", "a.txt": TEXT, "pic.jpg": "", "__MACOSX/a.txt": ""})
    tasks = find_inputs(["in"], [], [], []).tasks
    assert [(t.name, t.tree, t.member) for t in tasks] == [
        ("in/pack.zip/2023/b.txt", "pack/2023/b", 0),
        ("in/pack.zip/a.txt", "pack/a", 2),
    ]


def test_a_bad_archive_fails_alone(desk: Path) -> None:
    write("in/a.txt", "in/b.zip")
    pack("in/c.zip", {"../out.txt": TEXT})
    pack("in/d.zip", {})
    assert faults("in") == {
        "in/b.zip": "is cut off or damaged",
        "in/c.zip": "holds a path that leads out of it (../out.txt)",
        "in/d.zip": "holds no files",
    }


def pack_raw(path: str, *members: tuple[str, str], flags: int = 0) -> None:
    """An archive whose members may be called anything, and as another is."""
    with zipfile.ZipFile(path, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, text in members:
            archive.writestr(zipfile.ZipInfo(name), text)
    if flags:
        raw = bytearray(Path(path).read_bytes())
        for head, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
            raw[raw.index(head) + at] |= flags
        Path(path).write_bytes(raw)


def test_a_file_of_an_archive_that_cannot_be_read_fails_alone(desk: Path) -> None:
    Path("in").mkdir()
    pack_raw("in/a.zip", ("one.txt", TEXT), ("", TEXT), (".", TEXT), ("./", TEXT), ("two.txt", TEXT))
    pack_raw("in/b.zip", ("one.txt", TEXT), ("one.txt", TEXT), ("one.txt", TEXT), ("two.txt", TEXT))
    pack_raw("in/c.zip", (f"{'长' * 90}.txt", TEXT), ("two.txt", TEXT))
    pack_raw("in/d.zip", ("one.txt", TEXT), ("two.txt", TEXT), flags=1)
    pack_raw("in/e.zip", ("folder/", ""), ("__MACOSX/a.txt", ""))
    pack_raw("in/f.zip", ("a\nb.txt", TEXT))
    tasks = find_inputs(["in"], [], [], []).tasks
    assert {t.name: t.fault.error for t in tasks if t.fault is not None} == {
        "in/a.zip/file 2": "has no name in the archive",
        "in/a.zip/file 3": "has no name in the archive",
        "in/b.zip/one.txt (file 2)": "has the name of another file in the archive",
        "in/b.zip/one.txt (file 3)": "has the name of another file in the archive",
        f"in/c.zip/{'长' * 90}.txt": "has a name of more than 255 bytes, which no system holds",
        "in/d.zip/one.txt": "is encrypted",
        "in/e.zip": "holds no files",
    }
    assert [(t.name, t.tree) for t in tasks if t.fault is None] == [
        ("in/a.zip/one.txt", "a/one"),
        ("in/a.zip/two.txt", "a/two"),
        ("in/b.zip/one.txt", "b/one"),
        ("in/b.zip/two.txt", "b/two"),
        ("in/c.zip/two.txt", "c/two"),
        ("in/d.zip/two.txt", "d/two"),
        ("in/f.zip/a\nb.txt", "f/a\nb"),
    ]


def test_archives_that_cannot_be_read_end_no_run(desk: Path) -> None:
    """Not those that want what there is not, and not a name that is too long for the output of its own."""
    Path("in").mkdir()
    write("in/good.txt")
    pack_raw("in/a.zip", ("one.txt", TEXT), ("one.txt", TEXT), (".", TEXT), (f"{'x' * 251}.txt", TEXT))
    pack_raw("in/b.zip", ("one.txt", TEXT), ("two.txt", TEXT))
    raw = bytearray(Path("in/b.zip").read_bytes())
    raw[raw.index(b"PK\1\2") + 6] = 99  # the version of zip that it wants
    Path("in/b.zip").write_bytes(raw)
    pack_raw("in/c.zip", ("one.txt", TEXT), ("two.txt", TEXT))
    raw = bytearray(Path("in/c.zip").read_bytes())
    for head, at in ((b"PK\3\4", 8), (b"PK\1\2", 10)):
        raw[raw.index(head) + at] = 98  # a method of packing
    raw[raw.rindex(b"two.txt", 0, raw.index(b"PK\1\2")) + 9] ^= 1  # a byte of the other
    Path("in/c.zip").write_bytes(raw)
    write(f"in/{'y' * 251}.txt")
    for out in ("out", "all.jsonl"):
        done = batch("in", "-o", out, cwd=desk)
        assert done.returncode == 3, done.stderr.decode()
        failed = {each["path"]: each["error"] for each in lines(Path("out/failures.jsonl"))}
        method = "is packed by a method that cannot be unpacked here"
        assert (
            failed.items()
            >= {
                "in/a.zip/file 3": "has no name in the archive",
                "in/a.zip/one.txt (file 2)": "has the name of another file in the archive",
                "in/b.zip": method,
                "in/c.zip/one.txt": method,
                "in/c.zip/two.txt": "is cut off or damaged",
            }.items()
        )
    assert sorted(path.stem for path in Path("out").rglob("*.yaml")) == ["good", "one"]
    assert len({line["source"] for line in lines(Path("all.jsonl"))}) == 4


def test_outputs_that_cannot_have_their_names_are_left_to_their_files(desk: Path) -> None:
    """A name that is too long with the suffix of the output, or that is a folder of another's."""
    write(f"in/{'y' * 251}.txt", "in/a.yaml/b.txt", "in/a.txt")
    done = batch("in", "-o", "out", cwd=desk)
    assert done.returncode == 3, done.stderr.decode()
    failed = {each["path"]: each["error"] for each in lines(Path("out/failures.jsonl"))}
    assert failed == {
        f"in/{'y' * 251}.txt": "has a name that is too long for an output of its own",
        "in/a.txt": "has an output of its own where that of another file needs a folder",
    }
    assert sorted(path.name for path in Path("out").rglob("*.yaml") if path.is_file()) == ["b.yaml"]


@pytest.mark.parametrize(
    ("raw", "nul", "found"),
    [
        (b"a.txt\nb c.txt\r\n\n", False, ["a.txt", "b c.txt"]),
        (b"a\nb.txt\0c.txt\0", True, ["a\nb.txt", "c.txt"]),
        (b"", True, []),
        (b"a\xff.txt\n", False, ["a\udcff.txt"]),
    ],
)
def test_lists(desk: Path, raw: bytes, nul: bool, found: list[str]) -> None:
    Path("list").write_bytes(raw)
    assert read_list("list", nul) == found


def test_a_list_ended_by_nul_is_not_taken_for_lines(desk: Path) -> None:
    Path("list").write_bytes(b"a.txt\0b.txt\0")
    with pytest.raises(SourceError, match="add -0"):
        read_list("list", nul=False)


@pytest.mark.parametrize(
    ("listed", "trees"),
    [
        (("x/a.txt", "y/a.txt"), ["x/a", "y/a"]),
        (("./x/a.txt", "x/../y/a.txt"), ["x/a", "x/y/a"]),
        (("{}/x/a.txt", "{}/y/a.txt"), ["x/a", "y/a"]),
        (("x",), ["x/a"]),
    ],
)
def test_listed_files_keep_their_folders(desk: Path, listed: tuple[str, ...], trees: list[str]) -> None:
    write("x/a.txt", "y/a.txt")
    tasks = find_inputs([], [path.format(desk) for path in listed], [], []).tasks
    assert [task.tree for task in tasks] == trees


def test_a_tree_never_leads_out_of_the_output(desk: Path) -> None:
    write("x/a.txt", "b.txt")
    os.chdir("x")
    assert [task.tree for task in find_inputs(["../b.txt"], ["../x/a.txt"], [], []).tasks] == ["b", "x/a"]


def test_readable_says_bytes_apart() -> None:
    assert readable("a\udcff") != readable("a\udcfe")
