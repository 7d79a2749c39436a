"""Who sent a file, for which sheet and period: from the table, else the file name (domain.md §4.1)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import polars as pl

from expectations.codelist import CodeList, code_text
from expectations.rules import Reaction
from transforms.recognise import Notes, Table, period_in

SUBMISSIONS: dict[str, pl.DataType] = {
    "submission": pl.String(),
    "file": pl.String(),
    "sha256": pl.String(),
    "inbox": pl.String(),
    "received_at": pl.Datetime("us", "UTC"),
    "worksheet": pl.String(),
    "sheet": pl.String(),
    "submitter": pl.String(),
    "period": pl.String(),
    "version": pl.Int64(),
    "zero_report": pl.Boolean(),
    "rows_read": pl.Int64(),
    "refused": pl.String(),
}
"""One line per worksheet that is a submission, and per file that is none; `refused` is the rule that rejected it."""

_NAME = re.compile(
    r"(?P<unit>[A-Za-z]+-[A-Za-z0-9]+)_(?P<sheet>[SR]\d+)(?:_(?P<period>\d{4}-?W\d{2}))?(?:_v(?P<version>\d+))?"
)


@dataclass(frozen=True)
class FileName:
    """What a file name of the form `<unit>_<sheet>_<period>_v<n>` says; None where it says nothing."""

    unit: str | None = None
    sheet: str | None = None
    period: str | None = None
    version: int = 1


@dataclass(frozen=True)
class Received:
    """One file of the inbox: its name, hash, the period of the inbox it lies in and when it came."""

    file: str
    sha256: str
    inbox: str
    received_at: dt.datetime


@dataclass(frozen=True)
class Notice:
    """Something noted about a submission as a whole; with FILE it is refused."""

    rule: str
    message: str
    reaction: Reaction = Reaction.FILE


def file_name(name: str) -> FileName:
    """Read a file name; a wrong one says nothing and is no error."""
    if not (found := _NAME.match(name)):
        return FileName()
    period = period_in(found["period"]) if found["period"] else None
    return FileName(found["unit"], found["sheet"], period, int(found["version"] or 1))


def submitter(notes: Notes, name: FileName, units: CodeList) -> str | None:
    """Unit code of the sender: 填报单位 first, the file name second; None when neither is a known unit."""
    for text in (notes.unit, name.unit):
        if text and (code := units.readings.get(code_text(text)) or units.warned.get(code_text(text))):
            return code
    return None


def notices(table: Table, name: FileName, inbox: str, submitter: str | None) -> list[Notice]:
    """What is wrong with the submission as a whole, judged by who, what and when it says it is."""
    found = []
    told, named = table.notes.period, name.period
    if submitter is None:
        found.append(
            Notice("unknown_submitter", "看不出是哪个单位报送的。请在表头写明“填报单位：”和单位全称后重新报送。")
        )
    if told and named and told != named:
        message = f"表内写的期别是{told}，文件名写的是{named}，两处不一致。请改成同一期别后重新报送。"
        found.append(Notice("period_disagrees", message))
    elif (period := told or named or inbox) > inbox:
        message = f"本表期别为{period}，晚于本次收件的{inbox}。请核对期别后重新报送。"
        found.append(Notice("period_ahead", message))
    elif period < inbox:
        message = f"本表期别为{period}，在{inbox}才收到，按补报处理，计入{period}。"
        found.append(Notice("late_for_its_period", message, Reaction.FIXW))
    if name.sheet and name.sheet != table.header.sheet:
        message = f"文件名写的是{name.sheet}，按表头识别为{table.header.sheet}。请改正文件名。"
        found.append(Notice("sheet_misnamed", message, Reaction.FIXW))
    return found
