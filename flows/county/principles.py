"""The table [suggest] of a county file: the weights of the four principles, and the quotas of the organs."""

from __future__ import annotations

from expectations.county.codelist import codelist
from expectations.county.county import Suggest
from flows.county.county_table import CountyTable
from flows.county.said import said

PRINCIPLES = ("continuity", "wish", "fit", "age")
WHOLE = 100


def suggest_in(table: CountyTable) -> Suggest:
    """The weights, whole per cents that make 100 together, and the quotas by organ. Raises WrongCountyFile."""
    table.check_keys((*PRINCIPLES, "quotas"))
    weights = {name: table.value(name, int, said("a_weight")) for name in PRINCIPLES if name in table.values}
    suggest = Suggest(**weights, quotas=_quotas(table))
    given = [getattr(suggest, name) for name in PRINCIPLES]
    if min(given) < 0 or sum(given) != WHOLE:
        raise table.wrong("continuity", said("weights", sum=sum(given), whole=WHOLE))
    return suggest


def _quotas(table: CountyTable) -> dict[str, int]:
    if "quotas" not in table.values:
        return {}
    given = table.value("quotas", dict, said("quotas"))
    organs = codelist("organ").labels
    quotas = CountyTable(table.file, "suggest.quotas", given)
    quotas.check_keys(organs)
    for organ in given:
        if quotas.value(organ, int, said("a_whole_number", example=3)) < 0:
            raise quotas.wrong(organ, said("fewer_than_none"))
    return dict(given)
