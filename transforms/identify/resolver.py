"""Persons as known from the sheets, and the tiers by which a mention is resolved (domain.md §9.1)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple, TypeVar

from transforms.identify.edges import NO_EDGES, Edges

T = TypeVar("T")

ONE_ID_TWO_NAMES = "同一身份证号对应两个不同的姓名，请核对身份证号和姓名。"
SEVERAL = "有多名同名人员与本行信息相符，请补填身份证号后重新报送。"
NAME_ALONE = "台账中有同名人员，但身份证号、出生年月或单位不足以认定，请补填后重新报送。"
NOBODY = "台账中没有此人，请核对姓名，或先在台账中登记。"
NOTHING_SHOWN = "本行除姓名外没有可供辨认的信息，请补填身份证号、出生年月或单位。"


class Mention(NamedTuple):
    """The evidence of one mention; the fields are those of `transforms.identify.mentions.MENTION`."""

    name_key: str
    birth_month: dt.date | None = None
    unit: str | None = None
    id_digest: str | None = None
    phone_digest: str | None = None
    keeper: str | None = None

    @property
    def strength(self) -> int:
        """0 is the strongest: an id, birth and unit, a phone, anything else, nothing but a name."""
        shows = (self.id_digest, self.birth_month and self.unit, self.phone_digest, self.birth_month or self.unit)
        return next((rank for rank, shown in enumerate(shows) if shown), len(shows))

    @property
    def is_bare(self) -> bool:
        """It has nothing but a name."""
        return not (self.id_digest or self.birth_month or self.unit or self.phone_digest)

    @property
    def content(self) -> str:
        """The content a person_id is derived from: the id where there is one, else all fields."""
        shown = (self.name_key, self.birth_month, self.unit, self.phone_digest)
        return self.id_digest or "\x1f".join("" if part is None else str(part) for part in shown)


@dataclass(eq=False, slots=True)
class Person:
    """The attributes of all mentions of one person; tuples save memory, most have one of each."""

    id_digest: str | None = None
    names: tuple[str, ...] = ()
    births: tuple[dt.date, ...] = ()
    units: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    keepers: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    snapshots: frozenset[str] = frozenset()  # submissions of S1 that name the person
    clusters: frozenset[str] = frozenset()  # of mentions about which somebody has decided (`transforms.identify.edges`)
    joined_to: Person | None = None  # whom somebody has said this one to be

    @property
    def now(self) -> Person:
        """The person, or whom this one was joined to."""
        return self.joined_to.now if self.joined_to else self


class Resolution(NamedTuple):
    """The resolution of a mention: a person and the tier, or nobody, the reason, and the number of candidates."""

    person: Person | None
    tier: str | None
    doubt: str | None = None
    candidates: int = 0

    @property
    def may_be_new(self) -> bool:
        """Nobody known matches; where several match, a new person would be a guess."""
        return self.doubt in {NAME_ALONE, NOBODY}


def akin(name: str, other: str) -> bool:
    """Whether two names may be one person's: the same surname and a common character besides (domain.md §9.3)."""
    return name == other or (name[:1] == other[:1] and not set(name[1:]).isdisjoint(other[1:]))


def disputed_ids(mentions: Iterable[Mention], edges: Edges = NO_EDGES) -> set[str]:
    """Digests of the ids that occur with names that cannot be one person's, nor have been said to be one's."""
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for mention in mentions:
        if mention.id_digest:
            cluster = edges.of(mention)
            names[mention.id_digest].setdefault(mention.name_key, cluster or mention.name_key)
    return {
        digest
        for digest, borne in names.items()
        if not all(akin(*pair) or borne[pair[0]] == borne[pair[1]] for pair in combinations(borne, 2))
    }


def _with(known: tuple[T, ...], value: T | None) -> tuple[T, ...]:
    return (*known, value) if value and value not in known else known


def _born_there(mention: Mention, person: Person) -> bool:
    return mention.birth_month in person.births and (mention.unit is None or mention.unit in person.units)


def _same_phone(mention: Mention, person: Person) -> bool:
    return mention.phone_digest in person.phones


def _of_the_unit(mention: Mention, person: Person) -> bool:
    """A mention without a unit refers to the roster that its submitter keeps."""
    there = mention.unit in person.units if mention.unit else mention.keeper in person.keepers
    return there and (mention.birth_month is None or not person.births or mention.birth_month in person.births)


_TIERS: tuple[tuple[str, Callable[[Mention, Person], bool]], ...] = (
    ("T2", _born_there),
    ("T3", _same_phone),
    ("T4", _of_the_unit),
)


class Resolver:
    """All persons known so far, by id and by name."""

    def __init__(self, disputed: Iterable[str] = ()) -> None:
        self._disputed = frozenset(disputed)
        self._by_id: dict[str, Person] = {}
        self._by_name: defaultdict[str, list[Person]] = defaultdict(list)

    def learn(self, person: Person, mention: Mention, sheet: str) -> None:
        """Add the attributes of a mention to its person."""
        if mention.name_key not in person.names:
            person.names = (*person.names, mention.name_key)
            self._by_name[mention.name_key].append(person)
        if mention.id_digest and self._by_id.setdefault(mention.id_digest, person) is person:
            person.id_digest = person.id_digest or mention.id_digest
        person.births = _with(person.births, mention.birth_month)
        person.units = _with(person.units, mention.unit)
        person.phones = _with(person.phones, mention.phone_digest)
        person.keepers = _with(person.keepers, mention.keeper if sheet == "S1" else None)
        person.sheets = _with(person.sheets, sheet)

    def find(self, mention: Mention, among: str | None = None) -> Resolution:
        """The person of a mention by the first tier that leaves exactly one, of those on the sheet `among`."""
        if mention.id_digest in self._disputed:
            return Resolution(None, None, ONE_ID_TWO_NAMES)
        holder = self._by_id.get(mention.id_digest) if mention.id_digest else None
        if holder and not any(akin(mention.name_key, name) for name in holder.names):
            return Resolution(None, None, ONE_ID_TWO_NAMES, 1)
        if holder and among in {None, *holder.sheets}:
            return Resolution(holder, "T1")
        return self._found_by_name(mention, among)

    def listed_before(self, mention: Mention, snapshots: frozenset[str]) -> Resolution:
        """The one cadre of that name on the roster of the same unit, by month of birth, whose former unit was another.

        Or of whom neither is known there. Not one who stands in one of the `snapshots` of the mention as well: two rows
        of a snapshot are two people.
        """
        namesakes = [
            person
            for person in self._by_name.get(mention.name_key, ())
            if self._may_be(mention, person)
            and (mention.birth_month in person.births or not (person.births or person.units))
            and mention.keeper in person.keepers
            and not (mention.id_digest and person.id_digest)
            and person.snapshots.isdisjoint(snapshots)
        ]
        if len(namesakes) == 1:
            return Resolution(namesakes[0], "T4")
        return Resolution(None, None, SEVERAL if namesakes else NAME_ALONE, len(namesakes))

    def _found_by_name(self, mention: Mention, among: str | None) -> Resolution:
        namesakes = [
            person
            for person in self._by_name.get(mention.name_key, ())
            if among in {None, *person.sheets}
            and self._may_be(mention, person)
            and not (mention.id_digest and person.id_digest)  # two ids are two people
        ]
        most = 0
        for tier, fits in _TIERS:
            fitting = [person for person in namesakes if fits(mention, person)]
            if len(fitting) == 1:
                return Resolution(fitting[0], tier)
            most = max(most, len(fitting))
        if most:
            return Resolution(None, None, SEVERAL, most)
        return Resolution(None, None, NAME_ALONE if namesakes else NOBODY, len(namesakes))

    def _may_be(self, mention: Mention, person: Person) -> bool:  # noqa: ARG002 - what has been decided says more
        """Whether nobody has said that they are two people."""
        return True

    def decided(self, mention: Mention) -> Resolution | None:  # noqa: ARG002
        """The person somebody has said a mention to be of; None where nobody has."""
        return None
