"""The acceptance case of domain.md §8 on real workbooks, and its seven negative cases."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path

import pytest

from expectations.contract.rules import Reaction
from report_templates.words.headline import headline as sentence_of
from report_templates.words.wording import wording
from samples.story.submission import Odd, Submission
from tests.support.pace import NIGHTLY
from tests.support.runs.small_weeks import judged_plainly
from tests.support.runs.weeks import (
    KNOWLEDGE,
    TUESDAY,
    W46,
    W47,
    Change,
    Inboxes,
    Outcome,
    counted,
    published,
    qichun,
    received,
    rows_of,
    sent,
    story,
)
from transforms.figures import Figure, Light
from transforms.suggest.explained import unplaced
from transforms.suggest.proposal import proposal


def headline(by_code: Mapping[str, Figure]) -> str:
    return sentence_of(by_code, wording(qichun())).text


HEADLINE = (
    "对19名退出领导岗位的副县级干部进行二次分工，其中县委3名、县人大4名、县政府9名、县政协3名；4名参与政府常务会。"
    "47名在职副县级领导干部认领民生实事87件，已完成87件，完成率100.0%。"
    "7600名在职党员下沉社区，领办实事项目3827件。"
)
SMALL = 0.05
"""Scale of the service in cases that are not about it."""


def counted_with(folder: Path, change: Change, *, scale: float = SMALL, as_of: dt.date = TUESDAY) -> Outcome:
    """What the product says of W47 after a change to the clean workbooks."""
    boxes = story(scale=scale)
    change(boxes)
    with judged_plainly():
        return counted(received(folder, boxes), W47, as_of)


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Both weeks of the demo's dirty workbooks, in full size, by night judged by Great Expectations."""
    workspace = received(tmp_path_factory.mktemp("county"), story(dirt=0.2))
    with nullcontext() if NIGHTLY else judged_plainly():
        return {W46: counted(workspace, W46, dt.date(2021, 11, 21)), W47: counted(workspace, W47, TUESDAY)}


def test_the_headline_comes_out_of_dirty_workbooks(dirty: dict[str, Outcome]) -> None:
    assert headline(dirty[W47].figures) == HEADLINE


def test_the_nineteen_are_proposed_within_the_quotas_and_the_twentieth_is_told_why(dirty: dict[str, Outcome]) -> None:
    """Of 24 cadres four are unwilling; organs take 3, 4, 9, 3 at most, and who is left is squeezed out by them."""
    dataset = dirty[W47].dataset
    made = proposal(dataset.tables(), dataset.county, TUESDAY)
    organs = made.pairs.filter("chosen")["organ"].value_counts().rows()
    assert dict(organs) == {"CW": 3, "RD": 4, "ZF": 9, "ZX": 3}
    assert made.pairs.filter("chosen")["blocks"].list.len().sum() == 0
    assert Counter(unplaced(made)["reason"]) == {"BARRED": 4, "SQUEEZED_OUT": 1}
    assert {"RD", "ZF", "ZX"} <= set(unplaced(made).filter(reason="SQUEEZED_OUT")["quotas"].item())


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("A1", (24, None)),
        ("A5", (19, 20)),
        ("A6", (19, None)),
        ("A7", (4, None)),
        ("A9", (23, 24)),
        ("C1", (47, 47)),
        ("C2", (87, None)),
        ("C3", (87, 87)),
        ("C5", (0, None)),
        ("D1", (7600, None)),
        ("D3", (3827, None)),
        ("E5", (4, 4)),
    ],
)
def test_figures_of_the_acceptance_case(
    dirty: dict[str, Outcome], code: str, expected: tuple[float, float | None]
) -> None:
    assert dirty[W47].count(code) == expected


def test_the_words_of_the_acceptance_case(dirty: dict[str, Outcome]) -> None:
    week = dirty[W47]
    parts = {part.code: part.value for part in week.figures["A6"].measured.parts if part.value}
    assert parts == {"CW": 3, "RD": 4, "ZF": 9, "ZX": 3}
    assert week.figures["A9"].light is Light.GREEN
    assert round(week.figures["D4"].measured.value or 0, 1) == 50.4
    levels = {part.code: part.value for part in week.figures["A2"].measured.parts if part.code in {"131", "132"}}
    assert levels == {"131": 1, "132": 23}


def test_the_symposium_is_19_talks_from_one_cell(dirty: dict[str, Outcome]) -> None:
    assert dirty[W46].count("A10")[0] == 19


def test_the_plan_is_an_open_task_that_is_not_overdue(dirty: dict[str, Outcome]) -> None:
    assignments = dirty[W47].dataset.assignments
    due = assignments.filter(assignments["deliver_due"] == dt.date(2022, 1, 23))
    assert due["deliverable"].str.contains("规划方案").to_list() == [True]


def test_a_zero_report_without_a_snapshot_is_unreported_and_grey(tmp_path: Path) -> None:
    boxes = story(scale=SMALL)
    with judged_plainly():
        week = counted(received(tmp_path, {W47: boxes[W47]}), W47, TUESDAY)
    assert week.figures["A1"].measured.value is None
    assert week.figures["A4"].light is Light.GREY
    assert headline(week.figures).startswith("二次分工安排情况未报送。在职县领导（名单未报送）认领民生实事87件，")


def test_1_a_rejected_assignment_makes_18_and_a_red_reconciliation(tmp_path: Path) -> None:
    def change(boxes: Inboxes) -> None:
        rows_of(boxes, W47, "S6")[0]["name"] = None

    week = counted_with(tmp_path, change)
    assert week.count("A5")[0] == 18
    assert week.figures["E5"].light is Light.RED
    assert headline(week.figures).startswith("对18名")
    assert "二次分工人数18与控制数19不符" in headline(week.figures)


def test_2_basically_complete_is_not_complete(tmp_path: Path) -> None:
    def change(boxes: Inboxes) -> None:
        rows_of(boxes, W47, "S8")[0]["status"] = Odd("基本完成", "RUN", "M67", Reaction.FIXW)

    week = counted_with(tmp_path, change)
    assert week.count("C3") == (86, 87)
    assert "已完成86件，完成率98.9%" in headline(week.figures)


@pytest.mark.parametrize(("as_of", "completed"), [(TUESDAY, 86), (dt.date(2021, 11, 24), 87)])
def test_3_done_on_the_24th_counts_from_the_24th(tmp_path: Path, as_of: dt.date, completed: int) -> None:
    def change(boxes: Inboxes) -> None:
        rows_of(boxes, W47, "S8")[0]["done_on"] = dt.date(2021, 11, 24)

    assert counted_with(tmp_path, change, as_of=as_of).count("C3") == (completed, 87)


def test_4_two_members_of_one_name_and_month_in_two_units_are_two(tmp_path: Path) -> None:
    def change(boxes: Inboxes) -> None:
        rows = rows_of(boxes, W46, "S9")
        first = next(row for row in rows if row["id_no"] and row["birth_ym"])
        second = next(row for row in rows if row["unit_code"] != first["unit_code"])
        second |= {"name": first["name"], "birth_ym": first["birth_ym"]}
        first["id_no"] = second["id_no"] = None

    assert counted_with(tmp_path, change).count("D1")[0] == 380  # of the 7,600 a twentieth


def test_5_a_member_reported_by_two_communities_counts_once(tmp_path: Path) -> None:
    clean = counted_with(tmp_path / "clean", lambda _: None)

    def change(boxes: Inboxes) -> None:
        rows, others = rows_of(boxes, W46, "S9", "QC-CHZ"), rows_of(boxes, W46, "S9", "QC-QZZ")
        member = next(row for row in rows if row["reg_status"] == "IN" and row["id_no"])
        others.append({**member, "community_code": others[0]["community_code"], "town": others[0]["town"]})

    week = counted_with(tmp_path / "twice", change)
    assert week.count("D1") == clean.count("D1")
    assert week.dataset.registrations["counted"].sum() == clean.dataset.registrations["counted"].sum() + 1


def test_6_a_late_file_changes_its_own_week_only_when_that_is_restated(tmp_path: Path) -> None:
    w45 = "2021-W45"
    sunday = dt.date(2021, 11, 14)
    boxes = story(periods=(w45, W46, W47), scale=SMALL)
    late = sent(boxes, W46, "S10", "QC-CHZ")
    project = next(row for row in late.rows if row["is_project"] is True)
    taken = dt.date(2021, 11, 10)
    fresh = {**project, "order_no": "421126-21-9999", "posted_on": taken, "sent_on": taken, "taken_on": taken}
    fresh |= {"done_on": None, "status": "TAKEN", "satisfaction": None}
    boxes[W47].append(Submission("S10", "QC-CHZ", w45, [fresh], KNOWLEDGE.replace(tzinfo=None), version=2, inbox=W47))
    first_boxes = {w45: boxes.pop(w45)}
    workspace = received(tmp_path, first_boxes)
    with judged_plainly():
        issued = published(workspace, w45, sunday)
    known = dict(issued.table("figures").select("code", "value").iter_rows())["D3"]
    received(tmp_path, boxes)
    assert workspace.store.current(w45) == issued
    with judged_plainly():
        restated = published(workspace, w45, sunday)
    assert restated.number == issued.number + 1
    assert dict(restated.table("figures").select("code", "value").iter_rows())["D3"] != known


ORGAN_WORDS = (("人大", "RD"), ("县人大常委会", "RD"), ("RD", "RD"), ("县政府办", "ZF"))
"""What is written for an organ, each in a row of its own; of the last alone the clerk is told."""


def test_7_words_for_the_four_organs(tmp_path: Path) -> None:
    def change(boxes: Inboxes) -> None:
        for words, organ in ORGAN_WORDS:
            row = next(row for row in rows_of(boxes, W47, "S6") if row["organ"] == organ)
            row["organ"] = Odd(words, organ, "M61", Reaction.FIXW if organ == "ZF" else Reaction.FIX)

    week = counted_with(tmp_path, change)
    parts = {part.code: part.value for part in week.figures["A6"].measured.parts if part.value}
    assert parts == {"CW": 3, "RD": 4, "ZF": 9, "ZX": 3}
    issues = week.dataset.issues
    told_of = issues.filter(sheet="S6", column="organ", reaction="FIXW")
    assert told_of["value"].to_list() == ["县政府办"]
