"""All indicators, in the order of domain.md §7.3."""

from __future__ import annotations

from types import ModuleType

from transforms.indicators.declare.declaration import Indicator
from transforms.indicators.families import cadres, deployment, duty, items, quality, second_posts, service

_MODULES: tuple[ModuleType, ...] = (cadres, second_posts, duty, items, deployment, service, quality)


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
