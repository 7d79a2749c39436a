"""Whose sheets were late, returned or missing, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest

from expectations.county.county import Unit
from report_templates.reports.context import SectionContext
from report_templates.reports.shortfalls import wanted_back, whose, whose_rows
from report_templates.words.wording import wording
from tests.support.figures import figures
from tests.support.frames import COUNTY, PERIOD, Row, arrival, dataset, table
from transforms.audience.audiences import Audience, dataset_for
from transforms.judge.in_force import FILES
from transforms.tables.table import Variant

LETTERS = "ABCDE"
UNITS = tuple(
    Unit(code=f"QC-{letter}", name=f"县{name}局", short=f"{name}局")
    for letter, name in zip(LETTERS, "甲乙丙丁戊", strict=True)
)
FIVE = replace(COUNTY, units=UNITS, expected={s: tuple(unit.code for unit in UNITS) for s in ("S1", "S4", "S7", "S10")})


def late(sheet: str, units: str) -> list[Row]:
    return [arrival(sheet, "late", f"QC-{unit}", late=True) for unit in units]


def context(sent: Sequence[Row], variant: Variant = Variant.COUNTY) -> SectionContext:
    files = [
        {"submission": s, "submitter": f"QC-{u}", "sheet": "S10", "inbox": PERIOD} for s, u in (("a", "A"), ("b", "B"))
    ]
    ledger = [
        {"submission": s, "worksheet": "一", "row": n, "fate": "rejected"}
        for s, rows in (("a", 2), ("b", 9))
        for n in range(rows)
    ]
    data = replace(dataset(county=FIVE, sent=sent, ledger=ledger), files=table(FILES, files))
    return SectionContext(dataset_for(Audience(variant), data), figures(data), wording(FIVE))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (late("S10", "BA"), "甲局、乙局《“接单服务”办理台账》"),  # in the order of the county file
        (late("S10", "ABCDE") + late("S7", "C"), "丙局《履职周报表》，甲局、乙局、丙局等5份《“接单服务”办理台账》"),
        (
            late("S1", "A") + late("S4", "B") + late("S7", "C") + late("S10", "D"),
            "甲局《退出领导岗位干部台账》，乙局《跟踪联系记录表》，丙局《履职周报表》等",
        ),
    ],
)
def test_few_are_named_and_of_many_the_first(sent: list[Row], words: str) -> None:
    assert "".join(whose(context(sent), "late")) == words


def test_a_zero_report_may_be_late_and_what_is_awaited_is_missing() -> None:
    sent = [arrival("S4", "zero", "QC-A", late=True), arrival("S4", "overdue", "QC-B", late=True)]
    assert ["".join(whose(context(sent), fate)) for fate in ("late", "missing")] == [
        "甲局《跟踪联系记录表》",
        "乙局《跟踪联系记录表》",
    ]


def test_rows_that_were_not_taken_are_said_to_be_whose() -> None:
    assert "".join(whose_rows(context([]))) == "乙局《“接单服务”办理台账》9行，甲局《“接单服务”办理台账》2行"


def test_a_work_group_reads_counts() -> None:
    group = context(late("S10", "A"), Variant.GROUP)
    assert (whose(group, "late"), whose_rows(group)) == ((), ())


@pytest.mark.parametrize(("hour", "words"), [(dt.time(18), "12月1日18时"), (dt.time(17, 30), "12月1日17时30分")])
def test_the_hour_is_said_as_the_returned_workbooks_say_it(hour: dt.time, words: str) -> None:
    county = replace(COUNTY, returns=replace(COUNTY.returns, hour=hour))
    assert wanted_back(replace(context([]), dataset=dataset(county=county))).text == words
