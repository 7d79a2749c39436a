"""One number for each order, also where clerks number 1, 2, 3 in every town or anew every week (domain.md §4.11)."""

from __future__ import annotations

import polars as pl

from expectations.evaluate.judgement import FAILURES
from transforms.join.crosschecks.failures import as_failures

ORDER = ("town", "community_code", "posted_on")
"""Rows with one number are one order where these agree: where it is, and the day it was posted."""

_READ = (
    *("order_no", "submitter", "period", "submission", "row", *ORDER, "town_text", "content"),
    *("taken_on", "member_name"),
)
_GENERATED = pl.col("order_no").str.starts_with("S10-")
"""Numbers made from place, day and text of an order that has none (`transforms.clean.table`)."""
_AT, _NUMBER = "at", "number"
_PLACE = ("town", "community_code")


def order_numbers(rows: pl.LazyFrame) -> pl.DataFrame:
    """The rows of S10 whose number names several orders: `at` (position in `rows`), `submission`, `row`, `submitter`,
    `order_no` as written and `number`, which names one order.

    An order in several weeks or from several units stays one. Two wordings of one number in one week are two orders,
    and so are two takers where the number was generated: who has taken it is the order posted before.
    `number` is the one written with place and day, as in `1（城东社区 2021-11-23）`, counted where these agree, too.
    """
    order = pl.struct(*ORDER, "worded", "taker")
    day = pl.col("posted_on").cast(pl.String)
    named = pl.concat_str("community_code", day, separator=" ", ignore_nulls=True)
    several = _repeated(rows).filter(order.n_unique().over("order_no") > 1).with_columns(named=named)
    nth, known = order.rank("dense").over("order_no", "named"), pl.col("named") != ""
    return several.with_columns(
        pl.concat_str(
            "order_no",
            pl.when(known).then(pl.format("（{}）", "named")).otherwise(pl.lit("")),
            pl.when(nth > 1).then(pl.format("#{}", nth)).otherwise(pl.lit("")),
        ).alias(_NUMBER)
    ).select(_AT, "submission", "row", "submitter", "order_no", _NUMBER)


def with_order_numbers(rows: pl.LazyFrame, numbers: pl.DataFrame) -> pl.LazyFrame:
    """The rows of S10 with the `number` of `order_numbers` for `order_no`."""
    if numbers.is_empty():
        return rows
    number = pl.col(_AT).replace_strict(numbers[_AT], numbers[_NUMBER], default=pl.col("order_no"))
    return rows.with_row_index(_AT).with_columns(order_no=number).drop(_AT)


def reused_numbers(numbers: pl.DataFrame) -> pl.DataFrame:
    """FAILURES of rows whose number one unit uses for several orders; numbers of other units are none of its business.

    numbers: those of `order_numbers`. All orders count; the sentence is for the unit that meant one. A generated number
    is nobody's.
    """
    several = numbers.filter(~_GENERATED).filter(pl.col(_NUMBER).n_unique().over("submitter", "order_no") > 1)
    return pl.concat(
        [
            pl.DataFrame(schema=FAILURES),
            as_failures(
                several,
                "order_number_reused",
                "本单位有几单用了同一「接单编号」，社区、发布日期或诉求内容不同，已分别登记。"
                "确是不同的单，请各编一号、全年不重复；如是同一单，请将这几栏改为一致后重新报送。",
                column="order_no",
            ),
        ]
    )


def _repeated(rows: pl.LazyFrame) -> pl.DataFrame:
    """`at` and the columns read of all rows whose number occurs again; `worded`: the text where it tells orders apart.

    What a row leaves empty is taken from a row that agrees in the rest: a day only where the text agrees, too.
    """
    written = rows.select("order_no").collect(engine="streaming").to_series()
    places = (written.is_duplicated() & written.is_not_null()).arg_true()
    # few columns of many rows: of the other rows nothing is kept
    numbered = rows.select(_READ).with_row_index(_AT).filter(pl.col(_AT).is_in(places.implode())).collect()
    of_unit = ("order_no", "submitter")
    return (
        numbered.with_columns(pl.coalesce("town", "town_text").alias("town"))
        .sort("period", "submission", "row")
        .with_columns(_from_another("town", *of_unit, "community_code", "posted_on"))
        .with_columns(_from_another("community_code", *of_unit, "town", "posted_on"))
        .with_columns(_from_another("posted_on", *of_unit, *_PLACE, "content"))
        .with_columns(pl.coalesce("town", pl.when(pl.col("community_code").is_null()).then("submitter")).alias("town"))
        .with_columns(worded=_worded(), taker=_taker())
        .with_columns(_from_another("taker", "order_no"))
    )


def _from_another(column: str, *agreeing: str) -> pl.Expr:
    """A column, empty cells filled from a row that agrees; nothing agrees with an empty cell."""
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in agreeing)
    another = pl.col(column).forward_fill().backward_fill().over(agreeing)
    return pl.when(known).then(pl.coalesce(column, another)).otherwise(column).alias(column)


def _taker() -> pl.Expr:
    """Day and names of the taking, where only these tell orders without a number apart."""
    names = pl.col("member_name").list.join("、")
    taker = pl.concat_str(pl.col("taken_on").cast(pl.String), names, separator=" ", ignore_nulls=True)
    return pl.when(_GENERATED & (taker != "")).then(taker)


def _worded() -> pl.Expr:
    """The text of an order whose number, place and day are those of another text in one week, or that has no day."""
    texts = (
        pl.col("content").drop_nulls().n_unique().over("order_no", *ORDER, "period", mapping_strategy="group_to_rows")
    )
    several = (texts > 1).any().over("order_no", *ORDER)
    return pl.when(several | pl.col("posted_on").is_null()).then(pl.col("content").fill_null(""))
