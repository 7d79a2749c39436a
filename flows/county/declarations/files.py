"""`sheets/*.toml` and `indicators/*.toml` beside the county file → a county's own declarations (docs/own-sheets.md)."""

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
    return found


def own_in(county_file: Path, declarations: Declarations) -> Own:
    """What the declarations make. Raises WrongCountyFile, which quotes file and line and says what to write."""
    if not declarations:
        return NOTHING
    try:
        return own_of(declarations, BUILT_IN)
    except WrongDeclaration as wrong:
        raise _located(county_file, wrong) from None


def _located(county_file: Path, wrong: WrongDeclaration) -> WrongCountyFile:
    name, *place = wrong.place
    file = county_file.parent / f"{name}.toml"
    facts = {key: said(str(fact)) if key == "write" else fact for key, fact in wrong.facts.items()}
    number, line = line_of(county_text(file), place)
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    return WrongCountyFile(both(Said(f"{file}, {where}", f"{file}，{where}"), said(wrong.says, **facts), line, number))
