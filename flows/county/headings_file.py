"""`headings.toml` beside the county file → how offices' own tables are read; `wuwei map` writes it.

[[table]]
title = "退出干部情况表"
units = ["QC-ZZB"]                  # without it: for every unit
unread = ["序号", "家庭住址"]

[[table.sheet]]
id = "S1"
rows_with = "退出时间"               # without it: every row

[table.sheet.columns]
name = "姓名"
former_unit = { step = "unit", of = ["工作单位及职务"] }
political_status = { step = "constant", value = "中共党员" }
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from expectations.catalogue import SHEETS
from expectations.contract.contract import Privacy, Sheet
from expectations.county.own_tables import (
    SEVERAL_HEADINGS,
    WITH_VALUE,
    WITHOUT_HEADING,
    OwnSheet,
    OwnTable,
    Source,
    Step,
)
from flows.county.county_table import CountyTable, toml_of, wrong_file
from flows.county.county_text import county_text
from flows.county.said import said
from flows.store.atomic_files import write_whole

HEADINGS = "headings.toml"
_TEXT, _TEXTS = said("a_heading"), said("some_headings")


def own_tables_of(county_file: Path, units: Collection[str]) -> tuple[OwnTable, ...]:
    """The own tables of a county; none where no `headings.toml` lies beside its file. Raises WrongCountyFile."""
    path = county_file.parent / HEADINGS
    if not path.is_file():
        return ()
    top = CountyTable(path, "", toml_of(path))
    top.check_keys(("table",))
    read = tuple(_own_table(path, values, units) for values in _tables(top, "table"))
    for own in read:
        _check_told_apart(path, own, read)
    return read


def _tables(table: CountyTable, key: str) -> list[Mapping[str, Any]]:
    values = table.values.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise table.wrong(key, said("no_tables", name=key))
    return values


def _own_table(path: Path, values: Mapping[str, Any], units: Collection[str]) -> OwnTable:
    table = CountyTable(path, f"table {values.get('title', '')}", values)
    table.check_keys(("title", "units", "unread", "sheet"))
    used_by = _texts(table, "units")
    if strange := sorted({*used_by} - {*units}):
        raise table.wrong("units", said("no_unit", code=strange[0]))
    sheets = tuple(_own_sheet(path, table, sheet) for sheet in _tables(table, "sheet"))
    if not sheets:
        raise table.wrong("sheet", said("missing", write="[[table.sheet]]"))
    return OwnTable(table.value("title", str, _TEXT), sheets, _texts(table, "unread"), used_by)


def _texts(table: CountyTable, key: str) -> tuple[str, ...]:
    values = table.value(key, list, _TEXTS) if key in table.values else []
    if not all(isinstance(value, str) and value for value in values):
        raise table.wrong(key, said("write", write=_TEXTS))
    return tuple(values)


def _own_sheet(path: Path, parent: CountyTable, values: Mapping[str, Any]) -> OwnSheet:
    table = CountyTable(path, f"{parent.name}, sheet {values.get('id', '')}", values)
    table.check_keys(("id", "rows_with", "columns"))
    if (sheet := SHEETS.get(table.value("id", str, said("a_sheet_id")))) is None:
        raise table.wrong("id", said("no_sheet", known=", ".join(SHEETS)))
    columns = CountyTable(path, f"{table.name}, columns", table.value("columns", dict, said("a_column_table")))
    columns.check_keys(sheet.column)
    sources = {name: _source(columns, name, sheet) for name in columns.values}
    if not any(source.headings for source in sources.values()):
        raise table.wrong("columns", said("no_heading"))
    return OwnSheet(sheet.id, sources, table.value("rows_with", str, _TEXT) if "rows_with" in values else None)


def _source(columns: CountyTable, name: str, sheet: Sheet) -> Source:
    given = columns.values[name]
    if isinstance(given, str) and given:
        return Source((given,))
    detail = CountyTable(
        columns.file, f"{columns.name}.{name}", columns.value(name, dict, said("a_heading_or_step", text=_TEXT))
    )
    detail.check_keys(("step", "of", "value"))
    steps = [step.value for step in Step if step is not Step.SAME]
    if detail.values.get("step") not in steps:
        raise detail.wrong("step", said("one_of", known=", ".join(steps)))
    step, headings = Step(detail.values["step"]), _texts(detail, "of")
    value = detail.value("value", str, said("a_value")) if "value" in detail.values else ""
    if (step in WITHOUT_HEADING) != (not headings) or (len(headings) > 1 and step not in SEVERAL_HEADINGS):
        many = "no" if step in WITHOUT_HEADING else "several" if step in SEVERAL_HEADINGS else "one"
        raise detail.wrong("of", said(f"takes_{many}", step=step))
    if step in WITH_VALUE and not value:
        raise detail.wrong("value", said("takes_value", step=step))
    if step is Step.CONSTANT and sheet.column[name].privacy in (Privacy.P0, Privacy.P1):
        raise detail.wrong("value", said("personal_value"))
    return Source(headings, step, value)


def _check_told_apart(path: Path, own: OwnTable, every: Sequence[OwnTable]) -> None:
    """Two own tables of one unit with the same headings would be told apart by nobody. Raises WrongCountyFile."""
    for other in every:
        shared = not (own.units and other.units) or {*own.units} & {*other.units}
        if other is not own and shared and {*own.headings} == {*other.headings}:
            raise wrong_file(path, said("same_headings", one=own.title, other=other.title))


def keep_own_table(county_file: Path, own: OwnTable, units: Collection[str]) -> Path:
    """Add an own table to `headings.toml`, in place of the one it `replaces`; what else stands there stays.

    `units` are the codes there are. Raises WrongCountyFile where one with the same headings shares some of its units.
    """
    import tomlkit  # noqa: PLC0415 - only where one is written

    path, every = county_file.parent / HEADINGS, own_tables_of(county_file, units)
    _check_told_apart(path, own, [other for other in every if not replaces(own, other)])
    document = tomlkit.parse(county_text(path) if path.is_file() else _HEAD)
    listed = document.setdefault("table", tomlkit.aot())
    for n in reversed(range(len(every))):
        if replaces(own, every[n]):
            del listed[n]
    listed.append(_as_item(own))
    write_whole(path, tomlkit.dumps(document).encode())
    return path


def replaces(own: OwnTable, other: OwnTable) -> bool:
    """Whether one is a new reading of the other: a form is its headings, two offices may give theirs one title."""
    return {*own.headings} == {*other.headings} and {*own.units} == {*other.units}


_HEAD = """\
# 各单位自用表格的读法，由 wuwei map 写入，也可以手工修改。
# How offices' own tables are read; written by wuwei map, and by hand.

"""


def _as_item(own: OwnTable) -> Any:
    """An own table as TOML has it: its sheets below each other, a step on one line."""
    import tomlkit  # noqa: PLC0415 - see above

    table, sheets = tomlkit.table(), tomlkit.aot()
    table.add("title", own.title)
    for key, texts in (("units", own.units), ("unread", own.unread)):
        if texts:
            table.add(key, [*texts])
    for sheet in own.sheets:
        item, columns = tomlkit.table(), tomlkit.table()
        item.add("id", sheet.id)
        if sheet.rows_with:
            item.add("rows_with", sheet.rows_with)
        for name, source in sheet.columns.items():
            columns.add(name, source.headings[0] if source.step is Step.SAME else _step(source))
        columns.add(tomlkit.nl())
        item.add("columns", columns)
        sheets.append(item)
    table.add("sheet", sheets)
    return table


def _step(source: Source) -> Any:
    import tomlkit  # noqa: PLC0415 - see above

    inline = tomlkit.inline_table()
    parts = {"step": source.step.value, "of": [*source.headings], "value": source.value}
    inline.update({key: part for key, part in parts.items() if part})
    return inline
