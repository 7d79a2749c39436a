"""All sheets the product knows: those of `expectations.sheets`, a module with a `SHEET` each, and the county's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

import expectations.sheets
from expectations.contract.contract import Sheet
from expectations.contract.county_sheets import county_sheet
from expectations.contract.declared import Catalogue, by_name
from expectations.county.county import County
from expectations.county.county_codes import all_codes
from expectations.own.in_use import declared


def _declared() -> list[Sheet]:
    """The `SHEET` of every module that has one: the submitted sheets S1 … S10, then the reference tables R6, R8."""
    modules = (import_module(f"{expectations.sheets.__name__}.{info.name}") for info in iter_modules(_PATH))
    sheets: list[Sheet] = [module.SHEET for module in modules if hasattr(module, "SHEET")]
    return sorted(sheets, key=lambda sheet: (sheet.id.startswith("R"), int(sheet.id[1:])))


_PATH = expectations.sheets.__path__

BUILT_IN: Mapping[str, Sheet] = by_name(_declared(), "id")
"""The sheets every county has, by id."""

SHEETS: Mapping[str, Sheet] = Catalogue(BUILT_IN, lambda: declared().sheets)
"""Every declared sheet by id, in order: the built-in ones, then those of the county in use."""


def sheets_of(county: County, last: dt.date) -> Mapping[str, Sheet]:
    """The sheets by id as the county's clerks see them in the period that ends on the day `last`."""
    codes = all_codes(county)
    return {name: county_sheet(sheet, codes, last) for name, sheet in SHEETS.items()}


IGNORED_HEADINGS = frozenset({"序号", "填报单位", "填报人", "审核人", "填报日期", "备注"})
"""Headings every sheet may carry and no contract reads (domain.md §4.1)."""
