"""Charts of the livelihood items in a county of many divisions."""

from __future__ import annotations

from dataclasses import replace

from expectations.county.county import Division, DivisionKind, Unit
from report_templates.model.report import Chart, Table, annex_of, walk
from report_templates.render.html import html
from report_templates.reports.county_report import county_report
from report_templates.reports.item_charts import DIVISIONS
from report_templates.words.sentence import Sentence
from tests.support.figures import figures
from tests.support.frames import COUNTY, dataset, done_item, item

TOWNS = [str(421126100 + number) for number in range(300)]
WIDE = replace(
    COUNTY,
    divisions=tuple(Division(code=code, name=f"第{code[-3:]}镇", kind=DivisionKind.TOWN) for code in TOWNS),
    units=(
        *COUNTY.units,
        *(Unit(code=f"QC-{code}", name=f"第{code[-3:]}镇政府", short=code, division=code) for code in TOWNS),
    ),
)


def test_of_more_divisions_than_a_page_shows_those_are_drawn_that_have_done_least() -> None:
    behind = {TOWNS[7], TOWNS[250]}
    rows = [item(code, town=code, progress=0.0 if code in behind else 95.0) for code in TOWNS]
    data = dataset(county=WIDE, item_rows=rows)
    report = county_report(data, figures(data), 1, "rules")
    chart = next(block for block in report.blocks if isinstance(block, Chart) and block.name == "deviation")
    drawn = list(dict.fromkeys(str(row[0]) for row in chart.rows))
    assert len(drawn) == DIVISIONS
    assert behind <= set(drawn)
    assert chart.caption.endswith("（最低的40个）")
    assert "<svg" in html(annex_of(report))


def test_items_whose_town_nobody_knows_are_counted_and_not_drawn() -> None:
    data = dataset(item_rows=[item("1"), done_item("2")])
    report = county_report(data, figures(data), 1, "rules")
    assert [one.name for one in report.blocks if isinstance(one, Chart)] == ["deviation"]
    table = next(one for one in walk(report.sections) if isinstance(one, Table) and one.name == "divisions")
    assert table.rows[-1][:3] == ("合计", "2", "1")
    assert "<svg" in html(annex_of(report))


def test_a_chart_without_rows_in_an_earlier_edition_is_left_out() -> None:
    data = dataset()
    empty = Chart(name="completion", caption="各乡镇进展", alternative=Sentence(runs=()), fields=("division",), rows=())
    report = replace(county_report(data, figures(data), 1, "rules"), summary=(empty,))
    assert "各乡镇进展" not in html(report)
