"""Early retirements (弹性提前退休) chosen without a month, or for one the law does not allow (domain.md §5.4)."""

from __future__ import annotations

import polars as pl

from expectations.contract.rules import Reaction
from transforms.join.cadres.early_retirement import EARLY, chosen_month
from transforms.join.cadres.retirement import RetirementLaw
from transforms.join.crosschecks.failures import as_failures

_ASKED = (
    "「退休选择」填“弹性提前退休”的，须注明提前退休的年月，如“弹性提前退休（2025年6月）”；提前最多3年，且不得早于原法定退休年龄。"
    "本栏未写明年月，或所写年月不在此范围，暂按法定退休年月计算；请核对后改填。"
)
_NOT_YET = (
    "「退休选择」填了弹性提前退休，而本期末执行的退休规定没有这一项（2025年1月起施行），暂按法定退休年月计算；请核对。"
)


def early_retirements(s1: pl.DataFrame, five_dim: pl.DataFrame, law: RetirementLaw) -> pl.DataFrame:
    """FAILURES of rows of S1 whose choice of an early retirement is not the month that counts.

    s1: identified rows; five_dim: the table. Asked back (CELL), but under a law that has no early retirement only told
    (FIXW). Where birth or sex is unknown nothing can be said.
    """
    counted = five_dim.select("submission", "row", "retire_ym").drop_nulls()
    chosen = s1.filter(EARLY).with_columns(chosen=chosen_month()).join(counted, on=["submission", "row"])
    return as_failures(
        chosen.filter(pl.col("chosen").ne_missing(pl.col("retire_ym"))),
        "early_retirement_month",
        _ASKED if law.flexible else _NOT_YET,
        column="retire_choice",
        reaction=Reaction.CELL if law.flexible else Reaction.FIXW,
    )
