"""三、“二次分工”: who is assigned where (domain.md §2, K4–K7)."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.model.columns import count, name, text
from report_templates.model.report import Block, Section, Table
from report_templates.reports.context import SectionContext
from report_templates.reports.primary_posts import primary_posts
from report_templates.words.numbers import NONE
from transforms.indicators.declare.breakdown import labels

SECTION = "second_posts"


def blocks(context: SectionContext) -> Iterator[Block]:
    """Organs with their sum, plans and wishes, and the list of those assigned with organ and duty (domain.md §11.2)."""
    words, known = context.words, bool(context.figures["A6"].measured.value)
    paragraph = context.paragraph(SECTION)
    yield Section(
        heading=words.text(SECTION, "assigned"), blocks=(paragraph, *(_organs(context) for _ in range(known)))
    )
    if known:
        yield Section(heading=words.text(SECTION, "plans"), blocks=(context.paragraph(SECTION, "plans_said"),))
        yield Section(heading=words.text(SECTION, "people"), blocks=(_people(context),))


def _organs(context: SectionContext) -> Table:
    view = context.views["A6"]
    rows = (
        (label, line.exact, line.share)
        for label, line in (*((part.label, part) for part in view.parts), ("合计", view))
    )
    return Table(
        name="organs",
        caption=context.words.text(SECTION, "table"),
        columns=(name("去向", 36), count("人数", 27), count("占比", 27)),
        rows=tuple(rows),
        unit="名",
        summed=True,
    )


def _people(context: SectionContext) -> Table:
    """By organ in their order; of each the age band, never the age."""
    organs, works = labels("organ"), labels("central_work")
    rows = tuple(
        (
            row["name"] or NONE,
            row["former_post"] or NONE,
            f"{row['age_band']}岁" if row["age_band"] else NONE,
            organs.get(row["organ"], NONE),
            row["post_name"] or NONE,
            "、".join(works.get(work, work) for work in row["category"] or ()) or NONE,
            row["duty"] or NONE,
        )
        for row in primary_posts(context.dataset).iter_rows(named=True)
    )
    return Table(
        name="people",
        caption=context.words.text(SECTION, "people_table"),
        columns=(
            *(name("姓名", 16), text("原任职务", 31), text("年龄段", 17), text("去向", 15)),
            *(text("现岗位", 25), text("中心工作", 20), text("分工内容")),
        ),
        rows=rows,
    )
