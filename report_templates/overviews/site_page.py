"""The index page of an output folder: all periods, their editions and the files of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report_templates.render.html import environment


@dataclass(frozen=True, kw_only=True)
class SiteLink:
    """A file of an edition, relative to the page."""

    label: str
    href: str


@dataclass(frozen=True, kw_only=True)
class SiteEdition:
    """One edition of a period and its links: deliverables, reports for other audiences, and those of units."""

    number: str
    as_of: str
    knowledge: str
    issued: bool
    taken_back: bool
    headline: str
    links: tuple[SiteLink, ...]
    readers: tuple[SiteLink, ...] = ()
    units: tuple[SiteLink, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SitePeriod:
    """A period and its editions: the published one, then the others, the newest first."""

    name: str
    days: str
    editions: tuple[SiteEdition, ...]


def site_page(county: str, periods: Sequence[SitePeriod]) -> str:
    """The page, newest period first. It runs no script and links only to files of the output folder."""
    return environment().get_template("site.html").render(county=county, periods=periods)
