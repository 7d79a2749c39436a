"""What judging costs: our Great Expectations on Polars, the same rules in bare Polars, and Great Expectations on pandas.

    python -m benchmarks.judging --rows 1000000 --no-pandas

One person table, some forty rules, every failing row named. All contenders run in one process on the same frame and
must name the same rows. pandas is spared the rules that Great Expectations has no pandas version of.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import polars as pl

from expectations.contract import Cadence, Column, Kind, Privacy, Sheet
from expectations.rules import (
    Between,
    Matches,
    Named,
    NotBefore,
    OneOf,
    Reaction,
    Required,
    RowCount,
    Rule,
    Unique,
    When,
)

KINDS: Mapping[str, Kind] = {
    "id_no": Kind.ID,
    "name": Kind.NAME,
    "sex": Kind.CODE,
    "unit_code": Kind.CODE,
    "town": Kind.CODE,
    "post_level": Kind.CODE,
    "status": Kind.CODE,
    "phone": Kind.PHONE,
    "born_on": Kind.DATE,
    "started_on": Kind.DATE,
    "left_on": Kind.DATE,
    "days_on": Kind.NUMBER,
    "days_field": Kind.NUMBER,
    "tasks_open": Kind.INTEGER,
    "tasks_done": Kind.INTEGER,
    "progress": Kind.PERCENT,
}
TOWNS = tuple(f"421126{code}" for code in (*range(100, 113), 200, 450, 451, 453, 454))
LEVELS = ("131", "132", "141", "142", "150", "199")
STATUSES = ("ACTIVE", "RETIRED", "MOVED", "HOLD")
REQUIRED = ("name", "sex", "unit_code", "town", "post_level", "status", "born_on", "started_on")
RANGES: Mapping[str, tuple[int, int]] = {
    "days_on": (0, 7),
    "days_field": (0, 7),
    "tasks_open": (0, 50),
    "tasks_done": (0, 50),
    "progress": (0, 100),
}
LENGTHS: Mapping[str, int] = {"name": 8, "unit_code": 7, "phone": 11}
PATTERNS: Mapping[str, str] = {
    "id_no": "[1-9][0-9]{16}[0-9X]",
    "phone": "1[3-9][0-9]{9}",
    "unit_code": "QC-[A-Z]{1,4}",
    "town": "421126[0-9]{3}",
}
CODES: Mapping[str, tuple[str, ...]] = {"sex": ("1", "2"), "town": TOWNS, "post_level": LEVELS, "status": STATUSES}
ORDERED: Mapping[str, tuple[str, str]] = {  # rule: later, earlier
    "work_after_birth": ("started_on", "born_on"),
    "left_after_start": ("left_on", "started_on"),
    "left_in_period": ("period_end", "left_on"),
    "done_within_open": ("tasks_open", "tasks_done"),
    "field_within_on": ("days_on", "days_field"),
}


def sheet() -> Sheet:
    """The contract of the person table: 41 rules."""
    plain: tuple[Rule, ...] = (
        *(Required(id=f"{name}_required", column=name, because="x", reaction=Reaction.ROW) for name in REQUIRED),
        *(Between(id=f"{name}_range", column=name, low=a, high=b, because="x") for name, (a, b) in RANGES.items()),
        *(Between(id=f"{name}_length", column=name, high=n, length=True, because="x") for name, n in LENGTHS.items()),
        *(Matches(id=f"{name}_shape", column=name, regex=regex, because="x") for name, regex in PATTERNS.items()),
        *(OneOf(id=f"{name}_code", column=name, values=values, because="x") for name, values in CODES.items()),
        *(NotBefore(id=name, later=a, earlier=b, because="x") for name, (a, b) in ORDERED.items()),
        Unique(id="id_once", on=("id_no",), because="x", reaction=Reaction.ROW),
        Unique(id="person_once", on=("name", "born_on", "unit_code"), because="x", reaction=Reaction.ROW),
        Required(id="left_on_when_gone", column="left_on", because="x", when=When("status", ("RETIRED", "MOVED"))),
        Required(id="phone_when_active", column="phone", because="x", when=When("status", ("ACTIVE",))),
        Between(id="busy_when_open", column="days_on", low=0.5, because="x", when=When("tasks_open")),
        Between(id="late_when_held", column="progress", high=99, because="x", when=When("status", ("HOLD",))),
        RowCount(id="some", low=1, because="x", reaction=Reaction.FILE),
    )
    ours: tuple[Rule, ...] = (
        Named(id="id_valid", check="citizen_id", on=("id_no",), because="x"),
        Named(id="sex_agrees", check="sex_agrees_with_id", on=("sex", "id_no"), because="x", reaction=Reaction.FIXW),
        Named(id="half_days", check="half_steps", on=("days_on",), because="x"),
        NotBefore(id="of_age", later="started_on", earlier="born_on", years=14, because="x"),
        NotBefore(id="adult", later="period_end", earlier="born_on", years=18, blames="born_on", because="x"),
    )
    columns = tuple(
        Column(
            name=name,
            heading=name,
            kind=kind,
            because="x",
            example="",
            privacy=Privacy.P0 if name in {"id_no", "phone"} else Privacy.P2,
        )
        for name, kind in KINDS.items()
    )
    return Sheet(
        id="judged",
        name="judged",
        title="judged",
        submitted_by="nobody",
        cadence=Cadence.WEEKLY_ROWS,
        key=("id_no",),
        columns=columns,
        rules=plain + ours,
    )


def people(rows: int) -> pl.DataFrame:
    """A person table with the columns of `sheet().schema`, about two cells in a hundred wrong and two missing."""

    def drawn(seed: int, below: int) -> pl.Expr:
        return (pl.int_range(rows).hash(seed) % below).cast(pl.Int64)

    def one_of(values: tuple[str, ...], seed: int, wrong: str = "") -> pl.Expr:
        right = pl.lit(pl.Series(values)).gather(drawn(seed, len(values)))
        return pl.when(drawn(seed + 100, 50) == 0).then(pl.lit(wrong)).otherwise(right) if wrong else right

    def number(seed: int, most: int, wrong: float) -> pl.Expr:
        return pl.when(drawn(seed + 100, 50) == 0).then(pl.lit(wrong)).otherwise(drawn(seed, most + 1))

    made = pl.select(
        submission=pl.format("s{}", pl.int_range(rows) // 500),
        submitter=pl.lit("QC-A"),
        period=pl.lit("2021-W47"),
        period_end=pl.lit(dt.date(2021, 11, 28)),
        row=pl.int_range(rows) % 500 + 3,
        name=one_of(("张三", "李四光", "王二", "买买提·吐尔"), 1, "赵钱孙李周吴郑王冯") + drawn(2, 97).cast(pl.String),
        sex=one_of(("1", "2"), 3, "9"),
        unit_code=one_of(("QC-ABCD", "QC-E", "QC-FGHI"), 4, "qc-j"),
        town=one_of(TOWNS, 5, "421126999"),
        post_level=one_of(LEVELS, 6, "13X"),
        status=one_of(STATUSES, 7, "GONE"),
        phone=pl.format("1{}{}", one_of(("3", "5", "8"), 8, "2"), drawn(9, 900_000_000) + 100_000_000),
        born_on=pl.lit(dt.date(1955, 1, 1)) + pl.duration(days=drawn(10, 18_000)),
        left_on=pl.lit(dt.date(2014, 1, 1)) + pl.duration(days=drawn(12, 2_930)),
        days_on=number(13, 6, 6.25) + 1,
        days_field=number(14, 1, 8),
        tasks_open=number(15, 30, 51) + 20,
        tasks_done=number(16, 20, 22),
        progress=number(17, 100, 101),
    ).with_columns(
        started_on=pl.col("born_on") + pl.duration(days=drawn(11, 8_000) + 5_000),
        id_no=_identity(drawn(18, 100) * 10 + (pl.col("sex") == "1").cast(pl.Int64) + drawn(19, 5) * 2),
    )
    missing = [pl.when(drawn(20 + n, 50) > 0).then(pl.col(name)).alias(name) for n, name in enumerate(KINDS)]
    return made.with_columns(missing).select(pl.col(name).cast(dtype) for name, dtype in sheet().schema.items())


def _identity(sequence: pl.Expr) -> pl.Expr:
    """Ids with the sex in the 17th digit, of which one in fifty or so ends in a wrong check character."""
    body = pl.format("421126{}{}", pl.col("born_on").dt.to_string("%Y%m%d"), sequence.cast(pl.String).str.zfill(3))
    wrong = pl.int_range(pl.len()).hash(40) % 50 == 0
    remainder = _remainder(body)
    right = pl.lit(pl.Series(tuple("10X98765432"))).gather(remainder)
    return body + pl.when(wrong).then(pl.lit("5")).otherwise(right)


def _remainder(body: pl.Expr) -> pl.Expr:
    number = body.cast(pl.UInt64)
    weighted = (number // 10 ** (16 - n) % 10 * (2 ** (17 - n) % 11) for n in range(17))
    return sum(weighted, start=pl.lit(0, pl.UInt64)) % 11


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
                pl.when(c("id_no").str.contains("^[0-9]{17}")).then(_remainder(c("id_no").str.slice(0, 17)))
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
        "of_age": c("started_on") < c("born_on").dt.offset_by("14y"),
        "adult": c("period_end") < c("born_on").dt.offset_by("18y"),
    }


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
    from expectations.suites.judge import judge  # noqa: PLC0415 # the import costs seconds that are no judging

    return judge(sheet(), rows)


def on_pandas(rows: pl.DataFrame) -> int:
    """The number of lines Great Expectations' own pandas engine finds, without the rules it has no version of."""
    import great_expectations as gx  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    from expectations.suites.compile import suite  # noqa: PLC0415

    plain = [r for r in sheet().all_rules if not (isinstance(r, Named) or (isinstance(r, NotBefore) and r.years))]
    frame = pd.DataFrame(rows.to_dict(as_series=False))
    for name, dtype in rows.schema.items():
        if dtype == pl.Date:
            frame[name] = pd.to_datetime(frame[name])
    context = gx.get_context(mode="ephemeral")
    asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("people")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch(batch_parameters={"dataframe": frame})
    wanted: dict[str, Any] = {"result_format": "COMPLETE", "exclude_unexpected_values": True}
    result = batch.validate(suite(replace(sheet(), rules=tuple(plain))), result_format=wanted)
    return sum(len((outcome.result or {}).get("unexpected_index_list") or ()) for outcome in result.results)


@dataclass(frozen=True)
class Cost:
    """Seconds of wall clock and of processor time, both cores together."""

    wall: float
    cpu: float


def cost(work: Callable[[], object]) -> Cost:
    """What one call costs."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def best_of(times: int, work: Callable[[], object]) -> Cost:
    """The cheapest of several calls by wall clock, the first one thrown away."""
    work()
    return min((cost(work) for _ in range(times)), key=lambda each: each.wall)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--no-pandas", action="store_true", help="leave Great Expectations on pandas out")
    options = parser.parse_args()
    rows = people(options.rows)
    expected, found = bare(rows), ours(rows)
    same = expected.sort(expected.columns).equals(found.sort(found.columns))
    print(f"{rows.height:,} rows, {len(sheet().all_rules)} rules, {found.height:,} lines, contenders agree: {same}")
    costs = {"bare Polars": best_of(3, lambda: bare(rows)), "judge": best_of(3, lambda: ours(rows))}
    if not options.no_pandas:
        costs["GX on pandas"] = cost(lambda: on_pandas(rows))
    floor = costs["bare Polars"]
    for name, each in costs.items():
        print(
            f"{name:<13} wall {each.wall:8.2f} s ({each.wall / floor.wall:5.1f} ×)  "
            f"cpu {each.cpu:8.2f} s ({each.cpu / floor.cpu:5.1f} ×)"
        )


if __name__ == "__main__":
    main()
