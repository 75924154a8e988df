"""What is installed: a wheel with types and rules under a name that is ours, whose hints install the rest of it."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from reportkit import installation
from reportkit.installation import DISTRIBUTION, install_command

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
WHEEL = f"{DISTRIBUTION.replace('-', '_')}-0.1.0-py3-none-any.whl"


def installed(folder: Path, origin: object, installer: str = "pip") -> PathDistribution:
    """A distribution as an installer leaves it, with where it came from."""
    info = folder / "reportkit_zh-0.1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {DISTRIBUTION}\nVersion: 0.1.0\n")
    (info / "INSTALLER").write_text(f"{installer}\n")
    if origin is not None:
        (info / "direct_url.json").write_text(origin if isinstance(origin, str) else json.dumps(origin))
    return PathDistribution(info)


@pytest.mark.parametrize(
    ("origin", "command"),
    [
        (None, f"pip install '{DISTRIBUTION}[docs]'"),
        ("{", f"pip install '{DISTRIBUTION}[docs]'"),
        ("[]", f"pip install '{DISTRIBUTION}[docs]'"),
        ({"url": 3}, f"pip install '{DISTRIBUTION}[docs]'"),
        ({"url": "file:///opt/my%20kit", "dir_info": {}}, "pip install '/opt/my kit[docs]'"),
        (
            {"url": "file:///opt/kit.whl", "archive_info": {"hashes": {}}},
            f"pip install '{DISTRIBUTION}[docs] @ file:///opt/kit.whl'",
        ),
        (
            {"url": "https://192.0.2.1/kit.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            f"pip install '{DISTRIBUTION}[docs] @ git+https://192.0.2.1/kit.git@abc'",
        ),
        (
            {
                "url": "https://192.0.2.1/kit.git",
                "vcs_info": {"vcs": "git", "commit_id": "abc", "requested_revision": "v1"},
                "subdirectory": "kit",
            },
            f"pip install '{DISTRIBUTION}[docs] @ git+https://192.0.2.1/kit.git@v1#subdirectory=kit'",
        ),
    ],
)
def test_a_hint_installs_from_where_this_copy_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, origin: object, command: str
) -> None:
    monkeypatch.setattr(installation, "PACKAGE", tmp_path / "reportkit")
    found = installed(tmp_path, origin)
    monkeypatch.setattr(installation, "distribution", lambda name: found)
    assert install_command("docs") == command


def test_a_hint_speaks_to_the_installer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "PACKAGE", tmp_path / "reportkit")
    found = installed(tmp_path, None, "uv")
    monkeypatch.setattr(installation, "distribution", lambda name: found)
    assert install_command("store") == f"uv pip install '{DISTRIBUTION}[store]'"


@pytest.mark.parametrize("is_known", [True, False], ids=["installed", "on the path alone"])
def test_a_checkout_installs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_known: bool) -> None:
    tree = tmp_path / "a tree"
    tree.mkdir()
    (tree / "pyproject.toml").touch()
    monkeypatch.setattr(installation, "PACKAGE", tree / "reportkit")
    # another copy that is installed is not this one
    origin = {"url": (tree if is_known else tmp_path / "other").as_uri(), "dir_info": {"editable": True}}
    found = installed(tmp_path / "site", origin)
    monkeypatch.setattr(installation, "distribution", lambda name: found)
    assert install_command("xlsx") == f"pip install -e '{tree}[xlsx]'"
    monkeypatch.chdir(tree)
    assert install_command("xlsx") == "pip install -e '.[xlsx]'"


def test_no_place_names_the_project_of_another() -> None:
    """On the package index the name reportkit is another project's: nothing of ours may install it."""
    wrong = re.compile(r"reportkit\[|pip install ['\"]?reportkit(?!-zh)\b")
    paths = [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *(ROOT / "reportkit" / "guides").glob("*.md"),
        ROOT / "pyproject.toml",
        *(ROOT / "reportkit").rglob("*.py"),
        ROOT / ".ci" / "run",
    ]
    assert [
        str(path) for path in paths if path.is_file() and wrong.search(path.read_text(encoding="utf-8"))
    ] == []
    assert PROJECT["name"] == DISTRIBUTION
    assert f"{DISTRIBUTION}[{','.join(name for name in EXTRAS if name != 'dev')}]" in EXTRAS["dev"]


# -- a wheel in an environment of its own ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as pip builds it."""
    pytest.importorskip("hatchling", reason="hatchling, which builds the wheel, is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    code = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, check=True, capture_output=True)
    return folder / WHEEL


@pytest.fixture(scope="module")
def python(wheel: Path) -> Path:
    """The Python of an environment that holds the wheel and nothing else, put there as pip does it."""
    folder = wheel.parent / "venv"
    venv.create(folder, with_pip=False)
    (site,) = [*folder.glob("lib/python*/site-packages"), *folder.glob("Lib/site-packages")]
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    (info,) = site.glob("*.dist-info")
    (info / "INSTALLER").write_text("pip\n")
    (info / "direct_url.json").write_text(json.dumps({"url": wheel.as_uri(), "archive_info": {}}))
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


def test_a_wheel_holds_rules_types_and_licences(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"reportkit/py.typed", "reportkit/data/units.yaml", "reportkit/data/words.txt"} <= names
    rules = {path.relative_to(ROOT / "rules").as_posix() for path in (ROOT / "rules").rglob("*.*")}
    assert {name.removeprefix("reportkit/data/") for name in names if "/data/" in name} == rules


def reportkit_in(python: Path, *args: str, without: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Run the command in that environment, with the packages of the core from ours, and `without` those of extras."""
    core = {
        str(Path(str(importlib.util.find_spec(name).origin)).parent.parent)
        for name in ("typer", "regex", "yaml")
    }  # type: ignore[union-attr]
    code = (
        f"import sys; sys.path += {sorted(core)!r}; sys.modules |= dict.fromkeys({without!r}); "
        f"sys.argv = ['reportkit', *{args!r}]; from reportkit.__main__ import run; run()"
    )
    return subprocess.run(
        [python, "-I", "-c", code],
        cwd=python.parent,
        env={"PATH": os.environ.get("PATH", ""), "REPORTKIT_CACHE": ""},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_wheel_in_an_empty_environment_reads_and_names_its_extras(python: Path, wheel: Path) -> None:
    def hint(extra: str) -> str:
        return f"pip install '{DISTRIBUTION}[{extra}] @ {wheel.as_uri()}'"

    sample = str(ROOT / "samples" / "county-2024.txt")
    extras = ("lxml", "pypdfium2", "python_calamine", "xlsxwriter", "duckdb", "distributed", "fsspec")
    done = reportkit_in(python, "extract", sample, "--format", "jsonl", without=extras)
    assert (done.returncode, done.stdout.count("\n") > 100, done.stderr) == (0, True, "")
    done = reportkit_in(python, "doctor", without=extras)
    assert f".docx                      needs lxml: {hint('docs')}\n" in done.stdout
    for args, extra in (
        (["extract", sample, "-o", "a.xlsx"], "xlsx"),
        (["batch", sample, "-o", "a.duckdb"], "store"),
        (["batch", "file:///nowhere", "-o", "a.jsonl"], "cluster"),
    ):
        done = reportkit_in(python, *args, without=extras)
        assert hint(extra) in done.stderr
        assert (done.returncode in (2, 3), "Traceback" in done.stderr) == (True, False)


def test_what_is_installed_has_types(python: Path, tmp_path: Path) -> None:
    pytest.importorskip("mypy", reason="mypy is not installed")
    user = tmp_path / "user.py"
    user.write_text(
        "from decimal import Decimal\n"
        "from reportkit import Extraction, extract, load_rules\n"
        "found: Extraction = extract('a.txt', rules=load_rules())\n"
        "values: list[Decimal] = [i.value for r in found.reports for i in r.indicators]\n"
        "reveal_type(found.reports[0].indicators[0].name)\n"
        "extract(3)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--python-executable",
            python,
            "--cache-dir",
            os.devnull,
            user,
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    found = [line.replace(f"{user}", "user.py").split("user.py:", 1)[-1] for line in done.stdout.splitlines()]
    assert re.fullmatch(r'5: note: Revealed type is "(builtins\.)?str"', found[0]), done.stdout
    assert found[1].startswith('6: error: Argument 1 to "extract" has incompatible type "int"')
    assert len(found) == 3
