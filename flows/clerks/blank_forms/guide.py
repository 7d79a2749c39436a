"""填表说明: how to fill in a blank workbook, one line for each column."""

from __future__ import annotations

from collections.abc import Iterator

from expectations.contract.contract import LIST_KINDS, Kind, Need
from expectations.contract.hints import example, hint
from flows.clerks.blank_forms.form import NO_CHANGE, Field, Form
from flows.clerks.blank_forms.limits import SHAPES, EntryLimits

TITLE = "填表说明"
HEADINGS = ("列名", "是否必填", "填写要求", "可填内容", "示例")
_NEEDS = {Need.REQUIRED: "必填", Need.RECOMMENDED: "应填", Need.OPTIONAL: "选填"}


def advice(form: Form) -> Iterator[str]:
    """Advice on the workbook as a whole, a sentence or two in each line."""
    yield "一、必填的列必须填写；应填的列请尽量填写；没有的内容留空即可。"
    yield f"二、本期确无新增和变化的，在表头“本期情况”中选“{NO_CHANGE}”；什么都不填的空表会被退回。"
    yield "三、有下拉箭头的列从选项中选；可填多项的列，各项之间用顿号（、）分开，可以直接输入。"
    yield "四、不要改动列名、增删列或合并单元格；行数不够可以接着往下填，不要的行清空即可。"
    yield f"五、文件名为“{form.file_name}”；{_renaming(form)}"


def _renaming(form: Form) -> str:
    corrected = "同一期改正后重报的，把末尾的v1改为v2、v3。"
    return corrected if form.period else f"请在版本号前写上期别，如“_{form.week}_v1”；{corrected}"


def guide(form: Form) -> Iterator[tuple[str, str, str, str, str]]:
    """The lines of the table below `HEADINGS`."""
    for field in form.fields:
        column = field.column
        yield column.heading, _NEEDS[column.need], hint(column), _allowed(field, form), example(column)


def _allowed(field: Field, form: Form) -> str:
    if choices := form.choices.get(field.entry.choices or ""):
        several = "（可填多项）" if field.column.kind in LIST_KINDS else ""
        return "、".join(choices) + several
    limits = field.entry.limits
    if limits is None or limits.of == "date" or field.column.kind in SHAPES:
        return ""  # the hint says it
    return "0%至100%" if field.column.kind is Kind.PERCENT else _within(limits)


def _within(limits: EntryLimits) -> str:
    unit = "字" if limits.of == "length" else ""
    if limits.low is not None and limits.high is not None:
        return f"{limits.low}至{limits.high}{unit}"
    return f"不超过{limits.high}{unit}" if limits.low is None else f"不小于{limits.low}{unit}"
