"""Issue numbers, stable across files and runs for the same fault in the same value of the same row.

The number is a keyed digest of sheet, row, rule, value. A row is identified by the key of its contract, and a person by
id number, else by name, unit and birth: `wuwei check` sees one workbook and has no registry of persons.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.contract import Need, Sheet
from transforms.identify.mentions import CLUES, KeyedDigest
from transforms.records.issues import ISSUES

NUMBERED: dict[str, pl.DataType] = {**ISSUES, "issue": pl.String()}
"""ISSUES with their numbers."""

_ROW = ["submission", "row"]
_OF_ROW = "of row: "  # prefix of the row's columns, some of which have names of issue columns
_DIGITS = 15
_LETTER = "i"  # so that a spreadsheet does not read it as a number
_BETWEEN = "\x1f"


def numbered(issues: pl.DataFrame, rows: Mapping[str, pl.LazyFrame], keyed_digest: KeyedDigest) -> pl.DataFrame:
    """NUMBERED of ISSUES; `rows` are the cleaned rows by sheet id.

    A row without its key is numbered by submission and row, for its file alone. An issue of a whole file is identified
    by sender and message.
    """
    placed = issues.with_row_index("at")
    of_file = placed.filter(pl.col("row").is_null())
    parts = [
        of_file.select("at", text=_joined("sheet", "submitter", "rule", "message")),
        *(
            part.select("at", text=_joined("sheet", "key", "rule", "column", "value", *read))
            for (sheet,), lines in placed.filter(pl.col("row").is_not_null()).group_by("sheet")
            for part, read in _with_row_columns(lines, SHEETS.get(str(sheet)), rows)
        ),
    ]
    texts = pl.concat(parts).sort("at")["text"]
    return issues.with_columns(issue=pl.Series([_number(text, keyed_digest) for text in texts], dtype=pl.String))


def number_of_file(sheet: str, submitter: str, rule: str, message: str, keyed_digest: KeyedDigest) -> str:
    """The number of an issue of a whole file."""
    return _number(_BETWEEN.join((sheet, submitter, rule, message)), keyed_digest)


def _number(text: str, keyed_digest: KeyedDigest) -> str:
    return _LETTER + keyed_digest("issue", text)[:_DIGITS]


def _joined(*columns: str) -> pl.Expr:
    return pl.concat_str(pl.col(columns).fill_null(""), separator=_BETWEEN)


def _with_row_columns(
    lines: pl.DataFrame, sheet: Sheet | None, rows: Mapping[str, pl.LazyFrame]
) -> Iterator[tuple[pl.DataFrame, Sequence[str]]]:
    """Issues of a sheet with `key` and columns of their rows, each part with the columns its rule reads."""
    alone = pl.concat_str(_ROW, separator=_BETWEEN)
    if sheet is None:
        yield lines.with_columns(key=alone), ()
        return
    shown = lines.join(_shown(sheet, rows[sheet.id], lines), on=_ROW, how="left").with_columns(
        key=pl.coalesce("key", alone)
    )
    for (rule, column), part in shown.group_by("rule", "column"):
        yield part, [_OF_ROW + name for name in _read(sheet, str(rule), str(column))]


def _shown(sheet: Sheet, rows: pl.LazyFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The rows of `lines`: `submission`, `row`, `key`, and every column as text."""
    texts = {
        name: (pl.col(name).list.join("、") if isinstance(dtype, pl.List) else pl.col(name).cast(pl.String))
        for name, dtype in sheet.schema.items()
    }
    return (
        rows.join(lines.lazy(), on=_ROW, how="semi")
        .unique(_ROW, keep="first")
        .select(*_ROW, key=_key(sheet, texts), **{_OF_ROW + name: text for name, text in texts.items()})
        .collect()
    )


def _key(sheet: Sheet, texts: Mapping[str, pl.Expr]) -> pl.Expr:
    """The row's key; null where its first column is null."""
    first, *others = [texts[name] for name in sheet.key if name in sheet.column] or [pl.lit("")]
    key = pl.concat_str(first, *(other.fill_null("") for other in others), separator=_BETWEEN)
    if "person_id" not in sheet.key:
        return key
    clues = CLUES[sheet.id]
    shown = (
        texts[name].fill_null("") for name in (clues.unit, "birth_ym") if name in texts and name not in _asked(sheet)
    )
    more = (pl.concat_str(pl.lit(_BETWEEN), texts[name]).fill_null("") for name in _asked(sheet))
    named = pl.concat_str(pl.concat_str(texts[clues.name], *shown, separator=_BETWEEN), *more)
    who = pl.coalesce(texts["id_no"], named) if "id_no" in texts else named
    return pl.concat_str(who, key.fill_null(""), separator=_BETWEEN)


def _asked(sheet: Sheet) -> Sequence[str]:
    """The month of birth where it is asked for namesakes alone: a row without it keeps the number it always had."""
    born = sheet.column.get("birth_ym")
    return ["birth_ym"] if born and born.need is Need.OPTIONAL else []


def _read(sheet: Sheet, rule: str, column: str) -> Sequence[str]:
    """The columns a rule looks at: of a rule over rows all it compares, of a caster the column and its companions."""
    for declared in sheet.all_rules:
        if declared.id == rule:
            return [*declared.columns, *([declared.when.column] if declared.when else [])]
    return list(sheet.column[column].schema) if column in sheet.column else []
