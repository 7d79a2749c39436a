"""Reviewed corrections of cells (勘误): what stands in `errata/*.toml` of the county folder (docs/decisions/0024)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum


class ErratumStatus(StrEnum):
    """How far an erratum has come; only a reviewed one is applied."""

    PROPOSED = "proposed"  # 待审
    REVIEWED = "reviewed"  # 已审定
    WITHDRAWN = "withdrawn"  # 已撤销
    ERASED = "erased"  # 已删除: of a person who was erased; only its number is left


@dataclass(frozen=True, kw_only=True)
class Erratum:
    """One reviewed correction: the cells of a column of a sheet that say `expect` shall say `becomes`.

    The row is named by `submission` and `row` (as in ledger.csv and issues.csv), or by the `name` of the person, with
    the `unit` (its code) where several bear it. `expect` and `becomes` are written as a clerk writes them; "" is an
    empty cell.
    """

    id: str
    status: ErratumStatus
    sheet: str = ""
    column: str = ""
    submission: str = ""
    row: int = 0
    name: str = ""
    unit: str = ""
    expect: str = ""
    becomes: str = ""
    because: str = ""
    by: str = ""

    @property
    def digest(self) -> str:
        """The SHA-256 of all but its status: what must not change once a run has known it."""
        said: Mapping[str, object] = {name: value for name, value in asdict(self).items() if name != "status"}
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
