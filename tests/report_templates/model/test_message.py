"""The message to a work group: page one in 300 characters, the least weighty left out first."""

from __future__ import annotations

from dataclasses import fields

import pytest

from report_templates.model.message import LONGEST, message, under_lead
from report_templates.model.report import Masthead, Paragraph, Report
from report_templates.words.sentence import Number, Sentence, plain_number

HEAD = Masthead(**dict.fromkeys((field.name for field in fields(Masthead)), "") | {
    "title": "某县工作周报", "issue": "第47期", "days": "11月22日至11月28日", "as_of": "11月23日",
    "notice": "内部资料　注意保存",
})  # fmt: skip
FIRST = "【某县工作周报】第47期（11月22日至11月28日，数据截至11月23日）"
LAST = "内部资料　注意保存"


def report(*paragraphs: Paragraph, head: Masthead = HEAD) -> Report:
    return Report(masthead=head, recipient="工作群", title="某县工作进展情况", summary=paragraphs, sections=())


def said(*runs: str, lead: str = "") -> Paragraph:
    return Paragraph(said=Sentence(runs=runs), lead=lead)


def lines(*paragraphs: Paragraph) -> list[str]:
    return message(report(*paragraphs)).text.split("\n")


def test_it_says_paper_period_and_the_points_a_line_each() -> None:
    late = said(plain_number(1), ".民生实事逾期", Number("3件", "C5"), "。", lead="本期要情：")
    sent = said("应报的", Number("61", "E1"), "份报表全部按时收到。", lead="报送情况：")
    assert lines(late, sent) == [
        *(FIRST, "本期要情：1.民生实事逾期3件。", "报送情况：应报的61份报表全部按时收到。", LAST),
    ]


def test_its_numbers_keep_the_codes_of_their_figures() -> None:
    runs = message(report(said("逾期", Number("3件", "C5"), "。"))).runs
    assert [run.code for run in runs if isinstance(run, Number)] == ["C5"]


def test_what_weighs_least_is_left_out_by_whole_sentences() -> None:
    """Of 300 characters the first and last lines take 48: 252 are left, and the third sentence would be the 263rd."""
    first = said("甲" * 99 + "。")
    second = said("乙" * 99 + "。" + "丙" * 60 + "。")
    third = said("丁。")
    text = message(report(first, second, third)).text
    assert text.split("\n") == [FIRST, "甲" * 99 + "。", "乙" * 99 + "。", LAST]
    assert len(text) <= LONGEST


@pytest.mark.parametrize(("long", "shown"), [(251, True), (252, False)])
def test_a_sentence_longer_than_a_message_makes_room_for_the_next(long: int, shown: bool) -> None:
    """With the end of its line a sentence may have 251 characters."""
    text = message(report(said("甲" * (long - 1) + "。"), said("乙。"))).text
    assert ("甲" in text) is shown
    assert ("乙。" in text) is not shown
    assert len(text) <= LONGEST


def test_a_full_stop_in_the_title_of_an_item_ends_no_sentence() -> None:
    title = Number("修桥。一期2座", "items/1/title")
    runs = message(report(said("新逾期的有", title, "。"))).runs
    assert runs[1:-1] == ("\n", "新逾期的有", title, "。")


def test_a_bracket_after_the_full_stop_stays_with_its_sentence() -> None:
    assert lines(said("共3件。（注：控制数不符，请核实。）"))[1] == "共3件。（注：控制数不符，请核实。）"


def test_without_a_mark_nothing_stands_at_the_end() -> None:
    plain = Masthead(**{field.name: getattr(HEAD, field.name) for field in fields(Masthead)} | {"notice": ""})
    assert message(report(said("共3件。"), head=plain)).text.split("\n")[-1] == "共3件。"


def test_what_stands_under_opening_words_ends_where_others_begin() -> None:
    blocks = (
        said("更正。", lead="更正说明："),
        said("一。", lead="本期要情："),
        said("二。"),
        said("三。", lead="报送："),
    )
    paper = report(*blocks)
    assert under_lead(paper, "本期要情：") == ("一。", "二。")
    assert under_lead(paper, "报送：") == ("三。",)
    assert under_lead(paper, "无：") == ()
