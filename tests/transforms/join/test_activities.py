from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from tests.support.frames import AS_OF, ASSIGNMENTS, Row, clock, sheet_rows
from tests.support.frames import table as literal
from transforms.join.activities import assignments, contacts, duties
from transforms.join.cadres.careers import CAREERS
from transforms.join.crosschecks.concerns import disputed_concerns

CLOCK = clock()
SERVING = literal(CAREERS, [{"person_id": "p"}, {"person_id": "q"}])
DECIDED = {"name": pl.String(), "person_id": pl.String(), "tier": pl.String()}


def rows(sheet: str, *lines: Row) -> pl.DataFrame:
    """Rows as `identified` hands them on; what is not said is blank."""
    return sheet_rows(sheet, [{"person_id": "p", "name": "王芳", **row} for row in lines], more=DECIDED)


def assigned(*lines: Row, posts: tuple[Row, ...] = ()) -> pl.DataFrame:
    return assignments(rows("S6", *lines), rows("S5", *posts), SERVING, AS_OF)


def reported(*lines: Row, careers: pl.DataFrame = SERVING, posts: tuple[Row, ...] = ()) -> pl.DataFrame:
    return duties(rows("S7", *lines), careers, literal(ASSIGNMENTS, posts), CLOCK)


@pytest.mark.parametrize(
    ("cells", "in_effect"),
    [
        ({"status": "ON", "start": AS_OF}, True),
        ({"status": "ON", "start": dt.date(2021, 11, 24)}, False),
        ({"status": "ON", "start": None}, True),
        ({"status": "ON", "start": dt.date(2021, 1, 1), "end": AS_OF}, True),
        ({"status": "ON", "start": dt.date(2021, 1, 1), "end": dt.date(2021, 11, 22)}, False),
        ({"status": "PROPOSED", "start": AS_OF}, False),
        ({"status": None, "start": AS_OF}, False),
    ],
)
def test_an_assignment_is_in_effect_when_on_and_begun(cells: Row, in_effect: bool) -> None:
    result = assigned(cells)
    assert result.select("in_effect", "is_primary").row(0) == (in_effect, in_effect)


def career(**cells: Any) -> pl.DataFrame:
    return literal(CAREERS, [{"person_id": "p", **cells}])


SERVED = dt.date(2021, 11, 14)
"""The Sunday of the last week in service."""


@pytest.mark.parametrize(
    ("cells", "in_effect", "vacated"),
    [
        ({}, True, None),
        ({"left_as": "DEAD"}, False, "DEAD"),
        ({"left_as": "MOVED", "served_until": SERVED}, False, "MOVED"),
        ({"left_as": "OFF_ROSTER", "served_until": SERVED}, False, "OFF_ROSTER"),
        ({"left_as": "RETIRED", "served_until": SERVED}, True, None),  # taken on after having retired
        ({"left_as": "RETIRED", "served_until": dt.date(2021, 11, 21)}, False, "RETIRED"),  # on the post before
        ({"left_as": "RETIRED"}, True, None),  # no roster has ever shown them in service
    ],
)
def test_an_assignment_ends_with_the_career(cells: Row, in_effect: bool, vacated: str | None) -> None:
    posts = rows("S6", {"status": "ON", "start": dt.date(2021, 11, 16), "exec_meeting": True})
    made = assignments(posts, rows("S5"), career(**cells), AS_OF)
    assert made.select("in_effect", "is_primary", "vacated").row(0) == (in_effect, in_effect, vacated)


def test_what_is_not_on_is_not_vacated() -> None:
    """Nothing has to be corrected where S6 says itself that it has ended."""
    posts = rows("S6", {"status": "ENDED", "start": SERVED}, {"status": "ON", "start": SERVED, "end": SERVED})
    assert assignments(posts, rows("S5"), career(left_as="DEAD"), AS_OF)["vacated"].to_list() == [None, None]


@pytest.mark.parametrize(
    ("cells", "weeks"),
    [
        ({}, [45, 46, 47]),
        ({"exit_date": dt.date(2021, 11, 15)}, [46, 47]),  # in a leading post until then
        ({"left_as": "DEAD", "gone_on": dt.date(2021, 11, 21)}, [45, 46]),  # W46 is the week of the death
        ({"left_as": "MOVED", "gone_on": dt.date(2021, 11, 14)}, [45]),
        ({"left_as": "RETIRED", "left_on": dt.date(2021, 11, 14)}, [45, 46, 47]),  # somebody has them still at work
        ({"left_as": "OFF_ROSTER"}, [45, 46, 47]),
    ],
)
def test_a_report_counts_by_its_own_week(cells: Row, weeks: list[int]) -> None:
    made = reported(*({"period": f"2021-W{week}"} for week in (45, 46, 47)), careers=career(**cells))
    assert made.filter("in_scope")["period"].to_list() == [f"2021-W{week}" for week in weeks]


@pytest.mark.parametrize(
    ("lines", "counted"),
    [
        ([{"unit_code": "X"}, {"unit_code": "Y"}], [True, True]),  # two posts
        ([{"unit_code": "X"}, {"unit_code": "X", "task_name": "调研"}], [False, True]),  # the fuller one
        ([{"unit_code": "X"}, {"unit_code": "X", "period": "2021-W46"}], [True, True]),
        ([{"unit_code": "X"}, {"unit_code": "X", "person_id": "q"}], [True, True]),
        ([{"unit_code_text": "某指挥部"}, {"unit_code_text": "某指挥部", "submitter": "OTHER"}], [False, True]),
        ([{"submitter": "A"}, {"submitter": "B"}], [True, True]),
        ([{"submitter": "A"}, {"submitter": "A"}], [False, True]),
    ],
)
def test_the_rows_of_one_person_week_and_unit_are_one_report(lines: list[Row], counted: list[bool]) -> None:
    assert reported(*lines).sort("row")["counted"].to_list() == counted


def test_a_volunteer_has_not_left() -> None:
    """Tasks of a retired person on a new post fall due like everybody's."""
    left = career(left_as="RETIRED", left_on=SERVED)
    assert reported({}, careers=left)["left_on"].to_list() == [SERVED]
    assert reported({}, careers=left, posts=({"person_id": "p", "in_effect": True},))["left_on"].to_list() == [None]


def test_the_primary_assignment_is_the_one_in_effect_that_began_first() -> None:
    result = assigned(
        {"post_code": "ZF-002", "status": "ON", "start": dt.date(2021, 11, 18)},
        {"post_code": "ZF-001", "status": "ENDED", "start": dt.date(2021, 1, 1)},
        {"post_code": "ZF-003", "status": "ON", "start": dt.date(2021, 11, 16)},
        {"post_code": "ZF-004", "status": "ON", "start": dt.date(2021, 11, 16)},
        {"post_code": "ZF-009", "status": "ON", "start": dt.date(2021, 11, 20), "person_id": "q"},
    )
    assert result.filter("is_primary")["assignment_id"].to_list() == ["p@ZF-003@2021-11-16", "q@ZF-009@2021-11-20"]


def test_an_assignment_knows_its_post() -> None:
    post = {"post_code": "ZF-001", "post_name": "督导员", "host_unit": "XZJ", "load": "2"}
    result = assigned({"post_code": "ZF-001"}, {"post_code": None}, {"post_code": "ZF-404"}, posts=(post, post))
    assert result.sort("row").select("post_name", "host_unit", "load").rows() == [
        ("督导员", "XZJ", "2"),
        (None, None, None),
        (None, None, None),
    ]


def test_a_code_of_two_posts_names_neither() -> None:
    """Two units that number their posts 1, 2, 3 are asked to number them anew; until then no post is guessed."""
    east, west = ({"post_code": "1", "post_name": name, "host_unit": name} for name in ("甲", "乙"))
    made = assigned({"post_code": "1", "status": "ON"}, posts=(east, west))
    assert made.select("post_name", "host_unit", "in_effect").rows() == [(None, None, True)]


def test_keys_are_unique_even_where_nothing_tells_rows_apart() -> None:
    result = assigned({"status": "ON"}, {"status": "ON"}, {"status": "ON"})
    assert result["assignment_id"].to_list() == ["p@@", "p@@#2", "p@@#3"]
    assert result["is_primary"].to_list() == [True, False, False]


def test_undecided_persons_are_in_no_table() -> None:
    nobody = {"person_id": None}
    assert assigned({**nobody, "status": "ON"}).is_empty()
    assert contacts(rows("S4", {**nobody, "contact_date": AS_OF}), AS_OF).is_empty()
    assert reported(nobody).is_empty()


def test_a_contact_told_twice_is_one_and_the_fuller_row_is_kept() -> None:
    day = {"contact_date": dt.date(2021, 11, 15), "contact_by": "赵六"}
    result = contacts(
        rows(
            "S4",
            day,
            {**day, "contact_type": "MEETING", "topic": "DIVISION"},
            {**day, "contact_by": "孙七"},
            {**day, "person_id": "q"},
        ),
        AS_OF,
    )
    assert result.select("contact_id", "row").rows() == [
        ("p@2021-11-15@孙七", 4),
        ("p@2021-11-15@赵六", 3),
        ("q@2021-11-15@赵六", 5),
    ]


@pytest.mark.parametrize(
    ("weeks", "status"),
    [
        (("OPEN", "DONE"), "DONE"),  # settled
        (("DONE", "OPEN"), "OPEN"),  # taken up again
        (("OPEN", "RUN", "DONE"), "DONE"),
        (("OPEN", None), "OPEN"),  # named once more in a list of names: that settles nothing
        ((None, "OPEN"), "OPEN"),
    ],
)
def test_the_newest_word_on_a_concern_counts(weeks: tuple[str | None, ...], status: str) -> None:
    """Whatever the ids of the submissions, and however full the older row (domain.md §9.4)."""
    day = {"contact_date": dt.date(2021, 11, 1), "contact_by": "赵六"}
    full = {"contact_type": "FACE", "topic": "DIVISION", "next_contact": dt.date(2021, 12, 1)}
    for names in ("abc", "cba"):
        lines = [
            {
                **day,
                **(full if not n else {}),
                "issue_status": word,
                "period": f"2021-W{44 + n}",
                "submission": names[n],
            }
            for n, word in enumerate(weeks)
        ]
        assert contacts(rows("S4", *lines), AS_OF)["issue_status"].to_list() == [status]


@pytest.mark.parametrize(
    ("concerns", "status", "told"),
    [
        ((("住房", "RUN"), ("住房", "DONE")), "DONE", [2, 3]),  # one concern, moved on
        ((("住房", "RUN"), ("待遇", "DONE")), "RUN", [2, 3]),  # two, of which one is settled
        ((("住房", "DONE"), (None, "DONE")), "DONE", []),
        ((("住房", "RUN"), ("待遇", None)), "RUN", []),
    ],
)
def test_of_several_concerns_of_one_contact_none_is_settled_by_another(
    concerns: tuple[tuple[str | None, str | None], ...], status: str, told: list[int]
) -> None:
    day = {"contact_date": dt.date(2021, 11, 15), "contact_by": "赵六"}
    log = rows("S4", *({**day, "issue_text": text, "issue_status": word} for text, word in concerns))
    assert contacts(log, AS_OF)["issue_status"].to_list() == [status]
    assert disputed_concerns(log)["row"].to_list() == told


def test_contacts_after_the_cut_off_have_not_happened() -> None:
    result = contacts(rows("S4", {"contact_date": AS_OF}, {"contact_date": dt.date(2021, 11, 24)}), AS_OF)
    assert result["contact_date"].to_list() == [AS_OF]


def test_duties_of_later_weeks_are_left_out() -> None:
    weeks = [{"period": f"2021-W{week}", "unit_code": "XZJ"} for week in (46, 47, 48)]
    assert reported(*weeks)["duty_id"].to_list() == [
        "p@2021-W46@XZJ",
        "p@2021-W47@XZJ",
    ]


def test_nothing_of_the_vault_is_in_the_tables() -> None:
    talk = {"contact_date": AS_OF, "issue_text": "想离家近一点", "mood": "WORRIED"}
    tables = (
        contacts(rows("S4", talk), AS_OF),
        assigned({"id_no": "110105194912310021", "birth_ym": dt.date(1965, 5, 1)}),
        reported({}),
    )
    for table in tables:
        assert not {"id_no", "phone", "birth_ym", "issue_text", "mood", "note"} & set(table.columns)
        assert {"person_id", "name", "tier", "submission", "row"} <= set(table.columns)


@pytest.mark.parametrize("sheet", ["S4", "S6", "S7"])
def test_empty_tables_keep_their_columns(sheet: str) -> None:
    def table(*lines: Row) -> pl.DataFrame:
        if sheet == "S4":
            return contacts(rows(sheet, *lines), AS_OF)
        return assigned(*lines) if sheet == "S6" else reported(*lines)

    full = table({"contact_date": AS_OF} if sheet == "S4" else {})
    assert full.height == 1
    assert table().schema == full.schema
