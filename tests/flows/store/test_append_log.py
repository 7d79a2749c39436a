"""Records of what people decided: lines are only ever added, and one that a crash tore is no line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flows.store.append_log import AppendLog, LogDamaged

MONDAY, TUESDAY = dt.datetime(2021, 11, 29, 12, tzinfo=dt.UTC), dt.datetime(2021, 11, 30, 12, tzinfo=dt.UTC)
WHOLE = '{"who": "张三", "at": "2021-11-29T12:00:00+00:00"}\n'
ADDED = '{"who": "李四", "at": "2021-11-30T12:00:00+00:00"}\n'


@pytest.mark.parametrize(
    "torn", ["", '{"who": "王', '{"who": "王五", "why": "' + "病" * 100]
)  # longer than what follows
def test_a_line_goes_where_the_last_whole_one_ends(tmp_path: Path, torn: str) -> None:
    record = AppendLog(tmp_path / "record.jsonl")
    record.file.write_bytes((WHOLE + torn).encode()[: -1 if torn else None])  # in the middle of a character
    record.add([{"who": "李四"}], TUESDAY)
    assert record.file.read_text("utf-8") == WHOLE + ADDED
    assert [line["who"] for line in record.lines()] == ["张三", "李四"]


def test_a_torn_line_is_not_read(tmp_path: Path) -> None:
    record = AppendLog(tmp_path / "record.jsonl")
    record.file.write_text(WHOLE + ADDED.rstrip("\n"), "utf-8")  # whole but for its end: nobody was told it is kept
    assert [line["who"] for line in record.lines()] == ["张三"]


def test_lines_are_read_as_of_a_moment(tmp_path: Path) -> None:
    record = AppendLog(tmp_path / "decisions" / "record.jsonl")
    assert record.lines() == []
    record.add([{"who": "张三"}], MONDAY)
    record.add([{"who": "李四"}, {"who": "王五"}], TUESDAY)
    just_before = TUESDAY - dt.timedelta(microseconds=1)
    assert [line["who"] for line in record.lines(just_before)] == ["张三"]
    assert [line["who"] for line in record.lines(TUESDAY)] == ["张三", "李四", "王五"]


def test_a_damaged_line_in_the_middle_is_told(tmp_path: Path) -> None:
    record = AppendLog(tmp_path / "record.jsonl")
    record.file.write_text('{"who": "王\n' + ADDED, "utf-8")
    with pytest.raises(LogDamaged, match="holds a line that is not JSON"):
        record.lines()
