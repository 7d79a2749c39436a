"""`<out>/index.html`: where everybody starts who has been given the folder and no command line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.county.workspace import Workspace
from flows.editions.distribution import distributions_of
from flows.store.atomic_files import write_whole
from flows.store.edition import Edition
from flows.store.locks import named_lock
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


def write_site(workspace: Workspace) -> Path:
    """Write the index of all periods and editions whose papers lie in `place`; a reader sees the old or the new one."""
    with named_lock(workspace.out, "index"):  # or of two runs the slower one could leave out what the other has added
        periods = tuple(_period(workspace, period) for period in reversed(workspace.store.periods()))
        page = site_page(workspace.county.name, tuple(period for period in periods if period.editions))
        write_whole(workspace.out / FILE, page.encode())
    return workspace.out / FILE


def _period(workspace: Workspace, period: str) -> SitePeriod:
    return SitePeriod(
        name=period_name(period),
        days=period_days(period),
        editions=tuple(_editions(workspace, period)),
    )


def _editions(workspace: Workspace, period: str) -> Iterator[SiteEdition]:
    """The one readers see, then the others, the newest first; of these one whose papers were deleted is not offered."""
    current, editions = workspace.store.current(period), workspace.store.editions(period)
    labels = {name: title_of(label, period) for name, label in LINKS.items()}
    linked = {one.number: _links(workspace, workspace.papers(period, one.number), labels) for one in editions}
    others = [one for one in reversed(editions) if one != current and linked[one.number]]
    if current and any(linked.values()):
        for edition in (current, *others):
            yield _edition(workspace, edition, linked[edition.number], taken_back=edition.number > current.number)


def _links(workspace: Workspace, folder: Path, labels: Mapping[str, str]) -> tuple[SiteLink, ...]:
    """Links to those of the files below `folder` that are there."""
    return tuple(
        SiteLink(label=label, href=(folder / name).relative_to(workspace.out).as_posix())
        for name, label in labels.items()
        if (folder / name).is_file()
    )


def _edition(workspace: Workspace, edition: Edition, links: tuple[SiteLink, ...], *, taken_back: bool) -> SiteEdition:
    folder = workspace.papers(edition.period, edition.number)
    units = {f"readers/township/{unit.code}.pdf": unit.short for unit in workspace.county.units}
    known = dt.datetime.fromisoformat(edition.manifest["knowledge"]).astimezone(ZoneInfo(workspace.county.timezone))
    as_of = dt.date.fromisoformat(edition.manifest["as_of"])
    return SiteEdition(
        number=f"第{edition.number}版",
        as_of=f"{as_of.month}月{as_of.day}日",
        knowledge=f"{known.year}年{known.month}月{known.day}日{known.hour}时{known.minute:02d}分",
        issued=any(one.edition == edition.number for one in distributions_of(workspace, edition.period)),
        taken_back=taken_back,
        headline=json.loads(edition.document("summary.json"))["headline"],
        links=links,
        readers=_links(workspace, folder, READERS),
        units=_links(workspace, folder, units),
    )
