"""From a proposal and what somebody has said to it to an own table of the county."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from expectations.catalogue import SHEETS
from expectations.contract.contract import Privacy
from expectations.contract.hints import hint
from expectations.county.own_tables import OwnSheet, OwnTable, Source, Step
from transforms.cells.context import Context
from transforms.cells.personal_data.redaction import without_personal_data
from transforms.ingest.mapping.evidence import readable
from transforms.ingest.mapping.heading_likeness import Target
from transforms.ingest.mapping.propose import Line, Proposal
from transforms.ingest.mapping.sayings import from_words, target_words
from transforms.recognise.headings import heading_keys

_PERIOD = re.compile(r"\d{4}年?(?:度|第?\s*\d{1,2}\s*[周期月]|\d{1,2}月(?:份|\d{1,2}日)?)?|[（(][^（）()]*[）)]|\s")
_LONGEST = 40
OF_WORKSHEET = "工作表名"
"""What to answer where the worksheets are named after what a column should hold, as one for each community."""


class CannotDecide(ValueError):
    """An answer cannot be kept; the message says why."""


def own_table(proposal: Proposal, lines: Iterable[Line], title: str, units: Sequence[str] = ()) -> OwnTable:
    """The own table by the lines that somebody has agreed to; all other headings are known and not read.

    Raises CannotDecide for two of them that are to be one column.
    """
    by_sheet: dict[str, dict[str, Source]] = {}
    for line in lines:
        first = by_sheet.setdefault(line.sheet, {}).setdefault(line.column, line.source)
        if first != line.source:
            both = "和".join(
                f"「{from_words(source)}」" if source.headings else "全表同一个值" for source in (first, line.source)
            )
            raise CannotDecide(f"{both}都读作{target_words(line.sheet, line.column)}，请只留一个")
    sheets = tuple(
        OwnSheet(sheet, columns, _mark(proposal, sheet, columns))
        for sheet, columns in by_sheet.items()
        if any(source.headings for source in columns.values())
    )
    read = {heading for sheet in sheets for source in sheet.columns.values() for heading in source.headings}
    return OwnTable(title, sheets, tuple(heading for heading in proposal.headings if heading not in read), tuple(units))


def _mark(proposal: Proposal, sheet: str, columns: dict[str, Source]) -> str | None:
    """The heading that tells the rows of a sheet, if it is read after all."""
    mark = proposal.rows_with.get(sheet)
    return mark if any(mark in source.headings for source in columns.values()) else None


def plain_title(title: str) -> str:
    """A table's title without its week, year and remarks, as a name that lasts."""
    return without_personal_data(_PERIOD.sub("", title))[:_LONGEST] or "自用表"


def target_named(text: str, sheets: Iterable[str]) -> Target | None:
    """The column that somebody names: S1.former_unit, or its heading in the first of some sheets that has it."""
    of, dot, name = text.strip().partition(".")
    if dot and of.upper() in SHEETS and name in SHEETS[of.upper()].column:
        return of.upper(), name
    key = heading_keys(text)[0]
    columns = ((sheet, column) for sheet in sheets for column in SHEETS[sheet].columns)
    return next(((sheet, c.name) for sheet, c in columns if heading_keys(c.heading)[0] == key), None)


def constant(target: Target, value: str, context: Context) -> Line:
    """One value for all rows, as somebody has given it, or the worksheet's name (`OF_WORKSHEET`).

    Raises CannotDecide for a column with personal data, and for a value that cannot be read as the column.
    """
    column = SHEETS[target[0]].column[target[1]]
    if column.privacy in (Privacy.P0, Privacy.P1):
        raise CannotDecide(f"「{column.heading}」各人不同，不能全表填同一个值")
    if value == OF_WORKSHEET:
        return Line(*target, Source((), Step.WORKSHEET), True, None)
    if readable([value], column, context) == 0:
        raise CannotDecide(
            f"“{value}”不能读作{target_words(*target)}，{hint(column, context.codes.get(column.codes or ''))}"
        )
    return Line(*target, Source((), Step.CONSTANT, value), True, None)
