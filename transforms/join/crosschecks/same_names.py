"""Rows of one submission and division that bear one name under two numbers: two things, or one written twice (M28)."""

from __future__ import annotations

import polars as pl

from expectations.catalogue import SHEETS
from transforms.join.crosschecks.failures import as_failures

NAMED = {"S8": ("title", "item_code"), "S10": ("project_name", "order_no")}
"""By sheet the column of the name, and that of the number by which rows are told apart."""

_SAID = (
    "「{name}」与本表同一乡镇的第{{}}行相同，而「{number}」不同，已分别登记、分别统计。"
    "请核对：确是两项的，请在名称中写明区别；是同一项的，请只保留一行。"
)


def same_names(sheet: str, rows: pl.LazyFrame) -> pl.DataFrame:
    """FAILURES of rows whose name another row of the submission and town has under another number, and which row.

    rows: rows in force of S8 or S10. A warning only: all rows count.
    """
    name, number = NAMED[sheet]
    bare = pl.col(name).str.replace_all(r"\s", "")
    rows = rows.select("submission", "row", "town", number=number, name=bare).drop_nulls(["number", "name"])
    group, first = ["submission", "town", "name"], pl.col("number").first()
    elsewhere = pl.col("row").filter(pl.col("number") != first).first().over(group)
    other = pl.when(pl.col("number") == first.over(group)).then(elsewhere).otherwise(pl.col("row").first().over(group))
    alike = rows.sort("submission", "row").with_columns(other=other).filter(pl.col("other").is_not_null())
    headings = {key: SHEETS[sheet].column[column].heading for key, column in (("name", name), ("number", number))}
    message = pl.format(_SAID.format(**headings), "other")
    return as_failures(alike.collect(engine="streaming"), "same_name_twice", message, column=name)
