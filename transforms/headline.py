"""The sentence at the head of the report, made of figures alone (domain.md §8)."""

from __future__ import annotations

from collections.abc import Mapping

from transforms.figures import Figure, Part
from transforms.numbers import percent, prose

NOT_REPORTED = "未报送"


def headline(figures: Mapping[str, Figure]) -> str:
    """The headline of domain.md §8 from A6, A7, C1–C3, D1 and D3, and a note on every control total that differs (E5).

    What nobody has sent is said to be 未报送, never 0; organs without anybody are left out.
    """
    sentences = (_second_posts(figures), _items(figures), _members(figures))
    return "".join(f"{sentence}。" for sentence in sentences) + _note(figures["E5"])


def _unsent(figure: Figure) -> bool:
    return figure.measured.value is None and bool(figure.missing)


def _second_posts(figures: Mapping[str, Figure]) -> str:
    organs, meeting = figures["A6"], figures["A7"]
    if _unsent(organs):
        return f"二次分工安排情况{NOT_REPORTED}"
    split = "、".join(f"{part.label}{prose(part.value)}名" for part in organs.measured.parts if part.value)
    people = f"对{prose(organs.measured.value)}名退出领导岗位的副县级干部进行二次分工"
    return f"{people}{'，其中' if split else ''}{split}；{prose(meeting.measured.value)}名参与政府常务会"


def _items(figures: Mapping[str, Figure]) -> str:
    leaders, claimed, done = (figures[code] for code in ("C1", "C2", "C3"))
    if _unsent(claimed):
        return f"民生实事认领和完成情况{NOT_REPORTED}"
    known = leaders.measured.numerator is not None
    people = (
        f"{prose(leaders.measured.numerator)}名在职副县级领导干部"
        if known
        else f"在职副县级领导干部（名单{NOT_REPORTED}）"
    )
    rate = percent(done.measured.numerator, done.measured.denominator)
    return (
        f"{people}认领民生实事{prose(claimed.measured.value)}件，已完成{prose(done.measured.numerator)}件，完成率{rate}"
    )


def _members(figures: Mapping[str, Figure]) -> str:
    members, projects = figures["D1"], figures["D3"]
    there = (
        f"在职党员下沉社区情况{NOT_REPORTED}"
        if _unsent(members)
        else f"{prose(members.measured.value)}名在职党员下沉社区"
    )
    led = f"领办实事项目情况{NOT_REPORTED}" if _unsent(projects) else f"领办实事项目{prose(projects.measured.value)}件"
    return f"{there}，{led}"


def _note(reconciled: Figure) -> str:
    """（注：…与控制数…不符…）; empty where every declared total agrees."""
    differing = [_difference(part) for part in reconciled.measured.parts if part.value != 0]
    return f"（注：{'；'.join(differing)}，请核实。）" if differing else ""


def _difference(part: Part) -> str:
    declared = prose(part.denominator)
    if part.numerator is None:
        return f"{part.label}{NOT_REPORTED}，无法与控制数{declared}核对"
    return f"{part.label}{prose(part.numerator)}与控制数{declared}不符"
