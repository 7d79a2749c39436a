"""The second division of work (二次分工) by organ."""

from __future__ import annotations

from collections.abc import Mapping

from report_templates.figure_words import number, unsent, value_words
from report_templates.model import OrganRow, Sentence
from transforms.figures import Figure
from transforms.headline import NOT_REPORTED
from transforms.numbers import percent, prose


def second_posts_sentence(figures: Mapping[str, Figure]) -> Sentence:
    """How many are assigned of those who can be, and whether the organs add up to them (the identity of A6)."""
    rate, organs = figures["A5"], figures["A6"]
    codes = ("A5", "A6")
    if unsent(organs):
        return Sentence(text=f"二次分工安排情况{NOT_REPORTED}。", codes=codes)
    if not organs.measured.value:
        return Sentence(text="截至统计日尚无二次分工安排。", codes=codes)
    people = next(part.value for part in organs.measured.beside if part.code == "assigned")
    agree = "一致" if people == organs.measured.value else f"（{prose(people)}名）不符，请核实"
    able = prose(rate.measured.denominator) if rate.measured.denominator else ""
    share = f"，可安排{able}名，安排率{value_words(rate)}" if able else ""
    return Sentence(
        text=f"已到岗{prose(people)}名{share}。去向合计{prose(organs.measured.value)}名，与二次分工人数{agree}。",
        codes=codes,
    )


def organ_rows(figures: Mapping[str, Figure]) -> tuple[OrganRow, ...]:
    """The parts of A6 and their sum; none where nobody is assigned or nobody knows."""
    measured = figures["A6"].measured
    if not measured.value:
        return ()
    rows = [
        OrganRow(organ=part.label, people=number(part.value), share=percent(part.value, measured.value))
        for part in measured.parts
    ]
    total = OrganRow(organ="合计", people=number(measured.value), share=percent(measured.value, measured.value))
    return (*rows, total)
