"""`<out>/index.html`: every period, its editions and what there is of them, by links that work from any place."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import threading
from pathlib import Path

import polars as pl
import pytest

from flows.county.workspace import Workspace
from flows.report.index_page import LINKS, write_site
from flows.report.lists import write_outputs
from flows.store.atomic_files import json_bytes
from flows.store.edition import AUDIENCE_REPORTS
from report_templates.model.report import Report
from report_templates.model.report_json import report_line
from tests.report_templates.model.test_message import report as page_one
from tests.report_templates.model.test_message import said
from tests.support.frames import COUNTY, Row, table
from tests.support.pages.offline import CHROMIUM, References, requests, strays
from transforms.identify.resolve import QUEUE
from transforms.judge.issue_ids import NUMBERED
from transforms.judge.roster_changes import ROSTER_CHANGED

W46, W47 = "2021-W46", "2021-W47"
ALL = dict.fromkeys([*LINKS, "ledger.csv"], b"x")


def place_in(folder: Path) -> Workspace:
    return Workspace(folder, COUNTY)


def publish(
    workspace: Workspace,
    period: str,
    headline: str = "要情。",
    papers: dict[str, bytes] | None = None,
    tables: dict[str, pl.DataFrame] | None = None,
    lights: dict[str, str] | None = None,
    group: Report | None = None,
) -> Path:
    """Publish the next edition of a period and lay out its papers; gives their folder."""
    facts = {"as_of": "2021-11-23", "knowledge": "2021-11-28T16:30:00+00:00"}
    lit = {"indicators": {code: {"label": f"指标{code}", "light": light} for code, light in (lights or {}).items()}}
    summary = {"summary.json": json_bytes({"headline": headline, **(lit if lights else {})})}
    shown = {"items": pl.DataFrame({"a": [1]}), **(tables or {})}
    readers = {AUDIENCE_REPORTS: report_line("group", group)} if group else {}
    edition = workspace.store.publish(period, shown, facts, lambda _: {**summary, **readers})
    return write_outputs(workspace.papers(period, edition.number), (ALL if papers is None else papers).items())


def links(index: Path) -> list[str]:
    return [ref for ref in References(index.read_text("utf-8")).urls if not ref.startswith("#")]


def text_of(index: Path) -> str:
    return re.sub(r"\s*<[^>]+>\s*", "", index.read_text("utf-8"))


def test_periods_and_editions_stand_newest_first(tmp_path: Path) -> None:
    workspace = place_in(tmp_path)
    for period in (W47, W46, W47):
        publish(workspace, period)
    index = write_site(workspace)
    assert index == tmp_path / "index.html"
    papers = ("edition-2", "edition-1")
    expected = [f"periods/{W47}/{papers[0]}", f"periods/{W47}/{papers[1]}", f"periods/{W46}/{papers[1]}"]
    assert links(index) == [f"{folder}/{name}" for folder in expected for name in LINKS]


@pytest.mark.parametrize(("period", "label"), [("2021-W47", "周报"), ("2021-11", "月报"), ("2021", "年报")])
def test_a_report_is_called_after_its_period(tmp_path: Path, period: str, label: str) -> None:
    workspace = place_in(tmp_path)
    publish(workspace, period)
    papers = f"{label}{label}（打印版）{label}（可编辑版）{label}数据附件（指标口径和数据质量）附件（打印版）报送情况"
    assert papers in text_of(write_site(workspace))


def test_only_what_is_there_is_linked(tmp_path: Path) -> None:
    workspace = place_in(tmp_path)
    publish(workspace, W47, papers={"report.pdf": b"x", "quality/index.html": b"x"})
    folder = f"periods/{W47}/edition-1"
    assert links(write_site(workspace)) == [f"{folder}/report.pdf", f"{folder}/quality/index.html"]


def test_an_edition_whose_papers_were_deleted_is_not_offered(tmp_path: Path) -> None:
    workspace = place_in(tmp_path)
    publish(workspace, W46)
    shutil.rmtree(publish(workspace, W47))
    text = text_of(write_site(workspace))
    assert "第46周" in text
    assert "第47周" not in text


def test_every_link_leads_to_a_file_also_after_the_folder_has_moved(tmp_path: Path) -> None:
    workspace = place_in(tmp_path / "output")
    publish(workspace, W47)
    write_site(workspace)
    moved = (tmp_path / "output").rename(tmp_path / "共享 文件夹")
    assert links(moved / "index.html")
    assert strays(moved / "index.html", moved) == []


def test_the_page_says_week_days_and_both_clocks_in_the_countys_time(tmp_path: Path) -> None:
    workspace = place_in(tmp_path)
    publish(workspace, W47, headline="对19名干部进行二次分工。")
    text = text_of(write_site(workspace))
    for words in ("某县", "2021年第47周", "11月22日至11月28日", "第1版", "数据截至11月23日", "11月29日0时30分"):
        assert words in text
    assert "对19名干部进行二次分工。" in text


def test_a_period_opens_with_the_points_of_the_newest_page_one_without_names(tmp_path: Path) -> None:
    """As the work group reads them; the headline, the same each week, only where there are none."""
    workspace = place_in(tmp_path)
    for points in (("1.旧。",), ("1.新到岗2名。", "2.逾期3件。")):
        first, *more = points
        opening = (said(first, lead="本期要情："), *map(said, more), said("五维齐全率。", lead="需要关注："))
        publish(workspace, W47, headline="对19名干部进行二次分工。", group=page_one(*opening))
    text = text_of(write_site(workspace))
    assert "1.新到岗2名。2.逾期3件。" in text
    assert not re.search("旧|需要关注|二次分工", text)


def test_without_an_edition_the_page_says_so(tmp_path: Path) -> None:
    assert "还没有发布的报告" in text_of(write_site(place_in(tmp_path)))


def cell(file: str, place: str, reaction: str = "CELL", **more: str) -> Row:
    return {"submission": f"{file}#1", "file": file, "worksheet": "表", "cell": place, "row": 3, "reaction": reaction,
            "message": "请改正。", **more}  # fmt: skip


def test_the_page_shows_the_lights_of_a_period_and_what_waits_for_a_person(tmp_path: Path) -> None:
    workspace = place_in(tmp_path)
    held = {"rule": ROSTER_CHANGED, "reaction": "FIXW"}
    issues = [cell("甲.xlsx", "B3"), cell("甲.xlsx", "C3"), cell("乙.xlsx", "B3", "FIXW"), cell("丙.xlsx", "", **held)]
    waiting = table(QUEUE, [{"submission": "s", "row": row} for row in (2, 3)])
    lights = {"C3": "红", "C5": "黄", "D1": "绿", "D2": "绿", "E5": "红", "A1": "—"}
    publish(workspace, W47, tables={"issues": table(NUMBERED, issues), "queue": waiting}, lights=lights)
    text = text_of(write_site(workspace))
    assert "指标亮灯红2项黄1项绿2项灰0项亮红灯的：指标C3、指标E5。亮黄灯的：指标C5。" in text
    assert text.partition("需要处理")[2].startswith(
        "1个文件有误，请把退回修改表发给报送单位改正后重报。"
        "2行看不出是谁，请核实身份。"
        "1份名册变动过大，暂未采用，请核对后确认。"
        "控制数与统计数不符，请主管单位核实。"
    )


def test_where_nothing_waits_for_a_person_the_page_says_so(tmp_path: Path) -> None:
    workspace = place_in(tmp_path)
    publish(workspace, W47, tables={"issues": table(NUMBERED, []), "queue": table(QUEUE, [])}, lights={"E5": "绿"})
    assert "没有需要处理的事项。" in text_of(write_site(workspace))


def test_a_headline_is_only_text(tmp_path: Path) -> None:
    workspace = place_in(tmp_path)
    publish(workspace, W47, headline='<script src="http://x">')
    page = write_site(workspace).read_text("utf-8")
    assert "<script" not in page
    assert not [ref for ref in References(page).urls if "http" in ref]


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
def test_a_browser_asks_the_network_for_nothing(tmp_path: Path) -> None:
    workspace = place_in(tmp_path / "output")
    publish(workspace, W47)
    assert requests([write_site(workspace)], tmp_path) == set()


def test_the_same_editions_give_the_same_bytes(tmp_path: Path) -> None:
    workspace = place_in(tmp_path)
    publish(workspace, W47)
    first = write_site(workspace).read_bytes()
    assert write_site(workspace).read_bytes() == first


def test_runs_of_many_periods_at_once_leave_all_of_them_in_the_index(tmp_path: Path) -> None:
    workspace = place_in(tmp_path)
    periods = [f"2021-W{week}" for week in range(40, 48)]

    def run(period: str) -> None:
        publish(workspace, period)
        write_site(workspace)

    runs = [threading.Thread(target=run, args=(period,)) for period in periods]
    for thread in runs:
        thread.start()
    for thread in runs:
        thread.join()
    assert re.findall(r"第(\d\d)周", text_of(tmp_path / "index.html")) == [period[-2:] for period in reversed(periods)]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".index.html")]


def test_after_an_undo_the_edition_readers_see_stands_first(tmp_path: Path) -> None:
    workspace = place_in(tmp_path)
    for _ in range(3):
        publish(workspace, W47, papers={"report.pdf": b"x"})
    workspace.store.undo(W47, 2, {"by": "甲", "because": "误"}, dt.datetime.now(dt.UTC))
    index = write_site(workspace)
    assert links(index) == [f"periods/{W47}/edition-{number}/report.pdf" for number in (2, 3, 1)]
    assert re.search("第3版[^版]*已撤下", text_of(index))
    assert text_of(index).count("已撤下") == 1


def test_no_other_edition_stands_in_for_the_one_readers_see(tmp_path: Path) -> None:
    workspace = place_in(tmp_path)
    for papers in ({"report.pdf": b"x"}, {"other.txt": b"x"}):
        publish(workspace, W47, papers=papers)
    text = text_of(write_site(workspace))
    assert (
        text.index("这一版的报告尚未生成") < text.index("第2版") < text.index("其他版本（1个）") < text.index("第1版")
    )
