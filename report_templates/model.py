"""The county report as text ready to print: everything its HTML and PDF show, and nothing else.

The edition keeps the model, so a report rendered again says what it said, however the rules have moved on since
(design.md §5.4). No person is named and no value of a P0 or P1 column enters it (domain.md §11).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, get_args, get_type_hints

from transforms.numbers import NONE


@dataclass(frozen=True, kw_only=True)
class Masthead:
    """Who says what about which time: the red head of page one, the imprint at the end, the document's metadata.

    `created` is the knowledge time in ISO 8601 with its offset, the other times are as printed.
    """

    title: str
    notice: str
    issue: str
    issuer: str
    issued: str
    county: str
    week: str
    days: str
    as_of: str
    knowledge: str
    created: str
    edition: str
    rules: str
    recipients: str
    copies: str


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence made of figures, and their codes."""

    text: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class KeyFigure:
    """One indicator of the period beside the period before."""

    code: str
    label: str
    value: str
    previous: str
    change: str
    light: str
    coverage: str
    formula: str
    window: str
    numerator: str
    denominator: str

    @property
    def ratio(self) -> str:
        """19/20; a count has none."""
        return NONE if self.denominator == NONE else f"{self.numerator}/{self.denominator}"


@dataclass(frozen=True, kw_only=True)
class Family:
    """Key figures that stand together under one name."""

    name: str
    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, kw_only=True)
class OrganRow:
    """How many cadres went to one organ (去向), and their share."""

    organ: str
    people: str
    share: str


@dataclass(frozen=True, kw_only=True)
class DivisionRow:
    """The livelihood items of one division; claimed = completed + running + overdue + held."""

    division: str
    claimed: str
    completed: str
    running: str
    overdue: str
    held: str
    completion: str
    light: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """What was sent of one sheet; expected = on time + late + returned + missing, zero reports are among them."""

    sheet: str
    title: str
    expected: str
    on_time: str
    late: str
    returned: str
    missing: str
    zero: str
    carried: str


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """A unit with something left to send or to correct; `missing` and `returned` list sheet ids."""

    unit: str
    missing: str
    returned: str
    days_overdue: str
    cells: str
    rows: str


@dataclass(frozen=True, kw_only=True)
class FaultRow:
    """A kind of fault: where, in what words, what was done about it and how often."""

    sheet: str
    heading: str
    words: str
    reaction: str
    times: str


@dataclass(frozen=True, kw_only=True)
class TotalRow:
    """A declared control total (控制数) beside the computed count."""

    label: str
    declared: str
    computed: str
    difference: str


@dataclass(frozen=True, kw_only=True)
class CountyReport:
    """The weekly report to the leaders of a county. Of organs, divisions and sheets the last row is the sum.

    A table without rows is not printed; the sentence before it says why.
    """

    masthead: Masthead
    headline: Sentence
    coverage: Sentence
    families: tuple[Family, ...]
    figures_note: str
    second_posts: Sentence
    organs: tuple[OrganRow, ...]
    items: Sentence
    divisions: tuple[DivisionRow, ...]
    sheets: tuple[SheetRow, ...]
    sending: Sentence
    units: tuple[UnitRow, ...]
    quality: Sentence
    faults: tuple[FaultRow, ...]
    reconciliation: Sentence
    totals: tuple[TotalRow, ...]


def report_bytes(report: CountyReport) -> bytes:
    """The report as JSON, the same bytes for the same report."""
    return json.dumps(asdict(report), ensure_ascii=False, indent=1).encode()


def report_from(data: bytes) -> CountyReport:
    """The report that `report_bytes` wrote. Raises TypeError for a field that is unknown or lacking."""
    report: CountyReport = _built(CountyReport, json.loads(data))
    return report


def _built(kind: Any, tree: Any) -> Any:
    """A tree of JSON as what its type says: an object is a dataclass, a list a tuple, all else a text."""
    if isinstance(tree, dict):
        kinds = get_type_hints(kind)
        return kind(**{name: _built(kinds.get(name), cell) for name, cell in tree.items()})
    if isinstance(tree, list):
        return tuple(_built(get_args(kind)[0], one) for one in tree)
    return tree
