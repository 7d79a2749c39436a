"""How a sentence says a change, what makes it unlike the period before, and on which units a figure rests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from jinja2 import pass_context
from jinja2.runtime import Context

from report_templates.words.figure_view import FigureView
from report_templates.words.figure_words import MINUS, UNCHANGED
from report_templates.words.numbers import NONE, tenths
from report_templates.words.sentence import Number, Runs, Side
from transforms.figures import Unlike

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
def moved(context: Context, view: FigureView, after: FigureView | None = None) -> Runs:
    """由3件增至5件, 由95.2%降至89.7%: from the period before to this one; the value alone where it has not changed.

    after: a figure of which the same has just been said, and of which units.
    """
    if view.number is None or view.figure.previous is None or view.change == UNCHANGED:
        return (view.value,)
    rises, share = view.number > view.figure.previous, view.unit == "%"
    verb = ("升至" if rises else "降至") if share else ("增至" if rises else "减至")
    named = after is None or after.change == UNCHANGED or _units(after) != _units(view)
    return ("由", view.previous, verb, view.with_unit, *unlike(view, context.get("terms"), named=named))


def _units(view: FigureView) -> tuple[tuple[str, ...], ...]:
    return (view.unlike.joined, view.unlike.left) if view.unlike else ()


def points(view: FigureView) -> str:
    """How far from the schedule, without the sign."""
    return NONE if view.number is None else Number(tenths(abs(view.number)), view.code, Side.SIZE)


def unlike(view: FigureView, terms: Mapping[str, str] | None = None, *, named: bool = True) -> Runs:
    """（含上期未计入的漕河镇195件，同口径增加35件）: the units that count in one of the two periods alone, and the
    change among all others; nothing where the same count in both.

    `terms` say 上月 for 上期 (`period_words.terms_of`); units that were `named` just before are not named again.
    """
    if view.unlike is None:
        return ()
    clauses = [*(_whose(view, view.unlike, terms or {}) if named else _of_those(view)), *_alike(view)]
    _, *runs = chain.from_iterable(("，", *clause) for clause in clauses) if clauses else ("",)
    return ("（", *runs, "）") if runs else ()


def _whose(view: FigureView, units: Unlike, terms: Mapping[str, str]) -> Iterator[Runs]:
    last, this = (terms.get(weekly, weekly) for weekly in ("上期", "本期"))
    if units.joined:
        joined = _named(units.joined)
        yield (f"含{last}未计入的{joined}", view.joined) if view.joined else (f"{last}未计入{joined}",)
    if units.left:
        yield (f"{_named(units.left)}{this}未报",)
    if not units.joined and not units.left:
        yield ("两期报送单位不一致",)


def _of_those(view: FigureView) -> Iterator[Runs]:
    if view.joined:
        yield ("含上述单位", view.joined)


def _alike(view: FigureView) -> Iterator[Runs]:
    change = view.alike_change
    if change != NONE:
        yield ("同口径", *((UNCHANGED,) if change == UNCHANGED else _by_how_much(change, view, Side.ALIKE)))


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
