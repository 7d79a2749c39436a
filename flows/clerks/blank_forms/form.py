"""The content of a blank workbook, not how it is drawn (design.md §4).

Title, a word to the clerk, lines about the submission, headings, and one line of instructions for each column.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from expectations.contract.contract import Column, Need, Sheet
from expectations.contract.county_sheets import county_sheet
from expectations.county.codelist import CodeList
from expectations.county.county import County, Unit
from flows.clerks.blank_forms.entries import PERIOD, Entry, entry, wordings
from transforms.clock import period_end
from transforms.records.submission import FileName

LINE_NUMBER = "序号"
NO_CHANGE = "本周无变化"
_ADVICE = (
    "带“（必填）”的列必须填写。请勿改动列名、增删列或合并单元格，行数不够可以接着往下填。填写要求见工作表“填表说明”。"
)


@dataclass(frozen=True)
class Line:
    """A line above the headings: a label and a value, or a prompt for the clerk to fill in."""

    label: str
    value: str = ""
    prompt: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """A column of the table."""

    column: Column
    heading: str
    entry: Entry


@dataclass(frozen=True)
class Form:
    """A blank workbook for one sheet, unit and period; without a period the clerk names it.

    `week` is the one of the examples, `choices` are the options of the drop-downs by the name a field's entry gives.
    """

    sheet: Sheet
    unit: Unit
    period: str | None
    title: str
    lines: tuple[Line, ...]
    fields: tuple[Field, ...]
    choices: Mapping[str, tuple[str, ...]]
    week: str
    advice: str = _ADVICE

    @property
    def file_name(self) -> str:
        """The file name from which unit, sheet and period are parsed (domain.md §4.1)."""
        return f"{FileName(self.unit.code, self.sheet.id, self.period)}.xlsx"


def form(
    declared: Sheet, unit: Unit, county: County, codes: Mapping[str, CodeList], period: str | None, week: str
) -> Form:
    """The form of a sheet for a unit; `codes` are `county_codes.all_codes`, `week` is that of the examples."""
    end, sheet = period_end(period) if period else None, county_sheet(declared, codes, period_end(week))
    fields = tuple(Field(column, heading(column), entry(sheet, column, end)) for column in sheet.columns)
    listed = [(field.column, name) for field in fields if (name := field.entry.choices)]
    lists = {name: tuple(wordings(column, codes[name]).values()) for column, name in listed if name in codes}
    lists = {name: words for name, words in lists.items() if words}  # a county may not have named its six links
    return Form(
        sheet=sheet,
        unit=unit,
        period=period,
        title=county.name + sheet.title,
        lines=_lines(unit, period, week),
        week=week,
        fields=fields,
        choices=lists | ({PERIOD: (period,)} if period and PERIOD in dict(listed).values() else {}),
    )


def heading(column: Column) -> str:
    """The contract's heading, below it its unit and whether it must be filled in: words in brackets are not read."""
    notes = "，".join(filter(None, (column.unit, "必填" if column.need is Need.REQUIRED else None)))
    return f"{column.heading}\n（{notes}）" if notes else column.heading


def _lines(unit: Unit, period: str | None, week: str) -> tuple[Line, ...]:
    """Who sends, for when, a zero report; 填表人 is last, as the parser takes what follows it, on whatever line."""
    return (
        Line("填报单位：", unit.name),
        Line("报送期别：", _written(period) if period else "", f"填年份和周次，例如“{_written(week)}”。"),
        Line("填报日期：", prompt=f"填年月日，例如“{period_end(week) - dt.timedelta(days=2)}”。"),
        Line(
            "本期情况：",
            prompt=f"本期确无新增和变化的，选“{NO_CHANGE}”，下表不填；有数据的留空。",
            choices=(NO_CHANGE,),
        ),
        Line("填表人：", prompt="填写姓名。"),
    )


def _written(week: str) -> str:
    return f"{week[:4]}年第{int(week[6:])}周"
