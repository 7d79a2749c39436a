"""The index page of an output folder: all periods, their editions and the files of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from report_templates.render.html import environment


@dataclass(frozen=True, kw_only=True)
class SiteLink:
    """A file of an edition, relative to the page."""

    label: str
    href: str


@dataclass(frozen=True, kw_only=True)
class SiteState:
    """The labels of an edition's figures by light (红, 黄, 绿, 灰), and what waits for a person.

    `returned` files are to be corrected, `waiting` rows name nobody who is known, `held` rosters do not count until
    somebody confirms them.
    """

    lights: Mapping[str, tuple[str, ...]]
    returned: int
    waiting: int
    held: int
    totals_differ: bool

    @property
    def settled(self) -> bool:
        """Whether nothing waits for a person."""
        return not (self.returned or self.waiting or self.held or self.totals_differ)


@dataclass(frozen=True, kw_only=True)
class SiteEdition:
    """One edition of a period, the points of its page one, and its links: deliverables, reports for other audiences,
    and those of units."""

    number: str
    as_of: str
    knowledge: str
    issued: bool
    taken_back: bool
    points: tuple[str, ...]
    links: tuple[SiteLink, ...]
    readers: tuple[SiteLink, ...] = ()
    units: tuple[SiteLink, ...] = ()
    state: SiteState | None = None


@dataclass(frozen=True, kw_only=True)
class SitePeriod:
    """A period and its editions: the published one, then the others, the newest first."""

    name: str
    days: str
    editions: tuple[SiteEdition, ...]


def site_page(county: str, periods: Sequence[SitePeriod]) -> str:
    """The page, newest period first. It runs no script and links only to files of the output folder."""
    return environment().get_template("site.html").render(county=county, periods=periods)
