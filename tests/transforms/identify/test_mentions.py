"""What the rows of a sheet show of each person they name."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from tests.support.frames import UNIT, Row, sheet_rows
from transforms.identify.mentions import DIGEST_LENGTH, MENTION, mentions, telling

BORN = dt.date(1965, 5, 9)


def keyed_digest(kind: str, text: str) -> str:
    """Readable, and longer than what is kept of it."""
    return f"{kind}:{text}".ljust(64, "-")


def kept(kind: str, text: str) -> str:
    return f"{kind}:{text}".ljust(DIGEST_LENGTH, "-")


def shown(sheet: str, *rows: Row) -> pl.DataFrame:
    return mentions(sheet, sheet_rows(sheet, rows), keyed_digest).select(*MENTION)


def test_a_row_of_a_roster_shows_all_its_evidence() -> None:
    member = {"name": "張建國", "birth_ym": BORN, "unit_code": "X", "id_no": "A", "phone": "1"}
    cadre = {"name": "張建國", "birth_ym": BORN, "former_unit": "X", "id_no": "A"}
    born = dt.date(1965, 5, 1)
    assert shown("S9", member).rows() == [("张建国", born, "X", kept("id", "A"), kept("phone", "1"), None)]
    assert shown("S1", cadre).rows() == [("张建国", born, "X", kept("id", "A"), None, UNIT)]


def test_what_a_row_does_not_show_is_null() -> None:
    empty, full = {"name": "王芳"}, {"name": "李强", "id_no": "A", "phone": "1"}
    assert shown("S9", empty, full).rows() == [
        ("王芳", None, None, None, None, None),
        ("李强", None, None, kept("id", "A"), kept("phone", "1"), None),
    ]
    assert dict(shown("S9", empty).schema) == MENTION


@pytest.mark.parametrize(
    ("unit", "text", "expected"),
    [("X", "甲公司", "X"), (None, "甲公司", "?甲公司"), ("X", None, "X"), (None, None, None)],
)
def test_a_unit_without_a_code_is_known_by_its_text(unit: str | None, text: str | None, expected: str | None) -> None:
    row = {"name": "王芳", "former_unit": unit, "former_unit_text": text}
    assert shown("S1", row)["unit"].to_list() == [expected]


def test_among_several_names_birth_id_and_phone_are_nobodys() -> None:
    """Of an order the unit is that of all members, of a talk it is nobody's."""
    order = {"member_name": ["王芳", "李强"], "member_unit": "X"}
    talk = {"name": ["王芳", "李强"], "unit_code": "X"}
    lone = {"name": ["王芳", "王芳"], "unit_code": "X"}  # the same name twice is one person
    nobody = [("王芳", None, None, None, None, UNIT), ("李强", None, None, None, None, UNIT)]
    assert shown("S10", order).rows() == [
        ("王芳", None, "X", None, None, None),
        ("李强", None, "X", None, None, None),
    ]
    assert shown("S4", talk, lone).rows() == [*nobody, ("王芳", None, "X", None, None, UNIT)]


def test_birth_id_and_phone_of_a_list_are_evidence_for_a_single_name_only() -> None:
    listed = pl.DataFrame(
        {
            "submitter": ["ZZB", "ZZB"],
            "member_name": [["王芳"], ["李强", "赵六"]],
            "member_unit": ["X", "Y"],
            "birth_ym": [BORN, BORN],
            "id_no": ["A", "B"],
            "phone": ["1", "2"],
        }
    )
    assert mentions("S10", listed, keyed_digest).select("name", *MENTION).rows() == [
        ("王芳", "王芳", dt.date(1965, 5, 1), "X", kept("id", "A"), kept("phone", "1"), None),
        ("李强", "李强", None, "Y", None, None, None),
        ("赵六", "赵六", None, "Y", None, None, None),
    ]


def test_rows_keep_their_other_columns_and_lose_id_and_phone() -> None:
    rows = pl.DataFrame({"submitter": ["ZZB"], "name": ["王芳"], "id_no": ["A"], "phone": ["1"], "post_level": ["132"]})
    kept_columns = {"submitter", "name", "post_level"}
    assert set(mentions("S9", rows, keyed_digest).columns) == kept_columns | MENTION.keys()


def test_columns_a_sheet_lacks_are_null_and_typed() -> None:
    rows = pl.DataFrame({"submitter": ["ZZB"], "name": ["王芳"]})
    evidence = mentions("S9", rows, keyed_digest).select(*MENTION)
    assert dict(evidence.schema) == MENTION
    assert evidence.rows() == [("王芳", None, None, None, None, None)]


def test_the_names_of_a_list_stand_in_its_order() -> None:
    names = [f"{surname}强" for surname in "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"]
    assert shown("S4", {"name": names + names[::-1]})["name_key"].to_list() == names


def test_rows_that_name_nobody_are_left_out() -> None:
    assert shown("S9", {"name": None, "id_no": "A"}).is_empty()
    assert shown("S10", {"member_name": None}, {"member_name": []}).is_empty()


def test_identity_needs_the_lineage_and_the_evidence_and_no_other_column() -> None:
    lineage = ["submission", "submitter", "period", "period_end", "row"]
    assert telling("S9", sheet_rows("S9", [])).columns == [
        *lineage, "name", "unit_code", "unit_code_text", "birth_ym", "id_no", "phone",
    ]  # fmt: skip
    of_talks = telling("S4", sheet_rows("S4", [])).columns
    assert of_talks == [*lineage, "name", "unit_code", "unit_code_text", "birth_ym"]


def test_the_evidence_is_selected_as_it_stands_lazily_too() -> None:
    roster = sheet_rows("S1", [{"name": "王芳", "former_unit": "X", "id_no": "A"}])
    selected = telling("S1", roster)
    assert selected.select("name", "former_unit", "id_no").rows() == [("王芳", "X", "A")]
    assert telling("S1", roster.lazy()).collect().equals(selected)
