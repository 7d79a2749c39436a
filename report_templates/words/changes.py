"""How a sentence says a change, what makes it unlike the period before, and on which units a figure rests."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from jinja2 import pass_context
from jinja2.runtime import Context

from report_templates.words.figure_view import FigureView
from report_templates.words.figure_words import MINUS, UNCHANGED
from report_templates.words.numbers import NONE, tenths
from report_templates.words.sentence import Number, Runs, Side

MOST_NAMED = 3
"""So many units are named."""
_SHARES = ("%", "个百分点")


@pass_context
def against(context: Context, view: FigureView) -> Runs:
    """，比上周增加3件；，比上周下降5.5个百分点: and whether that was corrected; nothing in the first period and where
    nothing has changed."""
    if view.change in {NONE, UNCHANGED}:
        return ()
    corrected = "（已更正）" if view.restated else ""
    return (
        f"，比{context.get('last_period', '上期')}{corrected}",
        *_by_how_much(view.change, view),
        *unlike(view, context.get("terms")),
    )


@pass_context
def moved(context: Context, view: FigureView) -> Runs:
    """由3件增至5件, 由95.2%降至89.7%: from the period before to this one; the value alone where it has not changed."""
    if view.number is None or view.figure.previous is None or view.change == UNCHANGED:
        return (view.value,)
    rises, share = view.number > view.figure.previous, view.unit == "%"
    verb = ("升至" if rises else "降至") if share else ("增至" if rises else "减至")
    return ("由", view.previous, verb, view.with_unit, *unlike(view, context.get("terms")))


def points(view: FigureView) -> str:
    """How far from the schedule, without the sign."""
    return NONE if view.number is None else Number(tenths(abs(view.number)), view.code, Side.SIZE)


def unlike(view: FigureView, terms: Mapping[str, str] | None = None) -> Runs:
    """（含上期未计入的漕河镇195件，同口径增加35件）: the units that count in one of the two periods alone, and the
    change among all others; nothing where the same count in both.

    `terms` say 上月 for 上期 (`period_words.terms_of`).
    """
    if (units := view.unlike) is None:
        return ()
    last, this = ((terms or {}).get(weekly, weekly) for weekly in ("上期", "本期"))
    clauses: list[Runs] = []
    if units.joined:
        named = _named(units.joined)
        clauses.append((f"含{last}未计入的{named}", view.joined) if view.joined else (f"{last}未计入{named}",))
    if units.left:
        clauses.append((f"{_named(units.left)}{this}未报",))
    if not clauses:
        clauses.append(("两期报送单位不一致",))
    if view.alike_change != NONE:
        same = view.alike_change == UNCHANGED
        clauses.append(("同口径", *((UNCHANGED,) if same else _by_how_much(view.alike_change, view, Side.ALIKE))))
    _, *runs = chain.from_iterable(("，", *clause) for clause in clauses)
    return ("（", *runs, "）")


def rests(view: FigureView) -> Runs:
    """（18个单位中17个已报）: on how many units a sum rests; that it is known from earlier periods alone, where nobody
    has sent; nothing where all have."""
    if view.number is None:
        return ()
    if view.outdated:
        return ("（本期未报送，为前期数）",)
    return ("（", view.senders_due, "个单位中", view.senders_sent, "个已报）") if view.lacking else ()


def _by_how_much(change: str, view: FigureView, side: Side = Side.CHANGE) -> Runs:
    """增加3件, 下降5.5个百分点."""
    rises = not change.startswith(MINUS)
    verb = ("提高" if rises else "下降") if view.unit in _SHARES else ("增加" if rises else "减少")
    return (verb, Number(change.lstrip(f"+{MINUS}"), view.code, side))


def _named(units: tuple[str, ...]) -> str:
    return "、".join(units[:MOST_NAMED]) + ("等单位" if len(units) > MOST_NAMED else "")
