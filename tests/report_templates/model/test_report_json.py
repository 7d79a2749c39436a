"""Reports of earlier editions are read as they were stored, under the names of their time."""

from __future__ import annotations

import json

from report_templates.model.report import Chart, Section
from report_templates.model.report_json import report_from_line
from report_templates.words.sentence import Sentence

CHART = {
    "is": "Chart",
    "name": "trend",
    "caption": "趋势",
    "fields": ["week", "value"],
    "rows": [["第46周", 5.0]],
    "unit": "件",
}
WORDS = {"is": "Sentence", "runs": ["第46周5件。"]}


def test_the_text_of_a_chart_is_read_under_its_former_name() -> None:
    section = {"is": "Section", "heading": "一", "blocks": [CHART | {"told": WORDS}], "numbered": True}
    _, read = report_from_line(json.dumps({"reader": "public", "report": section}).encode())
    assert isinstance(read, Section)
    (chart,) = read.blocks
    assert isinstance(chart, Chart)
    assert chart.alternative == Sentence(runs=("第46周5件。",))
