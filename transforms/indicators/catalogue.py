"""All indicators, in the order of domain.md §7.3."""

from __future__ import annotations

from types import ModuleType

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


def _order(code: str) -> tuple[str, int]:
    return code[0], int(code[1:])


_DECLARED = {
    declared.id: declared
    for module in _MODULES
    for declared in vars(module).values()
    if isinstance(declared, Indicator)
}

INDICATORS: dict[str, Indicator] = {code: _DECLARED[code] for code in sorted(_DECLARED, key=_order)}
"""Every declared indicator by its code."""
