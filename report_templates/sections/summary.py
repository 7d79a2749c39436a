"""本期要情: page one, which can be read alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from report_templates.columns import count, figure, light, name
from report_templates.figure_words import amount, change_words, coverage_words, number, value_words
from report_templates.material import Material
from report_templates.model import Block, Formula, Formulas, Paragraph, Section, Sentence, Table
from report_templates.sections.sending import sent_paragraph
from transforms.figures import Figure, Light
from transforms.headline import headline
from transforms.numbers import NONE

SECTION = "summary"
KEY_FIGURES: Mapping[str, tuple[str, ...]] = {
    "退出领导岗位干部": ("A1", "A5", "A6", "A7", "A9"),
    "民生实事": ("C1", "C2", "C3", "C4", "C5"),
    "党员下沉": ("D1", "D3"),
    "报送与质量": ("E1", "E2", "E4", "E5"),
}
"""The indicators of page one by family."""

HEADLINE_CODES = ("A6", "A7", "C1", "C2", "C3", "D1", "D3")


def blocks(material: Material) -> Iterator[Block]:
    """The headline, what has been sent, and the main figures."""
    told = Sentence(text=headline(material.figures), codes=HEADLINE_CODES)
    yield Paragraph(said=told, lead=material.words.text(SECTION, "lead"))
    yield _attention(material)
    yield sent_paragraph(material)
    yield _main_figures(material)


def formulas(material: Material) -> Section:
    """What is counted for each figure: where its code leads to."""
    told = Formulas(formulas=tuple(_formula(figure) for figure in material.figures.values()))
    return Section(heading=material.words.text("formulas", "heading"), blocks=(told,), numbered=False)


def _attention(material: Material) -> Paragraph:
    """What is red, by name and number; grey is no good news either."""
    lights = {light: [f for f in material.figures.values() if f.light is light] for light in (Light.RED, Light.GREY)}
    said = material.paragraph(
        SECTION,
        "attention",
        red="、".join(f"{figure.label}{value_words(figure)}" for figure in lights[Light.RED]),
        reds=len(lights[Light.RED]),
        greys=len(lights[Light.GREY]),
    )
    codes = dict.fromkeys((*said.said.codes, *(figure.id for figure in lights[Light.RED])))
    told = replace(said.said, codes=tuple(codes))
    return Paragraph(said=told, lead=material.words.text(SECTION, "attention_lead"))


def _main_figures(material: Material) -> Table:
    rows: list[tuple[str, ...]] = []
    for family, codes in KEY_FIGURES.items():
        rows += [(family,), *(_row(one) for one in material.known(codes))]
    return Table(
        name="figures",
        caption=material.words.text(SECTION, "table"),
        columns=(
            *(figure("代码", 10), name("指标", 40), count("本期"), count("分子/分母", 24), count("上期")),
            *(count("较上期", 25), light(width=10), count("覆盖率", 14)),
        ),
        rows=tuple(rows),
        note=_note(material),
    )


def _row(figure: Figure) -> tuple[str, ...]:
    measured = figure.measured
    return (
        figure.id,
        figure.label,
        value_words(figure),
        NONE if measured.denominator is None else f"{number(measured.numerator)}/{number(measured.denominator)}",
        amount(figure.previous, figure.unit),
        change_words(figure),
        figure.light.value,
        coverage_words(figure),
    )


def _note(material: Material) -> str:
    first = all(figure.previous is None for figure in material.figures.values())
    return f"{material.words.text(SECTION, 'first') if first else ''}{material.words.text(SECTION, 'legend')}"


def _formula(figure: Figure) -> Formula:
    measured = figure.measured
    return Formula(
        code=figure.id,
        label=figure.label,
        value=value_words(figure),
        formula=figure.formula,
        window=figure.window,
        numerator=number(measured.numerator),
        denominator=number(measured.denominator),
    )
