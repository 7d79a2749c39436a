"""A forgotten person leaves a report; every number in it still knows whose it is."""

from __future__ import annotations

from report_templates.model.redact import nameless
from report_templates.model.report import Paragraph
from report_templates.words.sentence import Number, Sentence
from transforms.cells.personal_data.redaction import HIDDEN


def test_a_name_goes_and_numbers_keep_their_codes() -> None:
    sentence = Sentence(runs=("由张三甲负责，完成", Number("87件", "C2"), "。"))
    (who, number, _) = nameless(Paragraph(said=sentence), ["张三甲"]).said.runs
    assert who == f"由{HIDDEN}负责，完成"
    assert isinstance(number, Number)
    assert (number, number.code) == ("87件", "C2")
