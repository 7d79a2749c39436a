"""The limits a county sets in `wuwei.toml`, table [limits], over the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from expectations.county.county import County
from flows.county.county_table import CountyTable
from flows.county.said import said
from flows.receive.guard import LIMITS, Limits

_MB = 1 << 20
_KEYS: Mapping[str, tuple[str, int]] = {
    "file_mb": ("max_bytes", _MB),
    "unpacked_mb": ("max_unpacked_bytes", _MB),
    "unpacked_ratio": ("max_ratio", 1),
    "parts": ("max_members", 1),
    "cells": ("max_cells", 1),
    "rows": ("max_rows", 1),
    "columns": ("max_columns", 1),
    "merged_ranges": ("max_merges", 1),
    "seconds": ("seconds", 1),
    "memory_mb": ("memory_bytes", _MB),
}
"""Key of the table → field of Limits, and what the number is multiplied by."""

_LEAST_MEMORY_MB = 256
"""An ordinary workbook cannot be read with less."""


def limits_of(county: County) -> Limits:
    """The limits for one file of this county."""
    values = {_KEYS[key][0]: value * _KEYS[key][1] for key, value in county.limits.items()}
    return replace(LIMITS, **values)


def limits_in(table: CountyTable) -> dict[str, int]:
    """The values of the table [limits]. Raises WrongCountyFile for what is no positive whole number."""
    table.check_keys(_KEYS)
    limits = {}
    for key in table.values:
        least = _LEAST_MEMORY_MB if key == "memory_mb" else 1
        field, times = _KEYS[key]
        write = said("a_whole_number_from", least=least, example=int(getattr(LIMITS, field)) // times)
        limits[key] = table.value(key, int, write)
        if limits[key] < least:
            raise table.wrong(key, said("too_small", write=write))
    return limits
