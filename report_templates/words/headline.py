"""The sentence at the head of the report, made of figures alone (domain.md §8)."""

from __future__ import annotations

from collections.abc import Mapping

from report_templates.words.figure_view import FigureView
from report_templates.words.sentence import Runs, Sentence
from report_templates.words.wording import Wording
from transforms.figures import Figure

LEVEL = "职务层次"
"""The breakdown of A5 and C1 by post level."""

_SPOKEN = {
    "厅局级正职": "正厅级",
    "厅局级副职": "副厅级",
    "县处级正职": "正县级",
    "县处级副职": "副县级",
    "乡科级正职": "正科级",
    "乡科级副职": "副科级",
    "科员级": "科员级",
    "办事员级": "办事员级",
    "未定职公务员": "未定职",
}
"""Post levels by their label (GB/T 12407), as a sentence calls them."""


def headline(figures: Mapping[str, Figure], words: Wording) -> Sentence:
    """The headline of domain.md §8 from A5–A7, C1–C3, D1 and D3, and a note on every control total that differs (E5).

    A figure without submissions is printed as 未报送, never 0; organs without anybody are left out. `cadres` and
    `leaders` say what the levels of those counted are.
    """
    views = {code: FigureView.of(figure) for code, figure in figures.items()}
    organs = [part for part in views["A6"].parts if part.number]
    differing = [part for part in views["E5"].parts if part.number != 0]
    cadres = _of_levels("干部", "干部", views["A5"], views["A6"].number)
    leaders = _of_levels("领导干部", "县领导", views["C1"], views["C1"].counted.numerator)
    return words.say("summary", "headline", views, organs=organs, differing=differing, cadres=cadres, leaders=leaders)


def _of_levels(noun: str, of_any: str, view: FigureView, together: float | None) -> Runs:
    """副县级干部 where all of them are; 干部（正县级1名、副县级18名）; 干部 where no level is known."""
    known = [part for part in view.group_of(LEVEL) if part.label in _SPOKEN]
    if len(known) == 1 and known[0].number == together:
        return (_SPOKEN[known[0].label] + noun,)
    counted = [run for part in known for run in (_SPOKEN[part.label], part.in_sentence, "名、")]
    return (of_any, "（", *counted[:-1], "名）") if counted else (of_any,)
