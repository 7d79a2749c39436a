"""The analysts' page as one self-contained HTML file with small scripts, which its policy names by hash.

What stands in it as markup is what everybody looks at first: the figures themselves. Their parts and places and all
rows behind them, twenty times as much, lie packed in the page and are unpacked when somebody asks for them.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator, Mapping
from typing import Any

from report_templates.model import imprint
from report_templates.model.report import Masthead
from report_templates.render.html import environment
from report_templates.render.watermark import watermark
from report_templates.reports.variants.analyst import safe_json

FAMILIES = {"A": "A 干部", "B": "B 履职", "C": "C 民生实事", "D": "D 党员下沉", "E": "E 报送与质量", "F": "F 专项工作"}
_FIRST = 5  # rows listed without the script


def analyst_html(content: bytes) -> str:
    """The page of the JSON of `analyst_bytes`. It loads nothing from outside."""
    page = json.loads(content)
    main, head = [figure for figure in page["figures"] if figure["main"]], Masthead(**page["head"])
    return (
        environment()
        .get_template("analyst.html")
        .render(
            **{name: page[name] for name in ("people", "contacts", "recipient")},
            figures=main,
            head=head,
            data=packed({name: page[name] for name in ("figures", "periods", "tables")}),
            watermark=watermark(f"组织部分析版　{page['recipient']}", imprint.serial_words(head)),
            families={letter: name for letter, name in FAMILIES.items() if any(f["code"][0] == letter for f in main)},
            anchor=_anchors(main),
            first_rows=lambda figure: _first_rows(figure, page["tables"]),
        )
    )


def packed(data: Mapping[str, Any]) -> str:
    """JSON, compressed and as letters: no markup, and always the same for the same data."""
    return base64.b64encode(gzip.compress(safe_json(data).encode(), mtime=0)).decode()


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
