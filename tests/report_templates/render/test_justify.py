from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from report_templates.render.justify import MOST, justify
from report_templates.render.weasy import laid_out, printed

STYLE = "@page{size:170mm 200mm;margin:7mm} p{font:16pt/2 FandolFang;margin:0;text-align:justify}"
EM = 16 * 96 / 72
TEXT = "退出领导岗位干部“五维”数据库，由组织部集中管理（含联系机制），共19名；" * 6


def document(text: str, style: str = STYLE) -> Any:
    return laid_out(f"<!DOCTYPE html><html lang=zh-CN><title>t</title><style>{style}</style><p>{text}</p>")


def lines(box: Any) -> Iterator[tuple[Any, Any]]:
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "LineBox":
            yield box, child
        else:
            yield from lines(child)


def short(box: Any, line: Any) -> float:
    return float(box.width - line.width)


def measured(paper: Any) -> list[float]:
    """By how many CSS pixels each line but the last of a paragraph misses the right margin.

    Below 0 only the spacing behind its last character, which is blank, hangs over.
    """
    return [
        short(*pair) for page in paper.pages for pair in list(lines(page._page_box)) if pair[1].resume_at is not None
    ]


def test_lines_cut_short_by_the_rules_of_breaking_are_filled() -> None:
    paper = document(TEXT)
    before = measured(paper)
    assert max(before) > 5  # a quarter of a character and more
    assert justify(paper) > 0
    assert max(measured(paper)) < 0.1
    assert min(measured(paper)) > -MOST * EM


def test_what_is_drawn_ends_where_the_line_does() -> None:
    """The boxes of a line follow each other without a gap, up to the right margin."""
    paper = document(TEXT.replace("19", "<b>19</b>"))
    justify(paper)
    for box, line in [pair for page in paper.pages for pair in lines(page._page_box) if pair[1].resume_at is not None]:
        at = line.position_x
        for child in line.children:
            assert child.position_x == pytest.approx(at, abs=0.1)
            at += child.width
        assert -0.1 < at - box.content_box_x() - box.width < MOST * EM


def test_a_line_may_end_with_a_blank_between_two_numbers() -> None:
    """Each number is a box of its own, as the report sets them; of the blank where the line breaks nothing is left."""
    numbers = " ".join(f"<b>{number}</b>" for number in range(10))
    for before in range(12):
        paper = document(f"{'联系' * 20}{'人' * before}{numbers}{numbers}{numbers}")
        assert len(measured(paper)) >= 1
        justify(paper)


def test_last_lines_and_ragged_paragraphs_stay_as_they_are() -> None:
    ragged = document(TEXT, STYLE.replace("justify", "left"))
    before = measured(ragged)
    assert justify(ragged) == 0
    assert measured(ragged) == before
    single = document("只有一行。")
    assert justify(single) == 0


def test_a_line_that_would_be_torn_apart_is_left() -> None:
    paper = document("<span style='white-space:nowrap'>短</span><br>" + "一" * 8 + "A" * 120, STYLE)
    before = measured(paper)
    justify(paper)
    assert [now for now, then in zip(measured(paper), before, strict=True) if now != then] == []


def test_bytes_are_the_same_again() -> None:
    page = f"<!DOCTYPE html><html lang=zh-CN><title>t</title><style>{STYLE}</style><p>{TEXT}</p>"
    assert printed(page) == printed(page)
