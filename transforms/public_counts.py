"""What the public is told in numbers: tables of counts and figures without small cells (domain.md §11.2, §11.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from transforms.dataset import Dataset
from transforms.figures import Figure, Measured
from transforms.indicators.breakdown import labels, town_labels
from transforms.public_masks import five_year_band
from transforms.suppression import suppressed

COVERED = "不公开"
UNKNOWN = "未填"
TOTAL = "合计"
ONE = ("all", {"all": "件数"})
STATES = {state: state for state in ("完成", "推进", "暂缓")}


@dataclass(frozen=True, kw_only=True)
class PublicTable:
    """Counts ready to print, sums included in the last row and column."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def public_tables(dataset: Dataset) -> tuple[PublicTable, ...]:
    """Cadres by age and sex, items by town and state, orders of the period by town and category.

    dataset: the whole one; what comes out holds no row of it and no count below the county's `small_cell`.
    """
    limit = int(dataset.county.settings["small_cell"])
    items = dataset.items.filter("claimed", ~pl.col("cancelled"))
    states = items.with_columns(
        state=pl.when("completed").then(pl.lit("完成")).when("open").then(pl.lit("推进")).otherwise(pl.lit("暂缓"))
    )
    started = pl.col("posted_on").is_between(dataset.clock.start, dataset.clock.as_of)
    orders = dataset.orders.filter("posted", started).with_columns(all=pl.lit("all"))
    towns = town_labels(dataset.county)
    people = dataset.five_dim.with_columns(band=five_year_band(pl.col("age_years")) + "岁")
    bands = {band: band for band in sorted(people["band"].drop_nulls().unique())}
    made = (
        _crossed("退出领导岗位干部", people, ("band", bands, "年龄"), ("sex", labels("sex")), limit),
        _crossed(
            "民生实事", states, ("town", towns, "乡镇"), ("state", {n: n for n in ("完成", "推进", "暂缓")}), limit
        ),
        _crossed("本期居民诉求按类别", orders, ("category", labels("order_category"), "类别"), ONE, limit),
        _crossed("本期居民诉求按乡镇", orders, ("town", towns, "乡镇"), ONE, limit),
    )
    return tuple(table for table in made if table)


def _crossed(
    caption: str,
    frame: pl.DataFrame,
    down: tuple[str, Mapping[str, str], str],
    across: tuple[str, Mapping[str, str]],
    limit: int,
) -> PublicTable | None:
    """Counts by two columns, each with the labels of its codes, that of the rows with its head.

    Only what occurs has a row or column.
    """
    (row_column, row_labels, row_head), (column_column, column_labels) = down, across
    counted = {(r, c): n for r, c, n in frame.group_by(row_column, column_column).agg(pl.len()).iter_rows()}
    if not counted:
        return None
    rows = list(_occurring({r for r, _ in counted}, row_labels))
    columns = list(_occurring({c for _, c in counted}, column_labels))
    told = suppressed([[counted.get((r, c), 0) for c, _ in columns] for r, _ in rows], limit)
    heads = [row_head, *(label for _, label in columns), TOTAL]
    lines = zip([*(label for _, label in rows), TOTAL], told.words(limit, COVERED), strict=True)
    shown = len(heads) - (len(columns) == 1)  # a single column is its own sum
    return PublicTable(
        caption=caption, heads=tuple(heads[:shown]), rows=tuple((head, *cells)[:shown] for head, cells in lines)
    )


def _occurring(codes: set[str | None], words: Mapping[str, str]) -> Iterator[tuple[str | None, str]]:
    yield from ((code, label) for code, label in words.items() if code in codes)
    yield from ((code, code) for code in sorted(code for code in codes if code is not None and code not in words))
    if None in codes:
        yield None, UNKNOWN


def public_figures(figures: Mapping[str, Figure], limit: int) -> dict[str, Figure]:
    """The figures without breakdowns and without small counts.

    A count below `limit` is gone; so is a ratio whose numerator, or what its numerator lacks to the denominator, is
    below it, but for one that lacks nothing.
    """
    return {code: replace(figure, measured=_large(figure.measured, limit)) for code, figure in figures.items()}


def _large(measured: Measured, limit: int) -> Measured:
    numerator, denominator = measured.numerator, measured.denominator
    bare = Measured(value=measured.value, numerator=numerator, denominator=denominator)
    if denominator is None:
        small = numerator is not None and numerator < limit
    else:
        lacking = denominator - (numerator or 0)
        small = denominator < limit or numerator is None or numerator < limit or 0 < lacking < limit
    return Measured(value=None) if small else bare
