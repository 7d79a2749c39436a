"""更正说明: what differs between a distributed edition and a later one, and why (domain.md §6, restatement)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from transforms.editions.diff import FIGURES_CHANGED, figures_changed
from transforms.indicators.catalogue import INDICATORS
from transforms.indicators.families.e_quality import TOTALS, reconciled
from transforms.judge.in_force import WITHDRAWN

CORRECTIONS: dict[str, pl.DataType] = {
    **FIGURES_CHANGED,
    "cause": pl.String(),
    "files": pl.String(),
    "issue": pl.Int64(),
    "edition": pl.Int64(),
}
"""FIGURES_CHANGED against edition `edition` of distribution `issue`, with the cause and its files, separated by 、."""

CHANGES: dict[str, pl.DataType] = dict.fromkeys(("sheet", "file", "cause"), pl.String())
"""Files that count in one edition and not in the other, by sheet, with the cause."""

CAME, LATE, REPLACED, TAKEN_BACK, GONE = "新收", "补报", "更正报送", "撤回", "不再采用"
FORGOTTEN = "按规定删除个人信息"
ITEMS = "S8"
"""The sheet whose figures are compared with the week before."""

OTHER_CAUSES = {
    "rules": "规则或参数调整",
    "rules_day": "适用规定的日期调整",
    "confirmations": "单位确认",
    "as_of": "统计截止日调整",
    "previous": "上期数据更正",
}
"""Causes other than files, by input of an edition; the order is that of the printed list."""


def file_changes(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """CHANGES between two tables of FILES."""
    columns = ["sheet", "file", "submission", "standing", "version", "period", "inbox"]
    counts = pl.col("standing").is_not_null() & (pl.col("standing") != WITHDRAWN)
    came = new.filter(counts).select(columns).join(old.filter(counts), on="submission", how="anti")
    gone = new.filter(pl.col("standing") == WITHDRAWN).join(old.filter(counts), on="submission", how="semi")
    lost = old.filter(counts).select(columns).join(new, on="submission", how="anti")
    why = pl.when(pl.col("version") > 1).then(pl.lit(REPLACED))
    cause = why.when(pl.col("inbox") > pl.col("period")).then(pl.lit(LATE)).otherwise(pl.lit(CAME))
    return pl.concat(
        [
            came.select("sheet", "file", cause=cause),
            gone.select("sheet", "file", cause=pl.lit(TAKEN_BACK)),
            lost.select("sheet", "file", cause=pl.lit(GONE)),
        ]
    ).sort("sheet", "file", "cause")


def corrections(
    figures: tuple[pl.DataFrame, pl.DataFrame],
    files: tuple[pl.DataFrame, pl.DataFrame],
    inputs: tuple[Mapping[str, Any], Mapping[str, Any]],
    *,
    issue: int,
    edition: int,
    forgotten: bool = False,
) -> pl.DataFrame:
    """CORRECTIONS from two tables of figures, of FILES, and the inputs of both editions, the distributed one first.

    `forgotten`: since then rows of a person were erased from the archive.
    """
    changed, moved = figures_changed(*figures), file_changes(*files)
    others = {
        name: word for name, word in OTHER_CAUSES.items() if _text(inputs[0].get(name)) != _text(inputs[1].get(name))
    }
    others |= {"forgotten": FORGOTTEN} if forgotten else {}
    indicators = dict(pl.concat([frame.select("code", "indicator") for frame in figures]).unique("code").iter_rows())
    causes = [_cause(indicators[code], moved, others) for code in changed["code"]]
    return changed.with_columns(
        cause=pl.Series([cause for cause, _ in causes], dtype=pl.String),
        files=pl.Series([names for _, names in causes], dtype=pl.String),
        issue=pl.lit(issue, pl.Int64),
        edition=pl.lit(edition, pl.Int64),
    )


def no_corrections() -> pl.DataFrame:
    """CORRECTIONS of an edition whose period was not distributed before."""
    return pl.DataFrame(schema=CORRECTIONS)


def _cause(indicator: str, moved: pl.DataFrame, others: Mapping[str, str]) -> tuple[str, str]:
    """Why a figure changed: files of its sheets, and other changed inputs that affect it; else all changes."""
    sheets = _sheets_behind(indicator)
    concerned = moved.filter(pl.col("sheet").is_in(list(sheets))) if sheets else moved
    bearing = [word for name, word in others.items() if name != "previous" or ITEMS in sheets]
    if concerned.is_empty() and not bearing:
        concerned, bearing = moved, [*others.values()]
    causes = [*concerned["cause"].unique(maintain_order=True), *bearing]
    return "、".join(causes), "、".join(concerned["file"].unique(maintain_order=True))


def _sheets_behind(indicator: str) -> set[str]:
    """The sheets a figure is counted from; a control total is compared with what is counted from others."""
    counted = [*TOTALS.values()] if indicator == reconciled.id else []
    named = [INDICATORS[indicator]] if indicator in INDICATORS else []
    return {sheet for source in [*named, *counted] for sheet in source.sheets}


def _text(value: object) -> str:
    return repr(value).replace("(", "[").replace(")", "]")
