"""Weeks of little: a few rows of each sheet, out of the contracts' own examples, with whole columns refused or empty.

What cleaning accepts is joined as in a run. All people are fictional.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import polars as pl
from hypothesis import strategies as st

from expectations.catalogue import SHEETS, sheets_of
from expectations.contract.contract import LIST_KINDS, Column, Kind
from expectations.county.codelist import CodeList
from expectations.county.county import County
from expectations.county.county_codes import all_codes
from tests.support.frames import table
from tests.support.runs.counties import qichun
from transforms.cells.casters import read_cell
from transforms.cells.context import Context, Value
from transforms.clock import Clock, period_end
from transforms.dataset import Dataset
from transforms.indicators.history import HISTORY
from transforms.join.build_dataset import build_dataset
from transforms.judge.acceptance import Acceptance
from transforms.judge.confirmations import CONFIRMATIONS
from transforms.judge.in_force import FILES, IN_FORCE
from transforms.records.extract import COLUMN_LETTERS, ROW_COUNTS, Intake
from transforms.records.issues import ISSUES
from transforms.records.ledger import LEDGER

WEEK = "2021-W47"
PERIODS = {WEEK: "2021-W46", "2021-11": "2021-10", "2021-Q4": "2021-Q3", "2021": "2020"}
"""A period of each kind, the rows being of its last week or month, and the one before it."""
MOST_ROWS = 3
_NAMES = ("陈一", "王一山", "李二水")
_KEYS = frozenset({"item_code", "order_no"})
_SENDER, _TOWN_OFFICE = "QC-ZZB", "QC-CHZ"


@dataclass(frozen=True)
class Thinned:
    """How much is left of a week: rows by sheet, the columns (S8.town) in which every cell is empty, the towns in turn,
    and which share of earlier values is known."""

    period: str
    heights: Mapping[str, int]
    emptied: Collection[str]
    towns: tuple[str | None, ...]
    earlier: float | None
    refused: int = 0


@cache
def two_towns() -> County:
    """Of the shipped example two towns and the units of both, the sender of the county's sheets, and 督查室."""
    whole = qichun()
    divisions = whole.divisions[:2]
    codes = {division.code for division in divisions}
    units = tuple(unit for unit in whole.units if unit.code in {_SENDER, "QC-DCS"} or unit.division in codes)
    towns = tuple(unit.code for unit in units if unit.division)
    expected = {sheet: towns if sheet in {"S9", "S10"} else (_SENDER,) for sheet in whole.expected}
    return replace(whole, divisions=divisions, units=units, expected=expected)


@cache
def _codes() -> Mapping[str, CodeList]:
    return all_codes(two_towns())


def thinned() -> st.SearchStrategy[Thinned]:
    """Weeks thinned at random: no rows, one row, one sheet only, columns without a cell, towns nobody knows."""
    sheets = [*SHEETS]
    columns = {sheet: [f"{sheet}.{column.name}" for column in SHEETS[sheet].columns] for sheet in sheets}
    towns = [two_towns().divisions[0].code, two_towns().divisions[1].code, None]
    heights = st.dictionaries(st.sampled_from(sheets), st.integers(0, MOST_ROWS), max_size=len(sheets))
    return st.builds(
        Thinned,
        period=st.sampled_from([*PERIODS]),
        heights=heights | st.just(dict.fromkeys(sheets, MOST_ROWS)),
        emptied=st.sampled_from(sheets).flatmap(lambda sheet: st.sets(st.sampled_from(columns[sheet]), max_size=6)),
        towns=st.lists(st.sampled_from(towns), min_size=1, max_size=3).map(tuple),
        earlier=st.sampled_from([None, 0.0, 0.5, 1.0]),
        refused=st.integers(0, 3),
    )


def sparse_dataset(left: Thinned) -> Dataset:
    """The tables of such a week, month, quarter or year."""
    county, rows = two_towns(), {sheet: _rows(sheet, left) for sheet in SHEETS}
    lazy = {sheet: frame.lazy() for sheet, frame in rows.items()}
    files = table(FILES, [_file(sheet) for sheet, frame in rows.items() if frame.height])
    ledger = pl.concat([table(LEDGER, []), *map(_accepted, rows.items()), _refused_rows(left.refused)])
    issues = table(ISSUES, [_issue(n) for n in range(left.refused)])
    counts = pl.DataFrame(schema=ROW_COUNTS)
    return build_dataset(
        Acceptance(rows=lazy, submissions=files, issues=issues, ledger=ledger),
        Intake(files.drop("standing"), lazy, issues, ledger, table(COLUMN_LETTERS, []), counts),
        clock=Clock(left.period, period_end(WEEK), dt.datetime(2022, 1, 3, tzinfo=dt.UTC)),
        county=county,
        rules="r1",
        keyed_digest=lambda kind, text: hashlib.sha256(f"{kind}{text}".encode()).hexdigest(),
        confirmations=table(CONFIRMATIONS, []),
    )


def earlier_figures(left: Thinned, codes: Collection[str]) -> pl.DataFrame:
    """HISTORY of the period before: of each code a value, or none."""
    if left.earlier is None:
        return table(HISTORY, [])
    known = round(len(codes) * left.earlier)
    return table(
        HISTORY,
        [
            {"period": PERIODS[left.period], "code": code, "restated": n % 2 == 0, "light": "灰"}
            | ({"value": 50.0, "numerator": 1.0, "denominator": 2.0, "first": 40.0} if n < known else {})
            for n, code in enumerate(codes)
        ],
    )


def _rows(sheet: str, left: Thinned) -> pl.DataFrame:
    contract = sheets_of(two_towns(), period_end(WEEK))[sheet]
    lines = []
    for n in range(left.heights.get(sheet, 0)):
        town = left.towns[n % len(left.towns)]
        cells = {column.name: _cell(column, n, town) for column in contract.columns}
        gone = {name for name in cells if f"{sheet}.{name}" in left.emptied and name not in _KEYS}
        lines.append({**_lineage(sheet, n), **cells, **dict.fromkeys(gone)})
    return table(contract.schema, lines)


def _lineage(sheet: str, n: int) -> dict[str, Any]:
    file = _file(sheet)
    names = ("submission", "submitter", "period")
    return {**{name: file[name] for name in names}, "period_end": period_end(WEEK), "row": n + 4}


def _cell(column: Column, n: int, town: str | None) -> Any:
    """The contract's example, read as a cell of it; the rows after the first have other codes, days and numbers."""
    if column.name in _KEYS:
        return f"{column.example}-{n}"
    name = _NAMES[n % len(_NAMES)]
    own = {Kind.NAME: name, Kind.PEOPLE: [name], Kind.ID: f"42112619651015{n:03d}{'3186'[n]}"}
    if column.kind in own:
        return own[column.kind]
    codes = _codes()
    listed = _listed(column, town, codes) if n or column.codes in {"divisions", "units"} else []
    if listed:
        return [listed[n % len(listed)]] if column.kind in LIST_KINDS else listed[n % len(listed)]
    return _varied(read_cell(column.example, column, Context(period_end=period_end(WEEK), codes=codes)).value, n)


def _listed(column: Column, town: str | None, codes: Mapping[str, CodeList]) -> list[str | None]:
    """The codes a cell of the column may have; of towns the one of the row."""
    if column.codes == "divisions":
        return [town]
    if column.codes == "units":
        return [*two_towns().unit]
    return [*codes[column.codes].labels] if column.codes in codes else []


def _varied(value: Value, n: int) -> Any:
    match value:
        case bool() | str() | None:
            return value
        case tuple():
            return [*value]
        case dt.date():
            return value - dt.timedelta(days=30 * n)
        case _:
            return type(value)(value / (n + 1))


def _file(sheet: str) -> dict[str, Any]:
    sender = _TOWN_OFFICE if sheet in {"S9", "S10"} else _SENDER
    digest = hashlib.sha256(sheet.encode()).hexdigest()
    received = {"inbox": WEEK, "received_at": dt.datetime(2021, 11, 28, tzinfo=dt.UTC), "version": 1}
    content = {"worksheet": "Sheet1", "sheet": sheet, "zero_report": False, "rows_read": MOST_ROWS}
    names = {"submission": f"{digest[:16]}-0", "file": f"{sender}_{sheet}_{WEEK}_v1.xlsx", "sha256": digest}
    return {**names, **received, **content, "submitter": sender, "period": WEEK, "standing": IN_FORCE}


def _accepted(rows: tuple[str, pl.DataFrame]) -> pl.DataFrame:
    sheet, frame = rows
    line = {"sheet": sheet, "worksheet": "Sheet1", "fate": "accepted"}
    return table(LEDGER, [{**line, **row} for row in frame.select("submission", "row").iter_rows(named=True)])


def _refused_rows(number: int) -> pl.DataFrame:
    line = {"submission": "unknown-0", "fate": "rejected", "reason": "name_required"}
    return table(LEDGER, [{**line, "row": n} for n in range(number)])


def _issue(n: int) -> dict[str, Any]:
    """The first of a file nobody knows, the others of its cells."""
    line = {"submission": "unknown-0", "file": "不知是谁的.xlsx", "rule": "name_required", "message": "请填写。"}
    return {**line, "reaction": "FILE"} if n == 0 else {**line, "row": n, "reaction": "ROW" if n == 1 else "CELL"}
