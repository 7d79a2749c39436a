"""A person table of any length and its contract of 41 rules: what the measurements of judging work on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from expectations.contract.contract import Cadence, Column, Kind, Privacy, Sheet
from expectations.contract.rules import (
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

    frame = pl.select(
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
    return frame.with_columns(missing).select(pl.col(name).cast(dtype) for name, dtype in sheet().schema.items())


def _identity(sequence: pl.Expr) -> pl.Expr:
    """Ids with the sex in the 17th digit, of which one in fifty or so ends in a wrong check character."""
    body = pl.format("421126{}{}", pl.col("born_on").dt.to_string("%Y%m%d"), sequence.cast(pl.String).str.zfill(3))
    wrong = pl.int_range(pl.len()).hash(40) % 50 == 0
    remainder = check_remainder(body)
    right = pl.lit(pl.Series(tuple("10X98765432"))).gather(remainder)
    return body + pl.when(wrong).then(pl.lit("5")).otherwise(right)


def check_remainder(body: pl.Expr) -> pl.Expr:
    """Weighted sum of 17 digits modulo 11 by the rule of GB 11643-1999 that the weights are powers of two."""
    number = body.cast(pl.UInt64)
    weighted = (number // 10 ** (16 - n) % 10 * (2 ** (17 - n) % 11) for n in range(17))
    return sum(weighted, start=pl.lit(0, pl.UInt64)) % 11
