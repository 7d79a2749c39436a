"""Findings about whole rows: wrong subtotals, rows marked 作废 (void), and rows like the example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from expectations.contract.contract import Column, Kind, Need, Sheet
from expectations.contract.rules import Reaction
from transforms.recognise.grid import Cell
from transforms.recognise.row_kinds import DERIVED, EXAMPLE, FOOT, FORGOTTEN, GROUP_TITLE, SUBTOTAL
from transforms.recognise.row_words import is_bare_label, is_example, is_number, is_stamp
from transforms.recognise.tables import Table
from transforms.recognise.totals import SUMMED, agree, number_in, sum_of
from transforms.records.issues import Finding

_VOID = frozenset({"作废", "已作废", "(作废)", "（作废）", "作废。", "本行作废", "此行作废", "【作废】"})
_MARKED_VOID = "本行标有“作废”，但仍按有效的行接收。不需要报送的行请删除；需要报送的请去掉“作废”字样。"
_DOUBTED = {
    SUBTOTAL: "合计行",
    DERIVED: "其中、平均、结转一类的行",
    EXAMPLE: "示例行",
    FOOT: "表尾说明",
    GROUP_TITLE: "分组标题",
}
_DOUBTFUL = (
    "本行看作{words}，没有登记，但「{heading}」填有内容。如确是要报送的一行，请把整行填完整，"
    "并去掉“合计”“其中”“示例”等字样。"
)
_LIKE_EXAMPLE = (
    "本行各栏与填表说明中的示例完全相同，已作为数据接收。确是实际情况的不用改；照抄示例的，请删除本行后重新报送。"
)
_MARKED_EXAMPLE = "本行标有“示例”，但排在数据之后，已作为数据接收。确是示例的请删除本行；不是的请去掉“示例”字样。"
_PERSONS = frozenset({Kind.NAME, Kind.PEOPLE})
_TOTAL_DIFFERS = "合计行的「{heading}」与各行相加的结果不一致，合计行不作为数据采用。请核对各行和合计数。"


def wrong_totals(table: Table, sheet: Sheet) -> Iterator[Finding]:
    """A warning for every subtotal that equals no computed sum: of the block above or below it, or of all rows (M22).

    A column with a cell that is no plain number has no sum; nor has any where a row was erased.
    """
    if FORGOTTEN in table.set_aside.values():
        return
    totals = sorted(row for row, reason in table.set_aside.items() if reason == SUBTOTAL)
    for column in sheet.columns if totals else ():
        if column.kind in SUMMED and column.name in table.header.columns:
            yield from _wrong(column, table.header.columns[column.name], table, totals)


def _wrong(column: Column, at: int, table: Table, totals: Sequence[int]) -> Iterator[Finding]:
    borders = [-1, *totals, len(table.grid.rows)]
    for last, row, following in zip(borders, totals, borders[2:], strict=False):
        cell = table.grid.rows[row][at]
        stated = number_in(cell)
        blocks = (
            [r for r in table.data if last < r < row],
            [r for r in table.data if r < row],
            [r for r in table.data if row < r < following],
            table.data,
        )
        sums = [sum_of(table.grid, at, block) for block in blocks if block]
        if stated is not None and None not in sums and not any(agree(stated, ours) for ours in sums):
            message = _TOTAL_DIFFERS.format(heading=column.heading)
            yield Finding(row, column, "subtotal_differs", Reaction.FIXW, message, cell)


def doubtful_rows(table: Table, sheet: Sheet) -> Iterator[Finding]:
    """A warning, at its first cell, for every row set aside by its words that holds a value of a required column.

    Sums, the words themselves and the contract's examples are none; a group title is one outside the first column.
    """
    required = [c for c in sheet.columns if c.need is Need.REQUIRED and c.kind not in SUMMED]
    places = {c: table.header.columns[c.name] for c in required if c.name in table.header.columns}
    for row, reason in table.set_aside.items() if places else ():
        if words := _DOUBTED.get(reason):
            cells = ((column, table.grid.rows[row][at]) for column, at in places.items())
            doubted = next(((c, cell) for c, cell in cells if _is_value(cell, c, reason, first=places[c] == 0)), None)
            if doubted:
                column, cell = doubted
                message = _DOUBTFUL.format(words=words, heading=column.heading)
                yield Finding(row, column, "row_set_aside", Reaction.FIXW, message, cell)


def _is_value(cell: Cell, column: Column, reason: str, *, first: bool) -> bool:
    """Whether a cell of a row set aside may be meant as data."""
    text = cell.strip() if isinstance(cell, str) else ""
    if not text or is_number(text):
        return False
    match reason:
        case "subtotal" | "derived":
            return not is_bare_label(text)
        case "example":
            return text != column.example and not is_example([text])
        case "foot":
            return not (is_stamp(text) or first)
    return not first


def voided_rows(table: Table, sheet: Sheet) -> Iterator[Finding]:
    """A warning, at its first column, for every data row marked 作废 outside a column of states; it is kept (M21)."""
    marked = [row for row in table.data if not _VOID.isdisjoint(table.grid.rows[row])]
    states = {at for name, at in table.header.columns.items() if sheet.column[name].codes}
    for row in marked:
        if any(cell in _VOID and at not in states for at, cell in enumerate(table.grid.rows[row])):
            yield Finding(row, first_column(table, sheet), "row_marked_void", Reaction.FIXW, _MARKED_VOID, "")


def rows_like_example(table: Table, sheet: Sheet) -> Iterator[Finding]:
    """A warning for a first row that is the contract's example, with its person; only a mark makes it no data (M29)."""
    cells = table.grid.rows[table.data[0]] if table.data else []
    given = {name: _written(cells[at]) for name, at in table.header.columns.items() if cells and cells[at] != ""}
    columns = [column for column in sheet.columns if column.need is Need.REQUIRED or column.name in given]
    persons = any(column.kind in _PERSONS for column in columns)
    if cells and persons and all(given.get(column.name) == column.example for column in columns):
        yield Finding(table.data[0], first_column(table, sheet), "row_like_example", Reaction.FIXW, _LIKE_EXAMPLE, "")


def marked_examples(table: Table, sheet: Sheet) -> Iterator[Finding]:
    """A warning for every data row marked as an example: below the data it is none, so that nothing gets lost (M29)."""
    for row in table.examples:
        if row in table.data:
            yield Finding(row, first_column(table, sheet), "row_like_example", Reaction.FIXW, _MARKED_EXAMPLE, "")


def _written(cell: Cell) -> str:
    return str(cell).removesuffix(".0")


def first_column(table: Table, sheet: Sheet) -> Column:
    """The leftmost column of a table."""
    return sheet.column[min(table.header.columns, key=table.header.columns.__getitem__)]
