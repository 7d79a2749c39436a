"""What cadres in a second post ask help for (需协调事项), and since when."""

from __future__ import annotations

import polars as pl

from transforms.clock import previous_period
from transforms.dataset import Dataset
from transforms.join.latest import latest_reports

_NO_WORD = r"[\s\p{P}]"


def requests(dataset: Dataset) -> pl.DataFrame:
    """The rows of DUTIES with a request in the latest report of each cadre assigned, by `duty_id`; `first_asked`.

    `first_asked` is the `duty_id` of the first of the weeks without a gap in which the cadre asked the same of the same
    post: for the same task in whatever words, or in the same words, spaces and punctuation aside.
    """
    assigned = dataset.assignments["person_id"].implode()
    asked = dataset.duties.filter(pl.col("person_id").is_in(assigned)).drop_nulls("need_help")
    latest = latest_reports(dataset.duties, dataset.clock.weeks).join(asked, on="duty_id", how="semi")
    first = [_first_asked(asked, duty) for duty in latest["duty_id"]]
    return latest.with_columns(first_asked=pl.Series(first, dtype=pl.String))


def _first_asked(asked: pl.DataFrame, duty: str) -> str:
    """Week by week back from the report with this `duty_id`."""
    report = asked.filter(pl.col("duty_id") == duty).row(0, named=True)
    post = (pl.col(key).eq_missing(report[key]) for key in ("person_id", "unit_code"))
    before = asked.filter(*post, pl.col("period") == previous_period(report["period"]))
    said = _plain(pl.col("need_help")) == _plain(pl.lit(report["need_help"]))
    same = before.filter(said | pl.col("task_name").eq_missing(report["task_name"])).sort("duty_id")
    return _first_asked(asked, same["duty_id"][0]) if same.height else duty


def _plain(words: pl.Expr) -> pl.Expr:
    return words.str.replace_all(_NO_WORD, "")
