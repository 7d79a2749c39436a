"""What cadres in a second post ask help for (需协调事项), and since when."""

from __future__ import annotations

import polars as pl

from transforms.clock import previous_period
from transforms.dataset import Dataset
from transforms.join.latest import latest_reports

_NO_WORD = r"[\s\p{P}]"


def requests(dataset: Dataset) -> pl.DataFrame:
    """The rows of DUTIES with a request in the latest report of each cadre assigned, by `duty_id`; `first_asked`.

    `first_asked` is the `duty_id` of the first of the weeks without a gap in which the cadre asked for the same in the
    same words, spaces and punctuation aside.
    """
    assigned = dataset.assignments["person_id"].implode()
    asked = dataset.duties.filter(pl.col("person_id").is_in(assigned)).drop_nulls("need_help")
    latest = latest_reports(dataset.duties, dataset.clock.weeks).join(asked, on="duty_id", how="semi")
    first = [_first_asked(asked, *row) for row in latest.select("person_id", "need_help", "period").iter_rows()]
    return latest.with_columns(first_asked=pl.Series(first, dtype=pl.String))


def _first_asked(asked: pl.DataFrame, person: str, words: str, week: str) -> str:
    own = asked.filter(pl.col("person_id") == person)
    same = own.filter(_plain(pl.col("need_help")) == own.select(_plain(pl.lit(words))).item(0, 0)).sort("duty_id")
    by_week = dict(reversed(same.select("period", "duty_id").rows()))
    while (before := previous_period(week)) in by_week:
        week = before
    return str(by_week[week])


def _plain(words: pl.Expr) -> pl.Expr:
    return words.str.replace_all(_NO_WORD, "")
