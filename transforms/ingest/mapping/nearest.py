"""What a refusal says of a table of no sheet: which is nearest, what was understood, what is missing, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from expectations.catalogue import SHEETS
from expectations.contract.contract import Column
from expectations.contract.rules import Reaction
from expectations.county.own_tables import OwnTable
from transforms.cells.context import Context
from transforms.cells.personal_data.redaction import without_personal_data
from transforms.ingest.mapping.heading_likeness import HeadingWords
from transforms.ingest.mapping.office_table import office_table
from transforms.ingest.mapping.propose import Line, Proposal, proposal
from transforms.recognise.grid import Grid
from transforms.recognise.headings import heading_keys
from transforms.recognise.tables import Table
from transforms.records.notice import Notice

_LISTED = 6
_WIDTH = 20
_ALIKE = 0.6
"""Share of the headings of an own table from which a worksheet is meant to be one."""


def nearest_sentence(
    grids: Iterable[Grid], words: HeadingWords, own: Sequence[OwnTable], context: Context
) -> str | None:
    """A paragraph for the clerk on the worksheet that is most like a sheet; None where none is."""
    shown = [grid for grid in grids if grid.visible]
    if changed := next((sentence for grid in shown if (sentence := changed_own_table(grid, words, own))), None):
        return changed
    proposals = [found for grid in shown if (found := proposal(grid, words, context))]
    return _sentence(max(proposals, key=lambda found: len(found.lines))) if proposals else None


def changed_own_table(grid: Grid, words: HeadingWords, own: Sequence[OwnTable]) -> str | None:
    """How a worksheet differs from the registered own table it is meant to be: of several, the nearest."""
    office = office_table(grid, words)
    there = {heading_keys(heading.text)[0]: heading.text for heading in office.headings} if office else {}
    for table in sorted(own, key=lambda table: len({heading_keys(text)[0] for text in table.headings} ^ there.keys())):
        known = {heading_keys(heading)[0]: heading for heading in table.headings}
        read = {heading_keys(heading)[0] for heading in table.read}
        gone = [known[key] for key in known if key in read and key not in there]
        new = [text for key, text in there.items() if key not in known]
        if len(known.keys() & there.keys()) >= _ALIKE * len(known) and (gone or new):
            lacks = f"少了{_named(gone)}" if gone else ""
            more = f"多出{_named(new)}" if new else ""
            return (
                f"表头与已登记的自用表《{table.title}》不一致：{'，'.join(filter(None, (lacks, more)))}，没有读取。"
                "请按原来的表头改正后重新报送；表格确有调整的，请告知下发本表的单位重新登记读法。"
            )
    return None


def _sentence(found: Proposal) -> str:
    titles = "".join(f"《{SHEETS[sheet].title}》" for sheet in found.sheets)
    read = list(dict.fromkeys(heading for line in found.lines for heading in line.source.headings))
    missing = [column.heading for sheet in found.sheets for column in found.missing(sheet)]
    asked = len({line.source for line in found.lines if not line.sure})
    parts = [
        f"表头与下发的表对不上，没有读取。最接近的是{titles}：{_named(read)}看得懂",
        f"，必填列{_named(missing)}没有找到" if missing else "",
        f"，{_named(found.open)}不知读作哪一列" if found.open else "",
        "。请使用下发的空白表重新填报；要继续用本单位的表，请联系下发本表的单位登记读法",
        f"（{len(read)}列可以对上，其中{asked}列要人工确认）" if asked else "",
        "，登记后照原表报送即可。",
    ]
    return "".join(parts)


def lacking(table: Table, missing: Iterable[Column], words: HeadingWords, context: Context) -> list[Notice]:
    """Of a table that is refused for missing columns: which of its own columns may be those."""
    wanted, sheet = {column.name for column in missing}, table.header.sheet
    found = proposal(table.grid, words, context)
    lines = [line for line in found.lines if line.sheet == sheet and line.column in wanted] if found else []
    if not lines:
        return []
    pairs = "，".join(f"{_named(line.source.headings) or '全表'}{_meant(line)}" for line in lines[:_LISTED])
    message = f"缺的列在本单位表里可能另有写法：{pairs}。要继续用本单位的表，请联系下发本表的单位登记读法。"
    return [Notice("own_table_possible", message, Reaction.FIXW)]


def _meant(line: Line) -> str:
    heading = SHEETS[line.sheet].column[line.column].heading
    return f"似为「{heading}」" if line.source.headings else f"的「{heading}」似均为“{line.source.value}”"


def _named(headings: Sequence[str]) -> str:
    """The first headings, without personal data; the rest are counted."""
    names = "".join(f"「{''.join(without_personal_data(text).split())[:_WIDTH]}」" for text in headings[:_LISTED])
    return f"{names}等{len(headings)}列" if len(headings) > _LISTED else names
