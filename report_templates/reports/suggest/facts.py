"""The facts behind the four scores in words: 曾主要分管本类工作60、原单位属同一系统25."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.reports.suggest.view import Row, View, coded, pair_of
from report_templates.words.sentence import Sentence


def facts(view: View, pair: Row) -> tuple[Sentence, ...]:
    """A sentence for each of the four scores of a row of `proposal.pairs`."""
    parts = (_continuity, _wish, _fit, _age)
    return tuple(view.in_turn(part(view, pair), "、") for part in parts)


def _said(view: View, pair: Row, key: str, points: int, **more: object) -> Sentence:
    return view.say(key, points=coded(pair_of(pair), key, points), **more)


def _continuity(view: View, pair: Row) -> Iterator[Sentence]:
    if domain := pair["same_category"]:
        yield _said(view, pair, "main_domain" if domain == 60 else "second_domain", domain)
    for key in ("same_line", "knows_town"):
        if pair[key]:
            yield _said(view, pair, key, pair[key])
    if not pair["continuity"]:
        yield _said(view, pair, "no_continuity", 0)


def _wish(view: View, pair: Row) -> Iterator[Sentence]:
    rank = "other" if pair["wish_rank"] == "-" else pair["wish_rank"]
    yield _said(view, pair, f"rank_{rank}", pair["wish_base"])
    for key in ("wish_organ", "wish_town"):
        if pair[key]:
            yield _said(view, pair, key, pair[key])
    if pair["conditional"]:
        yield view.say("conditional")


def _fit(view: View, pair: Row) -> Iterator[Sentence]:
    what = pair_of(pair)
    if pair["skills_needed"]:
        counts = {name: coded(what, f"skills_{name}", pair[f"skills_{name}"]) for name in ("needed", "held")}
        yield _said(view, pair, "skills", pair["skills"], **counts)
    else:
        yield _said(view, pair, "no_skills", 0)
    for key, column in (("major", "major"), ("experience", "experience"), ("title_level", "title")):
        if pair[column]:
            yield _said(view, pair, key, pair[column])


def _age(view: View, pair: Row) -> Iterator[Sentence]:
    if steps := pair["heavier_by"]:
        what = pair_of(pair)
        yield _said(view, pair, "heavier", 30 * steps, steps=coded(what, "heavier_by", steps))
    for key in ("past_retirement", "far"):
        if pair[key]:
            yield _said(view, pair, key, pair[key])
    if pair["age"] == 100:
        yield view.say("suits")
