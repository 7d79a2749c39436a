"""Whose store it is: under the county file of another county it would hold the figures of two.

<out>/decisions/county.jsonl     the county's code and name since its first run
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from flows.store.records.append_log import AppendLog


class AnotherCounty(Exception):
    """The county file is not that of the store's county; the message says what to do."""


@dataclass(frozen=True)
class CountyRecord:
    """The record in `file`."""

    file: Path

    def known(self) -> bool:
        """Whether it is on record whose store it is."""
        return bool(AppendLog(self.file).lines())

    def check(self, code: str, name: str) -> None:
        """Raises AnotherCounty where the store is on record as that of another code; a new name is none."""
        known = AppendLog(self.file).lines()[-1:]
        if known and known[0]["code"] != code:
            raise AnotherCounty(
                f"{self.file.parent.parent} is the folder of {known[0]['name']} ({known[0]['code']}), the county file "
                f"is that of {name} ({code}); nothing was changed. Name the right folder by --out, or the right county "
                f"file by --county\n{self.file.parent.parent} 是{known[0]['name']}（{known[0]['code']}）的文件夹，"
                f"县域文件是{name}（{code}）的；没有改动。请用 --out 另指文件夹，或者用 --county 指明对的县域文件。"
            )

    def keep(self, code: str, name: str, at: dt.datetime) -> None:
        """Write down whose store it is, once, at a moment in UTC."""
        if not self.known():
            AppendLog(self.file).add([{"code": code, "name": name}], at)
