"""A panel of many real reports against the list of what they state, and the codes of their places.

Where the reports are not on the machine these are skipped.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
import stores
from reports import SHARED, extraction, extractions

from reportkit import load_rules
from reportkit.panel.build import build_cells
from reportkit.panel.wanted import Wanted
from reportkit.store import open_store

META = SHARED / "META.tsv"
LIST = Path(__file__).parent / "panels" / "gdp-growth.tsv"
CELLS = """
    SELECT parse_filename(s.path), p.side, p.year, i.spans[1][1], i.spans[-1][2],
        p.value, p.bound, p.lower, p.upper
    FROM panel p
    JOIN sources s USING (file, member)
    JOIN indicators i ON i.rowid = p.id
"""
pytestmark = pytest.mark.skipif(not META.is_file(), reason="the reports are not on this machine")
# The codes in GB/T 2260 of the places of META.tsv, by name: of a county that became a district both.
CODES = """
    全国 000000 北京市 110000 天津市 120000 河北省 130000 山西省 140000 内蒙古自治区 150000 辽宁省 210000
    黑龙江省 230000 江苏省 320000 江西省 360000 山东省 370000 湖北省 420000 湖南省 430000 广西壮族自治区 450000
    海南省 460000 重庆市 500000 西藏自治区 540000 青海省 630000 宁夏回族自治区 640000 新疆维吾尔自治区 650000
    满城区 130607 清苑区 130608 徐水区 130609 清苑县 130622 涞水县 130623 阜平县 130624 徐水县 130625
    定兴县 130626 唐县 130627 容城县 130629 涞源县 130630 易县 130633 曲阳县 130634 顺平县 130636
    博野县 130637 安国市 130683 海拉尔区 150702 高唐县 371526 米易县 510421
"""


def stated() -> list[dict[str, str]]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


def cell_of(row: dict[str, str]) -> tuple[Any, ...]:
    numbers = {name: float(row[name]) if row[name] else None for name in ("value", "lower", "upper")}
    where = (row["file"], row["side"], int(row["year"]), int(row["start"]), int(row["stop"]))
    return (*where, numbers["value"], row["bound"], numbers["lower"], numbers["upper"])


def test_the_panel_of_gdp_growth_holds_what_the_reports_state_and_nothing_else(tmp_path: Path) -> None:
    rows = stated()
    files = dict.fromkeys(row["file"] for row in rows)
    made = stores.made(tmp_path, *(each for name in files for each in extractions(SHARED / "more" / name)))
    with open_store(made) as store:
        build_cells(store, Wanted(("地区生产总值",), measures=("growth",)), load_rules())
        found = set(store.connection.execute(CELLS).fetchall())
    named = {cell_of(row) for row in rows if row["side"] != "unnamed"}
    unnamed = {cell_of(row | {"side": "outcome"}) for row in rows if row["side"] == "unnamed"}
    assert found - unnamed == named


def test_every_place_has_its_code() -> None:
    with META.open(encoding="utf-8") as lines:
        wanted = {row["file"]: row["place"] for row in csv.DictReader(lines, delimiter="\t")}
    reports = {name: extraction(SHARED / "more" / name).reports[0] for name in wanted}
    full = dict(re.findall(r"(\S+) ([0-9]{6})", CODES))
    codes = {
        name: next(full[each] for each in full if each.startswith(place)) for name, place in wanted.items()
    }
    assert {name: report.code for name, report in reports.items()} == codes
