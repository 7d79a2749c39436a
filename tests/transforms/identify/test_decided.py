"""What people decide about mentions holds before every tier (docs/decisions/0020)."""

from __future__ import annotations

import datetime as dt
import hashlib
from itertools import permutations
from typing import Any

import polars as pl
import pytest

from transforms.identify.decided import DECIDED
from transforms.identify.edges import DECISIONS, Edges, clusters, contradicted, edges, mention_digest
from transforms.identify.mentions import MENTION, mentions
from transforms.identify.registry import registry
from transforms.identify.resolve import identified
from transforms.identify.resolver import ONE_ID_TWO_NAMES

MAY, JUNE = dt.date(1965, 5, 1), dt.date(1965, 6, 1)
SAME, DIFFERENT, LATER = "same", "different", "later"
Row = dict[str, Any]


def keyed_digest(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode()).hexdigest()


def rows(*shown: Row) -> pl.DataFrame:
    """Rows of S9 and of S7 alike: name, unit_code, birth_ym, id_no."""
    lineage = {"submission": "s", "submitter": "ZZB", "period": "2021-W47"}
    lines = [lineage | {"row": at} | row for at, row in enumerate(shown, start=2)]
    texts = ("submission", "submitter", "period", "name", "unit_code", "id_no", "phone")
    schema = dict.fromkeys(texts, pl.String()) | {"row": pl.Int64(), "birth_ym": pl.Date()}
    return pl.DataFrame(lines, schema=schema)


def digest(row: Row) -> str:
    shown = mentions("S9", rows(row), keyed_digest).select(*MENTION)
    return mention_digest(shown.row(0), keyed_digest)


def decided(*answers: tuple[Row, str, Row]) -> Edges:
    lines = [{"mention": digest(row), "other": digest(other), "judgement": said} for row, said, other in answers]
    return edges(pl.DataFrame(lines, schema=DECISIONS), keyed_digest)


def people(edges: Edges, *shown: Row) -> list[str | None]:
    """The person_id of each row of one roster."""
    frame = rows(*shown)
    known = registry({"S9": frame}, keyed_digest, edges=edges)
    return identified("S9", frame, known, keyed_digest, edges)["person_id"].to_list()


WHOLE: Row = {"name": "王建国", "birth_ym": MAY, "unit_code": "U1", "id_no": "A"}
DAMAGED: Row = {"name": "王健国", "birth_ym": MAY, "unit_code": "U1"}
CORRECTED: Row = WHOLE | {"id_no": "B"}


@pytest.mark.parametrize("other", [DAMAGED, CORRECTED])
def test_two_who_are_the_same_are_one_under_the_earliest_number(other: Row) -> None:
    apart = people(Edges(), WHOLE, other)
    assert len({*apart}) == 2
    assert people(decided((WHOLE, SAME, other)), WHOLE, other) == [apart[0]] * 2
    assert people(decided((other, SAME, WHOLE)), other, WHOLE)[0] == people(Edges(), other)[0]


def test_who_was_found_by_either_of_them_follows() -> None:
    """The row at U2 has the corrected number, the row at U3 the other one: all four are one person."""
    by_new = {"name": "王建国", "unit_code": "U2", "id_no": "B"}
    by_old = {"name": "王建国", "unit_code": "U3", "id_no": "A"}
    joined = decided((WHOLE, SAME, CORRECTED))
    assert len({*people(joined, by_new, WHOLE, CORRECTED, by_old)}) == 1


def test_the_same_is_passed_on() -> None:
    third = {"name": "王建", "birth_ym": MAY}
    assert len({*people(decided((WHOLE, SAME, DAMAGED), (third, SAME, DAMAGED)), WHOLE, DAMAGED, third)}) == 1


def test_two_who_are_different_are_parted_again() -> None:
    """The name and unit would be enough (T4), and so would the id number (T1)."""
    by_unit, by_id = {"name": "王建国", "unit_code": "U1"}, {"name": "王建军", "id_no": "A", "unit_code": "U2"}
    assert len({*people(Edges(), WHOLE, by_unit, by_id)}) == 1
    parted = decided((WHOLE, DIFFERENT, by_unit), (by_id, DIFFERENT, WHOLE), (by_id, DIFFERENT, by_unit))
    assert len({*people(parted, WHOLE, by_unit, by_id)}) == 3


def test_one_id_with_two_names_waits_until_somebody_has_decided() -> None:
    before, married = {"name": "王芳", "id_no": "A", "birth_ym": MAY}, {"name": "李秀英", "id_no": "A", "birth_ym": MAY}
    waiting = identified("S9", rows(before), registry({"S9": rows(before, married)}, keyed_digest), keyed_digest)
    assert waiting["doubt"].item() == ONE_ID_TWO_NAMES
    assert len({*people(decided((before, SAME, married)), before, married)}) == 1
    two = people(decided((before, DIFFERENT, married)), before, married)
    assert len({*two}) == 2
    assert None not in two


def test_a_report_that_nobody_could_decide_on_counts_for_whom_somebody_says() -> None:
    cadres = rows(WHOLE, {"name": "王芳", "unit_code": "U1"})
    known = registry({"S1": cadres.rename({"unit_code": "former_unit"})}, keyed_digest)
    report = {"name": "王健国", "unit_code": "U1"}
    standing = mentions("S1", cadres.rename({"unit_code": "former_unit"}), keyed_digest).select(*MENTION).row(0)
    pair = {"mention": digest_of("S7", report), "other": mention_digest(standing, keyed_digest)}
    said = edges(pl.DataFrame([pair | {"judgement": SAME}], schema=DECISIONS), keyed_digest)
    shown = [identified("S7", rows(report), known, keyed_digest, held) for held in (Edges(), said)]
    assert [frame["tier"].item() for frame in shown] == [None, DECIDED]
    assert shown[1]["person_id"].item() == known["person_id"][0]


def digest_of(sheet: str, row: Row) -> str:
    return mention_digest(mentions(sheet, rows(row), keyed_digest).select(*MENTION).row(0), keyed_digest)


def test_different_from_the_one_and_the_same_as_the_other() -> None:
    """王建国 of U1 and of U2: the row without a unit is the second's."""
    first, second = WHOLE, {"name": "王建国", "birth_ym": JUNE, "unit_code": "U2"}
    row = {"name": "王健国"}
    answers = people(decided((row, SAME, second), (row, DIFFERENT, first)), first, second, row)
    assert answers[2] == answers[1] != answers[0]


def test_later_decides_nothing() -> None:
    assert people(decided((WHOLE, LATER, DAMAGED)), WHOLE, DAMAGED) == people(Edges(), WHOLE, DAMAGED)


def test_the_order_of_rows_and_of_answers_changes_nothing() -> None:
    third = {"name": "王建国", "unit_code": "U2", "id_no": "B", "birth_ym": MAY}
    answers = [(WHOLE, SAME, DAMAGED), (third, SAME, DAMAGED), (CORRECTED, DIFFERENT, WHOLE)]
    frame = rows(WHOLE, DAMAGED, third, CORRECTED)
    results = [
        registry({"S9": frame[[*order]]}, keyed_digest, edges=decided(*some))
        for order in permutations(range(4))
        for some in (answers, answers[::-1])
    ]
    assert all(result.equals(results[0]) for result in results)


def test_clusters_and_what_contradicts_itself() -> None:
    said = pl.DataFrame(
        [
            {"mention": "a", "other": "b", "judgement": SAME},
            {"mention": "b", "other": "c", "judgement": SAME},
            {"mention": "d", "other": "e", "judgement": DIFFERENT},
            {"mention": "a", "other": "d", "judgement": LATER},
        ],
        schema=DECISIONS,
    )
    assert clusters(said) == {"a": "a", "b": "a", "c": "a", "d": "d", "e": "e"}
    assert contradicted(said) == []
    parted = pl.DataFrame([{"mention": "a", "other": "c", "judgement": DIFFERENT}], schema=DECISIONS)
    assert contradicted(pl.concat([said, parted])) == [("a", "c")]
