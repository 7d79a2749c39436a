"""The workspace of a county: its settings, its output folder, and the stores and logs in it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from expectations.county.county import County
from expectations.county.errata import Erratum
from flows.county.rule_version import rule_version
from flows.receive.archive import Archive
from flows.store.pepper import Pepper
from flows.store.records.append_log import AppendLog
from flows.store.records.confirmations import Confirmations
from flows.store.records.county_record import CountyRecord
from flows.store.records.errata_record import ErrataRecord
from flows.store.records.identity_decisions import IdentityDecisions
from flows.store.records.pepper_record import PepperRecord
from flows.store.records.withdrawals import Withdrawals
from flows.store.store import Store


@dataclass(frozen=True)
class Workspace:
    """The county and its output folder.

    <out>/archive   restricted: the raw files and what was read from them
    <out>/lake      editions
    <out>/periods   the deliverables of editions: reports, lists, summaries
    <out>/decisions append-only logs of people's decisions

    With `overlay`, editions and deliverables are made in that folder, as an overlay of `out`. `pinned`: period →
    number of the earlier edition to look back on, instead of the current one.
    """

    out: Path
    county: County
    processes: int = max(1, (os.cpu_count() or 1) - 1)
    overlay: Path | None = None
    pinned: Mapping[str, int] | None = None

    @cached_property
    def archive(self) -> Archive:
        """The raw files."""
        return Archive(self.out / "archive", self._emptied, self.county.expected)

    @cached_property
    def pepper_record(self) -> PepperRecord:
        """Which pepper the store was made with."""
        return PepperRecord(self.out / "decisions" / "pepper.jsonl")

    def check_county(self) -> None:
        """Raises AnotherCounty where the store is that of another county."""
        self._county_record.check(self.county.code, self.county.name)

    def remember_county(self, at: dt.datetime) -> None:
        """The store is this county's from a moment on. Raises AnotherCounty."""
        self.check_county()
        self._county_record.keep(self.county.code, self.county.name, at)

    def adopts_county(self) -> bool:
        """Whether the store has editions and is nobody's on record, as one from before 0.2."""
        return not self._county_record.known() and bool(self.store.periods())

    def logs(self) -> list[AppendLog]:
        """All logs of the store, those of which only the head is left too."""
        heads = [path.with_suffix(".jsonl") for path in self.out.glob("decisions/*.head")]
        files = {*self.out.glob("decisions/*.jsonl"), *heads, self.store.root / "undone.jsonl"}
        return [AppendLog(file) for file in sorted(files)]

    @property
    def _county_record(self) -> CountyRecord:
        return CountyRecord(self.out / "decisions" / "county.jsonl")

    @property
    def pepper(self) -> Pepper:
        """The store's pepper. Raises AnotherPepper, PepperRefused."""
        published = Store(self.out / "lake")
        return self.pepper_record.opened(used=bool(published.periods()))

    def check_pepper(self) -> None:
        """Raises AnotherPepper, PepperRefused; for those who would notice late or, where nothing is new, not at all."""
        self.pepper  # noqa: B018 - it is checked when it is opened

    def _emptied(self) -> frozenset[str]:
        """The SHA-256 of files whose rows were removed on purpose: nothing may bring them back."""
        erased = (sha256 for line in self.forgotten.lines() for sha256 in line["files"])
        emptied = (Path(line["path"]).name for line in self.retained.lines() if line["kind"] == "raw")
        return frozenset([*erased, *emptied])

    @cached_property
    def store(self) -> Store:
        """The editions."""
        published = Store(self.out / "lake")
        return Store(self.overlay, published, self.pinned) if self.overlay else published

    @cached_property
    def confirmations(self) -> Confirmations:
        """The confirmed warnings."""
        return Confirmations(self.out / "decisions" / "confirmations.jsonl")

    @cached_property
    def withdrawals(self) -> Withdrawals:
        """The withdrawn submissions."""
        return Withdrawals(self.out / "decisions" / "withdrawals.jsonl")

    @cached_property
    def identity_decisions(self) -> IdentityDecisions:
        """What people have decided about who is whom."""
        return IdentityDecisions(self.out / "decisions" / "identity.jsonl")

    @property
    def errata_record(self) -> ErrataRecord:
        """Since when the errata of the county folder are known."""
        return ErrataRecord(self.out / "decisions" / "errata.jsonl")

    def errata(self, knowledge: dt.datetime) -> tuple[Erratum, ...]:
        """The errata known as reviewed at the knowledge cut-off. Raises ErratumChanged."""
        return self.errata_record.holding(self.county.errata, knowledge)

    @cached_property
    def distributions(self) -> AppendLog:
        """The log of distributed editions, for `flows.editions.distribution`."""
        return AppendLog(self.out / "decisions" / "issued.jsonl")

    @cached_property
    def forgotten(self) -> AppendLog:
        """The log of erased persons, written by `flows.past.erasure`."""
        return AppendLog(self.out / "decisions" / "forgotten.jsonl")

    @cached_property
    def retained(self) -> AppendLog:
        """The log of what was removed after its term, written by `flows.past.retention`."""
        return AppendLog(self.out / "decisions" / "retention.jsonl")

    @cached_property
    def rules(self) -> str:
        """The version of the rules in force."""
        return rule_version(self.county)

    def papers(self, period: str, edition: int) -> Path:
        """The folder of an edition's deliverables."""
        return (self.overlay or self.out) / "periods" / period / f"edition-{edition}"
