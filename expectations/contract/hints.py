"""What belongs into a cell, in a few words, and an example that passes; the one source of these texts.

Blank workbooks show it when a cell is chosen, returned workbooks in the comment on a wrong cell, and a column's
`because` says it before it says what to do.
"""

from __future__ import annotations

from expectations.contract.contract import LIST_KINDS, Column, Kind
from expectations.county.codelist import CodeList, codelist, codelist_names

LISTED = 8
"""A list of at most so many codes is printed in full; longer ones are left to the drop-down."""

_EXPECTED = {
    Kind.TEXT: "应填文字",
    Kind.NAME: "应填一个人的姓名，不带职务、称谓和备注",
    Kind.PEOPLE: "应填姓名，多人之间用顿号分开，不带职务和称谓",
    Kind.ID: "应填18位公民身份号码，单元格须为文本格式",
    Kind.PHONE: "应填11位手机号码，或带区号的固定电话",
    Kind.CODE: "应填下拉选项中的一项",
    Kind.CODES: "应填下拉选项中的一项或几项，多项之间用顿号分开",
    Kind.TAGS: "应填规范词汇，多项之间用顿号分开",
    Kind.INTEGER: "应填一个整数",
    Kind.NUMBER: "应填一个数字",
    Kind.MONEY: "应填以万元为单位的金额",
    Kind.PERCENT: "应填0%到100%之间的百分数",
    Kind.HOURS: "应填小时数",
    Kind.FLAG: "应填“是”或“否”",
    Kind.DATE: "应填年月日齐全的日期",
    Kind.DUE: "应填年月日齐全的日期",
    Kind.MONTH: "应填年份和月份",
    Kind.BIRTH: "应填出生的年份和月份",
    Kind.PERIOD: "应填年份和周次",
}

_EXPECTED_OF_LIST = {
    "units": "应填单位名录中的全称或规范简称",
    "divisions": "应填本县的乡镇、办事处或园区名称",
}


def expected(kind: Kind, codes: str | None) -> str:
    """What belongs into a column of this kind and code list: half a sentence without a full stop."""
    if codes in _EXPECTED_OF_LIST:
        several = "，多项之间用顿号分开" if kind in LIST_KINDS else ""
        return _EXPECTED_OF_LIST[codes] + several
    return _EXPECTED[kind]


def hint(column: Column, listed: CodeList | None = None) -> str:
    """What belongs into a cell of this column, without a full stop: its own words, a short list's choices, its unit.

    listed: the code list of the column, by default the shipped one.
    """
    if column.hint:
        return column.hint
    words = expected(column.kind, column.codes)
    if column.kind in (Kind.CODE, Kind.CODES) and column.codes in codelist_names():
        labels = (listed or codelist(column.codes)).labels.values()
        return f"{words}：{'、'.join(labels)}" if len(labels) <= LISTED else words
    if column.kind in (Kind.INTEGER, Kind.NUMBER) and column.unit:
        return f"{words}（单位：{column.unit}）"
    return words


def example(column: Column) -> str:
    """A made-up cell of this column that passes."""
    return column.example
