"""The generated documentation keeps up with the contracts."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from expectations.catalogue import SHEETS
from flows.cli import data_dictionary
from flows.cli.printing.table_list import table_list
from tests.support.project import DOCS
from transforms.figures import Ranged


def test_the_data_dictionary_in_the_tree_is_fresh() -> None:
    assert (DOCS / "data-dictionary.md").read_text("utf-8") == data_dictionary.data_dictionary()


def test_every_column_and_its_sentence_about_rules_is_listed() -> None:
    text = data_dictionary.data_dictionary()
    for sheet in SHEETS.values():
        section = text.split(f"### {sheet.id} {sheet.title}")[1].split("\n### ")[0]
        assert [c.name for c in sheet.columns if f"| `{c.name}` | {c.heading} |" not in section] == []
        assert [r.id for r in sheet.all_rules if f"| `{r.id}` |" not in section or r.because not in section] == []


def test_a_code_list_shows_what_is_read_as_what() -> None:
    section = data_dictionary.data_dictionary().split("### item_status ")[1].split("\n### ")[0]
    [line] = [line for line in section.splitlines() if line.startswith("| RUN |")]
    _, code, label, read, warned, keywords, _ = line.split(" | ".strip())
    assert (code.strip(), label.strip()) == ("RUN", "推进中")
    assert "进行中" in read
    assert "基本完成" in warned
    assert "预计" in keywords


def test_lines_of_a_table_have_the_same_number_of_cells() -> None:
    widths: set[int] = set()
    for line in data_dictionary.data_dictionary().splitlines():
        if line.startswith("|"):
            widths.add(line.replace("\\|", "").count("|"))
        else:
            assert len(widths) <= 1, line
            widths.clear()


def test_indicators_are_listed_by_code() -> None:
    indicator = SimpleNamespace(
        id="X1",
        label="甲",
        formula="n(a) / n(b)",
        window="{due_soon_days} d",
        unit="%",
        sheets=("S1", "S2"),
        cells=("S1.sex", "S2.major"),
        ranged=Ranged("S10", fixed=True),
    )
    assert (
        "| X1 | 甲 | n(a) / n(b) | 7 d | % | S1 S2 | S1.sex S2.major | S10 rows, fixed |"
        in data_dictionary.indicator_dictionary([indicator])
    )


def test_check_writes_nothing_and_fails_until_the_documents_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(data_dictionary, "_DOCS", tmp_path)
    assert data_dictionary.main(["--check"]) == 1
    assert "data-dictionary.md is stale" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    assert data_dictionary.main([]) == 0
    assert data_dictionary.main(["--check"]) == 0
    with (tmp_path / "data-dictionary.md").open("a", encoding="utf-8") as file:
        file.write("edited by hand")
    assert data_dictionary.main(["--check"]) == 1


def test_the_list_of_tables_is_written_into_the_page_about_queries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(data_dictionary, "_DOCS", tmp_path)
    page = tmp_path / "querying.md"
    page.write_text("before\n\n| table | key |\n|---|---|\n| `orders` | `number` |\n\nafter\n", encoding="utf-8")
    assert data_dictionary.main(["--check"]) == 1
    assert "querying.md is stale" in capsys.readouterr().err
    assert data_dictionary.main([]) == data_dictionary.main(["--check"]) == 0
    assert page.read_text("utf-8") == f"before\n\n{table_list()}\nafter\n"


def test_a_wrong_option_is_a_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert data_dictionary.main(["--chek"]) == 2
    assert "usage" in capsys.readouterr().err
