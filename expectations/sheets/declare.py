"""The words in which the sheets declare their columns and the rules that many of them share.

A column's `because` says what is expected of this kind of cell and what to do; a sheet gives its own sentence only
where that is not enough.
"""

from __future__ import annotations

from typing import TypedDict, Unpack

from expectations.contract.contract import Column, Kind, Need, Privacy
from expectations.contract.hints import expected
from expectations.contract.rules import Becomes, Between, NotBefore, Reaction

REQUIRED, RECOMMENDED = Need.REQUIRED, Need.RECOMMENDED
P0, P1, P2, P3 = Privacy.P0, Privacy.P1, Privacy.P2, Privacy.P3
FIX, FIXW, CELL, ROW, FILE = Reaction.FIX, Reaction.FIXW, Reaction.CELL, Reaction.ROW, Reaction.FILE

AS_TEXT = "将单元格设为文本后"
"""Advice for a number that has lost digits; it is left out where the cell is a text already."""

_ADVICE = {
    Kind.TEXT: "，例如“{example}”；请改正后重新报送。",
    Kind.NAME: "；请每行只填一人。",
    Kind.PEOPLE: "；请按“{example}”的样式改正。",
    Kind.ID: f"；请{AS_TEXT}照证件重新录入。",
    Kind.PHONE: "；请核对后重新填写。",
    Kind.CODE: "，例如“{example}”；请从选项中选择。",
    Kind.CODES: "，例如“{example}”；请对照选项改正。",
    Kind.TAGS: "，例如“{example}”；请改用规范词汇，确需新词请联系县委组织部。",
    Kind.INTEGER: "，例如“{example}”；请去掉“约”“余”和单位后填写准确数字。",
    Kind.NUMBER: "，例如“{example}”；请去掉“约”“余”和单位后填写准确数字。",
    Kind.MONEY: "，例如“{example}”；请换算成万元后只填数字。",
    Kind.PERCENT: "，例如“{example}”；请带上百分号填写。",
    Kind.HOURS: "，例如“{example}”；请填写0到200之间的数字。",
    Kind.FLAG: "；请从选项中选择。",
    Kind.DATE: "，例如“{example}”；请改正后重新报送。",
    Kind.DUE: "，例如“{example}”；没有时限的请填“长期”。",
    Kind.MONTH: f"，例如“{{example}}”；请{AS_TEXT}填写，月份写两位。",
    Kind.BIRTH: f"，例如“{{example}}”；请以干部档案为准，{AS_TEXT}填写，月份写两位。",
    Kind.PERIOD: "，例如“{example}”；请与文件名中的期别保持一致。",
}

_ADVICE_OF_LIST = {
    "units": "，例如“{example}”；请对照单位名录改正。",
    "divisions": "，例如“{example}”；请不要填写村名。",
}


class Particulars(TypedDict, total=False):
    """What a column may say beside its name, heading, kind, example and variants; see `Column`."""

    need: Need
    privacy: Privacy
    on_failure: Reaction
    codes: str
    unit: str
    keeps_text: bool
    titled: bool
    default: str | bool
    generated_from: tuple[str, ...]
    told_apart_by: tuple[str, ...]
    until: str
    nothing: tuple[str, ...]
    because: str
    hint: str


def column(
    name: str, heading: str, kind: Kind, example: str, variants: str = "", **particulars: Unpack[Particulars]
) -> Column:
    """A column whose `because` follows from its kind or code list unless it is given; `variants` are parted by 、."""
    codes = particulars.get("codes")
    advice = _ADVICE_OF_LIST.get(codes or "", _ADVICE[kind]).format(example=example)
    words: Particulars = {"because": f"「{heading}」{expected(kind, codes)}{advice}", **particulars}
    known_as = tuple(variants.split("、")) if variants else ()
    return Column(name=name, heading=heading, kind=kind, example=example, variants=known_as, **words)


def not_after_period(name: str, heading: str, becomes: Becomes | None = None) -> NotBefore:
    """The date lies within or before the period the submission is for (domain.md §4, “≤ period end”)."""
    return NotBefore(
        id=f"{name}_after_period",
        later="period_end",
        earlier=name,
        blames=name,
        becomes=becomes,
        because=f"「{heading}」晚于本期最后一天；请核对日期，尚未发生的请先不填。",
    )


def not_long_before_period(name: str, heading: str, years: int = 5, becomes: Becomes | None = None) -> NotBefore:
    """The date lies at most so many years before the period (domain.md §4.1): 1900 or 1949 is a slip of the hand."""
    return NotBefore(
        id=f"{name}_long_before_period",
        later=name,
        earlier="period_end",
        years=-years,
        becomes=becomes,
        because=f"「{heading}」早于本期{years}年以上，可能误填；请核对年份后重新填写。",
    )


def event(name: str, heading: str, years: int = 5, becomes: Becomes | None = None) -> tuple[NotBefore, NotBefore]:
    """The date of something that has happened: not after the period, and not so many years before it."""
    return not_after_period(name, heading, becomes), not_long_before_period(name, heading, years, becomes)


def between(name: str, heading: str, low: float, high: float) -> Between:
    """A number within both limits."""
    return Between(
        id=f"{name}_range",
        column=name,
        low=low,
        high=high,
        because=f"「{heading}」应在{low:,g}到{high:,g}之间；请核对后重新填写。",
    )


def at_least_zero(name: str, heading: str) -> Between:
    """A number that is not negative."""
    return Between(id=f"{name}_range", column=name, low=0, because=f"「{heading}」不能是负数；请核对后重新填写。")


def at_most_characters(name: str, heading: str, most: int) -> Between:
    """A text of limited length; it is kept whole and cut in reports only (domain.md §12, M70)."""
    return Between(
        id=f"{name}_length",
        column=name,
        high=most,
        length=True,
        reaction=FIXW,
        because=f"「{heading}」超过{most}字，报表中只显示前{most}字；请精简文字。",
    )
