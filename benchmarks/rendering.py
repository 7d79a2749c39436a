"""What the papers of a week cost: 20 townships' PDFs, the county's, the pages; beside WeasyPrint on the same HTML.

    python -m benchmarks.rendering --scale 1

WeasyPrint's own cost is that of its `write_pdf` on the HTML of the same reports, in one process, to the same kind of
PDF. Everything is taken in one run: a busy machine is busy for all.
"""

from __future__ import annotations

import argparse
import os
import re
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from weasyprint import HTML

from benchmarks.cost import Cost, cost, measured
from flows.cli.demo import WEEKS
from flows.county.workspace import Workspace
from flows.report.per_audience import pages_for
from flows.report.render_pool import RenderJob, rendered
from flows.store.edition import Edition
from report_templates.model.report_json import report_from, report_from_line
from report_templates.render.html import html
from report_templates.render.reader_page import reader_html
from report_templates.render.weasy import VARIANT, printed
from tests.support.runs.weeks import KNOWLEDGE, published, received, story

TOWNSHIPS = 20


def edition_of_a_week(folder: Path, scale: float) -> tuple[Workspace, Edition]:
    """The second week of the demonstration, published."""
    period, as_of = list(WEEKS.items())[-1]
    workspace = received(folder, story(periods=(period,), scale=scale))
    assert as_of is not None
    return workspace, published(workspace, period, as_of, KNOWLEDGE)


def deliverables(workspace: Workspace, edition: Edition, many: int) -> list[RenderJob]:
    """PDFs of `many` townships, the county's two deliverables, and those of every other audience."""
    everything = [*pages_for(workspace, edition), *pages_for(workspace, edition, "county")]
    townships = [page for page in everything if "/township/" in page.name][-many:]
    others = [page for page in everything if not re.search("/(township|group)/", page.name)]  # a picture is no paper
    return [*townships, *others]


def sources(pages: list[RenderJob]) -> list[str]:
    """The HTML behind every PDF."""
    printed = [page for page in pages if page.name.endswith(".pdf")]
    return [
        html(report_from(page.content)) if page.name == "report.pdf" else reader_html(report_from_line(page.content)[1])
        for page in printed
    ]


def alone(text: str) -> None:
    """WeasyPrint's own PDF."""
    HTML(string=text).write_pdf(pdf_variant=VARIANT, pdf_tags=True)


def bare(texts: list[str]) -> None:
    """All of them by WeasyPrint alone."""
    for text in texts:
        alone(text)


def in_turn(texts: list[str]) -> float:
    """How many times WeasyPrint's processor time ours is: of each paper one after the other, so that both meet the same
    machine; who comes first changes from paper to paper."""
    both: tuple[Callable[[str], object], ...] = (printed, alone)
    spent = dict.fromkeys(both, 0.0)
    for place, text in enumerate(texts):
        for draw in both[:: 1 if place % 2 else -1]:
            spent[draw] += cost(partial(draw, text)).cpu
    return spent[printed] / spent[alone]


def print_cost(name: str, spent: Cost, note: str = "") -> None:
    """One line of the result."""
    print(f"{name:<42} {spent.wall:7.1f} s wall {spent.cpu:7.1f} s CPU  {note}")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", type=float, default=1.0, help="size of the county; 1 is the acceptance case")
    options.add_argument("--townships", type=int, default=TOWNSHIPS, help="how many of them")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="wuwei-rendering-") as folder:
        os.environ["WUWEI_PEPPER_FILE"] = f"{folder}/pepper"
        workspace, edition = edition_of_a_week(Path(folder), chosen.scale)
        reading, pages = measured(lambda: deliverables(workspace, edition, chosen.townships))
        print(f"{len(pages)} papers, {sum(page.name.endswith('.pdf') for page in pages)} of them PDF")
        print_cost("contents read from the edition", reading)
        writing, texts = measured(lambda: sources(pages))
        print_cost("HTML of the PDFs, charts included", writing)
        bare(texts[:1])  # fonts and library once, for both
        print(f"our PDFs in turn with WeasyPrint's of the same HTML: {in_turn(texts):.2f} times its CPU")
        own = cost(lambda: bare(texts))
        print_cost("WeasyPrint alone, one process", own)
        single = cost(lambda: list(rendered(pages, 1)))
        print_cost(
            "rendered, one process",
            single,
            f"{single.cpu / (own.cpu + writing.cpu):.2f} times WeasyPrint's CPU plus HTML",
        )
        double = cost(lambda: list(rendered(pages, 2)))
        print_cost("rendered, two processes", double, f"{single.wall / double.wall:.2f} times as fast as one")


if __name__ == "__main__":
    main()
