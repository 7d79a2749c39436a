"""Submitter, sheet and period of a file: from the table, else the file name (domain.md §4.1)."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from expectations.contract.contract import Kind, Sheet
from expectations.contract.rules import Reaction
from transforms.cells.personal_data import without_personal_data
from transforms.recognise.headings import UNREAD, heading_keys
from transforms.recognise.notes import period_in
from transforms.recognise.row_kinds import FORGOTTEN, ZERO_REPORT
from transforms.recognise.tables import Table
from transforms.records.notice import Notice

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
    r"(?P<unit>[A-Z]+-[A-Z0-9]+)_(?P<sheet>[SR][0-9]+)(?:_(?P<period>[0-9]{4}-?W[0-9]{2}))?(?:_v(?P<version>[0-9]{1,9}))?",
    re.IGNORECASE,
)
_LISTED = 10  # headings named in one sentence


@dataclass(frozen=True)
class FileName:
    """The parts of a file name of the form `<unit>_<sheet>_<period>_v<n>`; None where absent."""

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
    that nothing has changed (domain.md §4.1).
    """

    file: str
    sha256: str
    inbox: str
    received_at: dt.datetime
    repeats: str | None = None
    notice: Notice | None = None
    folder: str | None = None
    restates: str | None = None
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
    """Parse a file name, of a member of a zip package its own; a wrong one gives an empty FileName, no error."""
    if not (match := _NAME.search(name.rpartition("/")[2])):
        return FileName()
    period = period_in(match["period"]) if match["period"] else None
    return FileName(match["unit"], match["sheet"].upper(), period, int(match["version"] or 1))


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


def notices(table: Table, name: FileName, received: Received, submitter: str | None, period: str) -> list[Notice]:
    """Notices on the submission as a whole, from its unit, sheet and period.

    `period` is the one it is for.
    """
    periods = {table.notes.period, name.period} - {None}
    disagree = len(periods) == 2 and not received.restates
    return [
        *_of_sender(table, name, submitter),
        *_of_restated(received.restates),
        *(_of_two_periods(table.notes.period, name.period) if disagree else _of_period(period, received.inbox)),
        *_of_table(table),
    ]


def _of_sender(table: Table, name: FileName, submitter: str | None) -> Iterator[Notice]:
    if submitter is None:
        message = "看不出是哪个单位报送的。请在表头写明“填报单位：”和单位全称后重新报送。"
        yield Notice("unknown_submitter", message)
    if name.unit is None:
        message = (
            "文件名不合规定，已按表头识别。文件名应为“单位代码_表号_期别_v版本号”，如 QC-ZZB_S1_2021-W47_v1.xlsx。"
        )
        yield Notice("file_misnamed", message, Reaction.FIXW)
    elif name.sheet != table.header.sheet:
        message = f"文件名写的是{name.sheet}，按表头识别为{table.header.sheet}。请改正文件名。"
        yield Notice("sheet_misnamed", message, Reaction.FIXW)


def _of_restated(period: str | None) -> Iterator[Notice]:
    if period:
        message = (
            f"本文件与{period}收到的完全相同，已按“本期无变化”处理。"
            "请核对是否误报了往期的表；如有变化，请报送本期的表。"
        )
        yield Notice("same_bytes_again", message, Reaction.FIXW)


def _of_two_periods(stated: str | None, named: str | None) -> Iterator[Notice]:
    message = f"表内写的期别是{stated}，文件名写的是{named}，两处不一致。请改成同一期别后重新报送。"
    yield Notice("period_disagrees", message)


def _of_period(period: str, inbox: str) -> Iterator[Notice]:
    if period > inbox:
        message = f"本表期别为{period}，晚于本次收件的{inbox}。请核对期别后重新报送。"
        yield Notice("period_ahead", message)
    elif period < inbox:
        message = f"本表期别为{period}，在{inbox}才收到，按补报处理，计入{period}。"
        yield Notice("late_for_its_period", message, Reaction.FIXW)


def _of_table(table: Table) -> Iterator[Notice]:
    if table.header.adjacent:
        message = "一张工作表里并排放了两张同样的表，无法逐行登记。请改成上下排列，或分成两张工作表后重新报送。"
        yield Notice("tables_side_by_side", message)
    hidden = len(table.grid.hidden_rows.intersection(table.data)) if table.grid.hidden_rows else 0
    if hidden:
        message = f"表中有{hidden}行被筛选或隐藏，已照常读取。不需要报送的行请删除。"
        yield Notice("hidden_rows", message, Reaction.FIX)
    unknown = dict.fromkeys(table.header.unknown)
    if unread := [text for text in unknown if UNREAD.isdisjoint(heading_keys(text))]:
        names = "".join(f"「{''.join(without_personal_data(text).split())[:20]}」" for text in unread[:_LISTED])
        more = f"等{len(unread)}列" if len(unread) > _LISTED else ""
        message = f"表中{names}{more}不是本表的列，没有读取。如果是写错的列名，请按下发的空白表改正后重新报送。"
        yield Notice("heading_not_read", message, Reaction.FIXW)
    if table.data and ZERO_REPORT in table.set_aside.values():
        message = "表中既写了“无变化”，又填有数据，已按数据处理。请核对。"
        yield Notice("zero_report_with_rows", message, Reaction.FIXW)
    if not table.data and not table.zero_report and FORGOTTEN not in table.set_aside.values():
        yield Notice(
            "nothing_filled_in", "表中没有填写任何一行数据。请填写后报送；如确无新增和变化，请写明“本周无变化”。"
        )
