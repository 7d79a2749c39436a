"""The message to a work group (工作群): page one of a report in at most 300 characters of plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, dropwhile, takewhile

from report_templates.model.report import Paragraph, Report
from report_templates.words.sentence import Number, Runs, Sentence
from report_templates.words.typeset import plain

LONGEST = 300
"""Characters, line ends included: what a telephone shows of a message without unfolding it."""
_SENTENCES = re.compile("[^。]*。[）”]?|[^。]+")


def message(report: Report) -> Sentence:
    """Paper and period, then the paragraphs of page one, a line each, then the mark of internal papers.

    They stand in the order of their weight, so those at the end are left out where there is no more room, sentence by
    sentence; a paragraph that begins with a sentence longer than a message is left out by itself. Numbers keep the
    codes of their figures.
    """
    head = report.masthead
    first, last = f"【{head.title}】{head.issue}（{head.days}，数据截至{head.as_of}）", f"\n{head.notice}".rstrip()
    room = LONGEST - len(plain(first + last))
    paragraphs = [[*_sentences(block)] for block in report.summary if isinstance(block, Paragraph)]
    sentences = [one for those in paragraphs if those and _length(those[0]) <= room for one in those]
    kept = [one for one, length in zip(sentences, accumulate(map(_length, sentences)), strict=True) if length <= room]
    return Sentence(runs=(first, *(run for one in kept for run in one), last))


def under_lead(report: Report, lead: str) -> tuple[str, ...]:
    """The paragraphs of page one that stand under these opening words; none where nothing does."""
    begun = dropwhile(lambda block: block.lead != lead, (one for one in report.summary if isinstance(one, Paragraph)))
    first = next(begun, None)
    more = takewhile(lambda block: not block.lead, begun)
    return tuple(block.said.text for block in (first, *more)) if first else ()


def _sentences(paragraph: Paragraph) -> Iterator[Runs]:
    """The sentences of a paragraph, the first with the end of the line before it."""
    begun: list[str] = [f"\n{paragraph.lead}"]
    for run in paragraph.said.runs:
        for part in (run,) if isinstance(run, Number) else _SENTENCES.findall(run):
            begun.append(part)
            if not isinstance(part, Number) and "。" in part:
                yield tuple(begun)
                begun = []
    if begun:
        yield tuple(begun)


def _length(runs: Runs) -> int:
    return len(plain("".join(runs)))
