"""Since when each erratum (勘误) of the county folder is known, and how far it had come (docs/decisions/0024).

<out>/decisions/errata.jsonl: number, status, and a digest of what it says. What it says stands in the county folder
alone: no name and no value is in the log, which is only ever added to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from expectations.county.errata import Erratum, ErratumStatus
from flows.store.records.append_log import AppendLog
from flows.store.records.recorded_words import check_recorded


class ErratumChanged(Exception):
    """An erratum that runs have known is not the same any more, or is gone; the message says which and what to do."""


@dataclass(frozen=True)
class ErrataRecord:
    """The log in `file`."""

    file: Path

    @property
    def record(self) -> AppendLog:
        """Its lines, as a log."""
        return AppendLog(self.file)

    def keep(self, errata: Sequence[Erratum], at: dt.datetime) -> int:
        """Write down what is new among the errata of the county folder; gives the number of lines.

        From this moment on they are known. Raises ErratumChanged, PersonalDataInRecord; then nothing was written.
        """
        known = {line["erratum"]: line for line in self.record.lines()}
        if gone := sorted(known.keys() - {erratum.id for erratum in errata}):
            raise ErratumChanged(_GONE.format(gone[0]))
        new = [erratum for erratum in errata if known.get(erratum.id, {}).get("status") != erratum.status]
        for erratum in errata:
            _check_unchanged(erratum, known.get(erratum.id, {}).get("digest", erratum.digest))
            check_recorded(by=(erratum.id,))
        if new:
            self.record.add([_line(erratum, known) for erratum in new], at)
        return len(new)

    def holding(self, errata: Sequence[Erratum], knowledge: dt.datetime) -> tuple[Erratum, ...]:
        """Those of the county's errata that were known as reviewed at the knowledge cut-off, by number.

        Raises ErratumChanged where one of them is gone or says something else now.
        """
        last = {line["erratum"]: line for line in self.record.lines(knowledge)}
        held = [number for number, line in sorted(last.items()) if line["status"] == ErratumStatus.REVIEWED]
        by_number = {erratum.id: erratum for erratum in errata}
        if gone := [number for number in held if number not in by_number]:
            raise ErratumChanged(_GONE.format(gone[0]))
        for number in held:
            _check_unchanged(by_number[number], last[number]["digest"])
        return tuple(by_number[number] for number in held if by_number[number].status is not ErratumStatus.ERASED)


def _line(erratum: Erratum, known: dict[str, dict[str, str]]) -> dict[str, str]:
    erased = erratum.status is ErratumStatus.ERASED
    digest = known.get(erratum.id, {}).get("digest", "") if erased else erratum.digest
    return {"erratum": erratum.id, "status": erratum.status.value, "digest": digest}


def _check_unchanged(erratum: Erratum, digest: str) -> None:
    if erratum.status is not ErratumStatus.ERASED and erratum.digest != digest:
        raise ErratumChanged(
            f"erratum {erratum.id} says something else than when it became known; past editions rest on it. Put its "
            'lines back as they were, set status = "withdrawn", and write the new one under a number of its own\n'
            f"勘误 {erratum.id} 与生效时的内容不同，已有的报告以原内容为据。"
            '请恢复原来的内容，把 status 改为 "withdrawn"，新的勘误另编编号。'
        )


_GONE = (
    "erratum {0} is gone from errata/ of the county folder; past editions rest on it. Restore its lines; to lift it, "
    'set status = "withdrawn"; of somebody who was erased leave id and status = "erased"\n'
    "县配置文件夹 errata/ 中的勘误 {0} 不见了，已有的报告以它为据。请恢复；"
    '要撤销的把 status 改为 "withdrawn"，本人信息已删除的只留 id 和 status = "erased"。'
)
