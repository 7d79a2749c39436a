"""更正说明: the corrections of an issued report (domain.md §6), on page one and, with causes, in a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from report_templates.model.columns import count, figure, name, text
from report_templates.model.report import Block, Paragraph, Section, Table
from report_templates.reports.correction_marks import WORDS, Corrected
from report_templates.reports.sections.summary import KEY_FIGURES
from report_templates.words.figure_words import amount
from report_templates.words.sentence import Cell, Number, Sentence, Side, plain_number
from report_templates.words.shortened import shortened
from report_templates.words.wording import Wording
from transforms.figures import Light

_FILE_PLACES = 26
"""Half characters of a file's name on one line of its column: a name as the templates give it is whole."""
NAMED = 3
"""How many corrected figures page one names; the table has all."""

_SIDES = {"first": "old", "now": "new"}


def notice(corrected: Corrected, words: Wording) -> Iterator[Paragraph]:
    """Which distribution is corrected, who received it, and the main figures that differ; none where nothing does."""
    changed = _changed(corrected)
    whole = sorted(filter(_is_whole, changed), key=_place)
    if not changed:
        return
    sentence = words.say(
        WORDS,
        "said",
        {},
        issue=plain_number(corrected.distribution),
        edition=plain_number(corrected.edition),
        recipients="、".join(corrected.recipients),
        earlier=[
            {"edition": plain_number(edition), "recipients": "、".join(who)}
            for edition, who in corrected.earlier.items()
        ],
        whole=Number(str(len(whole)), WORDS, Side.LISTED),
        parts=Number(str(len(changed) - len(whole)), f"{WORDS}:parts", Side.LISTED),
        figures=[
            {
                "label": row["label"],
                **{name: _in_sentence(row, side, corrected, words) for name, side in _SIDES.items()},
            }
            for row in whole[:NAMED]
        ],
        more=len(whole) > NAMED,
    )
    yield Paragraph(said=sentence, lead=words.text(WORDS, "lead"))


def sections(corrected: Corrected, words: Wording) -> Iterator[Section]:
    """Each figure of the county that differs in the issued edition, with cause and source; none where none does."""
    rows = tuple(_row(row, corrected) for row in _changed(corrected) if _is_whole(row))
    columns = (
        *(figure("代码", 10), name("指标"), count("原报", 24), count("现", 24)),
        *(text("原因", 25), text("来源文件", 47)),
    )
    table = Table(name=WORDS, caption=words.text(WORDS, "table"), columns=columns, rows=rows)
    if rows:
        yield Section(heading=words.text(WORDS, "heading"), blocks=(table,), numbered=False)


def annex(corrected: Corrected, words: Wording) -> Iterator[Section]:
    """The files by their whole names, with the figures they changed, where the table does not name them all whole."""
    figures: dict[str, list[str]] = {}
    for row in filter(_is_whole, _changed(corrected)):
        for file in _files(row):
            figures.setdefault(file, []).append(row["label"])
    if all(_shown_files(row) == row["files"] for row in _changed(corrected) if _is_whole(row)):
        return
    rows = tuple((file, "、".join(labels)) for file, labels in sorted(figures.items()))
    columns = (name("来源文件"), text("更正的指标", 72))
    table = Table(name="sources", caption=words.text(WORDS, "sources"), columns=columns, rows=rows)
    yield Section(heading=words.text(WORDS, "sources"), blocks=(table,))


def reader_notice(corrected: Corrected, words: Wording, key: str) -> Block:
    """The notice to another audience that its report corrects an issued one."""
    sentence = words.say(WORDS, key, {}, edition=plain_number(corrected.edition))
    return Paragraph(said=sentence, lead=words.text(WORDS, "lead"))


def _changed(corrected: Corrected) -> list[dict[str, Any]]:
    """The corrections whose printed text differs: a value may change by less than is printed."""
    rows = corrected.corrections.iter_rows(named=True)
    return [row for row in rows if _reads(row, "old") != _reads(row, "new")]


def _reads(row: dict[str, Any], side: str) -> tuple[str, str | None]:
    return amount(row[side], row["unit"]), row[f"{side}_light"]


def _is_whole(row: dict[str, Any]) -> bool:
    """Whether it is a figure of the county; parts and places are only counted."""
    return "-" not in row["code"]


def _place(row: dict[str, Any]) -> int:
    """Main figures first, in the order of page one; all others in their own."""
    order = [code for codes in KEY_FIGURES.values() for code in codes]
    return order.index(row["code"]) if row["code"] in order else len(order)


def _row(row: dict[str, Any], corrected: Corrected) -> tuple[Cell, ...]:
    sides = (_side(row, side, corrected) for side in ("old", "new"))
    return (row["code"], row["label"], *sides, row["cause"], _shown_files(row))


def _files(row: dict[str, Any]) -> list[str]:
    return [file for file in str(row["files"] or "").split("、") if file]


def _shown_files(row: dict[str, Any]) -> Cell:
    """At most two lines of the column: the first file, and where the others are named."""
    files = _files(row)
    first = shortened(files[0], _FILE_PLACES) if files else ""
    return Sentence(runs=(first, "等，见附件")) if len(files) > 1 else first


def _side(row: dict[str, Any], side: str, corrected: Corrected) -> Cell:
    """The value of one of the two editions, with its light where that has turned."""
    value, light = _value(row, side, corrected), row[f"{side}_light"]
    if row["old_light"] == row["new_light"] or light in {None, Light.NONE.value}:
        return value
    return Sentence(runs=(value, f"（{light}灯）"))


def _in_sentence(row: dict[str, Any], side: str, corrected: Corrected, words: Wording) -> Cell:
    """The same in a sentence: the light only where nothing else has changed."""
    if row[side] is None:
        return words.text(WORDS, "nothing")
    moved = amount(row["old"], row["unit"]) != amount(row["new"], row["unit"])
    return _value(row, side, corrected) if moved else _side(row, side, corrected)


def _value(row: dict[str, Any], side: str, corrected: Corrected) -> Number:
    edition = str(corrected.edition) if side == "old" else ""
    return Number(amount(row[side], row["unit"]), row["code"], edition=edition)
