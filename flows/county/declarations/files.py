"""`sheets/*.toml`, `indicators/*.toml` and 指标与报表定义.xlsx beside the county file → its own declarations."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from expectations.catalogue import BUILT_IN
from expectations.own.declared import own_of
from expectations.own.in_use import NOTHING, Own
from expectations.own.wrong import WrongDeclaration
from flows.county.county_table import WrongCountyFile, toml_of
from flows.county.county_text import county_text
from flows.county.declarations.lines import line_of
from flows.county.declarations.workbook import definitions_in, vocabulary
from flows.county.said import Said, both, said

FOLDERS = ("sheets", "indicators")

Declarations = Mapping[str, Mapping[str, Any]]
"""What the files say, by folder and name without ending: sheets/Z1."""


def declarations_of(county_file: Path) -> Declarations:
    """The declarations beside a county file, in the order of their names. Raises WrongCountyFile."""
    found: dict[str, Mapping[str, Any]] = {}
    for folder in FOLDERS:
        for file in sorted((county_file.parent / folder).glob("*.toml")):
            found[f"{folder}/{file.stem}"] = toml_of(file)
    workbook = county_file.parent / vocabulary()["file"]
    for name, data in definitions_in(workbook).declarations.items():
        if name in found:
            where = Said(f"{workbook}, {name}", f"{workbook}，{name}")
            raise WrongCountyFile(both(where, said("own_twice", name=name)))
        found[name] = data
    return found


def own_in(county_file: Path, declarations: Declarations) -> Own:
    """What the declarations make. Raises WrongCountyFile, which quotes file and line and says what to write."""
    if not declarations:
        return NOTHING
    try:
        return own_of(declarations, BUILT_IN)
    except WrongDeclaration as wrong:
        raise located(county_file, wrong) from None


def located(county_file: Path, wrong: WrongDeclaration) -> WrongCountyFile:
    """The error of a declaration with its file and line, or worksheet and row."""
    name, *place = wrong.place
    file = county_file.parent / f"{name}.toml"
    facts = {key: said(str(fact)) if key == "write" else fact for key, fact in wrong.facts.items()}
    if not file.is_file():
        return _in_workbook(county_file.parent / vocabulary()["file"], wrong, said(wrong.says, **facts))
    number, line = line_of(county_text(file), place)
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    return WrongCountyFile(both(Said(f"{file}, {where}", f"{file}，{where}"), said(wrong.says, **facts), line, number))


def _in_workbook(path: Path, wrong: WrongDeclaration, says: Said) -> WrongCountyFile:
    """The error with worksheet, row and heading."""
    line, key = definitions_in(path).line_of(wrong.place), str(wrong.place[-1])
    if line is None:
        return WrongCountyFile(both(Said(f"{path}, {wrong.place[0]}", f"{path}，{wrong.place[0]}"), says))
    kinds = (kind for kind in vocabulary().values() if isinstance(kind, dict))
    headings = next(kind["headings"] for kind in kinds if kind.get("worksheet") == line.worksheet)
    english = f"{path}, worksheet {line.worksheet}, row {line.number}, {headings.get(key, key)}"
    chinese = f"{path}，工作表“{line.worksheet}”第{line.number}行，{headings.get(key, key)}"
    return WrongCountyFile(both(Said(english, chinese), says, line.text))
