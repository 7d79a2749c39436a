"""六、党员下沉与“接单服务”: the members deployed and the orders they take, as aggregates (domain.md §2, K12)."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.columns import count, name
from report_templates.figure_words import number
from report_templates.material import Material
from report_templates.model import Block, Chart, Section, Table
from transforms.numbers import percent

SECTION = "members"


def blocks(material: Material) -> Iterator[Block]:
    """The register, the way of the orders, what was asked for in the period."""
    words, figures = material.words, material.figures
    yield Section(heading=words.text(SECTION, "register"), blocks=(material.paragraph(SECTION, "register_said"),))
    chart = [_funnel(material)] if material.stages["orders"].sum() else []
    yield Section(heading=words.text(SECTION, "orders"), blocks=(material.paragraph(SECTION, "orders_said"), *chart))
    asked = [_categories(material)] if figures["D10"].measured.value else []
    said = material.paragraph(SECTION, "asked_said")
    yield Section(heading=words.text(SECTION, "asked"), blocks=(said, *asked))


def _funnel(material: Material) -> Chart:
    posted = material.stages["orders"][0]
    rows = tuple(
        (stage, orders, f"{number(orders)}件（{percent(orders, posted)}）")
        for stage, orders in material.stages.iter_rows()
    )
    return Chart(
        name="funnel",
        caption=material.words.text(SECTION, "chart"),
        told="；".join(f"{stage}{words}" for stage, _, words in rows),
        fields=("stage", "orders", "words"),
        rows=rows,
    )


def _categories(material: Material) -> Table:
    found = material.figures["D10"].measured
    parts = [part for part in found.parts if part.group == "诉求类别"]
    rows = [
        (part.label, number(part.denominator), number(part.numerator), percent(part.numerator, part.denominator))
        for part in sorted(parts, key=lambda part: -(part.denominator or 0))
    ]
    posted, taken = (sum(getattr(part, side) or 0 for part in parts) for side in ("denominator", "numerator"))
    rows.append(("合计", number(posted), number(taken), percent(taken, posted)))
    return Table(
        name="categories",
        caption=material.words.text(SECTION, "table"),
        columns=(name("诉求类别", 46), count("发布", 24), count("接单", 24), count("接单率", 24, "D10-诉求类别")),
        rows=tuple(rows),
        unit="件",
        summed=True,
    )
