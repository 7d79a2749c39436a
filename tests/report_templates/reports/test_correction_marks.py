"""Marks of a correction: one report compared with the issued one of the same reader, in literal reports."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from expectations.county.county import County
from report_templates.model.columns import count, name, text
from report_templates.model.report import Chart, Paragraph, Report, Table
from report_templates.reports.correction_marks import Corrected, marked
from report_templates.reports.sections.corrections import annex, notice, sections
from report_templates.words.sentence import Cell, Number, Sentence, Side, plain_number
from report_templates.words.wording import wording
from tests.report_templates.render.test_html import report
from transforms.editions.corrections import CORRECTIONS

READER = "township:QC-AAA"


def paragraph(*runs: str) -> Paragraph:
    return Paragraph(said=Sentence(runs=runs))


def table(cell: Cell, words: Cell = "说明") -> Table:
    columns = (name("项目"), count("数"), text("说明"))
    return Table(name="one", caption="一", columns=columns, rows=(("甲", cell, words),))


def of(block: Paragraph | Table | Chart) -> Report:
    return replace(report(), summary=(block,), sections=(), annex=())


def marks(
    county: County,
    issued: Paragraph | Table | Chart,
    now: Paragraph | Table | Chart,
    *,
    show_issued: bool = True,
) -> Paragraph | Table | Chart:
    """The block as it is printed after the issued one."""
    corrected = Corrected(
        corrections=pl.DataFrame(schema=CORRECTIONS),
        distribution=1,
        edition=4,
        recipients=(),
        reports={READER: of(issued)},
    )
    (block,) = marked(of(now), READER, corrected, wording(county), show_issued=show_issued).summary
    assert isinstance(block, Paragraph | Table | Chart)
    return block


@pytest.mark.parametrize(
    ("issued", "now", "printed"),
    [
        (Number("3件", "C2"), Number("5件", "C2"), "认领5件（原报3件）。"),
        (Number("3件", "C2"), Number("3件", "C2"), "认领3件。"),
        (Number("3件", "C3"), Number("5件", "C2"), "认领5件。"),  # of another figure
        (Number("3", "C2", Side.NUMERATOR), Number("5件", "C2"), "认领5件。"),  # another side of it
        (Number("3件", "C2", period="2021-W46"), Number("5件", "C2"), "认领5件。"),  # of another period
        (Number("+1件", "C2", Side.CHANGE), Number("+3件", "C2", Side.CHANGE), "认领+3件。"),
        (plain_number(3), plain_number(5), "认领5。"),
        (Number("3件", "C2", edition="1"), Number("5件", "C2"), "认领5件。"),  # that report's own mark
    ],
)
def test_a_number_of_the_same_side_that_reads_otherwise_is_marked(
    county: County, issued: Number, now: Number, printed: str
) -> None:
    block = marks(county, paragraph("认领", issued, "。"), paragraph("认领", now, "。"))
    assert isinstance(block, Paragraph)
    assert block.said.text == printed


def test_the_issued_number_keeps_its_code_and_knows_its_edition(county: County) -> None:
    block = marks(county, paragraph(Number("3件", "C2")), paragraph(Number("5件", "C2")))
    assert isinstance(block, Paragraph)
    numbers = [(str(run), run.code, run.edition) for run in block.said.runs if isinstance(run, Number)]
    assert numbers == [("5件", "C2", ""), ("3件", "C2", "4")]


def test_of_several_forms_the_one_like_the_new_number_is_quoted(county: County) -> None:
    block = marks(
        county, paragraph(Number("12001人", "D1"), "即", Number("1.2001万", "D1")), paragraph(Number("1.3万", "D1"))
    )
    assert isinstance(block, Paragraph)
    assert block.said.text == "1.3万（原报1.2001万）"


@pytest.mark.parametrize(
    ("issued", "now", "lines"),
    [
        ("3件", "5件", "5件\n原报3件"),
        ("2317/7600", "2318/7600", "2318/7600\n原报\n2317/7600"),
        ("—", "5件", "5件\n原报—"),
    ],
)
def test_in_a_column_of_numbers_the_issued_one_stands_below(county: County, issued: str, now: str, lines: str) -> None:
    block = marks(county, table(Number(issued, "C2")), table(Number(now, "C2"), Number("逾期2天", "i/1/x", Side.CELL)))
    assert isinstance(block, Table)
    cell = block.rows[0][1]
    assert isinstance(cell, Sentence)
    assert cell.text == lines
    assert block.rows[0][2] == "逾期2天"


def test_of_two_numbers_in_a_cell_each_has_its_mark_behind_it(county: County) -> None:
    def pair(done: str, tasks: str) -> Table:
        return table(Sentence(runs=(Number(done, "p/done", Side.CELL), "/", Number(tasks, "p/tasks", Side.CELL))))

    block = marks(county, pair("0", "3"), pair("1", "4"))
    assert isinstance(block, Table)
    cell = block.rows[0][1]
    assert isinstance(cell, Sentence)
    assert cell.text == "1（原报0）/4（原报3）"


def test_a_mark_stands_behind_the_unit_and_within_a_bracket_behind_a_comma(county: County) -> None:
    def sentence(count: str, rate: str) -> Paragraph:
        return paragraph("已完成", Number(count, "C3", Side.NUMERATOR), "件（", Number(rate, "C3"), "）。")

    block = marks(county, sentence("87", "100.0%"), sentence("82", "94.3%"))
    assert isinstance(block, Paragraph)
    assert block.said.text == "已完成82件（原报87件）（94.3%，原报100.0%）。"


def test_a_chart_of_corrected_numbers_says_so(county: County) -> None:
    def drawn(words: Number) -> Chart:
        sentence = Sentence(runs=("甲镇", words))
        return Chart(name="trend", caption="趋势", alternative=sentence, fields=("words",), rows=((words,),))

    block = marks(county, drawn(Number("3", "C2")), drawn(Number("5", "C2")))
    assert isinstance(block, Chart)
    assert (block.caption, block.alternative.text) == ("趋势〔已更正〕", "甲镇5（原报3）")


def test_who_may_not_compare_reads_that_it_was_corrected_and_not_from_what(county: County) -> None:
    block = marks(county, table(Number("13人", "D1")), table(Number("12人", "D1")), show_issued=False)
    assert isinstance(block, Table)
    cell = block.rows[0][1]
    assert isinstance(cell, Sentence)
    assert cell.text == "12人\n已更正"
    assert "13" not in str(block)


def line(code: str, old: float | None, new: float | None, lights: tuple[str, str] = ("绿", "绿")) -> dict[str, object]:
    cells = {
        "code": code,
        "label": f"指标{code[0]}",
        "unit": "件",
        "old": old,
        "new": new,
        "cause": "补报",
        "files": "甲.xlsx",
    }
    return {**cells, "old_light": lights[0], "new_light": lights[1], "issue": 2, "edition": 4}


def corrects(*lines: dict[str, object]) -> Corrected:
    frame = pl.DataFrame(lines, schema=CORRECTIONS, orient="row")
    return Corrected(corrections=frame, distribution=2, edition=4, recipients=("县委办", "县政府办"), reports={})


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([line("C2", 3, 5)], "本版更正全县指标1项：指标C由3件更正为5件。更正处"),
        ([line("C2", 3, None)], "指标C由3件更正为无数据。"),
        ([line("C2", 3, 3, ("绿", "红"))], "指标C由3件（绿灯）更正为3件（红灯）。"),
        ([line("C2", 3, 5), line("C2-甲镇", 1, 3)], "更正为5件。另有分项和分单位数字1个随之变化。"),
        ([line("C2-甲镇", 1, 3)], "本版更正分项和分单位数字1个。更正处注明“原报”。请以本版为准。"),
        ([line("C2", 3.01, 3.02), line("C5", 1, 2)], "本版更正全县指标1项：指标C由1件更正为2件。"),  # 3.0 both times
        ([line(f"B{n}", 1, 2) for n in range(1, 6)], "本版更正全县指标5项：指标B由1件更正为2件，指标B由1件更正为2件，"
                                                    "指标B由1件更正为2件等。"),
    ],
)  # fmt: skip
def test_the_notice_says_what_was_issued_and_what_holds(
    county: County, lines: list[dict[str, object]], words: str
) -> None:
    (note,) = notice(corrects(*lines), wording(county))
    assert note.said.text.startswith("本期第2次印发的是第4版，已送县委办、县政府办。")
    assert words in note.said.text


def test_main_figures_are_named_first(county: County) -> None:
    (note,) = notice(corrects(line("B1", 1, 2), line("C2", 3, 5)), wording(county))
    assert note.said.text.index("指标C") < note.said.text.index("指标B")


def test_what_reads_the_same_is_no_correction(county: County) -> None:
    nothing = corrects(line("C2", 3.01, 3.02))
    assert list(notice(nothing, wording(county))) == []
    assert list(sections(nothing, wording(county))) == []


LONG = "张塝镇在职党员下沉报到花名册（2021-W46最新）.xlsx"


@pytest.mark.parametrize(
    ("files", "shown", "whole"),
    [
        ("QC-BLH_S10_2021W46_v2.xlsx", "QC-BLH_S10_2021W46_v2.xlsx", False),
        (LONG, "张塝镇在职…W46最新）.xlsx", True),  # 26 places, a Chinese character two
        (f"QC-BLH_S10_2021W46_v2.xlsx、{LONG}", "QC-BLH_S10_2021W46_v2.xlsx等，见附件", True),
        ("", "", False),  # the cause is a rule
    ],
)
def test_the_table_names_a_source_in_two_lines_and_the_annex_names_all_whole(
    county: County, files: str, shown: str, whole: bool
) -> None:
    corrected = corrects({**line("C2", 3, 5), "files": files}, {**line("C5", 1, 2), "files": files})
    (section,) = sections(corrected, wording(county))
    (listed,) = section.blocks
    assert isinstance(listed, Table)
    cells = [row[-1] for row in listed.rows]
    assert [cell.text if isinstance(cell, Sentence) else cell for cell in cells] == [shown, shown]
    sources = [
        row
        for chapter in annex(corrected, wording(county))
        for block in chapter.blocks
        if isinstance(block, Table)
        for row in block.rows
    ]
    assert sources == ([(file, "指标C、指标C") for file in sorted(files.split("、"))] if whole else [])
