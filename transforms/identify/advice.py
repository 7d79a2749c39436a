"""What the queue asks for: only what the sheet has a column for, else nobody could ever answer it."""

from __future__ import annotations

from collections.abc import Mapping

from expectations.catalogue import SHEETS
from transforms.identify.mentions import CLUES
from transforms.identify.resolver import NAME_ALONE, SEVERAL


def advice(sheet: str) -> Mapping[str, str]:
    """The sentences of `transforms.identify.resolver` that name columns, with those of a sheet in their place."""
    unit, columns = CLUES[sheet].unit, SHEETS[sheet].column
    telling = [columns[name].heading for name in ("id_no", "birth_ym", "phone") if name in columns]
    shown = [*telling, *([columns[unit].heading] if unit in columns else [])]
    alone = "" if "id_no" in columns else "（一行一人；补填后仍不能认定的，请县级汇总单位核对名册）"
    return {
        SEVERAL: f"有多名同名人员与本行信息相符，请补填{_listed(telling)}{alone}后重新报送。",
        NAME_ALONE: f"台账中有同名人员，但{_listed(shown)}不足以认定，请补填{alone}后重新报送。",
    }


def _listed(headings: list[str]) -> str:
    """甲、乙或丙."""
    *first, last = headings
    return f"{'、'.join(first)}或{last}" if first else last
