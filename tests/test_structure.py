"""The structure of real reports, read by eye: whose they are, the years of review and plan, what moved.

Where the reports are not on the machine these are skipped; samples and cases show the same on text of our own.
"""

from __future__ import annotations

import pytest
from reports import REPORTS, extraction

from reportkit import Report
from reportkit.model import Role

pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="the reports are not on this machine")

# file, year under review, periods of the sections of the first level that review and that plan
TABLE = [
    line.split()
    for line in """
baoding-2021.txt 2020 2016/2020 2021,2021/2025
baoding-2025.txt 2024 2024 2025
baoding-2026.txt 2025 2021/2025 2026,2026/2030
dongguan-court-2022.txt 2022 2022 -
hailaer-2015.txt 2014 2014 2015
hailaer-2016.txt 2015 2011/2015 2016,2016/2020
hailaer-2017.txt 2016 2016 2017
hailaer-2018.txt 2017 2017 2018
hailaer-2019.txt 2018 2018 2019
henan-2026.txt 2025 2021/2025 2026,2026/2030
hongshan-procuratorate-2019.txt 2019 2019 -
luoyang-2023.txt 2023 2023 -
national-1986.txt 1985 1981/1985 1986,1986/1990
national-1999.txt 1998 1998 1999
national-2014-gbk.txt 2013 2013 2014
national-2015.txt 2014 2014 2015
national-2016.txt 2015 2015 2016,2016/2020
national-2017.txt 2016 2016 2017
national-2018.txt 2017 2013/2017 2018
national-2019.txt 2018 2018 2019
ningbo-congress-2020.txt 2020 2020 -
qingyuan-2020.txt 2019 2019 2020
qingyuan-2021.txt 2020 2016/2020 2021,2021/2025
qingyuan-2022.txt 2021 2021 2022
qingyuan-2023.txt 2022 2022 2023
qingyuan-2024.txt 2023 2023 2024
qingyuan-2025.txt 2024 2024 2025
shanghai-2020.txt 2019 2019 2020
shanghai-2021.txt 2020 2020 2021,2021/2025
shanghai-2022.txt 2021 2021 2022
shanghai-2023.txt 2022 2018/2022 2023,2023/2027
shanghai-2024.txt 2023 2023 2024
shanghai-2026.txt 2025 2025 2026,2026/2030
shapingba-budget-2024.txt 2024 2024 -
shunping-2020.txt 2019 2019 2020
shunping-2021.txt 2020 2016/2020 2021,2021-H2,2021/2025
shunping-2022.txt 2021 2021 2022
shunping-2023.txt 2022 2022 2023
shunping-2024.txt 2023 2023 2024
yixian-2019.txt 2018 2018 2019
""".strip().splitlines()
]


def periods(report: Report, role: Role) -> str:
    return (
        ",".join(sorted({str(s.period) for s in report.sections if s.role == role and s.parent is None}))
        or "-"
    )


@pytest.mark.parametrize(("name", "year", "review", "plan"), TABLE, ids=lambda value: value)
def test_review_and_plan_have_their_years(name: str, year: str, review: str, plan: str) -> None:
    reports = extraction(REPORTS / name).reports
    found = [(str(r.year), periods(r, "review"), periods(r, "plan")) for r in reports]
    assert found == [(year, review, plan)]


def test_a_newspaper_page_holds_two_reports() -> None:
    told = [(r.kind, r.place, r.date, r.year) for r in extraction(REPORTS / "erqi-2024.txt").reports]
    assert told == [("congress", "二七区", "2024-01-23", 2023), ("cppcc", "二七区", "2024-01-22", 2023)]


# what is moved or goes on elsewhere begins so, and the section to which it goes home begins so
HOMES = {
    "次、满意度测评4次": "牢牢把稳",
    "把安置房建设": "更好服务",
    "听取审议区政府": "更好服务",
    "帮助群众解决困难": "全力推动",
    "在代表联络站": "全力推动",
    "全力支持派驻机关": "不断开创",
    "指导各基层": "不断开创",
}


def test_displaced_columns_go_home() -> None:
    found = extraction(REPORTS / "erqi-2024.txt")
    text = found.source.text
    first = found.reports[0]
    homes = {}
    for repair in first.repairs:
        if repair.kind in ("joined", "moved"):
            before, piece = repair.at
            home = max((s for s in first.sections if s.span.start < before.start), key=lambda s: s.span.start)
            begins = next(p for p in HOMES if text.startswith(p, piece.start))
            homes[begins] = home.heading[:4]
    assert homes == HOMES
    joined = [repair for repair in found.reports[1].repairs if repair.kind == "joined"]
    assert len(joined) == 6
    assert all(repair.reason for report in found.reports for repair in report.repairs)


def test_nothing_else_is_moved() -> None:
    moved = [
        path.name
        for path in sorted(REPORTS.glob("*.txt"))
        for report in extraction(path).reports
        for repair in report.repairs
        if repair.kind == "moved"
    ]
    assert set(moved) == {"erqi-2024.txt"}
