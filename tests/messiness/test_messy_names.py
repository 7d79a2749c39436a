"""Names and identity as clerks write them, on real workbooks (domain.md §12, M31–M43)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.messiness.messiness import case
from tests.support.messiness.messy import judged, one_cell, page, reactions, sent, values, written
from transforms.recognise.grid import Cell

pytestmark = pytest.mark.usefixtures("plainly")

ID, OLD_ID = "421126196510150013", "421126651015001"
X_ID = "11010519491231002X"  # the example of GB 11643


@pytest.mark.parametrize(
    ("place", "cell", "value", "issue"),
    [
        written("M31", "S1.name", "张　三", "张三", "name_tidied", "FIX"),
        written("M31", "S1.name", "张\u200b三\u00a0", "张三", "name_tidied", "FIX"),
        written("M32", "S1.name", "张三（女）", "张三", "name_note_removed", "FIXW"),
        written("M32", "S1.name", "李四*", "李四", "name_note_removed", "FIXW"),
        written("M32", "S1.name", "王五(挂职)", "王五", "name_note_removed", "FIXW"),
        written("M33", "S1.name", "买买提•艾力", "买买提·艾力", "name_tidied", "FIX"),
        written("M33", "S1.name", "买买提.艾力", "买买提·艾力", "name_tidied", "FIX"),
        written("M34", "S1.name", "王?", "王?", "damaged_character", "FIXW"),
        written("M34", "S1.name", "王□明", "王□明", "damaged_character", "FIXW"),
        written("M34", "S1.name", "王\ue001", "王\ue001", "damaged_character", "FIXW"),
        written("M35", "S1.name", "王⼤⼭", "王大山", "name_tidied", "FIX"),
        written("M36", "S9.town", "张榜镇", "421126110", "code_understood", "FIXW"),
        written("M37", "S4.contact_by", "王书记", None, "name_title", "CELL"),
        written("M37", "S10.member_name", "热心群众", None, "name_of_nobody", "CELL"),
        written("M38", "S9.name", "张三和李四", "张三和李四", "name_long", "FIXW"),
        written("M38", "S4.name", "张三、李四,王五 等3人", ["张三", "李四", "王五"], "people_split", "FIXW"),
        written("M38", "S4.name", "张三、李四等5人", ["张三", "李四"], "people_count", "FIXW"),
        written("M38", "S1.name", "张三、李四", None, "several_people", "ROW"),
        written("M39", "S1.id_no", 4.21126196503071e17, None, "id_typed_as_number", "CELL"),
        written("M39", "S1.id_no", "4.21126E+17", None, "id_typed_as_number", "CELL"),
        written("M40", "S1.id_no", f"'{X_ID.lower()}", X_ID, "id_rewritten", "FIX"),
        written("M40", "S1.id_no", "１１０１０５ １９４９１２３１ ００２×", X_ID, "id_rewritten", "FIX"),
        written("M41", "S1.id_no", OLD_ID, ID, "id_upgraded", "FIX"),
        written("M41", "S1.id_no", float(OLD_ID), ID, "id_upgraded", "FIX"),
        written("M43", "S9.phone", "+86 139-0000-0000", "13900000000", "phone_rewritten", "FIX"),
        written("M43", "S9.phone", "13900000000/13911111111", "13900000000", "phone_rewritten", "FIX"),
        written("M43", "S9.phone", "7220000", "0713-7220000", "phone_area_code", "FIXW"),
        written("M43", "S9.phone", "1.39E+10", None, "phone_lost_digits", "CELL"),
        written("M43", "S9.phone", "1390000", None, "phone_unreadable", "CELL"),
    ],
)
def test_a_name_or_number_of_a_person(
    tmp_path: Path, place: str, cell: Cell, value: object, issue: tuple[str, str] | None
) -> None:
    assert one_cell(tmp_path, place, cell) == (value, issue)


@case("M42", CELL="id_no_checksum")
@pytest.mark.parametrize("wrong", ["421126196510150011", "421126196513150012", "421126196510150001"])
def test_an_id_that_cannot_be_costs_the_cell_and_not_the_row(tmp_path: Path, wrong: str) -> None:
    verdict = judged(sent(tmp_path, page("S1", {"id_no": wrong})))
    assert ("id_no_checksum", "CELL") in reactions(verdict)
    assert (values(verdict, "S1.id_no"), values(verdict, "S1.name")) == ([None], ["陈一"])
