"""The words an official paper puts round its blocks, the same on the page and in the .docx: numbers of headings, tables
and charts, units, notes, the columns of the list of formulas."""

from __future__ import annotations

from report_templates.model import columns
from report_templates.model.report import Chart, Column, Formula
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Cell

_NUMERALS = "零一二三四五六七八九十"
FORMULAS = "全部指标和口径"
FORMULA_COLUMNS: tuple[Column, ...] = (
    *(columns.figure("代码", 9), columns.name("指标"), columns.count("本期", 21), columns.count("分子/分母", 19)),
    *(columns.count("较上期", 24), columns.count("累计", 19), columns.light(width=9), columns.count("覆盖率", 14)),
)


def heading_number(depth: int, place: int) -> str:
    """一、（一）1. as official papers number their headings (GB/T 9704)."""
    numeral = _NUMERALS[place] if place < len(_NUMERALS) else str(place)
    return (f"{numeral}、", f"（{numeral}）", f"{place}.")[depth - 1]


def table_caption(number: int, caption: str) -> str:
    """表1　主要指标."""
    return f"表{number}　{caption}"


def chart_caption(number: int, chart: Chart) -> str:
    """图1　完成情况（件）."""
    return f"图{number}　{chart.caption}{f'（{chart.unit}）' if chart.unit else ''}"


def unit_words(unit: str) -> str:
    """Above a table: 单位：件."""
    return f"单位：{unit}"


NOTE = "注："


CONTENTS = "目录"
_KINDS = {"pdf": "打印版（PDF）", "docx": "可编辑版（Word）", "xlsx": "数据（Excel）", "html": "正文"}


def file_words(name: str) -> str:
    """打印版（PDF）: what a file beside a page is, by its kind."""
    return _KINDS[name.rpartition(".")[2]]


def code_words(code: str) -> str:
    """‹C3›, behind the sentence or in the column that shows the figure."""
    return f"‹{code}›"


def formula_row(formula: Formula) -> tuple[Cell, ...]:
    """A cell for each of FORMULA_COLUMNS."""
    counted = formula.basis
    if counted == NONE and NONE not in (formula.numerator, formula.denominator):
        counted = f"{formula.numerator}/{formula.denominator}"
    return (
        *(formula.code, formula.label, formula.value, counted),
        *(formula.change, formula.cumulative, formula.light, formula.coverage),
    )


def formula_words(formula: Formula) -> str:
    """What is counted, and over which days."""
    return f"{formula.formula}（{formula.window}）"
