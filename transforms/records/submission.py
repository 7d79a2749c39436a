"""Submitter, sheet and period of a file: from the table, else the file name (domain.md §4.1)."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, field

import polars as pl

from expectations.contract.contract import Kind, Sheet
from transforms.recognise.notes import period_in
from transforms.recognise.tables import Table
from transforms.records.notice import Notice
from transforms.records.written_version import written_version

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

_FILE_DIGITS = 16
_NAME = re.compile(
    r"(?P<unit>[A-Z]+-[A-Z0-9]+)_(?P<sheet>[SRZ][0-9]+)(?:_(?P<period>[0-9]{4}-?W[0-9]{2}))?(?:_v(?P<version>[0-9]{1,9}))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class FileName:
    """The parts of a file name of the form `<unit>_<sheet>_<period>_v<n>`; None where absent, a version always."""

    unit: str | None = None
    sheet: str | None = None
    period: str | None = None
    version: int = 1

    def __str__(self) -> str:
        """The file name, without an extension (domain.md §4.1)."""
        return "_".join([*filter(None, (self.unit, self.sheet, self.period)), f"v{self.version}"])


@dataclass(frozen=True)
class Received:
    """One file of the inbox: its name, hash, the period of the inbox it lies in and when it came.

    `repeats` names the file with the same bytes that counts; this one is then ignored (domain.md M01). A file with a
    `notice` is not read any further: an unpacked zip package, or a member of one that cannot be unpacked (M08), or a
    file without bytes; `sha256` is then a digest of its path or of the reason. A member is named `包.zip/成员.xlsx`.
    `folder`, inside the inbox, may name the unit; `own_folder` says that the inbox lies in a folder of its period.
    `restates` is the period in which the same bytes came first, where they were sent again for this one: its unit says
    that nothing has changed (domain.md §4.1). `disputed` names an equal file under the name of another unit that sends
    the sheet, too: only the table can say whose it is.
    """

    file: str
    sha256: str
    inbox: str
    received_at: dt.datetime
    repeats: str | None = None
    notice: Notice | None = None
    folder: str | None = None
    restates: str | None = None
    disputed: str | None = None
    own_folder: bool = field(default=False, compare=False)

    @property
    def identity(self) -> str:
        """What its submissions are numbered by: the SHA-256, of bytes that came before a digest with its place."""
        if not (self.repeats or self.restates):
            return self.sha256
        return hashlib.sha256(f"{self.inbox}/{self.file}/{self.sha256}".encode()).hexdigest()


def file_digits(identity: str) -> str:
    """The hexadecimal digits that name a file: those that its SHA-256 and the ids of its submissions begin with."""
    return identity[:_FILE_DIGITS]


def file_digits_of(column: str) -> pl.Expr:
    """`file_digits` of a column of such hashes or ids."""
    return pl.col(column).str.head(_FILE_DIGITS)


def submission_id(sha256: str, number: int = 1) -> str:
    """The id of a file's nth submission, from 1, by the file's SHA-256."""
    return file_digits(sha256) if number == 1 else f"{file_digits(sha256)}-{number}"


def file_name(name: str) -> FileName:
    """Parse a file name, of a member of a zip package its own; of an office's own name only the version is known."""
    if not (match := _NAME.search(name.rpartition("/")[2])):
        return FileName(version=written_version(name))
    period = period_in(match["period"]) if match["period"] else None
    return FileName(match["unit"], match["sheet"].upper(), period, int(match["version"] or written_version(name)))


def says_again() -> pl.Expr:
    """Of SUBMISSIONS: what says by the bytes of an earlier week that nothing has changed; it has its place's number."""
    return pl.col("refused").is_null() & (file_digits_of("sha256") != file_digits_of("submission"))


def by_name(submissions: pl.DataFrame) -> pl.DataFrame:
    """SUBMISSIONS in which files that could not be read have unit, sheet, period and version of their names, if any."""
    unread = pl.col("refused").is_not_null() & (pl.col("sheet").is_null() | pl.col("submitter").is_null())
    names = {name: file_name(name) for name in submissions.filter(unread)["file"].unique()}

    def part(of: str, dtype: pl.DataType) -> pl.Expr:
        values = {name: getattr(parsed, of) for name, parsed in names.items()}
        return pl.col("file").replace_strict(values, default=None, return_dtype=dtype)

    period = pl.min_horizontal(part("period", pl.String()), "inbox")  # one ahead is a slip
    return submissions.with_columns(
        submitter=pl.coalesce("submitter", part("unit", pl.String()).str.to_uppercase()),
        sheet=pl.coalesce("sheet", part("sheet", pl.String())),
        period=pl.when(unread & pl.col("sheet").is_null()).then(period).otherwise("period"),
        version=pl.when(unread).then(pl.coalesce(part("version", pl.Int64()), "version")).otherwise("version"),
    )


def stated_period(table: Table, sheet: Sheet) -> str | None:
    """The one period in the cells of a period column (domain.md §4.8); None for none or several."""
    places = [
        table.header.columns[c.name] for c in sheet.columns if c.kind is Kind.PERIOD and c.name in table.header.columns
    ]
    periods = {period_in(str(table.grid.rows[row][at])) for at in places for row in table.data}
    return periods.pop() if len(periods) == 1 else None


def period_of(
    table: Table, sheet: Sheet, name: FileName, received: Received, tab: str | None = None
) -> tuple[str, str]:
    """The period a table states, and the one it is filed under; of bytes sent again for a new week that week.

    `tab` is the week its worksheet is named for.

    Of two that disagree (M11) it is filed under the inbox's, if that is one of them: there its correction is awaited.
    One ahead of its inbox is a slip, and refused.
    """
    inbox = received.inbox
    if received.restates:
        return inbox, inbox
    stated = table.notes.period or name.period or tab or stated_period(table, sheet) or inbox
    if table.notes.period and name.period == inbox:
        return stated, inbox
    return stated, min(stated, inbox)
