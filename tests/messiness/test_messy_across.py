"""What only shows beside other sheets and weeks, on real workbooks of two weeks (domain.md §12, M50, M71–M81)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.county.workspace import Workspace
from flows.read.workbook import read_bytes
from flows.receive.redacted_files import redacted_bytes
from tests.support.figures import figures
from tests.support.messiness.messiness import case
from tests.support.messiness.messy import book, compared_week, judged, page, reactions, received, sent, values
from tests.support.runs.counties import qichun
from tests.support.runs.weeks import KNOWLEDGE
from tests.support.workbooks.tables import W46, W47, W48, Rows
from transforms.audience.person import names
from transforms.dataset import Dataset
from transforms.editions.redact_grid import redacted
from transforms.figures import Light
from transforms.indicators.families.e_quality import unidentified
from transforms.judge.confirmations import CONFIRMATIONS
from transforms.recognise.grid import Workbook

pytestmark = pytest.mark.usefixtures("plainly")
WEEK = {W46: "2021年第46周", W47: "2021年第47周", W48: "2021年第48周"}
ITEM = {"item_code": "MS2021-001", "title": "新建村级卫生室", "progress": "80%", "due_original": "2021-12-30"}
OTHER = {"item_code": "MS2021-002", "title": "硬化通村公路", "progress": "40%", "due_original": "2021-12-30"}


def put(folder: Path, period: str, sheet: str, *rows: dict[str, Any], unit: str = "县委组织部") -> None:
    cells: Rows = page(sheet, *rows, period=WEEK[period], unit=unit)
    book(folder / "inbox" / period / f"QC-ZZB_{sheet}_{period}_v1.xlsx", cells)


def items(folder: Path, before: list[dict[str, Any]], now: list[dict[str, Any]]) -> Dataset:
    """The items of the second of two weeks."""
    put(folder, W46, "S8", *before)
    first = compared_week(received(folder), W46)
    put(folder, W47, "S8", *now)
    return compared_week(received(folder), W47, first.items)


def lines(data: Dataset, rule: str) -> list[tuple[str, int | None, str | None]]:
    """Reaction, row and column of the issues of a rule."""
    return data.issues.filter(pl.col("rule") == rule).sort("row").select("reaction", "row", "column").rows()


@case("M50", FIXW="progress_fell")
def test_progress_that_fell_is_told_and_the_new_one_kept(tmp_path: Path) -> None:
    data = items(tmp_path, [ITEM, OTHER], [ITEM | {"progress": "60%"}, OTHER])
    assert lines(data, "progress_fell") == [("FIXW", 4, "progress")]
    assert data.items["progress"].to_list() == [60.0, 40.0]


LEADERS = [
    {"leader": "王建国", "post": "县委副书记、政法委书记"},
    {"leader": "李为民", "post": "县人大常委会副主任（挂职）"},
    {"leader": "周德才", "post": "总工会主席"},
    {"leader": "周立新", "post": "副县长"},
    {"leader": "周卫东", "post": "副县长"},
    {"leader": "吴有常", "post": "副县长", "valid_to": "2021-09-30"},
    {"leader": "欧阳海", "post": "县政协副主席"},
]


@case("M37", FIXW="leader_by_title", CELL="name_title")
@pytest.mark.parametrize(
    ("cell", "leaders", "expected"),
    [
        ("王书记", ["王建国"], ("leader_by_title", "FIXW")),
        ("王副书记", ["王建国"], ("leader_by_title", "FIXW")),
        ("李主任", ["李为民"], ("leader_by_title", "FIXW")),
        ("县委副书记王建国", ["王建国"], ("leader_by_title", "FIXW")),
        ("欧阳主席", ["欧阳海"], ("leader_by_title", "FIXW")),
        ("王书记、周立新", ["王建国", "周立新"], ("leader_by_title", "FIXW")),
        ("周立新", ["周立新"], None),
        ("周县长", None, ("name_title", "CELL")),  # two of them
        ("吴县长", None, ("name_title", "CELL")),  # no longer in office
        ("周总", None, ("name_title", "CELL")),  # no chairman of a 总工会
        ("欧主席", None, ("name_title", "CELL")),  # not his surname
        ("县委书记", None, ("name_title", "CELL")),
        ("郑书记", None, ("name_title", "CELL")),
    ],
)
def test_a_title_is_a_leader_where_it_fits_one_on_the_list(
    tmp_path: Path, cell: str, leaders: list[str] | None, expected: tuple[str, str] | None
) -> None:
    put(tmp_path, W47, "R6", *LEADERS)
    put(tmp_path, W47, "S8", ITEM | {"leader": cell})
    data = compared_week(received(tmp_path))
    assert data.items["leaders"].to_list() == [leaders]
    lines = data.issues.filter((pl.col("column") == "leader") & (pl.col("rule") != "people_split"))
    assert lines.select("rule", "reaction", "cell", "value").rows() == ([(*expected, "B4", cell)] if expected else [])


@pytest.mark.parametrize(
    ("cell", "leaders", "expected"),
    [
        ("吴有常", ["吴有常"], []),  # he claimed it while he was in office
        ("郑一新", None, [("leader_not_listed", "CELL")]),
        ("周立新、郑一新", None, [("leader_not_listed", "CELL")]),
        ("郑一新、周总", None, [("name_title", "CELL")]),
    ],
)
def test_a_leader_who_never_stood_on_the_list_is_asked_back(
    tmp_path: Path, cell: str, leaders: list[str] | None, expected: list[tuple[str, str]]
) -> None:
    """domain.md §4.9: `leader` is one of R6, else CELL."""
    put(tmp_path, W47, "R6", *LEADERS)
    put(tmp_path, W47, "S8", ITEM | {"leader": cell})
    data = compared_week(received(tmp_path))
    assert data.items["leaders"].to_list() == [leaders]
    issues = data.issues.filter((pl.col("column") == "leader") & (pl.col("rule") != "people_split"))
    assert issues.select("rule", "reaction").rows() == expected


def test_without_a_list_of_leaders_names_stay(tmp_path: Path) -> None:
    put(tmp_path, W47, "S8", ITEM | {"leader": "郑一新"})
    assert compared_week(received(tmp_path)).items["leaders"].to_list() == [["郑一新"]]


@case("M75", FIXW="item_disappeared")
def test_an_item_that_disappears_is_carried_forward_and_told(tmp_path: Path) -> None:
    data = items(tmp_path, [ITEM, OTHER], [ITEM])
    assert lines(data, "item_disappeared") == [("FIXW", None, None)]
    assert data.items.select("item_code", "stale").rows() == [("MS2021-001", False), ("MS2021-002", True)]


@case("M76")
def test_an_item_that_was_renumbered_or_retitled_waits_in_the_queue(tmp_path: Path) -> None:
    moved = ITEM | {"item_code": "MS2021-101", "title": "新建村级卫生室一处"}
    data = items(tmp_path, [ITEM, OTHER], [moved, OTHER | {"title": "老旧小区加装电梯"}])
    waiting = data.queue.filter(pl.col("sheet") == "S8").sort("row")
    assert waiting["row"].to_list() == [4, 5]
    assert ["改了编号" in reason for reason in waiting["reason"]] == [True, False]
    assert unidentified.measure(data).value == 0  # nobody's identity is in doubt


@case("M77", FIXW="due_moved")
def test_a_deadline_moved_without_approval_is_ignored_and_told(tmp_path: Path) -> None:
    later = {"due_original": "2022-06-30"}
    data = items(
        tmp_path,
        [ITEM, OTHER],
        [ITEM | later | {"extension_ref": ""}, OTHER | later | {"extension_ref": "蕲督〔2021〕12号"}],
    )
    assert lines(data, "due_moved") == [("FIXW", 4, "due_original")]
    assert [day.isoformat() for day in data.items["due_current"]] == ["2021-12-30", "2022-06-30"]


@case("M74", FIXW="same_as_last_week")
@pytest.mark.parametrize(("problem", "same"), [("资料收集较慢", True), ("已解决", False)])
def test_last_week_s_sheet_with_another_date_is_told(tmp_path: Path, problem: str, same: bool) -> None:
    duty = {"name": "陈一", "problem": "资料收集较慢"}
    put(tmp_path, W46, "S7", duty | {"task_due": "2021-12-01", "stated_period": W46})
    put(tmp_path, W47, "S7", duty | {"task_due": "2021-12-08", "stated_period": W47, "problem": problem})
    data = compared_week(received(tmp_path))
    assert lines(data, "same_as_last_week") == ([("FIXW", None, None)] if same else [])


EVERYBODY = [{"name": f"陈{chr(0x4E00 + n)}", "community_code": f"社区{n}"} for n in range(23)]


@case("M73", FIXW="roster_size_changed")
@pytest.mark.parametrize(("now", "waits"), [(20, False), (22, False), (23, True), (17, True)])
def test_a_roster_that_grows_or_shrinks_too_much_waits_while_the_one_before_stands(
    tmp_path: Path, now: int, waits: bool
) -> None:
    put(tmp_path, W46, "S9", *EVERYBODY[:20])
    put(tmp_path, W47, "S9", *EVERYBODY[:now])
    data = compared_week(received(tmp_path))
    assert lines(data, "roster_size_changed") == ([("FIXW", None, None)] if waits else [])
    assert data.registrations.height == (20 if waits else now)
    assert data.ledger.filter(pl.col("reason") == "held").height == (now if waits else 0)
    sent_it = data.submissions.filter((pl.col("sheet") == "S9") & (pl.col("submitter") == "QC-ZZB"))
    assert sent_it["status"].to_list() == ["late"]  # whoever waits has sent


def test_a_roster_that_waited_counts_once_it_is_confirmed_and_is_what_the_next_is_compared_with(tmp_path: Path) -> None:
    put(tmp_path, W46, "S9", *EVERYBODY[:20])
    put(tmp_path, W47, "S9", *EVERYBODY)
    came = received(tmp_path)
    warning = compared_week(came).issues.filter(pl.col("rule") == "roster_size_changed")
    answer = {"issue": warning["issue"].item(), "period": W47, "by": "王主任", "because": "新增报到", "at": KNOWLEDGE}
    confirmed = pl.DataFrame([answer], schema=CONFIRMATIONS)
    data = compared_week(came, confirmed=confirmed)
    assert lines(data, "roster_size_changed") == []
    assert data.confirmed["confirmed_by"].to_list() == ["王主任"]
    assert data.registrations.height == 23
    put(tmp_path, W48, "S9", *EVERYBODY[:22])
    assert compared_week(received(tmp_path), W48, confirmed=confirmed).registrations.height == 22
    put(tmp_path, W48, "S9", *EVERYBODY[:20])  # a new file of that name
    assert compared_week(received(tmp_path), W48, confirmed=confirmed).registrations.height == 23


@pytest.mark.parametrize(("now", "waits"), [(6, False), (7, False), (8, True), (3, False), (2, True)])
def test_of_a_small_roster_one_or_two_more_or_fewer_are_no_question(tmp_path: Path, now: int, waits: bool) -> None:
    """One of five is 20 %; at least three rows (`roster_change_rows`) make a roster wait."""
    put(tmp_path, W46, "S9", *EVERYBODY[:5])
    put(tmp_path, W47, "S9", *EVERYBODY[:now])
    data = compared_week(received(tmp_path))
    assert lines(data, "roster_size_changed") == ([("FIXW", None, None)] if waits else [])
    assert data.registrations.height == (5 if waits else now)


@pytest.mark.parametrize("erased", [W46, W47])
def test_erasing_somebody_leaves_the_size_of_a_roster_and_what_was_confirmed_of_it(tmp_path: Path, erased: str) -> None:
    put(tmp_path, W46, "S9", *EVERYBODY[:10])
    put(tmp_path, W47, "S9", *EVERYBODY[:13])
    came = received(tmp_path)
    warning = compared_week(came).issues.filter(pl.col("rule") == "roster_size_changed")
    answer = {"issue": warning["issue"].item(), "period": W47, "by": "王主任", "because": "新增报到", "at": KNOWLEDGE}
    confirmed = pl.DataFrame([answer], schema=CONFIRMATIONS)
    place = Workspace(tmp_path, qichun(), processes=0)
    (file,) = place.archive.known(KNOWLEDGE)[erased]
    raw = place.archive.raw(file)
    sheet = read_bytes(raw.read_bytes())
    assert isinstance(sheet, Workbook)
    raw.chmod(0o600)
    raw.write_bytes(redacted_bytes(Workbook("xlsx", (redacted(sheet.grids[0], [4]),))))
    place.archive.clear_readings([W46, W47])
    data = compared_week(received(tmp_path), confirmed=confirmed)
    assert lines(data, "roster_size_changed") == []
    assert data.registrations.height == (13 if erased == W46 else 12)


def test_of_two_files_of_one_version_neither_counts_because_the_other_waits(tmp_path: Path) -> None:
    put(tmp_path, W46, "S9", *EVERYBODY[:20])
    for name, rows in (("QC-ZZB_S9_2021-W47_v1", EVERYBODY[:20]), ("QC-ZZB_S9_2021-W47_v1 (1)", EVERYBODY)):
        book(tmp_path / "inbox" / W47 / f"{name}.xlsx", page("S9", *rows, period=WEEK[W47], unit="县委组织部"))
    data = compared_week(received(tmp_path))
    assert lines(data, "same_version_twice") == [("FILE", None, None)] * 2
    assert lines(data, "roster_size_changed") == []


TOLD = {"order_no": "XLZ-46-2", "posted_on": "2021-11-16", "status": "待接单", "taken_on": "", "member_name": ""}
FINISHED = TOLD | {"status": "已办结", "taken_on": "2021-11-18", "done_on": "2021-11-19", "member_name": "陈一"}


@pytest.mark.parametrize(
    ("period", "now", "told"),
    [
        (W47, FINISHED, [("FIXW", 4, "status")]),
        (W46, FINISHED, [("FIXW", 4, "status"), ("FIXW", 4, "status")]),  # both units of one week
        (W47, TOLD, []),
        (W47, FINISHED | {"order_no": "XLZ-46-3"}, []),
    ],
)
def test_an_order_that_two_units_report_in_different_states_is_told(
    tmp_path: Path, period: str, now: dict[str, str], told: list[Any]
) -> None:
    put(tmp_path, W46, "S10", TOLD)
    cells = page("S10", now, period=WEEK[period], unit="漕河镇")
    book(tmp_path / "inbox" / period / f"QC-CHZ_S10_{period}_v1.xlsx", cells)
    data = compared_week(received(tmp_path), period)
    assert lines(data, "order_told_otherwise") == told


def test_an_order_that_its_own_unit_moves_on_is_no_question(tmp_path: Path) -> None:
    put(tmp_path, W46, "S10", TOLD)
    put(tmp_path, W47, "S10", FINISHED)
    data = compared_week(received(tmp_path))
    assert (lines(data, "order_told_otherwise"), data.orders["status"].to_list()) == ([], ["DONE"])


def test_a_control_total_of_an_earlier_day_that_is_compared_with_nothing_is_told(tmp_path: Path) -> None:
    earlier = {"total": "二次分工人数", "declared": 18.0, "as_of": "2021-11-22"}
    other = {"total": "县级领导数", "declared": 47.0, "as_of": "2021-11-22"}
    put(tmp_path, W47, "R8", earlier, earlier | {"declared": 19.0, "as_of": "2021-11-26"}, other)
    assert lines(compared_week(received(tmp_path)), "older_total") == [("FIXW", 4, "as_of")]


def cadres(folder: Path, *names: str, period: str = W47, states: dict[str, str] | None = None) -> None:
    """The roster; `states` are the statuses of those who do not serve."""
    of = states or {}
    rows = ({"name": name, "birth_ym": "1965-10", "person_status": of.get(name, "未退休")} for name in names)
    put(folder, period, "S1", *rows)


@case("M71")
def test_who_is_on_no_roster_waits_in_the_queue_and_counts_nowhere(tmp_path: Path) -> None:
    cadres(tmp_path, "陈一")
    post = {"birth_ym": "1965-10", "post_code": "ZF-001"}
    put(tmp_path, W47, "S6", {"name": "陈一", **post}, {"name": "陈九", **post})
    data = compared_week(received(tmp_path))
    assert data.queue.select("sheet", "name").rows() == [("S6", "陈九")]
    assert data.assignments["name"].to_list() == ["陈一"]


@pytest.mark.parametrize(
    ("dates", "rules", "counted"),
    [
        ({"start": "2021-11-28"}, [], 1),  # the last day of the week
        ({"start": "2021-11-29"}, ["start_of_on_after_period"], 0),
        ({"start": "2021-11-01", "end": "2021-11-28"}, [], 1),
        ({"start": "2021-11-01", "end": "2021-11-27"}, ["end_of_on_before_period_end"], 0),
        ({"start": "2021-11-29", "status": "拟安排"}, [], 0),
        ({"start": "2021-11-01", "end": "2021-11-27", "status": "结束"}, [], 0),
    ],
)
def test_who_is_reported_at_a_post_outside_its_dates_does_not_count_and_is_told(
    tmp_path: Path, dates: dict[str, str], rules: list[str], counted: int
) -> None:
    cadres(tmp_path, "陈一")
    put(tmp_path, W47, "S6", {"name": "陈一", "birth_ym": "1965-10", "post_code": "ZF-001", **dates})
    data = compared_week(received(tmp_path))
    outside = ("start_of_on_after_period", "end_of_on_before_period_end", "post_run_out")
    assert [rule for rule in outside if lines(data, rule)] == rules
    assert data.assignments["in_effect"].sum() == counted


def test_a_post_that_has_run_out_since_it_was_sent_is_told_until_it_is_sent_again(tmp_path: Path) -> None:
    cadres(tmp_path, "陈一", period=W46)
    cadres(tmp_path, "陈一")
    post = {"name": "陈一", "birth_ym": "1965-10", "post_code": "ZF-001", "start": "2021-11-01", "end": "2021-11-24"}
    put(tmp_path, W46, "S6", post)
    assert lines(compared_week(received(tmp_path), W46), "post_run_out") == []
    data = compared_week(received(tmp_path))
    assert lines(data, "post_run_out") == [("FIXW", 4, "end")]
    assert data.assignments["in_effect"].to_list() == [False]
    put(tmp_path, W48, "S6", post | {"status": "结束"})
    assert lines(compared_week(received(tmp_path), W48), "post_run_out") == []


@pytest.mark.parametrize(
    ("status", "left_on", "rule", "counted"),
    [
        ("在册", "2021-11-27", "registered_and_left", 0),
        ("在册", "2021-12-06", None, 1),
        ("已转出", "2021-12-06", "left_before_leaving", 1),
        ("已转出", "2021-11-27", None, 0),
    ],
)
def test_a_member_whose_state_and_day_of_leaving_disagree_is_told(
    tmp_path: Path, status: str, left_on: str, rule: str | None, counted: int
) -> None:
    put(tmp_path, W47, "S9", {"name": "陈一", "reg_status": status, "left_on": left_on})
    data = compared_week(received(tmp_path))
    for name in ("registered_and_left", "left_before_leaving"):
        assert lines(data, name) == ([("FIXW", 4, "left_on")] if name == rule else [])
    assert data.registrations["counted"].sum() == counted


@pytest.mark.parametrize(
    ("state", "start", "told"),
    [
        ("已退休", "2021-11-01", [("FIXW", 5, "name")]),
        ("已退休", "2021-11-25", []),  # taken on anew after the last week in service
        ("未退休", "2021-11-01", []),
        (None, "2021-11-01", [("FIXW", 5, "name")]),  # on no roster any more
    ],
)
def test_a_report_on_somebody_retired_counts_in_sum_and_mean_alike_and_is_told(
    tmp_path: Path, state: str | None, start: str, told: list[Any]
) -> None:
    work = {"unit_code": "县农业农村局"}
    cadres(tmp_path, "陈一", "陈二", "陈三", period=W46)
    cadres(tmp_path, "陈一", "陈三", *(["陈二"] if state else []), states={"陈二": state} if state else {})
    put(tmp_path, W47, "S6", {"name": "陈二", "birth_ym": "1965-10", "post_code": "ZF-001", "start": start})
    put(
        tmp_path,
        W47,
        "S7",
        *({"name": n, **work, "days_on": d} for n, d in (("陈一", 3.0), ("陈二", 5.0), ("陈三", 4.0))),
    )
    data = compared_week(received(tmp_path))
    assert lines(data, "report_on_retired") == told
    measured = figures(data)["B2"].measured
    assert (measured.value, [extra.value for extra in measured.extras]) == (12.0, [4.0, 4.0])


RENAMED = {"id_no": "421126196602120022", "birth_ym": "1966-02", "sex": "女"}


OTHER_NUMBER = RENAMED | {"id_no": "421126196602120049"}


@pytest.mark.parametrize("sheet", ["S1", "S9"])
@pytest.mark.parametrize(
    ("now", "told"),
    [
        ([OTHER_NUMBER], [("FIXW", 4, "id_no")]),
        ([OTHER_NUMBER, RENAMED], []),  # two people, both on the roster
        ([OTHER_NUMBER | {"birth_ym": "1966-03"}], []),
        ([RENAMED], []),
    ],
)
def test_another_id_number_in_place_of_one_that_is_gone_is_asked_about(
    tmp_path: Path, sheet: str, now: list[dict[str, str]], told: list[Any]
) -> None:
    put(tmp_path, W46, sheet, RENAMED | {"name": "李秀英"})
    put(tmp_path, W47, sheet, *(row | {"name": "李秀英"} for row in now))
    assert lines(compared_week(received(tmp_path)), "other_id_no") == told


def test_who_is_called_otherwise_on_the_newest_roster_has_that_name_in_all_tables_and_it_is_told(
    tmp_path: Path,
) -> None:
    work = {"unit_code": "县农业农村局", "days_on": 4.0}
    for period, name in ((W46, "李秀英"), (W47, "李秀颖")):
        put(tmp_path, period, "S1", RENAMED | {"name": name}, {"name": "陈二", "birth_ym": "1965-10"})
        put(tmp_path, period, "S7", {"name": "李秀英", **work}, {"name": "陈二", **work})
    put(tmp_path, W46, "S6", RENAMED | {"name": "李秀英", "post_code": "ZF-001"})
    put(tmp_path, W46, "S4", {"name": "李秀英", "unit_code": "县农业农村局", "contact_date": "2021-11-17"})
    before = compared_week(received(tmp_path), W46)
    assert lines(before, "renamed") == lines(before, "named_otherwise") == []
    data = compared_week(received(tmp_path))
    assert lines(data, "renamed") == [("FIXW", 4, "name")]
    assert lines(data, "named_otherwise") == [("FIXW", 4, "name")]  # S7 of this week; S6 and S4 came before
    assert data.assignments["name"].to_list() == data.contacts["name"].to_list() == ["李秀颖"]
    assert sorted(data.duties["name"]) == ["李秀颖", "李秀颖", "陈二", "陈二"]
    assert names(data.tables()) == dict(zip(data.duties["person_id"], data.duties["name"], strict=True))


POST = {"post_code": "ZF-001", "host_unit": "县乡村振兴局", "post_name": "驻村督导"}


@case("M71")
@pytest.mark.parametrize(
    ("offered", "unit", "person"),
    [
        ([POST], "县农业农村局", "陈一"),  # the former unit
        ([POST], "县乡村振兴局", "陈一"),  # the host of the post
        ([POST], "县水利和湖泊局", None),  # neither
        ([], "县水利和湖泊局", "陈一"),  # no post, but a unit of the government, where S6 has sent him
        ([], "县委宣传部", None),
    ],
)
def test_a_host_names_its_people_by_its_own_unit(
    tmp_path: Path, offered: list[dict[str, Any]], unit: str, person: str | None
) -> None:
    """S7 shows nothing but name and unit (domain.md §4.8, §9.1)."""
    cadres(tmp_path, "陈一", "陈二")
    if offered:
        put(tmp_path, W47, "S5", *offered)
    put(tmp_path, W47, "S6", {"name": "陈一", "birth_ym": "1965-10", "post_code": "ZF-001", "organ": "县政府"})
    put(tmp_path, W47, "S7", {"name": "陈一", "unit_code": unit})
    assert compared_week(received(tmp_path)).duties["name"].to_list() == ([person] if person else [])


@case("M71")
def test_a_host_of_last_week_is_still_known_when_somebody_has_another_post(tmp_path: Path) -> None:
    """Else what was done at the first post would leave the sums."""
    other = {"post_code": "XW-001", "host_unit": "县委宣传部", "post_name": "顾问"}
    cadres(tmp_path, "陈一", "陈二", period=W46)
    put(tmp_path, W46, "S5", POST, other)
    born = {"name": "陈一", "birth_ym": "1965-10"}
    put(tmp_path, W46, "S6", born | {"post_code": "ZF-001"})
    put(tmp_path, W46, "S7", {"name": "陈一", "unit_code": "县乡村振兴局"})
    put(tmp_path, W47, "S5", other)
    put(tmp_path, W47, "S6", born | {"post_code": "XW-001", "organ": "县委"})
    put(tmp_path, W47, "S7", {"name": "陈一", "unit_code": "县委宣传部"})
    assert compared_week(received(tmp_path)).duties["period"].to_list() == [W46, W47]


ID_OF_CHEN = "421126196510011232"
FORMER = {"name": "陈一", "birth_ym": "1965-10", "former_unit": "县农业农村局"}


@case("M71")
@pytest.mark.parametrize(
    "rewritten",
    [
        [{}, {"former_unit": ""}],
        [{"former_unit": "县水利和湖泊局"}, {"former_unit": ""}],
        [{"former_unit": "县水利和湖泊局"}, {"former_unit": "县民政局"}],
        [{"former_unit": "老厂"}, {"former_unit": ""}],
        [{}, {"former_unit": "", "birth_ym": "", "id_no": ID_OF_CHEN}],
        [{}, {"former_unit": "", "id_no": ID_OF_CHEN}],
    ],
)
def test_a_former_unit_written_otherwise_makes_nobody_new(tmp_path: Path, rewritten: list[dict[str, str]]) -> None:
    """One cadre in the rosters of three weeks, once without the former unit, stays one (domain.md §9.1)."""
    for period, cells in zip((W46, W47, W48), [{}, *rewritten], strict=True):
        put(tmp_path, period, "S1", FORMER | cells, FORMER | {"name": "陈二"})
    numbers = [compared_week(received(tmp_path), period).five_dim["person_id"].to_list() for period in (W46, W47, W48)]
    assert numbers[0] == numbers[1] == numbers[2]
    assert len(numbers[0]) == 2


@case("M71", CELL="post_of_departed")
@pytest.mark.parametrize("state", ["去世", "调出", "已退休"])
def test_who_has_left_is_on_no_post_while_the_work_done_stays_in_the_sums(tmp_path: Path, state: str) -> None:
    """S1 of the second week says so; S6 was not sent again and is asked back all the same (domain.md §5.1)."""
    born = {"birth_ym": "1965-10"}
    plan = {"plan_date": "2021-11-17", "exec_meeting": "是", "start": "2021-11-18"}
    work = {"unit_code": "县农业农村局", "days_on": 5.0, "exec_attended": 1.0, "honour": "县级"}
    work |= {"task_name": "调研", "task_due": "2021-11-30"}
    cadres(tmp_path, "陈一", "陈二", period=W46)
    put(tmp_path, W46, "S6", *({"name": name, "post_code": f"ZF-{name}", **plan, **born} for name in ("陈一", "陈二")))
    put(tmp_path, W46, "S7", *({"name": name, "task_pct": "50%", **work} for name in ("陈一", "陈二")))
    before = figures(compared_week(received(tmp_path), W46))
    cadres(tmp_path, "陈一", "陈二", states={"陈二": state})
    put(tmp_path, W47, "S7", {"name": "陈一", **work, "task_pct": "100%"})
    data = compared_week(received(tmp_path))
    now = figures(data)
    assert [now[code].measured.numerator for code in ("A1", "A5", "A6", "A7", "A12")] == [1, 1, 1, 1, 1]
    assert now["A6"].light is Light.RED
    assert lines(data, "post_of_departed") == [("CELL", 5, "status")]
    sums = {code: [week[code].measured.cumulative for week in (before, now)] for code in ("B2", "B4")}
    assert {code: [part and part.value for part in parts] for code, parts in sums.items()} == {
        "B2": [10.0, 15.0],
        "B4": [2.0, 3.0],
    }
    assert [week["B6"].measured.value for week in (before, now)] == [2, 3]
    assert now["B3"].measured.numerator == 1
    late = compared_week(received(tmp_path), W48)
    assert [part.value for part in figures(late)["B3"].measured.extras if part.code == "late"] == [0]


@case("M71", CELL="report_on_departed")
def test_a_report_on_somebody_who_had_died_before_is_asked_back(tmp_path: Path) -> None:
    cadres(tmp_path, "陈一", "陈二", states={"陈二": "去世"}, period=W46)
    put(tmp_path, W47, "S7", *({"name": name, "unit_code": "县农业农村局"} for name in ("陈一", "陈二")))
    data = compared_week(received(tmp_path))
    assert lines(data, "report_on_departed") == [("CELL", 5, "name")]
    assert figures(data)["B2"].measured.value == 4.5


@case("M67", FIXW="code_understood", CELL="early_retirement_month")
@pytest.mark.parametrize(
    ("choice", "month"),
    [
        ("弹性提前退休（2026年8月）", 8),
        ("弹性提前退休2026.08", 8),
        ("弹性提前退休", 11),
        ("弹性提前退休（2026年5月）", 11),
    ],
)
def test_the_month_beside_an_early_retirement_counts(tmp_path: Path, choice: str, month: int) -> None:
    """A man born in June 1966 retires in November 2026, or from the month in which he is 60 (domain.md §5.4)."""
    man = {"name": "陈一", "birth_ym": "1966-06", "sex": "男"}
    rows = page("S1", man | {"retire_choice": choice}, man | {"name": "陈二"}, period="2025年第3周")
    book(tmp_path / "inbox" / "2025-W03" / "QC-ZZB_S1_2025-W03_v1.xlsx", rows)
    data = compared_week(received(tmp_path), "2025-W03")
    assert dict(data.five_dim.select("row", pl.col("retire_ym").dt.month()).rows()) == {4: month, 5: 11}
    assert lines(data, "early_retirement_month") == ([] if month == 8 else [("CELL", 4, "retire_choice")])


@case("M28", FIXW="report_twice days_beyond_a_week")
@pytest.mark.parametrize(
    ("second", "days", "rules"),
    [
        ({"task_name": "走访"}, 5.0, []),  # a further task of the same week
        ({"task_name": "走访", "days_on": ""}, 5.0, []),
        ({"task_name": "走访", "days_on": 3.0, "task_due": "2021-12-30"}, 3.0, ["report_twice"]),
        ({"unit_code": "县乡村振兴局", "days_on": 2.0}, 7.0, []),  # another post
        ({"unit_code": "县乡村振兴局", "days_on": 5.0}, 10.0, ["days_beyond_a_week"]),
    ],
)
def test_one_person_one_week_one_unit_is_one_report(
    tmp_path: Path, second: dict[str, Any], days: float, rules: list[str]
) -> None:
    cadres(tmp_path, "陈一", "陈二")
    put(tmp_path, W47, "S5", POST)
    put(tmp_path, W47, "S6", {"name": "陈一", "birth_ym": "1965-10", "post_code": "ZF-001"})
    first = {"name": "陈一", "unit_code": "县农业农村局", "days_on": 5.0, "task_name": "调研"}
    put(tmp_path, W47, "S7", first, first | second)
    data = compared_week(received(tmp_path))
    assert figures(data)["B2"].measured.value == days
    assert [rule for rule in ("report_twice", "days_beyond_a_week") if lines(data, rule)] == rules


@case("M67", FIXW="early_retirement_month")
def test_before_2025_nobody_retires_early_and_whoever_wrote_so_is_told(tmp_path: Path) -> None:
    man = {"name": "陈一", "birth_ym": "1966-06", "sex": "男", "retire_choice": "弹性提前退休（2025年6月）"}
    put(tmp_path, W47, "S1", man, man | {"name": "陈二", "retire_choice": "按法定年龄退休"})
    data = compared_week(received(tmp_path))
    assert data.five_dim["retire_ym"].to_list() == [dt.date(2026, 6, 1)] * 2
    assert lines(data, "early_retirement_month") == [("FIXW", 4, "retire_choice")]


@case("M72", FIXW="two_full_time_posts post_over_capacity")
def test_two_full_time_posts_and_a_full_post_are_told_and_a_person_counts_once(tmp_path: Path) -> None:
    cadres(tmp_path, "陈一", "陈二")
    full = {"load": "全职", "capacity": 1.0}
    put(tmp_path, W47, "S5", {"post_code": "ZF-001", **full}, {"post_code": "ZF-002", **full})
    born = {"birth_ym": "1965-10"}
    put(
        tmp_path,
        W47,
        "S6",
        {"name": "陈一", "post_code": "ZF-001", **born},
        {"name": "陈一", "post_code": "ZF-002", **born},
        {"name": "陈二", "post_code": "ZF-002", **born, "duty": "协助信访"},
    )
    data = compared_week(received(tmp_path))
    assert lines(data, "two_full_time_posts") == [("FIXW", 4, "post_code"), ("FIXW", 5, "post_code")]
    assert lines(data, "post_over_capacity") == [("FIXW", 5, "post_code"), ("FIXW", 6, "post_code")]
    assert data.assignments.filter("is_primary").height == 2


@case("M78")
@pytest.mark.parametrize(("declared", "light"), [(1.0, Light.GREEN), (19.0, Light.RED)])
def test_a_control_total_that_differs_turns_e5_red(tmp_path: Path, declared: float, light: Light) -> None:
    cadres(tmp_path, "陈一")
    put(tmp_path, W47, "S6", {"name": "陈一", "birth_ym": "1965-10", "post_code": "ZF-001"})
    put(tmp_path, W47, "R8", {"total": "二次分工人数", "declared": declared})
    assert figures(compared_week(received(tmp_path)))["E5"].light == light


@case("M79", FIXW="orders_alike")
@pytest.mark.parametrize(("number", "days", "hinted"), [(21, 1, True), (20, 1, False), (21, 2, False)])
def test_many_orders_all_finished_alike_are_a_hint(tmp_path: Path, number: int, days: int, hinted: bool) -> None:
    orders = [
        {
            "order_no": f"{n:04d}号",
            "member_name": "陈一",
            "done_on": f"2021-11-{26 - n % days}",
            "content": f"清理{n}楼",
        }
        | {"taken_on": "2021-11-23"}
        for n in range(number)
    ]
    put(tmp_path, W47, "S10", *orders)
    data = compared_week(received(tmp_path))
    assert lines(data, "orders_alike") == ([("FIXW", 4, "member_name")] if hinted else [])
    assert data.orders["done"].sum() == number


def orders_of(folder: Path, unit: str, week: str, *rows: dict[str, Any]) -> None:
    """What a town sends of its orders."""
    made = page("S10", *rows, period=WEEK[week], unit="")
    book(folder / "inbox" / week / f"{unit}_S10_{week}_v1.xlsx", made)


EAST = {"town": "漕河镇", "community_code": "城东社区", "posted_on": "2021-11-16", "content": "清理楼道"}
WEST = {"town": "蕲州镇", "community_code": "东门社区", "posted_on": "2021-11-16", "content": "清理楼道"}
OPEN = {"status": "已接单", "done_on": "", "satisfaction": ""}
DONE = {"sent_on": "", "taken_on": "2021-11-17", "done_on": "2021-11-18"}


@case("M28", FIXW="order_number_reused")
def test_orders_numbered_1_2_3_in_every_town_and_every_week_all_count(tmp_path: Path) -> None:
    days = {"sent_on": "", "taken_on": "2021-11-23", "done_on": "2021-11-24", "posted_on": "2021-11-23"}
    for unit, place in (("QC-CHZ", EAST), ("QC-QZZ", WEST)):
        orders_of(tmp_path, unit, W46, *({**place, **DONE, "order_no": f"{n}号"} for n in (1, 2, 3)))
    orders_of(tmp_path, "QC-CHZ", W47, *({**EAST, **days, "order_no": f"{n}号"} for n in (1, 2)))
    workspace = received(tmp_path)
    first, second = compared_week(workspace, W46), compared_week(workspace, W47)
    assert (first.orders.height, lines(first, "order_number_reused")) == (6, [])
    assert (second.orders.height, second.orders["done"].sum()) == (8, 8)
    assert lines(second, "order_number_reused") == [("FIXW", 4, "order_no"), ("FIXW", 5, "order_no")]
    assert second.issues.filter(pl.col("rule") == "order_number_reused")["value"].to_list() == ["1号", "2号"]


@case("M28")
def test_four_members_who_took_one_order_in_a_row_each_all_took_it(tmp_path: Path) -> None:
    taken = {**EAST, **DONE, "order_no": "1号"}
    orders_of(tmp_path, "QC-CHZ", W47, *({**taken, "member_name": name} for name in ("王一", "王二", "王三", "王四")))
    data = compared_week(received(tmp_path))
    assert data.orders["order_no"].to_list() == ["1号"]
    named = [("王一", 4), ("王二", 5), ("王三", 6), ("王四", 7)]
    assert sorted(data.order_members.select("member_name", "row").rows()) == sorted(named)
    assert "same_key_twice" not in data.issues["rule"]


@case("M28", FIXW="same_key_twice")
def test_four_members_whose_rows_differ_in_the_order_are_told(tmp_path: Path) -> None:
    taken = {**EAST, **DONE, "order_no": "1号"}
    rows = ({**taken, "member_name": name, "done_on": f"2021-11-{day}"} for name, day in (("王一", 18), ("王二", 19)))
    orders_of(tmp_path, "QC-CHZ", W47, *rows)
    data = compared_week(received(tmp_path))
    assert data.order_members["member_name"].to_list() == ["王一", "王二"]
    assert lines(data, "same_key_twice") == [("FIXW", 4, "order_no"), ("FIXW", 5, "order_no")]


@case("M28", FIXW="same_name_twice")
def test_two_orders_of_one_project_both_count_and_name_each_other(tmp_path: Path) -> None:
    project = {**EAST, **DONE, "is_project": "是", "project_name": "路灯改造"}
    orders_of(tmp_path, "QC-CHZ", W47, *({**project, "order_no": f"{n}号"} for n in (1, 2)))
    data = compared_week(received(tmp_path))
    assert data.orders.height == 2
    assert lines(data, "same_name_twice") == [("FIXW", 4, "project_name"), ("FIXW", 5, "project_name")]


@case("M28")
def test_orders_without_a_day_are_told_apart_by_their_text_in_other_weeks_too(tmp_path: Path) -> None:
    for week, text in ((W46, "修路灯"), (W47, "清理楼道")):
        orders_of(tmp_path, "QC-CHZ", week, {**EAST, **DONE, "order_no": "1号", "posted_on": "", "content": text})
    assert compared_week(received(tmp_path)).orders.height == 2


def test_an_order_reported_again_as_finished_is_one_and_both_rows_stay_accounted_for(tmp_path: Path) -> None:
    orders_of(tmp_path, "QC-CHZ", W46, {**EAST, "order_no": "1号", "sent_on": "", "taken_on": "2021-11-17"} | OPEN)
    orders_of(tmp_path, "QC-CHZ", W47, {**EAST, **DONE, "order_no": "1号"})
    workspace = received(tmp_path)
    assert [compared_week(workspace, week).orders["done"].to_list() for week in (W46, W47)] == [[False], [True]]
    november = compared_week(workspace, "2021-11")
    data = november.ledger.filter(pl.col("fate") == "accepted").sort("submission", "reason")
    assert november.orders["order_no"].to_list() == ["1号"]
    assert sorted(data["reason"].to_list(), key=str) == [None, "merged"]


@case("M28", FIXW="number_generated")
def test_an_order_without_a_number_counts_once_when_it_is_taken_later(tmp_path: Path) -> None:
    """Numberless orders of one community and day, one published and then taken, two that nobody has taken yet."""
    blank = {"order_no": "", "sent_on": "", "taken_on": "", "member_name": "", "done_on": "", "satisfaction": ""}
    posted = {**EAST, **blank, "status": "已发布"}
    alike = [posted | {"content": "修路灯", "compound": name} for name in ("东苑", "西苑")]
    orders_of(tmp_path, "QC-CHZ", W46, posted, *alike)
    orders_of(tmp_path, "QC-CHZ", W47, posted | OPEN | {"taken_on": "2021-11-23", "member_name": "王一"})
    workspace = received(tmp_path)
    first, second = compared_week(workspace, W46), compared_week(workspace, W47)
    assert (first.orders.height, first.orders["taken"].sum()) == (3, 0)
    assert (second.orders.height, second.orders["taken"].sum()) == (3, 1)


def test_a_concern_settled_in_a_later_week_is_settled(tmp_path: Path) -> None:
    cadres(tmp_path, "陈一")
    talk = {"name": "陈一", "contact_date": "2021-11-16", "contact_by": "王五"}
    put(tmp_path, W46, "S4", talk | {"issue_status": "未办"})
    put(tmp_path, W47, "S4", talk | {"issue_status": "已办", "topic": "", "issue_due": "", "next_contact": ""})
    assert compared_week(received(tmp_path)).contacts["issue_status"].to_list() == ["DONE"]


@case("M80", CELL="done_after_posted")
def test_an_order_finished_before_it_was_posted_stays_in_the_totals(tmp_path: Path) -> None:
    put(tmp_path, W47, "S10", {"posted_on": "2021-11-24", "taken_on": "", "done_on": "2021-11-23", "order_no": "1号"})
    data = compared_week(received(tmp_path))
    assert lines(data, "done_after_posted") == [("CELL", 4, "posted_on")]
    assert data.orders.select("posted", "posted_on").rows() == [(True, None)]


@case("M81", FIXW="zero_report_with_rows")
def test_rows_win_over_a_zero_report(tmp_path: Path) -> None:
    intake = sent(tmp_path, [*page("S4", {"name": "陈一"}), ["本周无变化"]])
    assert values(judged(intake), "S4.name") == [["陈一"]]
    assert reactions(intake) == {("zero_report_with_rows", "FIXW")}
    assert intake.submissions["zero_report"].to_list() == [False]


@case("M28", FIXW="leader_listed_twice")
@pytest.mark.parametrize(
    ("former", "told"),
    [
        ({}, True),
        ({"valid_to": "2021-12-31"}, True),
        ({"valid_to": "2021-08-31"}, False),  # that post is over
        ({"leader": "王五"}, False),
    ],
)
def test_a_leader_with_two_rows_in_force_is_told_and_counts_once(
    tmp_path: Path, former: dict[str, Any], *, told: bool
) -> None:
    now = {"leader": "赵六", "post": "副县长", "organ": "县政府", "valid_from": "2021-09-01", "valid_to": ""}
    before = {**now, "post": "县委常委", "organ": "县委", "valid_from": "2020-09-01", **former}
    put(tmp_path, W47, "R6", before, now)
    put(tmp_path, W47, "S8", {"leader": "赵六"})
    data = compared_week(received(tmp_path))
    rows = [("FIXW", 4, "leader"), ("FIXW", 5, "leader")]
    assert lines(data, "leader_listed_twice") == (rows if told else [])
    assert figures(data)["C1"].measured.denominator == (2 if former.get("leader") else 1)
