"""`<out>/index.html`: the start page of the output folder, with links to all editions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.county.workspace import Workspace
from flows.editions.corrections import DistributedReports
from flows.editions.distribution import distributions_of
from flows.report.edition_state import edition_state
from flows.report.per_audience import MESSAGE, PICTURE
from flows.store.atomic_files import write_whole
from flows.store.edition import Edition
from flows.store.locks import named_lock
from flows.store.seals import KeptFileDamaged
from report_templates.model.message import under_lead
from report_templates.overviews.site_page import SiteEdition, SiteLink, SitePeriod, site_page
from report_templates.words.period_words import period_days, period_name, title_of
from report_templates.words.wording import wording
from transforms.tables.table import Variant

FILE = "index.html"
LINKS = {
    "report.html": "周报",
    "report.pdf": "周报（打印版）",
    "report.docx": "周报（可编辑版）",
    "report-data.xlsx": "周报数据",
    "annex.html": "附件（指标口径和数据质量）",
    "annex.pdf": "附件（打印版）",
    "status.html": "报送情况",
    "quality/index.html": "数据质量",
    "issues.csv": "问题清单",
}
"""Deliverables of a week that are linked if they exist; for longer periods the report is named by the period."""

DAMAGED = "本版的数据文件已损坏，须从备份恢复后再用。"
"""In the place of words that cannot be trusted."""
AUDIENCE_LINKS = {
    "readers/analyst/report.html": "组织部分析版",
    "readers/inspection/report.html": "督查版",
    "readers/inspection/report.pdf": "督查版（打印版）",
    "readers/inspection/report.docx": "督查版（可编辑版）",
    "readers/inspection/annex.html": "督查版附件",
    "readers/inspection/annex.pdf": "督查版附件（打印版）",
    "readers/public/report.html": "公开版",
    "readers/public/report.pdf": "公开版（打印版）",
    "readers/public/report.docx": "公开版（可编辑版）",
    MESSAGE: "工作群消息",
    PICTURE: "工作群图片",
}
"""The variants for a single audience; access is restricted by the folder's mode."""
UNIT_PAPERS = {"pdf": "", "docx": "（可编辑版）"}
"""Kinds of a unit's paper; what is said of each behind its name."""


def write_site(workspace: Workspace) -> Path:
    """Write the index of all periods and editions with deliverables, atomically; gives its path."""
    with named_lock(workspace.out, "index"):  # else the slower of two runs could drop what the other has added
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
    """The current edition, then the others with deliverables, newest first."""
    current, editions = workspace.store.current(period), workspace.store.editions(period)
    labels = {name: title_of(label, period) for name, label in LINKS.items()}
    linked = {
        edition.number: _links(workspace, workspace.papers(period, edition.number), labels) for edition in editions
    }
    others = [edition for edition in reversed(editions) if edition != current and linked[edition.number]]
    if current and any(linked.values()):
        for edition in (current, *others):
            with suppress(KeptFileDamaged):  # without its manifest nothing is known of it; the others are still shown
                taken_back = edition.number > current.number
                shown = _edition(workspace, edition, linked[edition.number], taken_back=taken_back)
                yield replace(shown, state=edition_state(edition)) if edition == current else shown


def _links(workspace: Workspace, folder: Path, labels: Mapping[str, str]) -> tuple[SiteLink, ...]:
    """Links to the files below `folder` that exist."""
    return tuple(
        SiteLink(label=label, href=(folder / name).relative_to(workspace.out).as_posix())
        for name, label in labels.items()
        if (folder / name).is_file()
    )


def _points(workspace: Workspace, edition: Edition) -> tuple[str, ...]:
    """What page one opens with (本期要情), nobody named; of editions older than that the headline."""
    try:
        reports, lead = DistributedReports(edition), wording(workspace.county, edition.period).text("brief", "lead")
        if Variant.GROUP in reports and (points := under_lead(reports[Variant.GROUP], lead)):
            return points
        return (str(json.loads(edition.document("summary.json"))["headline"]),)
    except KeptFileDamaged:
        return (DAMAGED,)


def _edition(workspace: Workspace, edition: Edition, links: tuple[SiteLink, ...], *, taken_back: bool) -> SiteEdition:
    folder = workspace.papers(edition.period, edition.number)
    units = {
        f"readers/township/{unit.code}.{kind}": f"{unit.short}{note}"
        for unit in workspace.county.units
        for kind, note in UNIT_PAPERS.items()
    }
    known = edition.knowledge.astimezone(ZoneInfo(workspace.county.timezone))
    as_of = edition.as_of
    return SiteEdition(
        number=f"第{edition.number}版",
        as_of=f"{as_of.month}月{as_of.day}日",
        knowledge=f"{known.year}年{known.month}月{known.day}日{known.hour}时{known.minute:02d}分",
        issued=any(
            distribution.edition == edition.number for distribution in distributions_of(workspace, edition.period)
        ),
        taken_back=taken_back,
        points=_points(workspace, edition),
        links=links,
        readers=_links(workspace, folder, AUDIENCE_LINKS),
        units=_links(workspace, folder, units),
    )
