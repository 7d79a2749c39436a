"""A county's own sheet and indicators, end to end: from `wuwei init` to the papers, corrected, backfilled, erased."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from pypdf import PdfReader

from expectations.catalogue import SHEETS
from expectations.evaluate.judgement import judgement
from expectations.own.in_use import NOTHING, declare
from expectations.suites.judge import judge
from flows import steps
from flows.clerks.blank_forms.handing_out import forms_of, write_forms
from flows.clerks.check import check_files
from flows.clerks.marking.returns import returned_copies
from flows.county.county_file import load_county
from flows.county.workspace import Workspace
from flows.past.backfill.apply import apply
from flows.past.backfill.plan import plan
from flows.past.erasure.apply import erase
from flows.past.erasure.search import find_personal_data
from flows.read.workbook import read_bytes
from flows.store.edition import AUDIENCE_REPORTS, Edition
from report_templates.model.report_json import report_from
from report_templates.render.reader_page import reader_pdf
from tests.support.own_sheets import OFFICE, SEAT, WILLOW, county_folder, projects
from tests.support.runs.small_weeks import judged_plainly
from tests.support.workbooks.clerk import OpenWorkbook
from tests.support.workbooks.tables import written
from transforms.clock import Clock, period_end
from transforms.indicators.trace import trace

WEEK, TABLE = "2026-W05", "village_projects"
NOW = dt.datetime(2026, 2, 2, 1, tzinfo=dt.UTC)  # nine in the morning of the Monday after
LATER = NOW + dt.timedelta(days=1)
CADRE, PHONE = "陈小一", "13900000001"
ROSTER = [
    ["退出领导岗位干部台账（2026年第5周）"],
    ["填报单位：县委组织部"],
    [
        *("姓名", "出生年月", "性别", "政治面貌", "参加工作时间", "原单位", "原任职务", "职务层次"),
        *("退出领导岗位时间", "退出原因", "人员状态"),
    ],
    [
        *(CADRE, "1968-03", "男", "中共党员", "1990-07", "县委组织部", "副部长", "县处级副职"),
        *("2025-12-01", "换届", "退出领导岗位未退休"),
    ],
]
WILLOWS: list[list[object]] = [
    ["XM-101", "茶园", "柳河", "南村", "200", "150", "在建", "2026-12-31", "", "", ""],
    ["XM-102", "冷库", "柳河镇", "南村", "80", "90", "竣工", "2026-01-15", "2026-01-10", "", ""],
    ["", "灌渠", "柳河镇", "南村", "50", "0", "在建", "", "", "", ""],
]
CORRECTED = [WILLOWS[0], [*WILLOWS[1][:5], "80", *WILLOWS[1][6:]], ["XM-103", *WILLOWS[2][1:]]]


@pytest.fixture(scope="module", autouse=True)
def afterwards_nothing_is_declared() -> Iterator[None]:
    yield
    declare(NOTHING)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The county; the seat fills in its blank workbook, the other town sends a table of its own typing."""
    county_file = county_folder(tmp_path_factory.mktemp("own") / "平川县")
    workspace = Workspace(county_file.parent / "output", load_county(county_file), processes=0)
    inbox = county_file.parent / "inbox" / WEEK
    inbox.mkdir(parents=True)
    filled_in(workspace, inbox)
    written(inbox / f"{WILLOW}_Z1_{WEEK}_v1.xlsx", projects("柳河镇", *WILLOWS))
    written(inbox / f"{OFFICE}_S1_{WEEK}_v1.xlsx", ROSTER)
    for file in inbox.iterdir():
        os.utime(file, (NOW.timestamp(), NOW.timestamp()))
    return workspace


def filled_in(workspace: Workspace, inbox: Path) -> None:
    """The blank workbook of the seat as its clerk fills it in; a drop-down lets nothing else be typed."""
    forms = forms_of(workspace.county, WEEK, SEAT)
    (path,) = write_forms(workspace.out.parent / "forms", forms, workspace.county)
    book = OpenWorkbook(path)
    rows = (
        ["XM-001", "硬化通组公路", "城关镇", "东村", 120, 60, "在建", dt.date(2026, 6, 30), "", CADRE, PHONE],
        ["XM-002", "村卫生室", "城关镇", "西村", 30, 30, "已完工", dt.date(2026, 1, 31), dt.date(2026, 1, 20), "", ""],
        ["XM-003", "文化广场", "城关镇", "西村", 50, "", "未开工", "", "", "", ""],
    )
    columns = [book.headings[column.heading] for column in SHEETS["Z1"].columns]
    for at, row in enumerate(rows, start=book.header_row + 1):
        for letter, cell in zip(columns, row, strict=True):
            if cell != "":
                book.type(f"{letter}{at}", cell)
    book.save(inbox / path.name)


@pytest.fixture(scope="module")
def edition(workspace: Workspace) -> Edition:
    return made(workspace, NOW)


def made(workspace: Workspace, at: dt.datetime) -> Edition:
    known = steps.receive(workspace, workspace.out.parent / "inbox", WEEK, at)
    with judged_plainly():
        clock = Clock(WEEK, period_end(WEEK), at)
        return steps.build_edition(workspace, steps.read(workspace, known), clock, reuse=True)


def figures(edition: Edition) -> dict[str, tuple[float | None, float | None, float | None]]:
    """Value, numerator and denominator of the county's own figures."""
    lines = edition.table("figures").filter(pl.col("indicator").str.starts_with("F"), pl.col("place") == "")
    return {line["code"]: (line["value"], line["numerator"], line["denominator"]) for line in lines.to_dicts()}


def test_the_blank_workbook_has_the_headings_and_choices_declared(workspace: Workspace) -> None:
    (form,) = forms_of(workspace.county, WEEK, WILLOW)
    headings = [field.heading.replace("\n", "") for field in form.fields]
    assert headings[:4] == ["项目编号（必填）", "项目名称（必填）", "所在乡镇（必填）", "所在村"]
    assert form.choices["project_status"] == ("未开工", "在建", "已完工")
    assert form.choices["divisions"][:2] == ("城关镇", "柳河镇")


def test_a_clerk_is_told_before_sending(workspace: Workspace) -> None:
    issues = check_files([workspace.out.parent / "inbox" / WEEK / f"{WILLOW}_Z1_{WEEK}_v1.xlsx"], workspace, WEEK, NOW)
    assert issues.select("cell", "rule", "message").rows() == [
        ("F5", "planned_not_before", "「已拨资金」多于「计划投资」；请核对这两个金额。"),
        ("A6", "project_no_required", "「项目编号」不能为空；请补填，否则本行不予接收。"),
    ]


def test_great_expectations_judges_as_the_check_does(workspace: Workspace, edition: Edition) -> None:
    rows = steps.read(workspace, workspace.archive.known(NOW)).rows["Z1"].collect()
    judged = judge(SHEETS["Z1"], rows)
    assert judged.equals(judgement(SHEETS["Z1"], rows))
    assert judged["rule"].to_list() == ["project_no_required", "planned_not_before"]


def test_every_row_has_its_fate_and_nothing_that_names_a_person_is_in_the_table(edition: Edition) -> None:
    fates = edition.table("ledger").filter(pl.col("sheet") == "Z1", pl.col("fate") != "set_aside")
    assert sorted(fates["fate"]) == ["accepted"] * 5 + ["rejected"]
    rows = edition.table(TABLE)
    assert sorted(rows["project_no"]) == ["XM-001", "XM-002", "XM-003", "XM-101", "XM-102"]
    assert {"contact", "contact_phone"}.isdisjoint(rows.columns)
    assert {"submission", "row", "submitter", "period"} <= {*rows.columns}


def test_the_figures_count_what_was_sent(edition: Edition) -> None:
    assert figures(edition) == {
        "F1": (5, 5, None),  # six rows, one without its number
        "F1-建设状态.未开工": (1, 1, 5),
        "F1-建设状态.在建": (2, 2, 5),
        "F1-建设状态.已完工": (2, 2, 5),
        "F1-所在乡镇.城关镇": (3, 3, 5),
        "F1-所在乡镇.柳河镇": (2, 2, 5),
        "F2": (40, 2, 5),
        "F2-所在乡镇.城关镇": (pytest.approx(100 / 3), 1, 3),
        "F2-所在乡镇.柳河镇": (50, 1, 2),
        "F3": (240, 240, None),  # 60 + 30 + 150; the 90 of 80 are asked back
        "F3-所在乡镇.城关镇": (90, 90, 3),
        "F3-所在乡镇.柳河镇": (150, 150, 2),
    }
    lights = dict(edition.table("figures").select("code", "light").iter_rows())
    assert (lights["F1"], lights["F2"], lights["F2-城关镇"]) == ("—", "黄", "红")  # green from 60, yellow from 40


def test_a_figure_leads_to_the_cells_of_its_workbooks(edition: Edition) -> None:
    tables = {name: edition.table(name) for name in (TABLE, "figures", "figure_rows", "files", "places")}
    cells = trace("F3", tables).cells.filter(side="numerator", column="paid")
    assert {*cells["heading"]} == {"已拨资金"}
    own, other = f"{SEAT}_Z1_{WEEK}_v1.xlsx", f"{WILLOW}_Z1_{WEEK}_v1.xlsx"
    found = sorted(cells.drop_nulls("value").select("file", "value").rows())
    assert found == sorted([(own, "60.0"), (own, "30.0"), (other, "150.0")])
    assert {"F4", "F5"} == {*cells.filter(file=other)["cell"]}


def test_the_report_has_a_section_of_it(edition: Edition) -> None:
    pdf = PdfReader(pdf_of(edition))
    text = "".join(page.extract_text() for page in pdf.pages).replace("\n", "").replace(" ", "")
    assert "专项工作进展（一）乡村振兴重点项目进度重点项目个数5个；项目完工率40.0%；已拨资金240万元。" in text
    assert "乡村振兴重点项目进度情况（按所在乡镇）" in text
    assert "城关镇31/333.3%90" in text


def pdf_of(edition: Edition) -> Path:
    path = edition.folder.parent / "report.pdf"
    path.write_bytes(reader_pdf(report_from(edition.document("report.json"))))
    return path


def test_nobody_is_named_in_any_paper_or_table(edition: Edition) -> None:
    papers = edition.document("report.json").decode() + edition.document(AUDIENCE_REPORTS).decode()
    assert PHONE not in papers
    own = edition.table(TABLE).write_json() + edition.table("issues").write_json()
    assert [word for word in (CADRE, PHONE) if word in own] == []
    assert "项目完工率" in edition.document(AUDIENCE_REPORTS).decode()


def test_the_workbook_goes_back_marked(workspace: Workspace, edition: Edition) -> None:
    ((name, copy),) = returned_copies(workspace, edition)
    assert name.startswith(f"{WILLOW}/{WILLOW}_Z1")
    cells = [str(cell) for grid in read_bytes(copy).grids for row in grid.rows for cell in row]
    assert any("「已拨资金」多于「计划投资」；请核对这两个金额。" in cell for cell in cells)


def test_a_correction_a_backfill_and_an_erasure_are_those_of_any_sheet(workspace: Workspace, edition: Edition) -> None:
    late = written(
        workspace.out.parent / "inbox" / WEEK / f"{WILLOW}_Z1_{WEEK}_v2.xlsx", projects("柳河镇", *CORRECTED)
    )
    os.utime(late, (LATER.timestamp(), LATER.timestamp()))
    steps.receive(workspace, workspace.out.parent / "inbox", WEEK, LATER)
    with judged_plainly():
        planned = plan(workspace, WEEK, WEEK, requester="分析员", reason="补报", now=LATER)
        (step,) = planned.steps
        assert step.tables[TABLE] == {"added": 1, "removed": 0, "changed": 2}
        paid = next(figure for figure in step.figures if figure["code"] == "F3")
        assert (paid["old"], paid["new"]) == (240, 320)
        apply(workspace, planned, write_papers=lambda *_: None, now=LATER)
    corrected = workspace.store.edition(WEEK)
    assert corrected.number == 2
    assert figures(corrected)["F1"] == (6, 6, None)

    erase(workspace, find_personal_data(workspace, CADRE, LATER), "甲", "已调离", LATER)
    left = [
        path.name
        for path in workspace.archive.root.rglob("*")
        if path.is_file() and path.read_bytes().startswith(b"wuwei") and CADRE in repr(read_bytes(path.read_bytes()))
    ]
    assert left == []
    after = workspace.store.edition(WEEK)
    assert figures(after) == figures(corrected)
    assert after.table(TABLE).equals(corrected.table(TABLE))
    again = steps.read(workspace, workspace.archive.known(LATER)).rows["Z1"].collect()
    assert again.filter(pl.col("project_no") == "XM-001").select("project", "contact", "contact_phone").rows() == [
        ("硬化通组公路", None, None)
    ]
