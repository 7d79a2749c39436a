"""Group titles between the rows: they fill the blank cells of the column the contract names (domain.md M24)."""

from __future__ import annotations

from collections.abc import Iterator

from expectations.county.codelist import CodeList, code_text
from transforms.recognise.row_kinds import GROUP_TITLE, group_named
from transforms.recognise.tables import Table


def titles_of_rows(table: Table, codes: CodeList) -> Iterator[tuple[int, str]]:
    """Index (in `table.data`) and group of every row below a title that is a code of the list.

    The next title ends a group, whatever it says.
    """
    titles = {row for row, reason in table.set_aside.items() if reason == GROUP_TITLE}
    if not titles:
        return
    place = {row: n for n, row in enumerate(table.data)}
    group = None
    for row in sorted({*titles, *place}):
        if row in titles:
            named = group_named(table.grid.rows[row])
            text = code_text(named)
            group = named if text in codes.readings or text in codes.warned else None
        elif group:
            yield place[row], group
