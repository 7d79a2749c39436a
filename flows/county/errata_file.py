"""`errata/*.toml` beside the county file → reviewed corrections of cells (勘误).

[[erratum]]
id = "K-001"
sheet = "S1"
name = "张三"                        # or submission = "0123456789abcdef" and row = 17
unit = "QC-CWB"                     # where several bear the name
column = "exit_date"
expect = "2012-11-01"               # the wrong value, as a clerk writes it; "" is an empty cell
becomes = "2021-11-01"
because = "县委任免文件〔2021〕12号"
by = "县委组织部干部信息室"
status = "reviewed"                 # proposed, reviewed, withdrawn
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from expectations.catalogue import SHEETS
from expectations.contract.contract import Column, Privacy
from expectations.county.errata import Erratum, ErratumStatus
from flows.county.county_table import CountyTable, toml_of, wrong_file
from flows.county.said import said
from transforms.cells.personal_data.redaction import has_personal_data
from transforms.identify.mentions import CLUES

ERRATA = "errata"
_TEXTS = ("sheet", "column", "submission", "name", "unit", "expect", "becomes", "because", "by")
_WRITTEN = ("expect", "becomes")
"""May be empty: an empty cell."""


def errata_of(county_file: Path, units: Collection[str]) -> tuple[Erratum, ...]:
    """The errata of a county, in the order of files and lines. Raises WrongCountyFile.

    None of class P0 is allowed: what never leaves the vault stands in no file of the county folder.
    """
    files = sorted((county_file.parent / ERRATA).glob("*.toml"))
    read: dict[str, Erratum] = {}
    for path in files:
        for erratum in _errata_in(path, units):
            if erratum.id in read:
                raise wrong_file(path, said("erratum_twice", id=erratum.id))
            read[erratum.id] = erratum
    return tuple(read.values())


def _errata_in(path: Path, units: Collection[str]) -> Iterator[Erratum]:
    top = CountyTable(path, "", toml_of(path))
    top.check_keys(("erratum",))
    listed = top.values.get("erratum", [])
    if not isinstance(listed, list) or not all(isinstance(values, dict) for values in listed):
        raise top.wrong("erratum", said("no_tables", name="erratum"))
    for values in listed:
        yield _erratum(CountyTable(path, f"erratum {values.get('id', '')}", values), units)


def _erratum(table: CountyTable, units: Collection[str]) -> Erratum:
    table.check_keys(("id", "status", "row", *_TEXTS))
    number = table.value("id", str, said("an_erratum_id"))
    statuses = [status.value for status in ErratumStatus]
    if not number or table.values.get("status") not in statuses:
        raise table.wrong("status" if number else "id", said("one_of", known=", ".join(statuses)))
    status = ErratumStatus(table.values["status"])
    if status is ErratumStatus.ERASED:
        table.check_keys(("id", "status"))
        return Erratum(id=number, status=status)
    texts = {key: table.value(key, str, said("a_text")) for key in _TEXTS if key in table.values or key in _WRITTEN}
    for key, text in texts.items():
        if has_personal_data(text):
            raise table.wrong(key, said("erratum_personal"))
    row = table.value("row", int, said("a_whole_number", example=17)) if "row" in table.values else 0
    erratum = Erratum(id=number, status=status, row=row, **texts)
    _check_column(table, erratum)
    _check_row(table, erratum, units)
    return erratum


def _check_column(table: CountyTable, erratum: Erratum) -> None:
    sheet = _known(table, "sheet", SHEETS, erratum.sheet)
    column: Column = _known(table, "column", sheet.column, erratum.column)
    if column.privacy is Privacy.P0:
        raise table.wrong("column", said("erratum_vault", heading=column.heading))
    if erratum.expect == erratum.becomes:
        raise table.wrong("becomes", said("erratum_same"))
    for key in ("because", "by"):
        if not table.values.get(key):
            raise table.wrong(key, said("missing", write=said("a_text")))


def _check_row(table: CountyTable, erratum: Erratum, units: Collection[str]) -> None:
    by_place, by_person = bool(erratum.submission and erratum.row > 0), bool(erratum.name)
    if by_place == by_person or (by_person and (erratum.submission or erratum.row)):
        raise table.wrong("name", said("erratum_row"))
    if by_person and erratum.sheet not in CLUES:
        raise table.wrong("name", said("erratum_nobody", sheet=erratum.sheet))
    if erratum.unit and erratum.unit not in units:
        raise table.wrong("unit", said("no_unit", code=erratum.unit))


def _known(table: CountyTable, key: str, known: Mapping[str, Any], given: str) -> Any:
    if given not in known:
        raise table.wrong(key, said("one_of", known=", ".join(known)))
    return known[given]
