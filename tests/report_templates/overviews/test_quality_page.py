"""The quality pages: what Great Expectations found of each rule, readable without a network, without a single value."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import polars as pl
import pytest

from expectations.catalogue import SHEETS
from expectations.contract.contract import Privacy
from expectations.evaluate.validations import VALIDATIONS
from expectations.suites.data_docs import validations
from expectations.suites.judge import validation
from flows import steps
from flows.report.publish import write_deliverables
from flows.store.edition import Edition
from report_templates.model.report_json import report_from
from report_templates.overviews.quality_lines import MOST_SPOTS, sheet_qualities
from report_templates.overviews.quality_model import SheetQuality
from report_templates.overviews.quality_pages import quality_pages
from tests.support.frames import table
from tests.support.pages.offline import CHROMIUM, References, requests, strays
from tests.support.runs.weeks import KNOWLEDGE, W46, published, received, rows_of, story, workspace_at
from transforms.figures import Light
from transforms.records.issues import ISSUES
from transforms.records.ledger import LEDGER

pytestmark = pytest.mark.usefixtures("unprinted")
PLANTED = {"id_no": "422128198501193630", "phone": "15146924870", "birth_ym": dt.date(1929, 5, 1)}
"""Values of classes P0 and P1 that break a rule or stand in a row that does: a wrong check digit, born too early."""


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """A week in which one town's members break rules of every reaction, with its papers."""
    boxes = story(periods=(W46,), scale=0.02)
    first, second, third = rows_of(boxes, W46, "S9")[:3]
    first |= {"id_no": PLANTED["id_no"], "phone": PLANTED["phone"], "political_status": "13"}
    second |= {"birth_ym": PLANTED["birth_ym"]}
    third |= {"registered_on": dt.date(2021, 12, 24)}
    workspace = received(tmp_path_factory.mktemp("week"), boxes)
    result = published(workspace, W46, dt.date(2021, 11, 21))
    write_deliverables(workspace, result)
    return result


@pytest.fixture(scope="module")
def folder(edition: Edition) -> Path:
    """The quality pages of that week."""
    return edition.folder.parents[2] / "periods" / W46 / "edition-1" / "quality"


def test_the_index_leads_to_a_page_for_every_sheet(folder: Path) -> None:
    linked = [ref for ref in References((folder / "index.html").read_text("utf-8")).urls if ref.endswith(".html")]
    assert linked == [f"{sheet}.html" for sheet in SHEETS]
    assert {path.name for path in folder.iterdir()} == {"index.html", *linked}


def test_no_page_refers_to_anything_outside_the_folder(folder: Path) -> None:
    assert {page.name: strays(page, folder) for page in folder.iterdir() if strays(page, folder)} == {}


@pytest.mark.parametrize(
    "outside",
    [
        '<img src="http://example.org/x.png">',
        '<img srcset="//example.org/x.png 2x">',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        "<style>@import 'x.css';</style>",
        "<style>a { background: url(//example.org/x.png) }</style>",
        '<p style="background: url(x.png)">',
        '<a href="file:///etc/passwd">',
        '<a href="../issues.csv">',
        '<a href="#nowhere">',
        '<meta http-equiv="refresh" content="0; url=https://example.org">',
    ],
)
def test_the_check_finds_what_leads_outside(tmp_path: Path, outside: str) -> None:
    (tmp_path / "issues.csv").touch()
    (tmp_path / "quality").mkdir()
    page = tmp_path / "quality" / "index.html"
    page.write_text(outside, encoding="utf-8")
    assert strays(page, page.parent)


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
def test_a_browser_that_opens_all_pages_asks_the_network_for_nothing(folder: Path, tmp_path: Path) -> None:
    assert requests(folder.iterdir(), tmp_path) == set()


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
def test_the_browser_tells_of_a_page_that_asks(tmp_path: Path) -> None:
    page = tmp_path / "asks.html"
    page.write_text('<img src="https://example.org/x.png">', encoding="utf-8")
    assert requests([page], tmp_path) == {"https://example.org/x.png"}


def test_the_pages_run_no_script_and_forbid_what_comes_from_outside(folder: Path) -> None:
    for page in folder.iterdir():
        text = page.read_text("utf-8")
        assert "default-src 'none'; style-src 'unsafe-inline'" in text
        assert "<script" not in text
        assert not re.search(r"\son\w+=", text)
        assert '<html lang="zh-CN">' in text


def test_the_pages_are_chinese_but_for_codes_and_names_of_files(folder: Path) -> None:
    for page in folder.iterdir():
        text = re.sub(r"<(style|code|ul|dl)\b.*?</\1>|<[^>]+>", " ", page.read_text("utf-8"), flags=re.DOTALL)
        words = set(re.findall(r"[A-Za-z]{3,}", re.sub(r"\w+\.(?:csv|json)|规则 ?[\w.+]+", " ", text)))
        assert words <= {"Great", "Expectations"}, page.name


def test_no_private_value_reaches_the_results_or_the_pages(edition: Edition, folder: Path) -> None:
    shown = "".join(page.read_text("utf-8") for page in folder.iterdir())
    stored = edition.table("validations").write_json()
    for secret in ("422128198501193630", "15146924870", "1929-05", "1929年5月"):
        assert secret not in shown
        assert secret not in stored


def test_a_result_of_great_expectations_holds_no_value_of_a_row() -> None:
    sheet = SHEETS["S9"]
    secrets = [column for column in sheet.columns if column.privacy in {Privacy.P0, Privacy.P1}]
    assert {column.name for column in secrets} >= {"id_no", "phone", "birth_ym"}
    row = {**PLANTED, "name": "某某某", "branch": "某某支部", "political_status": "13"}
    rows = table(sheet.schema, [row | {"submission": "s", "row": 2}])
    result = validation(sheet, rows)
    document = json.dumps(
        [result.to_json_dict(), validations(sheet, result).to_dicts()], default=str, ensure_ascii=False
    )
    assert not result.success
    for value in ("422128198501193630", "15146924870", "1929-05-01", "某某某", "某某支部"):
        assert value not in document


def test_the_broken_rules_of_a_week_are_counted_and_located(edition: Edition, folder: Path) -> None:
    by_rule = {(line["sheet"], line["rule"]): line for line in edition.table("validations").iter_rows(named=True)}
    broken = {rule for (sheet, rule), line in by_rule.items() if sheet == "S9" and line["failed"]}
    assert broken == {"id_no_checksum", "birth_ym_since_1930", "members_only", "registered_on_after_period"}
    assert all(by_rule["S9", rule]["failed"] == 1 for rule in broken)
    page = folder / "S9.html"
    text = re.sub("<[^>]+>", "", page.read_text("utf-8"))
    assert SHEETS["S9"].all_rules[-1].because.split("；")[0].translate(str.maketrans("「」", "“”")) in text
    file = edition.table("issues").filter(pl.col("rule") == "members_only").row(0, named=True)
    assert f"{file['file']}　{file['worksheet']}　{file['cell']}" in text


def test_all_rules_of_all_sheets_are_told_in_chinese_and_in_full(edition: Edition) -> None:
    lines = edition.table("validations")
    assert lines.select("sheet", "rule").rows() == [(s.id, rule.id) for s in SHEETS.values() for rule in s.all_rules]
    assert lines.filter(~pl.col("because").str.contains(r"\p{Han}")).is_empty()
    assert lines.filter(pl.col("demands").str.contains(r"\$\w|batch|^$")).is_empty()


def test_the_pages_of_an_edition_are_the_same_bytes_again(edition: Edition, folder: Path) -> None:
    checked = sheet_qualities(*(edition.table(name) for name in ("validations", "issues", "ledger")))
    again = quality_pages(report_from(edition.document("report.json")).masthead, checked)
    assert again == {page.name: page.read_text("utf-8") for page in folder.iterdir()}


def test_judging_again_gives_the_same_validations(edition: Edition) -> None:
    """The results of Great Expectations carry run ids and times; nothing of that is kept."""
    workspace = workspace_at(edition.folder.parents[2])
    again = steps.weigh(steps.read(workspace, workspace.archive.known(KNOWLEDGE)), W46).validations
    assert again.equals(edition.table("validations"))


RULE = {"sheet": "S8", "heading": "事项名称", "expectation": "expect_x", "demands": "x", "because": "请改。"}


def one_rule(reaction: str, checked: int, failed: int, *issues: dict[str, object]) -> SheetQuality:
    """A sheet with one rule; each issue is one of that rule unless it says otherwise."""
    rule = {**RULE, "rule": "r", "reaction": reaction, "checked": checked, "failed": failed}
    issue_lines = [{"sheet": "S8", "rule": "r", "reaction": reaction, "file": "a.xlsx", **issue} for issue in issues]
    (quality,) = sheet_qualities(table(VALIDATIONS, [rule]), table(ISSUES, issue_lines), table(LEDGER, []))
    return quality


@pytest.mark.parametrize(
    ("reaction", "checked", "failed", "light", "share"),
    [
        ("ROW", 3, 1, Light.RED, "66.7%"),
        ("FILE", 3, 3, Light.RED, "0.0%"),
        ("CELL", 1000, 1, Light.YELLOW, "99.9%"),
        ("FIXW", 100000, 1, Light.YELLOW, "99.9%"),
        ("ROW", 3, 0, Light.GREEN, "100.0%"),
        ("ROW", 0, 0, Light.GREY, "—"),
    ],
)
def test_light_and_share_of_a_rule(reaction: str, checked: int, failed: int, light: Light, share: str) -> None:
    sheet = one_rule(reaction, checked, failed)
    assert (sheet.rules[0].light, sheet.light, sheet.rules[0].share) == (light, light, share)


def test_what_was_found_on_reading_counts_for_the_light_of_its_sheet() -> None:
    refused = {"rule": "date_impossible", "reaction": "CELL", "heading": "完成时限", "message": "写错了；请改。"}
    sheet = one_rule("ROW", 3, 0, refused, {**refused, "reaction": "FIX"})
    (finding,) = sheet.findings
    assert (finding.words, finding.heading, finding.place_count, finding.light) == (
        "写错了",
        "完成时限",
        1,
        Light.YELLOW,
    )
    assert sheet.light is Light.YELLOW


def test_only_the_first_places_are_named_in_the_order_of_the_sheet() -> None:
    issues = [{"worksheet": "表", "row": n, "cell": f"C{n}", "value": "架桥"} for n in range(9, 1, -1)]
    (rule,) = one_rule("CELL", 20, 8, *issues).rules
    assert rule.place_count == 8
    assert [spot.cell for spot in rule.spots] == ["C2", "C3", "C4", "C5", "C6"][:MOST_SPOTS]
    assert "架桥" not in str(rule)


@pytest.mark.parametrize(("row", "place"), [({"row": 7}, "第7行"), ({}, "整表")])
def test_a_fault_without_a_cell_names_the_row_or_the_sheet(row: dict[str, object], place: str) -> None:
    (rule,) = one_rule("ROW", 1, 1, row).rules
    assert rule.spots[0].cell == place


def test_a_number_of_a_person_in_the_name_of_a_file_or_worksheet_is_left_out() -> None:
    (rule,) = one_rule("ROW", 1, 1, {"file": "张三422128198501193639.xlsx", "worksheet": "15146924873", "row": 7}).rules
    assert (rule.spots[0].file, rule.spots[0].worksheet) == ("张三［已隐去］.xlsx", "［已隐去］")


def test_rows_of_every_fate_add_up_and_unknown_worksheets_come_last() -> None:
    fates = [("S8", "accepted"), ("S8", "accepted"), ("S8", "rejected"), ("S8", "set_aside"), (None, "set_aside")]
    ledger = table(LEDGER, [{"sheet": sheet, "fate": fate} for sheet, fate in fates])
    known, unknown = sheet_qualities(table(VALIDATIONS, []), table(ISSUES, []), ledger)
    assert (known.id, known.read, known.accepted, known.rejected, known.aside) == ("S8", 4, 2, 1, 1)
    assert known.share == "66.7%"
    assert (unknown.id, unknown.read, unknown.light) == (None, 1, Light.GREY)


def test_a_rule_is_asked_only_of_rows_it_can_tell_something_about() -> None:
    sheet = SHEETS["S8"]
    rows = table(sheet.schema, [{"status": "DONE", "progress": 90}, {"status": "DONE"}, {"status": "RUN"}])
    by_rule = {line["rule"]: line for line in validations(sheet, validation(sheet, rows)).iter_rows(named=True)}
    assert [by_rule["finished_at_100"][name] for name in ("checked", "failed")] == [1, 1]
    assert [by_rule["progress_required"][name] for name in ("checked", "failed")] == [3, 2]
    assert [by_rule["done_on_after_claim"][name] for name in ("checked", "failed")] == [0, 0]


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>.xlsx", '"><img src=x>.xlsx', "\u202eslx.甲乙丙", "{{ 7*7 }}"]
)
def test_a_hostile_file_name_is_only_text(edition: Edition, tmp_path: Path, name: str) -> None:
    issues = table(ISSUES, [{"sheet": "S8", "rule": "r", "reaction": "CELL", "file": name, "cell": "A1"}])
    checked = sheet_qualities(table(VALIDATIONS, []), issues, table(LEDGER, []))
    page = quality_pages(report_from(edition.document("report.json")).masthead, checked)["S8.html"]
    assert not References(page).urls or set(References(page).urls) == {"index.html", "#content"}
    assert "<script" not in page
    assert "\u202e" not in page
    assert "49" not in re.findall(r"<li>.*</li>", page)[0]


def test_a_week_in_which_nothing_came_has_a_page(edition: Edition) -> None:
    head = report_from(edition.document("report.json")).masthead
    empty = (table(VALIDATIONS, []), table(ISSUES, []), table(LEDGER, []))
    assert list(quality_pages(head, sheet_qualities(*empty))) == ["index.html"]
