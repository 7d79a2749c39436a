"""Whom the queue suggests: the best three, for what nobody could decide and for whoever is new on a roster."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from samples.story.people import Census
from transforms.identify.comparison.suggestions import suggestions
from transforms.identify.mentions import MENTION
from transforms.identify.registry import REGISTRY

MAY, JUNE = dt.date(1965, 5, 1), dt.date(1965, 6, 1)
NOBODY = pl.DataFrame(schema={"submission": pl.String, "person_id": pl.String})
ASKING = {
    "sheet": pl.String(),
    "submission": pl.String(),
    "row": pl.Int64(),
    "name": pl.String(),
    "counted_as": pl.String(),
    **MENTION,
}


def mention(name: str, **shown: Any) -> dict[str, Any]:
    return {"name": name, "name_key": name, **shown}


def asking(*mentions: dict[str, Any], sheet: str = "S9") -> pl.DataFrame:
    lines = [{"sheet": sheet, "submission": "now", "row": at} | line for at, line in enumerate(mentions, start=2)]
    return pl.DataFrame(lines, schema=ASKING)


def known(**people: dict[str, Any]) -> pl.DataFrame:
    """A registry of persons, each by one mention, first seen first."""
    lines = [
        {"sheet": "S9", "period": "2021-W46", "submission": "before", "row": at, "person_id": number, "tier": "NEW"}
        | line
        for at, (number, line) in enumerate(people.items(), start=2)
    ]
    return pl.DataFrame(lines, schema=REGISTRY)


def suggested(rows: pl.DataFrame, among: pl.DataFrame, present: pl.DataFrame = NOBODY) -> list[str]:
    return suggestions(rows, among, present)["person_id"].to_list()


def test_the_best_three_are_shown_best_first() -> None:
    among = known(
        month=mention("王建国", birth_month=MAY),
        sound=mention("王健国", birth_month=JUNE, unit="U9"),
        both=mention("王建国", birth_month=JUNE, unit="U1"),
        stranger=mention("李卫东", birth_month=JUNE, unit="U1"),
        unit=mention("王建军", unit="U1"),
    )
    row = asking(mention("王建囯", birth_month=JUNE, unit="U1"))
    assert suggested(row, among) == ["both", "sound", "month"]


def test_a_row_nobody_is_like_has_no_suggestion() -> None:
    assert suggested(asking(mention("李卫东", unit="U1")), known(a=mention("王建国", unit="U2"))) == []


def test_a_damaged_row_of_a_roster_asks_although_it_has_become_a_person() -> None:
    among = known(
        first=mention("王建国", birth_month=MAY, unit="U1"), new=mention("王健国", birth_month=MAY, unit="U1")
    )
    row = asking(mention("王健国", birth_month=MAY, unit="U1", counted_as="new"))
    assert suggested(row, among) == ["first"]


def test_two_persons_are_asked_about_once_at_the_one_seen_later() -> None:
    pair = {"first": mention("王建国", birth_month=MAY), "new": mention("王健国", birth_month=MAY)}
    rows = asking(*(line | {"counted_as": number} for number, line in pair.items()))
    assert suggestions(rows, known(**pair), NOBODY).select("counted_as", "person_id").rows() == [("new", "first")]


def test_a_roster_asks_about_nobody_who_is_less_likely_than_not() -> None:
    others = {f"other{at}": mention(f"其{at}", unit="U2") for at in range(300)}
    among = known(first=mention("王伟", birth_month=MAY), **others, new=mention("王芳", birth_month=MAY))
    assert suggested(asking(mention("王芳", birth_month=MAY, counted_as="new")), among) == []


def test_two_id_numbers_are_two_people_but_where_all_else_is_equal() -> None:
    """A number that was corrected looks so; only a person can tell (domain.md §9.3)."""
    among = known(first=mention("王建国", birth_month=MAY, unit="U1", id_digest="A"))
    row = mention("王建国", birth_month=MAY, unit="U1", id_digest="B", counted_as="new")
    among = pl.concat([among, known(new=mention("王建国", birth_month=MAY, unit="U1", id_digest="B"))])
    assert suggested(asking(row), among) == ["first"]
    assert suggested(asking(row | {"name": "王健国", "name_key": "王健国"}), among) == []


def test_one_id_with_two_names_shows_both_records() -> None:
    among = known(holder=mention("李卫东", birth_month=MAY, id_digest="A"))
    assert suggested(asking(mention("王芳", birth_month=JUNE, id_digest="A")), among) == ["holder"]


def test_already_in_this_sheet_is_shown_and_never_a_rule() -> None:
    among = known(first=mention("王建国", birth_month=MAY, unit="U1"))
    present = pl.DataFrame({"submission": ["now", "before"], "person_id": ["first", "first"]})
    shown = suggestions(asking(mention("王健国", birth_month=MAY, unit="U1")), among, present)
    assert shown.select("person_id", "in_sheet", "suggested").rows() == [("first", True, True)]


def test_neither_of_two_alike_is_suggested_but_both_are_shown() -> None:
    among = known(a=mention("王建国", birth_month=MAY), b=mention("王建国", birth_month=MAY))
    shown = suggestions(asking(mention("王健国", birth_month=MAY)), among, NOBODY)
    assert shown.select("person_id", "suggested").rows() == [("a", False), ("b", False)]


Shown = tuple[str, dt.date | None, str | None]
UNITS = [f"U{number}" for number in range(40)]


def one_fault(shown: Shown, chance: random.Random) -> Shown:
    """The generator the threshold was chosen with: one fault a row."""
    (name, birth, unit), at = shown, chance.randrange(1, len(shown[0]))
    assert birth
    return chance.choice(
        [
            (name[:at] + chance.choice("伟芳军燕") + name[at + 1 :], birth, unit),
            (name[:at] + "□" + name[at + 1 :], birth, unit),
            (name[0] + name[:0:-1], birth, unit),
            (name, birth.replace(month=birth.month % 12 + 1), unit),
            (name, birth.replace(year=birth.year + 1), unit),
            (name, birth, chance.choice(UNITS)),
            (name, None, unit),
        ]
    )


def slips(shown: Shown, chance: random.Random) -> Shown:
    """Written after the levels were fixed: a choice list's neighbour, the cell above copied down, cells lost."""
    name, birth, unit = shown
    sounds = {
        "伟": "玮",
        "军": "君",
        "芳": "方",
        "明": "鸣",
        "建": "健",
        "文": "雯",
        "华": "桦",
        "平": "萍",
        "志": "智",
    }
    slipped = "".join(sounds.get(character, character) for character in name)
    copied = dt.date(chance.randrange(1960, 1990), chance.randrange(1, 13), 1)
    return chance.choice(
        [
            (slipped, birth, None),
            (slipped, copied, unit),
            (name, copied, unit),
            (name, None, unit),
            (slipped, None, unit),
        ]
    )


@pytest.mark.parametrize(("damage", "precise", "found"), [(one_fault, 0.985, 0.99), (slips, 0.985, 0.6)])
def test_precision_and_recall(damage: Callable[[Shown, random.Random], Shown], precise: float, found: float) -> None:
    """Of 3,000 members 200 stand damaged in another sheet, beside 60 strangers of whom half have a member's name."""
    chance = random.Random(7)
    census = Census(chance)
    people = [census.person(1955, 1995) for _ in range(3000)]
    shown: list[Shown] = [(person.name, person.birth_ym, chance.choice(UNITS)) for person in people]
    among = known(
        **{str(at): mention(name, birth_month=birth, unit=unit) for at, (name, birth, unit) in enumerate(shown)}
    )
    broken = {at: damage(shown[at], chance) for at in chance.sample(range(3000), 200)}
    damaged = {at: line for at, line in broken.items() if line != shown[at]}
    strangers = [census.person(1955, 1995) for _ in range(60)]
    names = [person.name if at % 2 else shown[at][0] for at, person in enumerate(strangers)]
    rows = [*damaged.values(), *((name, person.birth_ym, "U1") for name, person in zip(names, strangers, strict=True))]
    who = [*map(str, damaged), *(None for _ in strangers)]
    answers = suggestions(
        asking(*(mention(name, birth_month=birth, unit=unit) for name, birth, unit in rows)), among, NOBODY
    ).filter("suggested")
    right = sum(person == who[row - 2] for row, person in answers.select("row", "person_id").iter_rows())
    assert right >= precise * answers.height
    assert right >= found * len(damaged)
