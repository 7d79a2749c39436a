"""The sentence at the head of the report, made of figures alone (domain.md §8)."""

from __future__ import annotations

from collections.abc import Mapping

from report_templates.words.figure_view import FigureView
from report_templates.words.sentence import Sentence
from report_templates.words.wording import Wording
from transforms.figures import Figure


def headline(figures: Mapping[str, Figure], words: Wording) -> Sentence:
    """The headline of domain.md §8 from A6, A7, C1–C3, D1 and D3, and a note on every control total that differs (E5).

    A figure without submissions is printed as 未报送, never 0; organs without anybody are left out.
    """
    views = {code: FigureView.of(figure) for code, figure in figures.items()}
    organs = [part for part in views["A6"].parts if part.number]
    differing = [part for part in views["E5"].parts if part.number != 0]
    return words.say("summary", "headline", views, organs=organs, differing=differing)
