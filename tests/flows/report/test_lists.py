"""The lists people open in a spreadsheet (design.md §6; domain.md M69)."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.report.lists import csv_for_excel, issues_by_cell, ledger_by_file, queue_by_cell, write_outputs
from flows.store.atomic_files import json_bytes
from report_templates.words.list_words import CONFIRMED_WORDS, ISSUE_WORDS, LEDGER_WORDS, QUEUE_WORDS
from tests.support.frames import table
from tests.support.workbooks.tables import MONDAY, W47, contact_log, grid, intake, talk
from transforms.identify.resolve import QUEUE
from transforms.ingest.refused_files import refused_file, repeated
from transforms.judge.confirmations import CONFIRMED
from transforms.judge.in_force import FILES
from transforms.judge.issue_ids import NUMBERED
from transforms.records.extract import combined, framed
from transforms.records.ledger import LEDGER, SET_ASIDE, without
from transforms.records.notice import Unreadable
from transforms.records.submission import Received


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        '=HYPERLINK("http://x","y")',
        " =1+1",
        "\u3000＝1+1",
        '"=1+1',
        "“=1+1",
        "\ufeff=1",
        "\u200b-1",
        "﹦1",
        "﹢1",
        "﹣1",
        "﹫x",
    ],
)
def test_no_text_runs_as_a_formula(text: str) -> None:
    _, (cell,) = cells(csv_for_excel(pl.DataFrame({"message": [text]})))
    assert cell == "'" + text


def test_numbers_stay_numbers_and_harmless_texts_as_they_are() -> None:
    frame = pl.DataFrame({"n": [-1.5, None], "message": ["张三说：“=1”", 'a,b\n"c"']})
    assert cells(csv_for_excel(frame)) == [["n", "message"], ["-1.5", "张三说：“=1”"], ["", 'a,b\n"c"']]


def test_lines_end_as_excel_ends_them() -> None:
    frame = pl.DataFrame({"n": [-1], "message": ["第一行\n第二行"]})
    assert csv_for_excel(frame).decode("utf-8-sig") == 'n,message\r\n-1,"第一行\n第二行"\r\n'


def test_excel_is_told_that_it_is_utf_8() -> None:
    assert csv_for_excel(pl.DataFrame({"单位": ["县委组织部"]})).startswith(b"\xef\xbb\xbf")


TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1),
    st.text("=+-@＝＋－＠\"'“” \t\r\n,;甲1", min_size=1),
)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may run a text: what begins it, seen without what it skips."""
    skipped = {char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Zs", "Zl", "Zp"}} | {*'"“”‘’'}
    visible = [char for char in text if char not in skipped]
    return text[0] in "\t\r\n" or (bool(visible) and visible[0] in "=+-@＝＋－＠﹦﹢﹣﹫")


@given(st.lists(st.tuples(TEXTS, st.integers(-99, 99), st.floats(-1e9, 1e9)), min_size=1))
def test_every_cell_comes_back_and_no_text_is_a_formula(rows: list[tuple[str, int, float]]) -> None:
    frame = pl.DataFrame(rows, schema={"message": pl.String, "n": pl.Int64, "x": pl.Float64}, orient="row")
    read = cells(csv_for_excel(frame))[1:]
    assert not [shown for shown, *_ in read if is_formula(shown)]
    assert [(int(n), float(x)) for _, n, x in read] == [(n, x) for _, n, x in rows]
    for (shown, *_), (text, *_) in zip(read, rows, strict=True):
        assert shown == ("'" + text if is_formula(text) else text)


def test_issues_stand_in_the_order_of_files_and_cells_with_the_place_first() -> None:
    places = [
        ("b.xlsx", "表", 9, "name"),
        ("a.xlsx", "表", 10, "name"),
        ("a.xlsx", "表", 9, "unit"),
        ("b.xlsx", None, None, None),
    ]
    names = ("file", "worksheet", "row", "column")
    issues = table(NUMBERED, [dict(zip(names, place, strict=True)) for place in places])
    lines = issues_by_cell(issues)
    assert lines.select(names).rows() == [places[2], places[1], places[3], places[0]]
    assert lines.columns[:3] == ["file", "worksheet", "cell"]


def test_the_queue_says_in_which_file_and_worksheet_a_row_stands() -> None:
    files = [{"submission": "s", "file": "a.xlsx", "worksheet": "表"}, {"submission": "t", "file": "b.xlsx"}]
    waiting = [{"submission": "t", "row": 3}, {"submission": "s", "row": 9}, {"submission": "s", "row": 4}]
    lines = queue_by_cell(table(QUEUE, waiting), table(FILES, files))
    assert lines.select("file", "worksheet", "row").rows() == [
        ("a.xlsx", "表", 4),
        ("a.xlsx", "表", 9),
        ("b.xlsx", None, 3),
    ]
    assert lines.columns == list(QUEUE_WORDS)


def test_the_words_for_the_columns_name_every_column_and_no_other() -> None:
    assert ISSUE_WORDS.keys() == NUMBERED.keys()
    assert CONFIRMED_WORDS.keys() == CONFIRMED.keys()
    assert QUEUE_WORDS.keys() == QUEUE.keys() | {"file", "worksheet"}
    lines = ledger_by_file(table(LEDGER, []), table(FILES, []))
    assert lines.columns == list(LEDGER_WORDS)


def test_the_ledger_by_file_accounts_for_every_worksheet_and_every_file() -> None:
    good = intake(grid(contact_log(talk(), ["合计", "", "", ""]), "表"), grid([["说明"]], "填表说明"))
    error = Unreadable("format_pdf", "收到的是 PDF 文件。")
    bad = refused_file(Received("b.pdf", "b" * 64, W47, MONDAY), error.notice)
    copy = repeated(
        Received("副本.xlsx", good.submissions["sha256"][0], W47, MONDAY, repeats="QC-ZZB_S4_2021-W47_v1.xlsx")
    )
    whole = combined([good, framed([bad, copy])])
    standing = whole.submissions.with_columns(standing=pl.when(pl.col("refused").is_null()).then(pl.lit("in_force")))
    lines = ledger_by_file(whole.ledger, standing)
    assert lines.select("file", "worksheet", "sheet", "refused", "rows_read", "accepted", "set_aside").rows() == [
        ("QC-ZZB_S4_2021-W47_v1.xlsx", "填表说明", None, None, 1, 0, 1),
        ("QC-ZZB_S4_2021-W47_v1.xlsx", "表", "S4", None, 6, 1, 5),
        ("b.pdf", None, None, "format_pdf", 0, 0, 0),
        ("副本.xlsx", None, None, "same_file_twice", 0, 0, 0),
    ]
    table = lines.row(1, named=True)
    reasons = {name: table[name] for name in lines.columns if name.startswith("set_aside_") and table[name]}
    assert reasons == {"set_aside_title": 2, "set_aside_header": 1, "set_aside_subtotal": 1, "set_aside_foot": 1}
    assert lines["rows_read"].sum() == whole.ledger.height


def test_a_superseded_file_shows_its_rows_as_set_aside() -> None:
    result = intake(contact_log(talk(), talk("李四")))
    id_ = result.submissions["submission"].to_list()
    lines = ledger_by_file(
        without(result.ledger, id_, "superseded", SET_ASIDE),
        result.submissions.with_columns(standing=pl.lit("superseded")),
    )
    assert lines.select("accepted", "set_aside_superseded", "standing").row(0) == (0, 2, "superseded")


def test_papers_are_laid_out_together_and_replaced_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "periods" / W47 / "edition-1"
    write_outputs(folder, {"a.csv": b"1", "b.csv": b"2"}.items())
    write_outputs(folder, {"a.csv": b"3"}.items())
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.csv": b"3"}
    assert [path.name for path in folder.parent.iterdir()] == ["edition-1"]


def test_papers_are_never_away_while_they_are_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_outputs(tmp_path / "edition-1", {"a.csv": b"1", "returns/b.xlsx": b"2"}.items())
    (folder / "readers").mkdir()
    (folder / "readers" / "c.pdf").write_bytes(b"3")
    replace, seen = Path.replace, []

    def watched(self: Path, target: Path) -> Path:
        result = replace(self, target)
        seen.append({path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()})
        return result

    monkeypatch.setattr(Path, "replace", watched)
    write_outputs(folder, {"a.csv": b"4", "returns/b.xlsx": b"5"}.items(), others=("readers",))
    assert seen == [
        {"a.csv": b"4", "b.xlsx": b"2", "c.pdf": b"3"},
        {"a.csv": b"4", "b.xlsx": b"5", "c.pdf": b"3"},
    ]


def test_two_may_write_the_same_papers_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "edition-1"

    def overtaken() -> Iterator[tuple[str, bytes]]:
        yield "a.csv", b"1"
        write_outputs(folder, {"a.csv": b"1", "b.csv": b"2"}.items())
        yield "b.csv", b"2"

    write_outputs(folder, overtaken())
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.csv": b"1", "b.csv": b"2"}
    assert [path.name for path in tmp_path.iterdir()] == ["edition-1"]


def test_papers_may_lie_in_folders_of_their_own(tmp_path: Path) -> None:
    write_outputs(tmp_path / "edition-1", {"returns/a.xlsx": b"1"}.items())
    assert (tmp_path / "edition-1" / "returns" / "a.xlsx").read_bytes() == b"1"


def test_papers_that_cannot_be_written_leave_those_of_before(tmp_path: Path) -> None:
    folder = write_outputs(tmp_path / "edition-1", {"a.csv": b"1"}.items())
    with pytest.raises(OSError, match="too long"):
        write_outputs(folder, {"b.csv": b"2", "长" * 200: b"3"}.items())
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.csv": b"1"}
    assert [path.name for path in tmp_path.iterdir()] == ["edition-1"]


def test_json_is_readable_chinese() -> None:
    assert json.loads(json_bytes({"单位": None})) == {"单位": None}
    assert "单位".encode() in json_bytes({"单位": None})
