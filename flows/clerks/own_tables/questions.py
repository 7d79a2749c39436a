"""A proposal as a workbook that somebody answers at leisure, and the answers in it (认定表)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import xlsxwriter

from expectations.catalogue import SHEETS
from flows.clerks.own_tables.proposals import CannotMap, Worksheet
from flows.county.said import bilingual
from flows.read.workbook import read_workbook
from flows.read.workers.pool import outcomes
from flows.receive.guard import Limits
from transforms.cells.context import Context
from transforms.ingest.mapping.decide import OF_WORKSHEET, constant, target_named
from transforms.ingest.mapping.propose import Line, Proposal
from transforms.ingest.mapping.sayings import because, because_open, from_words
from transforms.records.notice import Unreadable

HEADINGS = ("文件和工作表", "本单位表头", "读作（表）", "读作（列）", "依据", "意见", "改读作（列）", "全表同一个值")
AGREED, DECLINED = "同意", "不读"
YES = frozenset({AGREED, "是", "是的", "对", "好", "好的", "可以", "y", "yes", "√", "✓", "✔"})
NO = frozenset({"", DECLINED, "不同意", "否", "不是", "不", "n", "no", "×", "x"})
_WIDTHS = (22, 26, 26, 20, 34, 10, 22, 18)
_GUIDE = (
    "“意见”填“同意”或“不读”；空白的按不读处理。读错的在“改读作（列）”写规定表格的列名。"
    "没有表头的必填列，全表都一样的在“全表同一个值”填写，"
    f"各工作表名称就是这一项的填“{OF_WORKSHEET}”。"
)


def write_questions(path: Path, sheets: Sequence[Worksheet]) -> None:
    """Write the proposals of some worksheets; what needs no question is agreed to beforehand."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("认定表")
        head = book.add_format(
            {"bold": True, "bg_color": "#E7E6E6", "border": 1, "align": "center", "valign": "vcenter"}
        )
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        asked = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#FFF2CC"})
        page.merge_range(0, 0, 0, len(HEADINGS) - 1, _GUIDE, book.add_format({"text_wrap": True, "valign": "vcenter"}))
        page.set_row(0, 32)
        for at, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
            page.set_column(at, at, width)
            page.write_string(1, at, heading, head)
        lines = [line for sheet in sheets if sheet.proposal for line in _rows(sheet.label, sheet.proposal)]
        for row, texts in enumerate(lines, start=2):
            look = cell if texts[5] else asked
            for at, text in enumerate(texts):
                page.write_string(row, at, text, look)
        page.data_validation(2, 5, len(lines) + 2, 5, {"validate": "list", "source": [AGREED, DECLINED]})
        page.freeze_panes(2, 2)
        page.set_landscape()
        page.fit_to_pages(1, 0)


def _rows(label: str, found: Proposal) -> Iterator[tuple[str, ...]]:
    for line in found.lines:
        sheet = SHEETS[line.sheet]
        value = "" if line.source.headings else line.source.value
        agreed = AGREED if line.sure else ""
        yield (
            label,
            from_words(line.source),
            sheet.title,
            sheet.column[line.column].heading,
            because(line),
            agreed,
            "",
            value,
        )
    for heading in found.open:
        yield label, heading, "", "", because_open(heading, found), DECLINED, "", ""
    for sheet_id in found.sheets:
        for column in found.missing(sheet_id):
            yield label, "", SHEETS[sheet_id].title, column.heading, "必填列，本单位表中没有", "", "", ""


def answered(path: Path, sheet: Worksheet, found: Proposal, context: Context, processes: int = 1) -> list[Line]:
    """The lines of a proposal that a workbook of answers agrees to, changed as it says.

    `context` is what casters know. Raises CannotMap, CannotDecide for what is not understood.
    """
    _, workbook = next(iter(outcomes(read_workbook, [path], Limits(), processes)))
    if isinstance(workbook, Unreadable):
        raise CannotMap(f"{path}: {workbook.notice.message}")
    rows = [[str(cell).strip() for cell in row] for row in workbook.grids[0].rows]
    if len(rows) < 2 or tuple(rows[1][: len(HEADINGS)]) != HEADINGS:
        raise CannotMap(bilingual("no_question_list", path=path))
    return [line for row in rows[2:] if row[0] == sheet.label for line in _answer(row, found, context)]


def _answer(row: Sequence[str], found: Proposal, context: Context) -> Iterator[Line]:
    """What one row of answers says; nothing for what is not to be read."""
    _, heading, title, name, _, said, instead, value = row[: len(HEADINGS)]
    sheets = [sheet for sheet in found.sheets if title in ("", SHEETS[sheet].title)]
    proposed = [
        line
        for line in found.lines
        if from_words(line.source) == heading
        and line.sheet in sheets
        and SHEETS[line.sheet].column[line.column].heading == name
    ]
    agreed = _is_agreed(said, heading or name)
    target = target_named(instead or name, sheets)
    if instead and target is None:
        raise CannotMap(f"「{heading}」改读作「{instead}」：没有这一列，请写规定表格的列名")
    if instead and target:
        yield Line(*target, found.source_of(heading), sure=True, level=None)
    elif value and not heading and target and (agreed or not (said or proposed)):
        yield constant(target, value, context)
    elif agreed and not proposed:
        lacks = "“改读作（列）”没有写列名" if heading else "“全表同一个值”没有填写"
        raise CannotMap(f"「{heading or name}」填了“{said}”，但{lacks}")
    elif agreed:
        yield from proposed


def _is_agreed(said: str, name: str) -> bool:
    """Whether a row is agreed to, in the words people use. Raises CannotMap for others."""
    word = said.lower()
    if word not in YES | NO:
        raise CannotMap(f"「{name}」的意见“{said}”看不懂，请填“{AGREED}”或“{DECLINED}”")
    return word in YES
