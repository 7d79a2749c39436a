"""Indicators E1–E6: arrivals, accepted share, agreement with the declared control totals, reviewed corrections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from expectations.catalogue import SHEETS
from transforms.dataset import Dataset
from transforms.figures import Form, How, Light, Measured, Part
from transforms.indicators.declare.breakdown import aggregates_by, counts_by, labels, rates_by, unit_labels
from transforms.indicators.declare.coverage import expected, reported
from transforms.indicators.declare.declaration import (
    Indicator,
    among,
    count,
    indicator,
    made_of,
    number,
    ratio,
    rows_of,
    share,
)
from transforms.indicators.declare.refusals import cells_asked_back, fault_counts, refused_cells, refused_rows
from transforms.indicators.earlier_day import on_day
from transforms.indicators.families.a_cadres import in_scope
from transforms.indicators.families.a_second_posts import assigned
from transforms.indicators.families.c_item_claims import claimed, leaders_claiming
from transforms.indicators.families.d_deployment import members, projects
from transforms.judge.arrivals import ABSENT, CARRIED, LATE, MISSING, RETURNED, STATUS_WORDS, ZERO, came_late, punctual
from transforms.judge.errata import State
from transforms.records.ledger import ACCEPTED, REJECTED, SET_ASIDE
from transforms.tables.catalogue import COUNTED_BY, KEYS

TOTALS: dict[str, Indicator] = {
    "CADRES": in_scope,
    "ASSIGNED": assigned,
    "LEADERS": leaders_claiming,
    "ITEMS": claimed,
    "MEMBERS": members,
    "PROJECTS": projects,
}
"""The figure whose count a control total (R8) declares."""

_NAMING = ("S1", "S4", "S6", "S7", "S9", "S10")
_TOUCHED = ["FIX", "FIXW", "CELL"]


@indicator(
    "E1",
    "按时报送率",
    "按时报送的表÷应报的表（单位×表）；变动时报送的表每月至少报一次（无变化的报零报告），当月未报的最后一周计为应报",
    window="本期",
    unit="%",
    lit=True,
)
def on_time(dataset: Dataset) -> Measured:
    """Sheets that came in time, zero reports too, among those due this period; parts by sheet.

    An on-change sheet whose last snapshot stands was not due, but once a month (`transforms.judge.arrivals`).
    """
    wanted = dataset.submissions.join(expected(dataset), on=["submitter", "sheet"], how="semi")
    due = wanted.filter(pl.col("status") != CARRIED).with_columns(punctual=punctual())
    stood = wanted.filter(pl.col("status") == CARRIED)
    fates = {
        LATE: due.filter(came_late()),
        RETURNED: due.filter(pl.col("status") == RETURNED),
        MISSING: due.filter(pl.col("status").is_in(ABSENT)),
        ZERO: due.filter(pl.col("status") == ZERO),
        CARRIED: stood,
    }
    titles = {sheet.id: sheet.title for sheet in SHEETS.values()}
    owed = due.filter(pl.col("status").is_in([RETURNED, *ABSENT]))
    units = unit_labels(dataset.county)
    return ratio(
        "submissions",
        due.filter("punctual"),
        due,
        parts=(
            *rates_by("submissions", due, "sheet", "punctual", titles),
            *(
                part
                for fate, some in fates.items()
                for part in counts_by("submissions", some, "sheet", titles, STATUS_WORDS[fate])
            ),
            *aggregates_by("submissions", owed, "submitter", units, How.MAX, "days_overdue", "逾期天数", "天"),
        ),
        extras=tuple(number(fate, STATUS_WORDS[fate], "份", "submissions", some) for fate, some in fates.items()),
    )


def _of_fate(dataset: Dataset, *fates: str) -> pl.DataFrame:
    """The rows read with one of these fates, with their keys and cells."""
    return dataset.ledger.select(*KEYS["ledger"], "fate", "cells").filter(pl.col("fate").is_in(fates))


def _data_rows(dataset: Dataset) -> pl.DataFrame:
    return _of_fate(dataset, ACCEPTED, REJECTED)


@indicator("E2", "数据接收率", "接收的行÷（接收的行＋未接收的行）", window="本期", unit="%", lit=True)
def rows_accepted(dataset: Dataset) -> Measured:
    """Rows of data accepted; titles, blank rows, subtotals and the like are no data and are extras.

    Parts by unit, and by unit and sheet, count the rows that were not, alone or with their whole file.
    """
    data = _data_rows(dataset)
    return ratio(
        "ledger",
        data.filter(pl.col("fate") == ACCEPTED),
        data,
        parts=tuple(refused_rows(dataset)),
        extras=(
            number("read", "读入行", "行", "ledger", dataset.ledger),
            number("set_aside", "非数据行", "行", "ledger", _of_fate(dataset, SET_ASIDE)),
            number("rejected", "未接收行", "行", "ledger", data.filter(pl.col("fate") == REJECTED)),
        ),
    )


@indicator("E3", "修复与退回单元格", "修复或退回的单元格÷读入的单元格×1000", window="本期", unit="‰")
def cells_touched(dataset: Dataset) -> Measured:
    """Cells repaired or refused per 1,000 cells of data rows; parts by rule, the most frequent first, then by what is
    wrong and by the unit that has to correct it. The cells asked back, and of how many units, as extras."""
    touched = dataset.issues.filter(pl.col("reaction").is_in(_TOUCHED), pl.col("cell").is_not_null())
    cells = touched.unique(COUNTED_BY["issues"], maintain_order=True)
    data = _data_rows(dataset)
    read = made_of(data, How.SUM, "cells")
    return Measured(
        value=Form.PER_THOUSAND.of(cells.height, read),
        numerator=cells.height,
        denominator=read,
        rows=rows_of("issues", cells),
        population=rows_of("ledger", data, How.SUM, "cells"),
        form=Form.PER_THOUSAND,
        parts=(
            *_by_rule(touched),
            *fault_counts(dataset.issues),
            *refused_cells(dataset.issues, dataset.county),
        ),
        extras=cells_asked_back(dataset.issues),
    )


def _by_rule(touched: pl.DataFrame) -> Iterator[Part]:
    """The cells in which each rule was broken."""
    cells = touched.unique([*COUNTED_BY["issues"], "rule"], keep="first", maintain_order=True)
    by_rule = {rule: lines for (rule,), lines in cells.group_by("rule")}
    for rule, lines in sorted(by_rule.items(), key=lambda entry: (-entry[1].height, entry[0])):
        headings = "、".join(sorted(set(lines["heading"].drop_nulls()))[:3])
        yield number(str(rule), f"涉及{headings}", "格", "issues", lines)


@indicator("E4", "身份未匹配", "待核实身份的记录条数", window="期末", unit="条", sheets=_NAMING, lit=True)
def unidentified(dataset: Dataset) -> Measured:
    """Rows in the review queue that name a person; items with a doubtful number (S8) are not counted."""
    return among(_data_rows(dataset), count("queue", dataset.queue.filter(pl.col("sheet").ne_missing(pl.lit("S8")))))


@indicator(
    "E5",
    "控制数核对",
    "与申报的控制数一致的项数÷已申报的项数；各按控制数的截止日期重新计数后核对",
    window="期末",
    unit="%",
    sheets=("R8",),
    lit=True,
    cells=(
        "R8.total",
        "R8.declared",
        "R8.as_of",
    ),
)
def reconciled(dataset: Dataset) -> Measured:
    """Control totals that agree with the computed counts; one that differs makes it red, a missing sheet grey.

    A total is compared with the count of the day it is declared for (its 截止日期), not with that of the as-of day.
    Each part has the difference computed − declared, with the computed count as numerator and the declared as
    denominator; the difference is None where the sheets behind the count have not been sent.
    """
    newest = _newest_totals(dataset)
    parts = tuple(_compared(dataset, line) for line in newest.iter_slices(1))
    agree = [part.code for part in parts if part.value == 0]
    differ = any(part.value for part in parts)
    known = len(agree) == len(parts) > 0
    return Measured(
        value=share(len(agree), len(parts)),
        numerator=len(agree),
        denominator=len(parts),
        rows=rows_of("control_totals", newest.filter(pl.col("total").is_in(agree))),
        population=rows_of("control_totals", newest),
        form=Form.PERCENT,
        parts=parts,
        light=Light.RED if differ else Light.GREEN if known else Light.GREY,
    )


def _newest_totals(dataset: Dataset) -> pl.DataFrame:
    """The last declaration of each total by the as-of day, in the order of TOTALS."""
    by_row = ["as_of", "period_end", "submission", "row"]
    return (
        dataset.control_totals.filter(pl.col("total").is_in(list(TOTALS)), pl.col("as_of") <= dataset.clock.as_of)
        .drop_nulls("declared")
        .sort(by_row)
        .unique("total", keep="last", maintain_order=True)
        .sort(pl.col("total").cast(pl.Enum(list(TOTALS))))
    )


def _compared(dataset: Dataset, line: pl.DataFrame) -> Part:
    code, declared, day = line.select("total", "declared", "as_of").row(0)
    computed = reported(TOTALS[code], on_day(dataset, day))
    until = "" if day == dataset.clock.as_of else f"（截至{day.year}年{day.month}月{day.day}日）"
    return Part(
        code=code,
        label=labels("control_total")[code] + until,
        unit=TOTALS[code].unit.replace("%", "人"),  # of those who are assigned and who claim the number is declared
        value=Form.DIFFERENCE.of(computed.numerator, declared),
        numerator=computed.numerator,
        denominator=declared,
        rows=computed.rows,
        population=rows_of("control_totals", line, How.SUM, "declared"),
        form=Form.DIFFERENCE,
    )


@indicator("E6", "勘误更正", "按审定的勘误更正的单元格数", window="期末", unit="处")
def corrected(dataset: Dataset) -> Measured:
    """Cells that say what a reviewed correction has put there; those it does not fit any more as an extra."""
    stale = dataset.errata.filter(pl.col("message").is_not_null())
    unfit = number("stale", "已不适用的勘误", "条", "errata", stale, How.DISTINCT, "erratum")
    counted = count("errata", dataset.errata.filter(state=State.APPLIED), extras=(unfit,))
    return replace(counted, value=None) if _data_rows(dataset).is_empty() else counted
