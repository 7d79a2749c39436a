"""A county's own code lists: one TOML file each, in the folder the county file names by `codes`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from expectations.catalogue import SHEETS
from expectations.county.codelist import COUNTY_OWN, Declared, codelist
from flows.county.county_table import CountyTable, toml_of, wrong_file
from flows.county.said import said

_KEYS = ("title", "source", "extends", "ignored", "codes", "warned", "keywords")


def own_codes_in(county: CountyTable) -> dict[str, Declared]:
    """By name what the files of the folder declare; without the key `codes` none. Raises WrongCountyFile."""
    if "codes" not in county.values:
        return {}
    folder = county.file.parent / county.value("codes", str, said("a_codes_folder"))
    if not folder.is_dir():
        raise county.wrong("codes", said("no_folder", path=folder))
    return {file.stem: _declared(file) for file in sorted(folder.glob("*.toml"))}


def _declared(file: Path) -> Declared:
    if file.stem not in COUNTY_OWN:
        raise wrong_file(file, said("no_such_list", known=", ".join(COUNTY_OWN)))
    declared = toml_of(file)
    table = CountyTable(file, "codes", declared)
    table.check_keys(_KEYS)
    title = table.value("title", str, said("a_title", example=codelist(file.stem).title))
    _check_words(table, declared)
    return {"title": title, "source": f"{title}（本县）", **declared}


def _check_words(table: CountyTable, declared: Mapping[str, Any]) -> None:
    write = said("code_texts")
    for name in ("codes", "warned", "keywords"):
        for code, texts in declared.get(name, {}).items():
            if not isinstance(texts, list) or not texts or not all(isinstance(text, str) and text for text in texts):
                raise CountyTable(table.file, name, {}).wrong(code, said("write", write=write))
    if not declared.get("codes"):
        raise table.wrong("codes", said("missing", write=write))
    if declared.get("extends", table.file.stem) != table.file.stem:
        raise table.wrong("extends", said("write", write=said("own_name", name=table.file.stem)))
    if "extends" not in declared and (lost := _defaults(table.file.stem) - declared["codes"].keys()):
        raise table.wrong(sorted(lost)[0], said("blank_code"))


def _defaults(name: str) -> set[str]:
    """The codes that stand for a blank cell in some sheet."""
    columns = (column for sheet in SHEETS.values() for column in sheet.columns)
    return {str(column.default) for column in columns if column.codes == name and column.default is not None}
