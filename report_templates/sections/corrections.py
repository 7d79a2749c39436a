"""更正说明: the first section of a report that corrects an issued one (domain.md §6: 原报 … 现 …)."""

from __future__ import annotations

import polars as pl

from report_templates.columns import code, count, name, text
from report_templates.figure_words import amount
from report_templates.model import Block, Section, Table
from report_templates.model import Paragraph as Words
from report_templates.wording import Wording

SECTION = "corrections"


def section(corrections: pl.DataFrame, recipients: tuple[str, ...], words: Wording) -> Section | None:
    """Each figure of the county that an issued edition gave otherwise, and who had received that; None for none.

    corrections: `transforms.corrections.CORRECTIONS`. Parts and places of figures are counted, not listed.
    """
    if corrections.is_empty():
        return None
    whole = corrections.filter(~pl.col("code").str.contains("-", literal=True))
    issue, edition = corrections.select("issue", "edition").row(0)
    facts = {"issue": issue, "edition": edition, "whole": whole.height, "parts": corrections.height - whole.height}
    said = words.say(SECTION, "said", {}, **facts, recipients="、".join(recipients))
    blocks: list[Block] = [Words(said=said)]
    if whole.height:
        blocks.append(_table(whole, words))
    return Section(heading=words.text(SECTION, "heading"), blocks=tuple(blocks))


def _table(whole: pl.DataFrame, words: Wording) -> Table:
    columns = (
        code("代码", 12),
        name("指标"),
        count("原报", 24),
        count("现", 24),
        text("原因", 22),
        text("来源文件", 48),
    )
    rows = tuple(
        (
            one["code"],
            one["label"],
            amount(one["old"], one["unit"]),
            amount(one["new"], one["unit"]),
            one["cause"],
            one["files"],
        )
        for one in whole.iter_rows(named=True)
    )
    return Table(name=SECTION, caption=words.text(SECTION, "table"), columns=columns, rows=rows)
