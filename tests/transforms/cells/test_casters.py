"""What holds for every caster, and free text (domain.md §12, M47, M69, M70)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.catalogue import SHEETS
from expectations.contract.contract import DTYPES, LIST_KINDS, Kind
from expectations.contract.rules import Reaction
from expectations.county.codelist import code_list
from expectations.sheets.declare import column
from transforms.cells.casters import CASTERS, read_cell
from transforms.cells.context import Context
from transforms.cells.sentences import CAUSES, READ_AS

LISTED = code_list("work", "中心工作", "R4", {"FX": ["防汛"]}, keywords={"FX": ["汛"]}, ignored=["待定"])
CONTEXT = Context(period_end=dt.date(2021, 11, 28), codes={"work": LISTED}, area_code="0713")
COLUMNS = {kind: column("x", "标题", kind, "例", codes="work") for kind in Kind}
TEXT = COLUMNS[Kind.TEXT]
FIX, FIXW, CELL = Reaction.FIX, Reaction.FIXW, Reaction.CELL

OFFICE = st.text(
    "0123456789零一二三十百万亿年月日底前后天周第元人小时成%.,-—/～至等、 （）()张王书记女半约:：TeE+Xx·无√",
    max_size=25,
)
CELLS = st.one_of(
    OFFICE, st.text(), st.floats(), st.integers(-(10**20), 10**20), st.booleans(),
    st.dates(), st.datetimes(), st.times(), st.timedeltas(),
)  # fmt: skip
PYTHON_TYPE = {
    Kind.INTEGER: int, Kind.FLAG: bool,
    **dict.fromkeys((Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.HOURS), float),
    **dict.fromkeys((Kind.DATE, Kind.DUE, Kind.MONTH, Kind.BIRTH), dt.date),
    **dict.fromkeys(LIST_KINDS, tuple),
}  # fmt: skip


def test_every_kind_has_a_caster():
    assert set(CASTERS) == set(Kind)
    assert set(DTYPES) == set(PYTHON_TYPE)


@pytest.mark.parametrize("kind", Kind)
@given(cell=CELLS)
def test_whatever_arrives_gives_a_reading_of_the_column_s_type(kind, cell):
    reading = read_cell(cell, COLUMNS[kind], CONTEXT)
    assert reading.value is None or type(reading.value) is PYTHON_TYPE.get(kind, str)
    assert reading.value not in ("", ())
    assert (reading.reaction is None) == (reading.rule == "")
    if reading.reaction is CELL:
        assert reading.value is None
    assert bool(reading.message) == (reading.reaction in (FIXW, CELL))


@pytest.mark.parametrize(
    "cell", ["9" * 5000, "一" * 5000, "亿" * 300, "1" + "万" * 300, "张三等" + "9" * 1500 + "人", "1e999"]
)
def test_monstrous_texts_do_no_harm(cell):
    for each in COLUMNS.values():
        reading = read_cell(cell, each, CONTEXT)
        assert len(cell) < 2000 or each is TEXT or reading.rule == "cell_too_long"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.FLAG])
@pytest.mark.parametrize(
    "cell", ["/", "／", "—", "——", "--", "无", " 暂无 ", "NULL", "n/a", "nan", "NaT", "<NA>", "undefined"]
)
def test_words_for_nothing_are_null_in_any_column_m47(kind, cell):
    reading = read_cell(cell, COLUMNS[kind], CONTEXT)
    assert (reading.value, reading.reaction, reading.rule) == (None, FIX, "nothing_token")


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("cell", ["#N/A", " #DIV/0!", "#NAME?", "Err:502", "########"])
def test_an_error_in_a_text_or_web_page_is_no_content_of_any_column(kind, cell):
    reading = read_cell(cell, COLUMNS[kind], CONTEXT)
    assert (reading.value, reading.reaction, reading.rule) == (None, CELL, "error_cell")


@pytest.mark.parametrize("cell", ["#1楼", "##", "E栋", "nanny", "Err:5号"])
def test_a_text_that_begins_like_an_error_is_content(cell):
    assert read_cell(cell, TEXT, CONTEXT).value == cell


@pytest.mark.parametrize("cell", [" ", "\u3000", "\u200b", "\n"])
def test_a_cell_of_blanks_is_blank(cell):
    assert read_cell(cell, TEXT, CONTEXT).reaction is None
    assert read_cell(cell, TEXT, CONTEXT).value is None


@pytest.mark.parametrize("sentence", [*CAUSES.values(), *READ_AS.values()])
def test_sentences_are_whole(sentence):
    assert sentence.endswith("。")


def test_a_refusal_gives_the_cause_and_what_is_expected():
    message = read_cell("2021-11-31", COLUMNS[Kind.DATE], CONTEXT).message
    assert message == CAUSES["date_impossible"] + COLUMNS[Kind.DATE].because


@pytest.mark.parametrize(
    ("cell", "value", "reaction"),
    [
        pytest.param("  文 字 ", "文 字", FIX, id="outer_blanks"),
        pytest.param("=A2", "=A2", FIX, id="M69_formula_text_is_kept"),
        pytest.param("文\x07字\x00", "文字", FIX, id="M70_controls"),
        pytest.param("一\r\n二", "一\n二", FIX, id="M70_line_ends"),
        pytest.param("好👍", "好👍", None, id="M70_emoji"),
        pytest.param("e\u0301", "é", FIX, id="M70_composed"),
        pytest.param("㎡①", "㎡①", None, id="M70_remarks_are_not_folded"),
        pytest.param(12.0, "12", None, id="number"),
        pytest.param(0.1 + 0.2, "0.3", None, id="number_as_excel_shows_it"),
        pytest.param(1e16, "10000000000000000", None, id="plain_digits"),
        pytest.param(dt.datetime.combine(dt.date(2021, 11, 15), dt.time()), "2021-11-15", None, id="date"),
        pytest.param("\x07", None, None, id="only_controls"),
    ],
)
def test_text(cell, value, reaction):
    reading = read_cell(cell, TEXT, CONTEXT)
    assert (reading.value, reading.reaction) == (value, reaction)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        *((text, "MS2021-001") for text in ("ＭＳ2021—001", "ms2021-001 ", "MS 2021 - 001", "MS2021一001")),
        *((text, text) for text in ("MS2021-001", "S10-026b07edee", "1号", "1 2", "一1")),
    ],
)
def test_the_number_of_a_row_has_one_spelling_in_every_sheet(written: str, number: str) -> None:
    for sheet, name in (("S8", "item_code"), ("S5", "post_code"), ("S6", "post_code")):
        reading = read_cell(written, SHEETS[sheet].column[name], CONTEXT)
        assert (reading.value, reading.rule) == (number, "" if written == number else "number_tidied")
