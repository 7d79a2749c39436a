"""The worksheet 修改说明 in front of the clerk's own: everything to correct, with links to the cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from expectations.contract.rules import Reaction
from flows.clerks.marking.colours import COLOURS, LEGEND
from flows.clerks.marking.letter import ACTIONS, MOST_NOTES, Letter, Note
from flows.clerks.marking.ooxml.cell_styles import CellStyles
from flows.clerks.marking.ooxml.markup import Element, NotPatchable, Patch, attribute, elements, text, whole
from flows.clerks.marking.ooxml.parts import MAIN, Parts
from flows.clerks.marking.rebuild import UNREAD
from report_templates.words.shortened import places
from transforms.recognise.cell_references import cell_reference, column_letter
from transforms.recognise.return_sheet import MARK, NAME

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_HEADINGS = ("序号", "工作表", "位置", "列", "要求", "说明", "应怎样填", "例如")
_WIDTHS = (6, 16, 10, 16, 10, 56, 36, 20)
_TITLE_HEIGHT, _LINE_HEIGHT = 26, 16  # points


class _Cell(NamedTuple):
    words: str
    style: int
    link: str = ""


@dataclass(frozen=True)
class _Looks:
    """The numbers of the styles in use."""

    title: int
    plain: int
    bold: int
    link: int
    severity: dict[Reaction, int]


def add_first_sheet(
    parts: Parts, styles: CellStyles, notes: Sequence[Note], letter: Letter, total: int, earlier: str | None = None
) -> None:
    """Insert the worksheet in front, where the workbook opens; `total` things are to be corrected, `notes` are listed.

    The worksheet of an `earlier` return is replaced.
    """
    looks = _Looks(
        title=styles.text(bold=True, size=16),
        plain=styles.text(),
        bold=styles.text(bold=True),
        link=styles.text(link=True),
        severity={reaction: styles.text(bold=True, fill=colour) for reaction, colour in COLOURS.items()},
    )
    patch = Patch(parts.read(parts.main))
    nodes = elements(patch.xml)
    sheets = [node for node in nodes if node.depth == 2 and node.local == "sheet"]
    if not sheets:
        raise NotPatchable("the workbook lists no sheets")
    worksheets = {name: (at, part) for at, (name, _, part) in enumerate(parts.sheets())}
    head = _head_of_unread(letter, looks) if UNREAD in worksheets else _head(letter, looks, total)
    xml = _worksheet([*head, [], [_Cell(words, looks.bold) for words in _HEADINGS], *_list(notes, looks, worksheets)])
    at, part = worksheets.get(earlier or "", (0, ""))
    if part:
        parts.put(part, xml)
    else:
        part = parts.add("/xl/worksheets/sheet{}.xml", xml, _TYPE)
        patch.insert(sheets[0].start, _entry(sheets, worksheets, parts.link(parts.main, "worksheet", part)))
        _shift_sheet_ids(patch, nodes)
    for node in nodes:
        if node.local == "workbookView":
            patch.change(node, {"activeTab": str(at), "firstSheet": "0"})
    parts.put(parts.main, patch.applied())


def _head(letter: Letter, looks: _Looks, total: int) -> Iterable[Sequence[_Cell]]:
    yield [_Cell(NAME, looks.title)]
    addressed = f"{letter.unit}：" if letter.unit else ""
    yield [
        _Cell(
            f"{addressed}{letter.period}的报表有{total}处需要改正或核对，已在下面列出，并在原表中标了颜色、加了批注。",
            looks.plain,
        )
    ]
    yield [
        _Cell(
            f"请于{letter.deadline}前改好，直接在本文件中修改后重新报送；报送前请把文件名中的版本号加1（如_v1改为_v2）。本工作表、颜色和批注不必删除。",
            looks.bold,
        )
    ]
    yield [_Cell(f"有疑问请联系：{letter.contact}", looks.bold)]
    if total > MOST_NOTES:
        yield [_Cell(f"问题较多，这里只列出{MOST_NOTES}处；其余的多为同类问题，请一并改正。", looks.bold)]
    for reaction, meaning in LEGEND:
        yield [_Cell(meaning, looks.severity[reaction])]


def _head_of_unread(letter: Letter, looks: _Looks) -> Iterable[Sequence[_Cell]]:
    """The words before the list where nothing of the file could be read: there is nothing in this copy to correct."""
    yield [_Cell(NAME, looks.title)]
    addressed = f"{letter.unit}：" if letter.unit else ""
    yield [_Cell(f"{addressed}{letter.period}收到的这个文件没有读成，原因和处理办法列在下面。", looks.plain)]
    yield [
        _Cell(
            f"请于{letter.deadline}前按说明处理，把工作簿重新报送。本文件只是说明，请不要在本文件中填写。", looks.bold
        )
    ]
    yield [_Cell(f"有疑问请联系：{letter.contact}", looks.bold)]


def _list(notes: Sequence[Note], looks: _Looks, worksheets: Collection[str]) -> Iterable[Sequence[_Cell]]:
    for number, note in enumerate(notes, start=1):
        location = note.cell or (f"第{note.row}行" if note.row else "整表")
        reference = cell_reference(note.place or (0, 0))
        quoted = (note.worksheet or "").replace("'", "''")
        link = f"'{quoted}'!{reference}" if note.worksheet in worksheets else ""
        yield [
            _Cell(str(number), looks.plain),
            _Cell(note.worksheet or "", looks.plain),
            _Cell(location, looks.link if link else looks.plain, link),
            _Cell(note.heading or "", looks.plain),
            _Cell(ACTIONS[note.reaction], looks.severity[note.reaction]),
            _Cell(note.explanation, looks.plain),
            _Cell(note.hint, looks.plain),
            _Cell(note.example, looks.plain),
        ]


def _worksheet(rows: Sequence[Sequence[_Cell]]) -> bytes:
    """The rows as a worksheet; one cell alone in its row reaches over all columns, the mark is in a hidden column."""
    last, hidden = column_letter(len(_WIDTHS) - 1), column_letter(len(_WIDTHS))
    mark = f'<c r="{hidden}1" t="inlineStr"><is><t>{MARK}</t></is></c>'
    lines = [
        f'<row r="{number}" ht="{_height(number, row)}" customHeight="1">'
        f"{''.join(_written(number, row))}{mark if number == 1 else ''}</row>"
        for number, row in enumerate(rows, start=1)
    ]
    merges = [f'<mergeCell ref="A{n}:{last}{n}"/>' for n, row in enumerate(rows, start=1) if len(row) == 1]
    links = [link for number, row in enumerate(rows, start=1) for link in _links(number, row)]
    widths = [*((width, "") for width in _WIDTHS), (9, ' hidden="1"')]
    columns = (
        f'<col min="{n}" max="{n}" width="{width}"{state} customWidth="1"/>'
        for n, (width, state) in enumerate(widths, start=1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{MAIN}">'
        '<sheetPr><tabColor rgb="FFFF0000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews>'
        f"<cols>{''.join(columns)}</cols><sheetData>{''.join(lines)}</sheetData>"
        f'<mergeCells count="{len(merges)}">{"".join(merges)}</mergeCells>'
        f"{'<hyperlinks>' + ''.join(links) + '</hyperlinks>' if links else ''}"
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def _height(number: int, row: Sequence[_Cell]) -> int:
    """Points that all words of a row need: not every program fits rows to wrapped lines."""
    if number == 1:
        return _TITLE_HEIGHT
    widths = [sum(_WIDTHS)] if len(row) == 1 else _WIDTHS
    needed = (ceil(places(cell.words) / (width - 1)) for cell, width in zip(row, widths, strict=False))
    return _LINE_HEIGHT * max(needed, default=1)


def _written(number: int, row: Sequence[_Cell]) -> Iterable[str]:
    for at, cell in enumerate(row):
        start = f'<c r="{cell_reference((number - 1, at))}" s="{cell.style}" t="inlineStr">'
        yield f'{start}<is><t xml:space="preserve">{text(cell.words)}</t></is></c>'


def _links(number: int, row: Sequence[_Cell]) -> Iterable[str]:
    for at, cell in enumerate(row):
        if cell.link:
            reference = cell_reference((number - 1, at))
            yield f'<hyperlink ref="{reference}" location={attribute(cell.link)} display={attribute(cell.words)}/>'


def _entry(sheets: Sequence[Element], names: Collection[str], identity: str) -> bytes:
    """The worksheet's line in the list of the workbook."""
    first = sheets[0]
    key = next((key for key in first.attributes if key.rpartition(":")[2] == "id"), None)
    if key is None:
        raise NotPatchable("the workbook lists a sheet without its part")
    number = 1 + max(whole(sheet.attributes.get("sheetId", "0")) for sheet in sheets)
    taken = {name.lower() for name in names}
    name = next(new for n in range(1, len(taken) + 2) if (new := NAME if n == 1 else f"{NAME}({n})") not in taken)
    spaces = "".join(f" {k}={attribute(v)}" for k, v in first.attributes.items() if k.startswith("xmlns"))
    return f'<{first.prefix}sheet{spaces} name={attribute(name)} sheetId="{number}" {key}="{identity}"/>'.encode()


def _shift_sheet_ids(patch: Patch, nodes: Iterable[Element]) -> None:
    """Raise the position by which local names refer to their sheet."""
    for node in nodes:
        if node.local == "definedName" and "localSheetId" in node.attributes:
            patch.change(node, {"localSheetId": str(whole(node.attributes["localSheetId"]) + 1)})
