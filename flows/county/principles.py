"""The table [suggest] of a county file: the weights of the four principles, and the quotas of the organs."""

from __future__ import annotations

from expectations.county.codelist import codelist
from expectations.county.county import Suggest
from flows.county.county_table import CountyTable

PRINCIPLES = ("continuity", "wish", "fit", "age")
WHOLE = 100


def suggest_in(table: CountyTable) -> Suggest:
    """The weights, whole per cents that make 100 together, and the quotas by organ. Raises WrongCountyFile."""
    table.check_keys((*PRINCIPLES, "quotas"))
    weights = {
        name: table.value(name, int, "whole per cents, for example 25") for name in PRINCIPLES if name in table.values
    }
    suggest = Suggest(**weights, quotas=_quotas(table))
    given = [getattr(suggest, name) for name in PRINCIPLES]
    if min(given) < 0 or sum(given) != WHOLE:
        raise table.wrong("continuity", f"and wish, fit, age make {sum(given)}; write four weights that make {WHOLE}")
    return suggest


def _quotas(table: CountyTable) -> dict[str, int]:
    if "quotas" not in table.values:
        return {}
    write = "persons by organ, for example { CW = 3, RD = 4 }"
    given = table.value("quotas", dict, write)
    organs = codelist("organ").labels
    quotas = CountyTable(table.file, "suggest.quotas", given)
    quotas.check_keys(organs)
    for organ in given:
        if quotas.value(organ, int, "a whole number of persons") < 0:
            raise quotas.wrong(organ, "is less than nothing; write a whole number of persons")
    return dict(given)
