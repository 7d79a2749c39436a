"""Provenance: every printed number as a line with the rows behind it, and its recomputation (design.md §5.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from transforms.figures import Figure, Form, How, NumberWithRows, Rows
from transforms.indicators.declare.declaration import key_of, made_of

FIGURES: dict[str, pl.DataType] = {
    **dict.fromkeys(("code", "indicator", "place", "label", "unit"), pl.String()),
    **dict.fromkeys(("value", "numerator", "denominator"), pl.Float64()),
    **dict.fromkeys(("form", "numerator_how", "numerator_column"), pl.String()),
    **dict.fromkeys(("denominator_how", "denominator_column", "light"), pl.String()),
    **dict.fromkeys(("coverage", "low", "high", "previous", "first_previous"), pl.Float64()),
    "restated": pl.Boolean(),
    **dict.fromkeys(("formula", "window"), pl.String()),
}
"""One line per printed number, key `code`: a figure (A5), a figure of one township or unit (`place`: C3-漕河镇), a part
of one (A6-CW), an extra of one (C5-longest).

`form` says how the value follows from the aggregates of its rows: n, 100n, 100n/d, 1000n/d, n/d, n-d; `numerator_how`
and `denominator_how` are the aggregations (count, distinct, sum, mean, median, max, mean or median of
persons), `numerator_column` and
`denominator_column` of which column. Light, coverage, range (`low`, `high`) and the period before are filled for
figures themselves, not for their parts."""

FIGURE_ROWS: dict[str, pl.DataType] = dict.fromkeys(("code", "side", "table", "key"), pl.String())
"""The rows behind every number: `side` numerator or denominator, `key` that of the `table` (`COUNTED_BY`)."""

NUMERATOR, DENOMINATOR = "numerator", "denominator"


def numbers(figures: Iterable[Figure]) -> Iterator[NumberWithRows]:
    """Every number printed of these figures, those of townships and units after those of the county."""
    for figure in figures:
        yield from figure.numbers()


def figure_values(printed: Iterable[NumberWithRows]) -> pl.DataFrame:
    """FIGURES of printed numbers."""
    return pl.DataFrame([_line(number) for number in printed], schema=FIGURES, orient="row")


def _line(number: NumberWithRows) -> Mapping[str, object]:
    figure, counted = number.figure, number.counted
    line: dict[str, object] = {
        "code": number.code,
        "indicator": figure.id,
        "place": figure.place,
        "label": number.label,
        "unit": number.unit,
        "value": counted.value,
        "numerator": counted.numerator,
        "denominator": counted.denominator,
        "form": counted.form.value,
        **_aggregation("numerator", counted.rows),
        **_aggregation("denominator", counted.population),
        "formula": figure.formula,
        "window": figure.window,
    }
    if number.code == figure.code:
        line |= {name: getattr(figure, name) for name in ("coverage", "previous", "first_previous", "restated")}
        line |= {"light": figure.light.value}
        line |= {"low": figure.range.low, "high": figure.range.high} if figure.range else {}
    return {name: line.get(name) for name in FIGURES}


def _aggregation(side: str, rows: Rows | None) -> Mapping[str, object]:
    return {f"{side}_how": rows.how.value, f"{side}_column": rows.column} if rows else {}


def figure_rows(printed: Iterable[NumberWithRows]) -> pl.DataFrame:
    """FIGURE_ROWS of printed numbers."""
    return pl.concat([pl.DataFrame(schema=FIGURE_ROWS), *each_rows(printed)])


def each_rows(printed: Iterable[NumberWithRows]) -> Iterator[pl.DataFrame]:
    """FIGURE_ROWS of printed numbers, a frame per number, side and table."""
    for number in printed:
        for side, behind in ((NUMERATOR, number.counted.rows), (DENOMINATOR, number.counted.population)):
            for rows in _tables(behind):
                if rows.keys.is_empty():
                    continue
                texts = {"code": number.code, "side": side, "table": rows.table}
                labels = (pl.Series(name, [text]).new_from_index(0, rows.keys.len()) for name, text in texts.items())
                yield pl.DataFrame([*labels, rows.keys.cast(pl.String).alias("key")])  # a query would take far longer


def _tables(rows: Rows | None) -> Iterator[Rows]:
    while rows is not None:
        yield rows
        rows = rows.also


def rows_behind(behind: pl.DataFrame, table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of one `table` among FIGURE_ROWS of one number, in their order; a repeated key counts once."""
    keyed = frame.with_columns(key_of(table).alias("key")).unique("key", keep="first", maintain_order=True)
    named = behind.filter(pl.col("table") == table).select("key").unique(maintain_order=True)
    return named.join(keyed, on="key", how="inner", maintain_order="left")


def recomputed(line: Mapping[str, object], behind: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> float | None:
    """The value of a number from the rows behind it alone.

    `line` is its line of FIGURES, `behind` its lines of FIGURE_ROWS, `tables` are those of the edition.
    """
    form = Form(str(line["form"]))
    sides = [_side(line, side, behind, tables) for side in (NUMERATOR, DENOMINATOR)]
    return form.of(*sides)


def _side(
    line: Mapping[str, object], side: str, behind: pl.DataFrame, tables: Mapping[str, pl.DataFrame]
) -> float | None:
    if line[f"{side}_how"] is None:
        return None
    how, column = How(str(line[f"{side}_how"])), str(line[f"{side}_column"])
    side_rows = behind.filter(pl.col("side") == side)
    frames = [rows_behind(side_rows, table, tables[table]) for table in side_rows["table"].unique(maintain_order=True)]
    wanted = [rows.select(column or "key", *(["person_id"] if how.each else [])) for rows in frames]
    return made_of(pl.concat(wanted), how, column) if wanted else made_of(_NOTHING, how, "nothing")


_NOTHING = pl.DataFrame({"nothing": []}, schema={"nothing": pl.Float64})
