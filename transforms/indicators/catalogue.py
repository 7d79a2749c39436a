"""All indicators, in the order of domain.md §7.3."""

from __future__ import annotations

from types import ModuleType

from expectations.contract.declared import by_name
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

INDICATORS: dict[str, Indicator] = by_name(sorted(_DECLARED, key=_order), "id")
"""Every declared indicator by its code."""
