"""The analysts' page as one self-contained HTML file with small scripts, which its policy names by hash."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from report_templates.model.report import Masthead
from report_templates.render.html import environment
from report_templates.render.watermark import watermark
from report_templates.reports.variants.analyst import embedded

FAMILIES = {"A": "A 干部", "B": "B 履职", "C": "C 民生实事", "D": "D 党员下沉", "E": "E 报送与质量"}
_FIRST = 5  # rows listed without the script


def analyst_html(content: bytes) -> str:
    """The page of the JSON of `analyst_bytes`. It loads nothing from outside."""
    page = json.loads(content)
    return (
        environment()
        .get_template("analyst.html")
        .render(
            **{name: page[name] for name in ("figures", "people", "recipient")},
            head=Masthead(**page["head"]),
            data=Markup(embedded({"figures": page["figures"], "tables": page["tables"]})),  # noqa: S704 - escaped there
            watermark=watermark("组织部分析版", page["recipient"], page["head"]["serial"]),
            families=FAMILIES,
            anchor=_anchors(page["figures"]),
            first_rows=lambda figure: _first_rows(figure, page["tables"]),
        )
    )


def _anchors(figures: list[dict[str, Any]]) -> Any:
    """An element id for each figure, as its code may contain any text."""
    places = {figure["code"]: f"f{place}" for place, figure in enumerate(figures)}
    return lambda figure: places[figure["code"]]


def _first_rows(figure: Mapping[str, Any], tables: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The words and the place of the first rows of the gap, or where there is none of the numerator."""
    for table, places in figure["behind"].get("gap") or figure["behind"].get("numerator", ()):
        for place in places[:_FIRST]:
            *words, where = tables[table]["rows"][place]
            yield "　".join(words), where
