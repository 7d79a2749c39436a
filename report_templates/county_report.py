"""From a dataset and its figures to the county report, in words ready to print."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from report_templates.figure_words import amount, change_words, coverage_words, number, value_words
from report_templates.item_tables import division_rows, items_sentence
from report_templates.model import CountyReport, Family, KeyFigure, Masthead, Sentence
from report_templates.post_tables import organ_rows, second_posts_sentence
from report_templates.quality_tables import fault_rows, quality_sentence, reconciliation_sentence, total_rows
from report_templates.sending_tables import coverage_sentence, sheet_rows, unit_rows, units_sentence
from transforms.dataset import Dataset
from transforms.figures import Figure
from transforms.headline import headline

KEY_FIGURES: dict[str, tuple[str, ...]] = {
    "退出领导岗位干部": ("A1", "A5", "A6", "A7", "A9"),
    "民生实事": ("C1", "C2", "C3", "C4", "C5"),
    "党员下沉": ("D1", "D3"),
    "报送与质量": ("E1", "E2", "E4", "E5"),
}
"""The indicators of page one by family; every code that a sentence names is among them."""

HEADLINE_CODES = ("A6", "A7", "C1", "C2", "C3", "D1", "D3")
FIRST_PERIOD = "首期，无上期数据。"
LEGEND = "覆盖率为所用各表已收份数占应收份数的比例；灰灯表示数据未报送、不足或无法判定，不视为良好。"

_TITLE = "“五维”干部数据工作周报"


def county_report(dataset: Dataset, figures: Mapping[str, Figure], edition: int, rules: str) -> CountyReport:
    """The report of one edition. `figures` are those of `dataset` by code, `rules` is the version of the rules."""
    units = unit_rows(dataset)
    return CountyReport(
        masthead=_masthead(dataset, edition, rules),
        headline=Sentence(text=headline(figures), codes=HEADLINE_CODES),
        coverage=coverage_sentence(dataset, figures),
        families=_families(figures),
        figures_note=_note(figures),
        second_posts=second_posts_sentence(figures),
        organs=organ_rows(figures),
        items=items_sentence(figures),
        divisions=division_rows(dataset, figures),
        sheets=sheet_rows(dataset),
        sending=units_sentence(units),
        units=units,
        quality=quality_sentence(dataset, figures),
        faults=fault_rows(dataset),
        reconciliation=reconciliation_sentence(figures),
        totals=total_rows(figures),
    )


def _masthead(dataset: Dataset, edition: int, rules: str) -> Masthead:
    """The issue number is the ISO week's; the day of issue is that of the knowledge, in the county's own time."""
    clock, county, words = dataset.clock, dataset.county, dataset.county.report
    known = clock.knowledge.astimezone(ZoneInfo(county.timezone))
    year, week, _ = clock.start.isocalendar()
    return Masthead(
        title=words.get("title", _TITLE),
        notice=words.get("notice", ""),
        issue=f"第{week}期",
        issuer=words.get("issuer", ""),
        issued=f"{known.year}年{known.month}月{known.day}日",
        county=county.name,
        week=f"{year}年第{week}周",
        days=f"{clock.start.month}月{clock.start.day}日至{clock.end.month}月{clock.end.day}日",
        as_of=f"{clock.as_of.month}月{clock.as_of.day}日",
        knowledge=f"{known.year}年{known.month}月{known.day}日{known.hour}时{known.minute:02d}分",
        created=known.isoformat(timespec="seconds"),
        edition=f"第{edition}版",
        rules=rules,
        recipients=words.get("recipients", ""),
        copies=words.get("copies", ""),
    )


def _families(figures: Mapping[str, Figure]) -> tuple[Family, ...]:
    return tuple(
        Family(name=name, figures=tuple(_key_figure(figures[code]) for code in codes))
        for name, codes in KEY_FIGURES.items()
    )


def _key_figure(figure: Figure) -> KeyFigure:
    measured = figure.measured
    return KeyFigure(
        code=figure.id,
        label=figure.label,
        value=value_words(figure),
        previous=amount(figure.previous, figure.unit),
        change=change_words(figure),
        light=figure.light.value,
        coverage=coverage_words(figure),
        formula=figure.formula,
        window=figure.window,
        numerator=number(measured.numerator),
        denominator=number(measured.denominator),
    )


def _note(figures: Mapping[str, Figure]) -> str:
    first = all(figure.previous is None for figure in figures.values())
    return f"{FIRST_PERIOD if first else ''}{LEGEND}"
