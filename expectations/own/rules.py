"""Rules as data: `[[rule]]` names a kind of rule, or one of the short forms of `expectations.sheets.declare`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from expectations.contract.contract import LINEAGE, Column
from expectations.contract.rules import (
    Between,
    Matches,
    Named,
    NotBefore,
    OneOf,
    Required,
    RowCount,
    Rule,
    Unique,
)
from expectations.evaluate.checks import CHECKS
from expectations.own.wrong import Place, WrongDeclaration, check_keys, made
from expectations.sheets.declare import (
    at_least_zero,
    at_most_characters,
    between,
    not_after_period,
    not_long_before_period,
)

KINDS: Mapping[str, type[Rule]] = {
    "required": Required,
    "between": Between,
    "one_of": OneOf,
    "matches": Matches,
    "unique": Unique,
    "not_before": NotBefore,
    "row_count": RowCount,
    "named": Named,
}
SHORT: Mapping[str, tuple[Callable[..., Rule], tuple[str, ...]]] = {
    "between": (between, ("low", "high")),
    "at_least_zero": (at_least_zero, ()),
    "at_most_characters": (at_most_characters, ("most",)),
    "not_after_period": (not_after_period, ()),
    "not_long_before_period": (not_long_before_period, ("years",)),
}
"""Rules whose sentence is known: by name the function, and the numbers it takes beside the column."""


def rule_of(values: Mapping[str, Any], place: Place, columns: Mapping[str, Column]) -> Rule:
    """One rule over columns. In its `because` {name} stands for the heading of a column. Raises WrongDeclaration."""
    named = str(values.get("rule"))
    if named not in KINDS and named not in SHORT:
        raise WrongDeclaration((*place, "rule"), "one_of", known=", ".join(dict.fromkeys((*KINDS, *SHORT))))
    given = {key: value for key, value in values.items() if key != "rule"}
    if named in SHORT and "because" not in given:
        return _short(named, given, place, columns)
    if named not in KINDS:
        raise WrongDeclaration((*place, "because"), "own_short_rule", rule=named)
    if not given.get("because"):
        raise WrongDeclaration((*place, "because"), "missing", write="write_because")
    because = str(given["because"])
    for name, column in columns.items():
        because = because.replace(f"{{{name}}}", f"「{column.heading}」")
    of = [given[key] for key in ("column", "later") if key in given] or _several(given.get("on"))
    rule = made(KINDS[named], {"id": "_".join([*map(str, of), named]), **given, "because": because}, place)
    _check(rule, place, columns)
    return rule


def _several(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _short(named: str, given: Mapping[str, Any], place: Place, columns: Mapping[str, Column]) -> Rule:
    function, numbers = SHORT[named]
    check_keys(given, ("column", *numbers), place)
    if str(given.get("column")) not in columns:
        raise WrongDeclaration((*place, "column"), "one_of", known=", ".join(columns))
    optional = {"years"}
    for number in numbers:
        value = given.get(number)
        if (value is not None or number not in optional) and (
            not isinstance(value, int | float) or isinstance(value, bool)
        ):
            raise WrongDeclaration((*place, number), "missing" if value is None else "write", write="write_number")
    column = columns[given["column"]]
    return function(column.name, column.heading, **{number: given[number] for number in numbers if number in given})


def _check(rule: Rule, place: Place, columns: Mapping[str, Column]) -> None:
    """Raises WrongDeclaration for a column that is not there, and for a check nobody has written."""
    known = (*columns, *LINEAGE)
    read = [(key, name) for key in ("column", "later", "earlier", "blames") if (name := getattr(rule, key, None))]
    read += [("on", name) for name in getattr(rule, "on", ())]
    read += [(key, part.column) for key in ("when", "becomes") if (part := getattr(rule, key))]
    for key, name in read:
        if name not in known:
            raise WrongDeclaration((*place, key), "own_no_column", name=name, known=", ".join(columns))
    if isinstance(rule, Named) and rule.check not in CHECKS:
        raise WrongDeclaration((*place, "check"), "one_of", known=", ".join(CHECKS))
