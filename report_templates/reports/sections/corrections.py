"""更正说明: what a report corrects in an issued one (domain.md §6), on page one and, with causes, in a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from report_templates.model.columns import count, figure, name, text
from report_templates.model.report import Block, Paragraph, Section, Table
from report_templates.reports.correction_marks import WORDS, Corrected
from report_templates.reports.sections.summary import KEY_FIGURES
from report_templates.words.figure_words import amount
from report_templates.words.sentence import Cell, Number, Sentence, Side, plain_number
from report_templates.words.wording import Wording
from transforms.figures import Light

NAMED = 3
"""How many corrected figures page one names; the table has all."""

_SIDES = {"first": "old", "now": "new"}


def notice(corrected: Corrected, words: Wording) -> Iterator[Paragraph]:
    """Which issue is corrected, who received it, and the main figures that it gave otherwise; none where it holds."""
    changed = _changed(corrected)
    whole = sorted(filter(_is_whole, changed), key=_place)
    if not changed:
        return
    said = words.say(
        WORDS,
        "said",
        {},
        issue=plain_number(corrected.issue),
        edition=plain_number(corrected.edition),
        recipients="、".join(corrected.recipients),
        earlier=[
            {"edition": plain_number(edition), "recipients": "、".join(who)}
            for edition, who in corrected.earlier.items()
        ],
        whole=Number(str(len(whole)), WORDS, Side.LISTED),
        parts=Number(str(len(changed) - len(whole)), f"{WORDS}:parts", Side.LISTED),
        figures=[
            {"label": one["label"], **{name: _said(one, side, corrected, words) for name, side in _SIDES.items()}}
            for one in whole[:NAMED]
        ],
        more=len(whole) > NAMED,
    )
    yield Paragraph(said=said, lead=words.text(WORDS, "lead"))


def sections(corrected: Corrected, words: Wording) -> Iterator[Section]:
    """Each figure of the county that the issued edition gave otherwise, with cause and source; none where none was."""
    rows = tuple(_row(one, corrected) for one in _changed(corrected) if _is_whole(one))
    columns = (
        *(figure("代码", 10), name("指标"), count("原报", 25), count("现", 25)),
        *(text("原因", 18), text("来源文件", 50)),
    )
    table = Table(name=WORDS, caption=words.text(WORDS, "table"), columns=columns, rows=rows)
    if rows:
        yield Section(heading=words.text(WORDS, "heading"), blocks=(table,), numbered=False)


def reader_notice(corrected: Corrected, words: Wording, key: str) -> Block:
    """To another reader that what he reads corrects an issued report."""
    said = words.say(WORDS, key, {}, edition=plain_number(corrected.edition))
    return Paragraph(said=said, lead=words.text(WORDS, "lead"))


def _changed(corrected: Corrected) -> list[dict[str, Any]]:
    """What reads otherwise now: a value may move by less than is printed."""
    told = corrected.corrections.iter_rows(named=True)
    return [one for one in told if _reads(one, "old") != _reads(one, "new")]


def _reads(one: dict[str, Any], side: str) -> tuple[str, str | None]:
    return amount(one[side], one["unit"]), one[f"{side}_light"]


def _is_whole(one: dict[str, Any]) -> bool:
    """Whether it is a figure of the county: of parts and places only the number is told."""
    return "-" not in one["code"]


def _place(one: dict[str, Any]) -> int:
    """Main figures first, in the order of page one; all others in their own."""
    order = [code for codes in KEY_FIGURES.values() for code in codes]
    return order.index(one["code"]) if one["code"] in order else len(order)


def _row(one: dict[str, Any], corrected: Corrected) -> tuple[Cell, ...]:
    sides = (_side(one, side, corrected) for side in ("old", "new"))
    return (one["code"], one["label"], *sides, one["cause"], one["files"])


def _side(one: dict[str, Any], side: str, corrected: Corrected) -> Cell:
    """The value of one of the two editions, with its light where that has turned."""
    value, light = _value(one, side, corrected), one[f"{side}_light"]
    if one["old_light"] == one["new_light"] or light in {None, Light.NONE.value}:
        return value
    return Sentence(runs=(value, f"（{light}灯）"))


def _said(one: dict[str, Any], side: str, corrected: Corrected, words: Wording) -> Cell:
    """The same in a sentence: the light only where nothing else has changed."""
    if one[side] is None:
        return words.text(WORDS, "nothing")
    moved = amount(one["old"], one["unit"]) != amount(one["new"], one["unit"])
    return _value(one, side, corrected) if moved else _side(one, side, corrected)


def _value(one: dict[str, Any], side: str, corrected: Corrected) -> Number:
    edition = str(corrected.edition) if side == "old" else ""
    return Number(amount(one[side], one["unit"]), one["code"], edition=edition)
