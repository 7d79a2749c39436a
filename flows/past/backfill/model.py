"""A plan as plain data: what would happen to each period, why, and what it would change; a file with a hash."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any


class PlanDamaged(Exception):
    """A plan's file was changed by hand or is none; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One period of a plan.

    `why` is empty for a period that is skipped. `base` is the newest edition when the plan was made, `shown` the
    one readers saw (another where they were pointed back), 0 for none;
    `inputs` and `content` are digests of the inputs and the content of the new edition. `files` maps a file to
    added, removed, withdrawn or counts again; `figures` are lines of FIGURES_CHANGED; `tables` counts rows added,
    removed, changed.
    `issued` is the distribution (印发) whose figures change: edition, number, recipients and codes.
    """

    period: str
    as_of: str
    base: int
    shown: int
    inputs: str
    why: tuple[str, ...] = ()
    content: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    figures: tuple[Mapping[str, Any], ...] = ()
    tables: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    issued: Mapping[str, Any] | None = None

    @property
    def runs(self) -> bool:
        """A new edition will be made."""
        return bool(self.why)

    @property
    def number(self) -> int:
        """The number of the new edition."""
        return self.base + 1


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a backfill will do. `rules` is `then` or `today`: whose law and units apply (domain.md §5.4)."""

    requester: str
    reason: str
    knowledge: str
    rules: str
    rule_version: str
    steps: tuple[Step, ...]

    @property
    def periods(self) -> list[str]:
        """All its periods, oldest first."""
        return [step.period for step in self.steps]

    @property
    def to_run(self) -> list[Step]:
        """The periods that get a new edition."""
        return [step for step in self.steps if step.runs]

    @property
    def touches_issued(self) -> list[Step]:
        """The periods in which a figure of a distributed report changes."""
        return [step for step in self.steps if step.issued]

    @property
    def moment(self) -> dt.datetime:
        """Knowledge cut-off (transaction time)."""
        return dt.datetime.fromisoformat(self.knowledge)

    @cached_property
    def hash(self) -> str:
        """The SHA-256 of its content."""
        return digest(asdict(self))

    def to_bytes(self) -> bytes:
        """The plan as a file."""
        return json.dumps({"hash": self.hash, **asdict(self)}, ensure_ascii=False, indent=1).encode()


def read_plan(path: Path) -> Plan:
    """The plan in a file. Raises PlanDamaged."""
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
        expected = tree.pop("hash")
        steps = tuple(_step(step) for step in tree.pop("steps"))
        plan = Plan(steps=steps, **tree)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise PlanDamaged(f"{path} is no plan of this version; make one with: wuwei backfill plan") from None
    if plan.hash != expected:
        raise PlanDamaged(f"{path} was changed since it was made; make the plan again: wuwei backfill plan")
    return plan


def digest(tree: Any) -> str:
    """The SHA-256 of a tree of plain data, whichever way its keys are ordered."""
    return hashlib.sha256(json.dumps(tree, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _step(tree: dict[str, Any]) -> Step:
    return Step(**{**tree, "why": tuple(tree["why"]), "figures": tuple(tree["figures"])})
