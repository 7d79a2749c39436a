"""The lists people open in a spreadsheet (design.md §6; domain.md M69)."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.papers import csv_for_excel, json_bytes, lay_out, ledger_by_file
from tests.tables import MONDAY, W47, contact_log, grid, intake, talk
from transforms.grid import Unreadable
from transforms.intake import combined
from transforms.ledger import SET_ASIDE, without
from transforms.not_taken import refused, repeated
from transforms.submission import Notice, Received


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
    ],
)
def test_no_text_runs_as_a_formula(text: str) -> None:
    _, (cell,) = cells(csv_for_excel(pl.DataFrame({"message": [text]})))
    assert cell == "'" + text


def test_numbers_stay_numbers_and_harmless_texts_as_they_are() -> None:
    frame = pl.DataFrame({"n": [-1.5, None], "message": ["张三说：“=1”", 'a,b\n"c"']})
    assert cells(csv_for_excel(frame)) == [["n", "message"], ["-1.5", "张三说：“=1”"], ["", 'a,b\n"c"']]


def test_excel_is_told_that_it_is_utf_8() -> None:
    assert csv_for_excel(pl.DataFrame({"单位": ["县委组织部"]})).startswith(b"\xef\xbb\xbf")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1), min_size=1))
def test_every_text_comes_back_and_none_begins_a_formula(texts: list[str]) -> None:
    rows = [row[0] for row in cells(csv_for_excel(pl.DataFrame({"message": texts})))[1:] if row]
    assert [row.removeprefix("'") for row in rows] == [text.removeprefix("'") for text in texts]
    assert not any(row[0] in "=+-@＝＋－＠\t\r\n" for row in rows)


def test_the_ledger_by_file_accounts_for_every_worksheet_and_every_file() -> None:
    good = intake(grid(contact_log(talk(), ["合计", "", "", ""]), "表"), grid([["说明"]], "填表说明"))
    error = Unreadable("format_pdf", "收到的是 PDF 文件。")
    bad = refused(Received("b.pdf", "b" * 64, W47, MONDAY), Notice(error.rule, error.message))
    copy = repeated(
        Received("副本.xlsx", good.submissions["sha256"][0], W47, MONDAY, repeats="QC-ZZB_S4_2021-W47_v1.xlsx")
    )
    whole = combined([good, bad, copy])
    standing = whole.submissions.with_columns(standing=pl.when(pl.col("refused").is_null()).then(pl.lit("in_force")))
    told = ledger_by_file(whole.ledger, standing)
    assert told.select("file", "worksheet", "sheet", "refused", "rows_read", "accepted", "set_aside").rows() == [
        ("QC-ZZB_S4_2021-W47_v1.xlsx", "填表说明", None, None, 1, 0, 1),
        ("QC-ZZB_S4_2021-W47_v1.xlsx", "表", "S4", None, 6, 1, 5),
        ("b.pdf", None, None, "format_pdf", 0, 0, 0),
        ("副本.xlsx", None, None, "same_file_twice", 0, 0, 0),
    ]
    table = told.row(1, named=True)
    reasons = {name: table[name] for name in told.columns if name.startswith("set_aside_") and table[name]}
    assert reasons == {"set_aside_title": 2, "set_aside_header": 1, "set_aside_subtotal": 1, "set_aside_foot": 1}
    assert told["rows_read"].sum() == whole.ledger.height


def test_a_superseded_file_shows_its_rows_as_set_aside() -> None:
    found = intake(contact_log(talk(), talk("李四")))
    id_ = found.submissions["submission"].to_list()
    told = ledger_by_file(
        without(found.ledger, id_, "superseded", SET_ASIDE),
        found.submissions.with_columns(standing=pl.lit("superseded")),
    )
    assert told.select("accepted", "set_aside_superseded", "standing").row(0) == (0, 2, "superseded")


def test_papers_are_laid_out_together_and_replaced_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "periods" / W47 / "edition-1"
    lay_out(folder, {"a.csv": b"1", "b.csv": b"2"})
    lay_out(folder, {"a.csv": b"3"})
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.csv": b"3"}
    assert [path.name for path in folder.parent.iterdir()] == ["edition-1"]


def test_papers_may_lie_in_folders_of_their_own(tmp_path: Path) -> None:
    lay_out(tmp_path / "edition-1", {"returns/a.xlsx": b"1"})
    assert (tmp_path / "edition-1" / "returns" / "a.xlsx").read_bytes() == b"1"


def test_papers_that_cannot_be_written_leave_those_of_before(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "edition-1", {"a.csv": b"1"})
    with pytest.raises(OSError, match="too long"):
        lay_out(folder, {"b.csv": b"2", "长" * 200: b"3"})
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.csv": b"1"}
    assert [path.name for path in tmp_path.iterdir()] == ["edition-1"]


def test_json_is_readable_chinese() -> None:
    assert json.loads(json_bytes({"单位": None})) == {"单位": None}
    assert "单位".encode() in json_bytes({"单位": None})
