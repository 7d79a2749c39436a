"""The tables [suggest] and [dispatch] of a county file: the four principles, quotas of organs, members for an order."""

from __future__ import annotations

from dataclasses import fields

from expectations.county.codelist import codelist
from expectations.county.county import Dispatch, Suggest
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


def dispatch_in(table: CountyTable) -> Dispatch:
    """Members proposed for an order, and orders a member may have; whole numbers from 1. Raises WrongCountyFile."""
    known = [one.name for one in fields(Dispatch)]
    table.check_keys(known)
    write = said("a_whole_number_from", least=1, example=3)
    given = {name: table.value(name, int, write) for name in known if name in table.values}
    for name, number in given.items():
        if number < 1:
            raise table.wrong(name, said("too_small", write=write))
    return Dispatch(**given)
