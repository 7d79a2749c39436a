"""本期要情: page one, which can be read alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from report_templates.model.columns import count, figure, light, name
from report_templates.model.report import Block, Formula, Formulas, Paragraph, Section, Table
from report_templates.reports.context import SectionContext
from report_templates.reports.sections.sending import sent_paragraph
from report_templates.words.figure_view import FigureView
from report_templates.words.headline import headline
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Cell, Number, Sentence, Side
from transforms.figures import Light

SECTION = "summary"
KEY_FIGURES: Mapping[str, tuple[str, ...]] = {
    "退出领导岗位干部": ("A1", "A5", "A6", "A7", "A9"),
    "民生实事": ("C1", "C2", "C3", "C4", "C5"),
    "党员下沉": ("D1", "D3"),
    "报送与质量": ("E1", "E2", "E4", "E5"),
}
"""The indicators of page one by family."""


def blocks(material: SectionContext) -> Iterator[Block]:
    """The headline, what has been sent, and the main figures."""
    words = material.words
    yield Paragraph(said=headline(material.figures, words), lead=words.text(SECTION, "lead"))
    yield _attention(material)
    yield sent_paragraph(material)
    yield _main_figures(material)


def formulas(material: SectionContext) -> Section:
    """What is counted for each figure: where its code leads to."""
    told = Formulas(formulas=tuple(map(_formula, material.told.values())))
    return Section(heading=material.words.text("formulas", "heading"), blocks=(told,), numbered=False)


def _attention(material: SectionContext) -> Paragraph:
    """What is red, by name and number; grey is no good news either."""
    red, grey = ([one for one in material.told.values() if one.light == light] for light in (Light.RED, Light.GREY))
    said = material.paragraph(SECTION, "attention", red=red, reds=_lit(red, Light.RED), greys=_lit(grey, Light.GREY))
    return replace(said, lead=material.words.text(SECTION, "attention_lead"))


def _lit(told: list[FigureView], light: Light) -> Number:
    return Number(str(len(told)), f"formulas:{light.value}", Side.LISTED)


def _main_figures(material: SectionContext) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for family, codes in KEY_FIGURES.items():
        rows += [(family,), *map(_row, material.known(codes))]
    return Table(
        name="figures",
        caption=material.words.text(SECTION, "table"),
        columns=(
            *(figure("代码", 10), name("指标", 31), count("本期", 23), count("分子/分母", 21), count("上期", 21)),
            *(count("较上期", 25), light(width=10), count("覆盖率")),
        ),
        rows=tuple(rows),
        note=_note(material),
    )


def _row(one: FigureView) -> tuple[Cell, ...]:
    return (
        *(one.figure.id, one.label, with_range(one), one.basis, with_first(one)),
        *(one.change, one.light, one.coverage),
    )


def with_range(one: FigureView) -> Cell:
    """The value, and below it between which values it would lie if everybody had sent."""
    return Sentence(runs=(one.value, "\n", *one.range)) if one.range else one.value


def with_first(one: FigureView) -> Cell:
    """The value of the period before, marked where it was corrected since."""
    if not one.restated:
        return one.previous
    return Sentence(runs=(one.previous, "\n上期更正\n原报", one.first_previous))


def change_told(one: FigureView) -> Cell:
    """The change, marked where the value of the period before was corrected since it was published."""
    return Sentence(runs=(one.change, "\n上期更正")) if one.restated else one.change


def _note(material: SectionContext) -> str:
    told, words = material.told.values(), material.words
    first = all(one.figure.previous is None for one in told)
    ranged = any(one.range for one in material.known(code for codes in KEY_FIGURES.values() for code in codes))
    keys = (*(("first",) if first else ()), "legend", *(("ranged",) if ranged else ()))
    return "".join(words.text(SECTION, key) for key in keys)


def _formula(one: FigureView) -> Formula:
    return Formula(
        code=one.figure.id,
        label=one.label,
        value=with_range(one),
        numerator=one.exact_n,
        denominator=one.exact_d,
        basis=one.basis,
        change=change_told(one),
        cumulative=one.cumulative.with_unit if one.cumulative else NONE,
        light=one.light,
        coverage=one.coverage,
        formula=one.figure.formula,
        window=one.figure.window,
    )
