"""What a clerk reads about a whole file: its name, its period, that it came late, what was not read of its table."""

from __future__ import annotations

from collections.abc import Iterator

from expectations.contract.rules import Reaction
from transforms.cells.personal_data.redaction import without_personal_data
from transforms.recognise.headings import UNREAD, heading_keys
from transforms.recognise.row_kinds import FORGOTTEN, ZERO_REPORT
from transforms.recognise.tables import Table
from transforms.records.notice import Notice
from transforms.records.sender import codes_in_file
from transforms.records.submission import FileName, Received

_LISTED = 10  # headings named in one sentence
_LONGEST = 20  # characters of a text quoted


def notices(table: Table, name: FileName, received: Received, submitter: str | None, period: str) -> list[Notice]:
    """Notices on the submission as a whole, from its unit, sheet and period.

    `period` is the one it is for.
    """
    periods = {table.notes.period, name.period} - {None}
    disagree = len(periods) == 2 and not received.restates
    return [
        *_of_sender(table, name, received.file, submitter, period),
        *([named_for_two(received.disputed)] if received.disputed and not table.notes.unit else []),
        *_of_restated(received.restates),
        *(_of_two_periods(table.notes.period, name.period) if disagree else _of_period(period, received.inbox)),
        *_of_table(table),
    ]


def _of_sender(table: Table, name: FileName, file: str, submitter: str | None, period: str) -> Iterator[Notice]:
    if submitter is None:
        given = [*codes_in_file(file), *filter(None, [table.notes.unit])]
        unlisted = "”“".join(dict.fromkeys(without_personal_data(text)[:_LONGEST] for text in given))
        because = f"：文件名或填报单位中的“{unlisted}”不在本县单位名录中" if unlisted else ""
        message = f"看不出是哪个单位报送的{because}。请在表头写明“填报单位：”和单位全称后重新报送。"
        yield Notice("unknown_submitter", message)
    if table.header.own is not None:
        return  # it keeps its own name: that of one sheet fits no file that is several
    if name.unit is None:
        known = f"，如 {FileName(submitter, table.header.sheet, period)}.xlsx" if submitter else ""
        message = f"文件名不合规定，已按表头识别。文件名应为“单位代码_表号_期别_v版本号”{known}。"
        yield Notice("file_misnamed", message, Reaction.FIXW)
    elif name.sheet != table.header.sheet:
        message = f"文件名写的是{name.sheet}，按表头识别为{table.header.sheet}。请改正文件名。"
        yield Notice("sheet_misnamed", message, Reaction.FIXW)


def named_for_two(other: str) -> Notice:
    """The refusal of a file whose bytes came under another unit's name, too, as `other` (domain.md M01)."""
    message = (
        f"与“{other}”内容完全相同，文件名写的却是两个单位，看不出是哪个单位的表，没有登记。请核对："
        "是本单位的，请在表内写明“填报单位：”和单位全称，另存后重新报送；不是的，请报送本单位自己的表。"
    )
    return Notice("bytes_of_other_unit", message)


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
