"""What judging costs: Great Expectations on our Polars engine, the same rules in bare Polars, and its pandas engine.

    python -m benchmarks.judging --rows 1000000 --no-pandas

One person table, some forty rules, every failing row named. All contenders run in one process on the same frame and
must name the same rows. pandas is spared the rules that Great Expectations has no pandas version of.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import great_expectations as gx
import pandas as pd
import polars as pl
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.datasource.fluent.interfaces import Batch

from benchmarks.cost import Cost, best_of, cost
from benchmarks.person_table import CODES, LENGTHS, ORDERED, PATTERNS, RANGES, REQUIRED, check_remainder, people, sheet
from expectations.contract.rules import Named, NotBefore, Rule
from expectations.suites.compile import suite
from expectations.suites.judge import judge


@cache
def bare_rules() -> Mapping[str, pl.Expr]:
    """The rules of `sheet` once more, by hand: rule id to an expression true on bad rows."""
    c = pl.col
    bad = {f"{name}_required": c(name).is_null() for name in REQUIRED}
    bad |= {f"{name}_range": ~c(name).is_between(a, b) for name, (a, b) in RANGES.items()}
    bad |= {f"{name}_length": c(name).str.len_chars() > n for name, n in LENGTHS.items()}
    bad |= {f"{name}_shape": ~c(name).str.contains(f"^(?:{regex})$") for name, regex in PATTERNS.items()}
    bad |= {f"{name}_code": ~c(name).is_in(values) for name, values in CODES.items()}
    bad |= {name: c(a) < c(b) for name, (a, b) in ORDERED.items()}
    valid = (
        c("id_no").str.contains("^[1-9][0-9]{16}[0-9X]$")
        & c("id_no").str.slice(6, 8).str.to_date("%Y%m%d", strict=False).is_not_null()
        & (c("id_no").str.slice(14, 3) != "000")
        & (
            c("id_no").str.slice(17, 1)
            == pl.lit(pl.Series(tuple("10X98765432"))).gather(
                pl.when(c("id_no").str.contains("^[0-9]{17}")).then(check_remainder(c("id_no").str.slice(0, 17)))
            )
        )
    )
    man = c("id_no").str.slice(16, 1).is_in(["1", "3", "5", "7", "9"])
    who = ("name", "born_on", "unit_code")
    return bad | {
        "id_once": c("id_no").is_not_null() & c("id_no").is_duplicated(),
        "person_once": pl.all_horizontal(c(who).is_not_null()) & pl.struct(who).is_duplicated(),
        "left_on_when_gone": c("status").is_in(["RETIRED", "MOVED"]) & c("left_on").is_null(),
        "phone_when_active": (c("status") == "ACTIVE") & c("phone").is_null(),
        "busy_when_open": c("tasks_open").is_not_null() & (c("days_on") < 0.5),
        "late_when_held": (c("status") == "HOLD") & (c("progress") > 99),
        "id_valid": c("id_no").is_not_null() & ~valid,
        "sex_agrees": valid & c("sex").is_in(["1", "2"]) & ((c("sex") == "1") != man),
        "half_days": c("days_on") * 2 % 1 != 0,
        "of_age": _months(c("started_on")) < _months(c("born_on")) + 14 * 12,
        "adult": _months(c("period_end")) < _months(c("born_on")) + 18 * 12,
    }


def _months(day: pl.Expr) -> pl.Expr:
    """Months since the year 0: ages count by the month."""
    return day.dt.year() * 12 + day.dt.month()


def bare(rows: pl.DataFrame) -> pl.DataFrame:
    """The same lines as `judge` gives, without Great Expectations."""
    masks = rows.lazy().select(bad.alias(name) for name, bad in bare_rules().items()).collect()
    places = rows.select("submission", "row")
    rules = {rule.id: rule for rule in sheet().all_rules}
    return pl.concat(
        places.filter(mask).with_columns(
            rule=pl.lit(mask.name),
            column=pl.lit(rules[mask.name].blamed),
            reaction=pl.lit(rules[mask.name].reaction.value),
            message=pl.lit(rules[mask.name].because),
        )
        for mask in masks
    )


def ours(rows: pl.DataFrame) -> pl.DataFrame:
    """The lines of `judge`."""
    return judge(sheet(), rows)


def plain_rules() -> tuple[Rule, ...]:
    """The rules that Great Expectations has a pandas version of."""
    return tuple(r for r in sheet().rules if not (isinstance(r, Named) or (isinstance(r, NotBefore) and r.years)))


def pandas_batch(rows: pl.DataFrame) -> Batch:
    """The rows as Great Expectations likes them on pandas: dates as timestamps."""
    frame = pd.DataFrame(rows.to_dict(as_series=False))
    dates = [name for name, dtype in rows.schema.items() if dtype == pl.Date]
    frame[dates] = frame[dates].apply(pd.to_datetime)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("people")
    return asset.add_batch_definition_whole_dataframe("all").get_batch(batch_parameters={"dataframe": frame})


def on_pandas(batch: Batch) -> int:
    """The number of lines Great Expectations' own engine finds with `plain_rules`."""
    wanted = {"result_format": "COMPLETE", "exclude_unexpected_values": True, "return_unexpected_index_query": False}
    result = batch.validate(suite(replace(sheet(), rules=plain_rules())), result_format=wanted)
    return sum(len(outcome.result.get("unexpected_index_list", ())) for outcome in result.results)


def compare(count: int, *, on_pandas_too: bool) -> dict[str, Cost]:
    """Seconds to judge `count` rows with every failing row named, the floor first. Exits when two name other rows."""
    rows = people(count)
    expected, actual = bare(rows), ours(rows)
    if not expected.sort(expected.columns).equals(actual.sort(actual.columns)):
        raise SystemExit("judge and bare Polars name different rows")
    costs = {"bare Polars": best_of(3, lambda: bare(rows)), "judge": best_of(3, lambda: ours(rows))}
    if on_pandas_too:
        batch = pandas_batch(rows)
        lines: list[int] = []
        costs["GX on pandas"] = cost(lambda: lines.append(on_pandas(batch)))
        if lines != [actual.filter(pl.col("rule").is_in([rule.id for rule in plain_rules()])).height]:
            raise SystemExit("judge and Great Expectations on pandas name different rows")
    return costs


def table(costs: Mapping[str, Cost]) -> str:
    """A table of costs relative to the first of them."""
    floor = next(iter(costs.values()))
    lines = ["| | wall s | ratio | CPU s | ratio |", "|---|---|---|---|---|"]
    lines += [
        f"| {name} | {each.wall:.2f} | {each.wall / floor.wall:.1f} | {each.cpu:.2f} | {each.cpu / floor.cpu:.1f} |"
        for name, each in costs.items()
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--no-pandas", action="store_true", help="leave Great Expectations on pandas out")
    options = parser.parse_args()
    print(f"{options.rows:,} rows, {len(sheet().all_rules)} rules")
    print(table(compare(options.rows, on_pandas_too=not options.no_pandas)))


if __name__ == "__main__":
    main()
