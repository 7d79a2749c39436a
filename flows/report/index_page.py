"""`<out>/index.html`: where everybody starts who has been given the folder and no command line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.county.workspace import Workplace
from flows.editions.distribution import issues_of
from flows.store.atomic_files import write_whole
from flows.store.edition import Edition
from flows.store.locks import in_turn
from report_templates.overviews.site_page import SiteEdition, SiteLink, SitePeriod, site_page
from report_templates.words.period_words import period_days, period_name, title_of

FILE = "index.html"
LINKS = {
    "report.html": "周报",
    "report.pdf": "周报（打印版）",
    "status.html": "报送情况",
    "quality/index.html": "数据质量",
    "issues.csv": "问题清单",
}
"""What of a week's papers is linked, where it is there; of longer periods the report has their name."""

READERS = {
    "readers/analyst/report.html": "组织部分析版",
    "readers/inspection/report.html": "督查版",
    "readers/inspection/report.pdf": "督查版（打印版）",
    "readers/public/report.html": "公开版",
    "readers/public/report.pdf": "公开版（打印版）",
}
"""The variants with one reader each; whoever may not enter a folder is stopped there."""


def write_site(place: Workplace) -> Path:
    """Write the index of all periods and editions whose papers lie in `place`; a reader sees the old or the new one."""
    with in_turn(place.out, "index"):  # or of two runs the slower one could leave out what the other has added
        periods = tuple(_period(place, period) for period in reversed(place.store.periods()))
        page = site_page(place.county.name, tuple(period for period in periods if period.editions))
        write_whole(place.out / FILE, page.encode())
    return place.out / FILE


def _period(place: Workplace, period: str) -> SitePeriod:
    return SitePeriod(
        name=period_name(period),
        days=period_days(period),
        editions=tuple(_editions(place, period)),
    )


def _editions(place: Workplace, period: str) -> Iterator[SiteEdition]:
    """The one readers see, then the others, the newest first; of these one whose papers were deleted is not offered."""
    current, editions = place.store.current(period), place.store.editions(period)
    labels = {name: title_of(label, period) for name, label in LINKS.items()}
    linked = {one.number: _links(place, place.papers(period, one.number), labels) for one in editions}
    others = [one for one in reversed(editions) if one != current and linked[one.number]]
    if current and any(linked.values()):
        for edition in (current, *others):
            yield _edition(place, edition, linked[edition.number], taken_back=edition.number > current.number)


def _links(place: Workplace, folder: Path, labels: Mapping[str, str]) -> tuple[SiteLink, ...]:
    """Links to those of the files below `folder` that are there."""
    return tuple(
        SiteLink(label=label, href=(folder / name).relative_to(place.out).as_posix())
        for name, label in labels.items()
        if (folder / name).is_file()
    )


def _edition(place: Workplace, edition: Edition, links: tuple[SiteLink, ...], *, taken_back: bool) -> SiteEdition:
    folder = place.papers(edition.period, edition.number)
    units = {f"readers/township/{unit.code}.pdf": unit.short for unit in place.county.units}
    known = dt.datetime.fromisoformat(edition.manifest["knowledge"]).astimezone(ZoneInfo(place.county.timezone))
    as_of = dt.date.fromisoformat(edition.manifest["as_of"])
    return SiteEdition(
        number=f"第{edition.number}版",
        as_of=f"{as_of.month}月{as_of.day}日",
        knowledge=f"{known.year}年{known.month}月{known.day}日{known.hour}时{known.minute:02d}分",
        issued=any(one.edition == edition.number for one in issues_of(place, edition.period)),
        taken_back=taken_back,
        headline=json.loads(edition.document("summary.json"))["headline"],
        links=links,
        readers=_links(place, folder, READERS),
        units=_links(place, folder, units),
    )
