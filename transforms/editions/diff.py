"""What differs between two editions of a period: figures, and rows down to their cells (domain.md §6, restatement)."""

from __future__ import annotations

import polars as pl

from transforms.tables.catalogue import KEYS

FIGURES_CHANGED: dict[str, pl.DataType] = {
    "code": pl.String(),
    "label": pl.String(),
    "unit": pl.String(),
    "old": pl.Float64(),
    "new": pl.Float64(),
    "old_light": pl.String(),
    "new_light": pl.String(),
}
"""One line per figure whose value or light differs; null where an edition has no value."""

ROWS_CHANGED: dict[str, pl.DataType] = {
    "key": pl.String(),
    "change": pl.String(),
    "column": pl.String(),
    "old": pl.String(),
    "new": pl.String(),
}
"""`change` is added, removed or changed; of a changed row one line per cell, of another one line without a cell."""

ADDED, REMOVED, CHANGED = "added", "removed", "changed"

BOOKKEEPING = ("knowledge_time", "rule_version", "row_hash")
"""Columns about how an edition was made; they are not compared."""

_OF_FIGURE = ["code", "label", "unit"]
_ROW, _COPY, _COLUMN, _OLD, _NEW = "_row", "_copy", "_column", "_old", "_new"
"""Working columns; no table has these names."""


def figures_changed(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """FIGURES_CHANGED between two tables of figures in the order of the new one, then those of the old one."""
    columns = [*_OF_FIGURE, "value", "light"]
    both = new.select(columns).join(
        old.select(columns), on="code", how="full", suffix="_old", maintain_order="left_right"
    )
    values = both.select(
        *(pl.coalesce(name, f"{name}_old").alias(name) for name in _OF_FIGURE),
        old="value_old",
        new="value",
        old_light="light_old",
        new_light="light",
    )
    differs = pl.col("old").ne_missing(pl.col("new")) | pl.col("old_light").ne_missing(pl.col("new_light"))
    return values.filter(differs).cast(pl.Schema(FIGURES_CHANGED))


def rows_changed(table: str, old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """ROWS_CHANGED between two states of a table, by its key (`tables.catalogue.KEYS`), else by whole rows.

    A row that is in both is no change, whatever its position among rows of the same key.
    """
    before, after = _as_text(table, old), _as_text(table, new)
    columns = [name for name in after.columns if name in before.columns and name != _ROW]
    gone, came = _only_in(before, after, [_ROW, *columns]), _only_in(after, before, [_ROW, *columns])
    cells = _cells(gone, came, columns)
    parts = [_whole(gone.join(came, on=_ROW, how="anti"), REMOVED), _whole(came.join(gone, on=_ROW, how="anti"), ADDED)]
    return pl.concat([*parts, cells]).sort("key", "change", "column", maintain_order=True)


def _only_in(frame: pl.DataFrame, other: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """The rows of `frame` that `other` lacks or has fewer times; repeated keys are numbered."""
    counted = (each.with_columns(pl.int_range(pl.len()).over(columns).alias(_COPY)) for each in (frame, other))
    left = next(counted).join(next(counted), on=[*columns, _COPY], how="anti", nulls_equal=True, maintain_order="left")
    again = pl.int_range(pl.len()).over(_ROW)
    numbered = pl.when(again > 0).then(pl.format("{} #{}", _ROW, again + 1)).otherwise(_ROW)
    return left.drop(_COPY).with_columns(numbered.alias(_ROW))


def counts_of(changed: pl.DataFrame) -> dict[str, int]:
    """How many rows of ROWS_CHANGED were added, removed and changed."""
    rows = changed.unique(["key", "change"])
    return {change: rows.filter(pl.col("change") == change).height for change in (ADDED, REMOVED, CHANGED)}


def _as_text(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Every cell as text, and `_row`: the key."""
    kept = frame.drop(BOOKKEEPING, strict=False)
    texts = kept.select(_text(name, dtype) for name, dtype in kept.schema.items())
    key = [name for name in KEYS.get(table, ()) if name in texts.columns] or texts.columns
    return texts.with_columns(
        pl.concat_str([pl.col(name).fill_null("") for name in key], separator=":").alias(_ROW)
        if key
        else pl.lit("").alias(_ROW)
    )


def _text(name: str, dtype: pl.DataType) -> pl.Expr:
    if isinstance(dtype, pl.List):
        return pl.col(name).list.eval(pl.element().cast(pl.String)).list.join("、")
    return pl.col(name).cast(pl.String)


def _whole(rows: pl.DataFrame, change: str) -> pl.DataFrame:
    nothing = pl.lit(None, dtype=pl.String)
    return rows.select(key=_ROW, change=pl.lit(change), column=nothing, old=nothing, new=nothing)


def _cells(gone: pl.DataFrame, came: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    def long(rows: pl.DataFrame, name: str) -> pl.DataFrame:
        return rows.unpivot(columns, index=_ROW, variable_name=_COLUMN, value_name=name)

    both = long(gone, _OLD).join(long(came, _NEW), on=[_ROW, _COLUMN], how="inner")
    differs = both.filter(pl.col(_OLD).ne_missing(pl.col(_NEW)))
    return differs.select(key=_ROW, change=pl.lit(CHANGED), column=_COLUMN, old=_OLD, new=_NEW)
