"""Columns as data: the keys of `[[column]]` in a county's own sheet are the fields of `Column`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from expectations.contract.contract import LINEAGE, Cadence, Column, Kind, Need, Privacy, Sheet
from expectations.contract.hints import expected
from expectations.contract.rules import Reaction
from expectations.own.wrong import Place, WrongDeclaration, choices, made
from expectations.sheets.declare import column

NEEDS = {need.name.lower(): need.value for need in Need}
"""How the needs of a column are written: required, recommended, optional."""

EXAMPLES: dict[object, str] = {
    Kind.NAME: "张三",
    Kind.PEOPLE: "张三、李四",
    Kind.ID: "11010519491231002X",
    Kind.PHONE: "13900000000",
    Kind.INTEGER: "3",
    Kind.NUMBER: "4.5",
    Kind.MONEY: "35.5",
    Kind.PERCENT: "60%",
    Kind.HOURS: "6",
    Kind.FLAG: "是",
    Kind.DATE: "{day:-4}",
    Kind.DUE: "{day:+30}",
    Kind.MONTH: "{year}-03",
    Kind.BIRTH: "1965-10",
    Kind.PERIOD: "{week}",
}
"""By kind a cell that passes; of a code it is the first of its list, of a text somebody has to think of one."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TAKEN = {*LINEAGE, "person_id", "tier", "light", "light_reason", "key", "at", "side", "sheet", "file", "worksheet"}
PERSONAL = frozenset({Kind.NAME, Kind.PEOPLE, Kind.ID, Kind.PHONE, Kind.BIRTH})
"""Kinds of which a county's own column is of class P0: nobody is identified by it, so it must not leave the archive."""
_CODED = (Kind.CODE, Kind.CODES, Kind.TAGS)

choices("kind", Kind)
choices("privacy", Privacy)
choices("on_failure", Reaction)
choices("reaction", Reaction)
choices("cadence", Cadence)


def column_of(
    values: Mapping[str, Any], place: Place, known: Mapping[str, Sheet], lists: Mapping[str, Mapping[str, Any]]
) -> Column:
    """One column. `use` takes over a column of a known sheet, as "S1.name", and the other keys change it.

    lists: by name the code lists there are; of those declared beside the sheet, with their `codes`.
    Raises WrongDeclaration.
    """
    given = {key: value for key, value in values.items() if key != "use"}
    if "need" in given:
        if str(given["need"]) not in NEEDS:
            raise WrongDeclaration((*place, "need"), "one_of", known=", ".join(NEEDS))
        given["need"] = NEEDS[str(given["need"])]
    if "use" in values:
        used = _fields(_used(values["use"], place, known))
        return _checked(made(Column, used | given, place), place, lists)
    defaults = {"because": "", "example": EXAMPLES.get(str(given.get("kind")), _first_code(given))}
    declared = made(Column, {**defaults, **given}, place)
    return _checked(_worded(declared, lists), place, lists)


def _fields(used: Column) -> dict[str, Any]:
    return {name: getattr(used, name) for name in Column.__dataclass_fields__}


def _used(name: object, place: Place, known: Mapping[str, Sheet]) -> Column:
    sheet, _, of = str(name).partition(".")
    if sheet not in known or of not in known[sheet].column:
        of_sheet = [f"{sheet}.{each}" for each in known[sheet].column] if sheet in known else [*known]
        raise WrongDeclaration((*place, "use"), "one_of", known=", ".join(of_sheet))
    return known[sheet].column[of]


def _first_code(given: Mapping[str, Any]) -> str:
    return f"{{{given['codes']}[0]}}" if given.get("kind") in _CODED and given.get("codes") else ""


def _worded(declared: Column, lists: Mapping[str, Mapping[str, Any]]) -> Column:
    """With the choices of a list of its own as its hint, and a sentence where it has none."""
    labels = [texts[0] for texts in lists.get(declared.codes or "", {}).get("codes", {}).values()]
    hint = declared.hint or (f"{expected(declared.kind, None)}：{'、'.join(labels)}" if labels else "")
    codes = {"codes": declared.codes} if declared.codes else {}
    said = column(declared.name, declared.heading, declared.kind, declared.example, **codes).because  # type: ignore[arg-type]
    return replace(declared, hint=hint, because=declared.because or said)


def kept_private(declared: Column, values: Mapping[str, Any], place: Place, used: Privacy) -> Column:
    """A column of a county's own with a class that is strict enough: P0 where it names a person, as `used` else.

    Raises WrongDeclaration where `values` ask for a more open one.
    """
    least = Privacy.P0 if declared.kind in PERSONAL else used
    if "privacy" in values and declared.privacy > least:
        raise WrongDeclaration((*place, "privacy"), "own_too_open", least=least.value)
    return replace(declared, privacy=min(declared.privacy, least))


def _checked(declared: Column, place: Place, lists: Collection[str]) -> Column:
    if not _NAME.fullmatch(declared.name) or declared.name in _TAKEN:
        says = "own_taken" if declared.name in _TAKEN else "write"
        raise WrongDeclaration((*place, "name"), says, write="write_name")
    if not declared.heading.strip():
        raise WrongDeclaration((*place, "heading"), "write", write="write_heading")
    if not declared.example:
        raise WrongDeclaration((*place, "example"), "missing", write="write_example")
    if (declared.kind in _CODED) != (declared.codes is not None):
        raise WrongDeclaration((*place, "codes"), "own_codes_wanted" if declared.codes is None else "own_no_codes")
    if declared.codes and declared.codes not in lists:
        raise WrongDeclaration((*place, "codes"), "one_of", known=", ".join(lists))
    return declared
