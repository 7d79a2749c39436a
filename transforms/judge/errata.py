"""Reviewed corrections of cells (勘误): applied to cleaned rows, before anything is judged (docs/decisions/0024)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.contract import Column, Kind, Privacy
from expectations.county.codelist import CodeList
from expectations.county.errata import Erratum
from transforms.cells.casters import read_cell
from transforms.cells.context import Context, Reading
from transforms.cells.names import name_key
from transforms.clock import period_end
from transforms.identify.mentions import CLUES
from transforms.judge.in_force import IN_FORCE
from transforms.records.extract import ERRATA, Intake
from transforms.records.issues import MASK
from transforms.records.ledger import with_reason

Codes = Mapping[str, CodeList]

ERRATUM = "erratum"
"""Ledger reason of an accepted row of which a cell says what an erratum has put there."""


class State(StrEnum):
    """What an erratum finds in a cell it means."""

    APPLIED = "applied"
    RIGHT = "right"  # the source says so itself by now
    OTHER = "other"  # neither the wrong value nor the right one
    ABSENT = "absent"  # no row in force is meant


_ROW = ("submission", "row")
_NAMING = (Kind.NAME, Kind.PEOPLE)  # no name either: the table tells of rows, whosever they are

_SENTENCES = {
    State.RIGHT: "{which}已与更正值一致，原表已改正；请将本条的 status 改为 withdrawn。",
    State.OTHER: "{which}既非原误值，也非更正值，本条未执行；请核对原表，重新审定。",
    State.ABSENT: "{which}不在采用的报送内，本条未执行；请核对本条所写的报送编号、行号或姓名、单位。",
}


def with_errata(intake: Intake, errata: Sequence[Erratum], codes: Codes) -> Intake:
    """The intake with errata applied to its `rows`, one after the other, and in `errata` what each has found."""
    rows = dict(intake.rows)
    lines: list[dict[str, object]] = []
    letters = {(submission, column): letter for submission, column, letter in intake.places.iter_rows()}
    for erratum in errata:
        meant = _meant(erratum, rows[erratum.sheet], codes)
        rows[erratum.sheet] = _corrected(erratum, rows[erratum.sheet], meant, codes)
        lines += _lines(erratum, meant, letters)
    return replace(intake, rows=rows, errata=pl.DataFrame(lines, schema=ERRATA))


def concerning(intake: Intake, errata: Sequence[Erratum], codes: Codes, week: str) -> list[Erratum]:
    """The errata that bear on what is known up to a week: all but those whose rows were all sent for later ones."""
    first = {erratum.id: _meant(erratum, intake.rows[erratum.sheet], codes)["period"].min() for erratum in errata}
    return [erratum for erratum in errata if str(first[erratum.id] or "") <= week]


def _meant(erratum: Erratum, rows: pl.LazyFrame, codes: Codes) -> pl.DataFrame:
    """`submission`, `row`, `period` and `state` of the rows an erratum names."""
    column = SHEETS[erratum.sheet].column[erratum.column]
    named = rows.filter(_named(erratum, rows)).select(*_ROW, "period", stands=column.name).collect()
    states = []
    for period, stands in named.select("period", "stands").iter_rows():
        wrong, right = (_read(text, column, period, codes).value for text in (erratum.expect, erratum.becomes))
        value = tuple(stands) if isinstance(stands, list) else stands
        states.append(State.APPLIED if value == wrong else State.RIGHT if value == right else State.OTHER)
    return named.drop("stands").with_columns(state=pl.Series(states, dtype=pl.String))


def _named(erratum: Erratum, rows: pl.LazyFrame) -> pl.Expr:
    if erratum.submission:
        return (pl.col("submission") == erratum.submission) & (pl.col("row") == erratum.row)
    clues = CLUES[erratum.sheet]
    bearer = pl.col(clues.name)
    if isinstance(SHEETS[erratum.sheet].schema[clues.name], pl.List):  # a row with several names is named by its place
        bearer = pl.when(bearer.list.len() == 1).then(bearer.list.first())
    spelt = rows.select(bearer.alias("name")).unique().collect()["name"].drop_nulls()
    named = bearer.is_in([name for name in spelt if name_key(name) == name_key(erratum.name)])
    return named & (pl.col(clues.unit) == erratum.unit) if erratum.unit else named


def _read(text: str, column: Column, period: str, codes: Codes) -> Reading:
    """What the contract makes of a value, as of a cell of the period's sheet."""
    return read_cell(text, column, Context(period_end=period_end(period), codes=codes))


def _corrected(erratum: Erratum, rows: pl.LazyFrame, meant: pl.DataFrame, codes: Codes) -> pl.LazyFrame:
    """The rows with the right value, and its companions, where the wrong one stands."""
    column = SHEETS[erratum.sheet].column[erratum.column]
    for submission, row, period in meant.filter(state=State.APPLIED).select(*_ROW, "period").iter_rows():
        here = (pl.col("submission") == submission) & (pl.col("row") == row)
        right = _read(erratum.becomes, column, period, codes)
        companions = {f"{column.name}_text": right.text, f"{column.name}_precision": right.precision}
        values = {column.name: right.value, **companions}
        rows = rows.with_columns(
            pl.when(here).then(_literal(values[name], dtype)).otherwise(name).alias(name)
            for name, dtype in column.schema.items()
        )
    return rows


def _literal(value: object, dtype: pl.DataType) -> pl.Expr:
    listed = pl.Series([list(value)], dtype=dtype) if isinstance(value, tuple) else None
    return pl.lit(value, dtype=dtype) if listed is None else pl.lit(listed).first()


def _lines(
    erratum: Erratum, meant: pl.DataFrame, letters: Mapping[tuple[str, str], str]
) -> Iterator[dict[str, object]]:
    """ERRATA of one erratum without `message`: a line for each cell, of none one that is absent."""
    column = SHEETS[erratum.sheet].column[erratum.column]
    secret = column.privacy is Privacy.P1 or column.kind in _NAMING
    said = {name: getattr(erratum, name) for name in ("sheet", "column", "because", "by")}
    values = {name: MASK if secret else getattr(erratum, name) for name in ("expect", "becomes")}
    absent = {"submission": erratum.submission or None, "row": erratum.row or None, "state": State.ABSENT}
    for cell in meant.drop("period").to_dicts() or [absent]:
        letter = letters.get((str(cell["submission"]), column.name))
        at = f"{letter}{cell['row']}" if letter else None
        yield {**said, **values, **cell, "erratum": erratum.id, "heading": column.heading, "cell": at, "message": None}


def errata_in_force(lines: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """ERRATA of an edition, by number and place: the cells of submissions in force, each with its `message`.

    Of an erratum that means none of these one line is left, as absent. lines: `Intake.errata`; files: FILES.
    """
    force = files.filter(standing=IN_FORCE).select("submission").unique()
    standing = lines.join(force, on="submission", how="semi").filter(pl.col("state") != State.ABSENT)
    gone = lines.join(standing, on="erratum", how="anti").unique("erratum", keep="first", maintain_order=True)
    every = pl.concat([standing, gone.with_columns(state=pl.lit(State.ABSENT.value))]).sort("erratum", *_ROW)
    return every.with_columns(message=pl.Series([_sentence(line) for line in every.to_dicts()], dtype=pl.String))


def _sentence(line: Mapping[str, object]) -> str | None:
    """What whoever keeps the errata has to do; None where the erratum was applied."""
    where = f"第{line['row']}行" if line["row"] else ""
    which = f"勘误{line['erratum']}：《{SHEETS[str(line['sheet'])].title}》{where}「{line['heading']}」"
    words = _SENTENCES.get(State(str(line["state"])))
    return words and words.format(which=which)


def with_corrected(ledger: pl.DataFrame, errata: pl.DataFrame) -> pl.DataFrame:
    """The ledger with ERRATUM as the reason of the accepted rows of which a cell was corrected. errata: ERRATA."""
    return with_reason(ledger, errata.filter(state=State.APPLIED), ERRATUM)
