"""All indicators, in the order of domain.md §7.3; behind them those the county has declared itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from expectations.contract.declared import Catalogue, by_name
from transforms.indicators.declare.declaration import Indicator
from transforms.indicators.families import (
    a_cadres,
    a_second_posts,
    b_duty,
    c_item_claims,
    c_item_progress,
    d_deployment,
    d_service,
    e_quality,
)
from transforms.indicators.own import own_indicators

_MODULES: tuple[ModuleType, ...] = (
    a_cadres,
    a_second_posts,
    b_duty,
    c_item_claims,
    c_item_progress,
    d_deployment,
    d_service,
    e_quality,
)


def _order(declared: Indicator) -> tuple[str, int]:
    return declared.id[0], int(declared.id[1:])


_DECLARED = (each for module in _MODULES for each in vars(module).values() if isinstance(each, Indicator))

INDICATORS: Mapping[str, Indicator] = Catalogue(by_name(sorted(_DECLARED, key=_order), "id"), own_indicators)
"""Every declared indicator by its code."""
