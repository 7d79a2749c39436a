"""What the server shows of an edition: assets, and artifacts on the page of a run.

They hold no cell value and no name of a person.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.assets import Asset, AssetProperties

from flows.county.workspace import Workspace
from flows.editions.arrivals import arrived_by
from flows.editions.figure_changes import figure_lines
from flows.past.backfill.model import Plan, Step
from flows.report.index_page import LINKS
from flows.server.reachable import unless_gone
from flows.store.edition import Edition
from report_templates.overviews.status_grid import status_grid

INBOX = Asset(key="wuwei://inbox", properties=AssetProperties(name="Inbox", description="The workbooks units send"))
DATASET = Asset(
    key="wuwei://dataset",
    properties=AssetProperties(name="Five-dimension dataset", description="The editions of the lake"),
)
REPORTS = Asset(
    key="wuwei://reports",
    properties=AssetProperties(name="Weekly reports", description="What readers open and clerks get back"),
)
"""The flows' outputs as Prefect assets: lineage leads from the reports to the dataset and the inbox."""

LINKED = ("report.html", "report.pdf")


def show(workspace: Workspace, edition: Edition, now: dt.datetime, site: str) -> None:
    """Summary, issue counts, who has sent what, and links to the reports."""
    slug = edition.period.lower()
    with unless_gone():
        create_markdown_artifact(summary_in_markdown(edition), key=f"summary-{slug}", description="Summary of the week")
        create_table_artifact(issue_counts(edition), key=f"issues-{slug}", description="Issues by rule and reaction")
        create_table_artifact(
            status_rows(workspace, edition, now), key=f"status-{slug}", description="Who has sent what"
        )
        for name in LINKED:
            address = link(workspace, edition, name, site)
            create_link_artifact(address, LINKS[name], key=f"{name.replace('.', '-')}-{slug}", description=LINKS[name])


def show_plan(plan: Plan) -> None:
    """What a backfill will do."""
    with unless_gone():
        create_markdown_artifact(plan_in_markdown(plan), key=f"plan-{plan.hash[:12]}", description="Plan of a backfill")


def plan_in_markdown(plan: Plan) -> str:
    """Each period of a plan, why it is run, recipients of distributed reports that change, and the changed figures.

    Lists, since the approval form is too narrow for a table.
    """
    skipped = [step.period for step in plan.steps if not step.runs]
    lines = [f"Plan `{plan.hash[:12]}` of {plan.requester}: {plan.reason}"]
    lines += [line for step in plan.to_run for line in _step_lines(step)]
    return "\n".join([*lines, *(["", f"Unchanged: {', '.join(skipped)}"] if skipped else [])])


def _step_lines(step: Step) -> Iterator[str]:
    yield from ("", f"**{step.period}** → edition {step.number}: {', '.join(step.why)}", "")
    if step.issued:
        recipients = ", ".join(step.issued["recipients"])
        yield f"* **changes what was distributed as edition {step.issued['edition']} to {recipients}**"
    yield from (f"* {line}" for line in figure_lines(step.figures))


def summary_in_markdown(edition: Edition) -> str:
    """The headline and the lights of an edition."""
    summary = json.loads(edition.document("summary.json"))
    lines = [f"**{edition.period}**, edition {edition.number}, as of {summary['as_of']}", "", summary["headline"], ""]
    lines += ["| code | indicator | value | light |", "|---|---|---|---|"]
    lines += [
        f"| {code} | {figure['label']} | {'—' if figure['value'] is None else figure['value']} | {figure['light']} |"
        for code, figure in summary["indicators"].items()
    ]
    return "\n".join(lines)


def issue_counts(edition: Edition) -> list[dict[str, object]]:
    """How often each rule was broken, by reaction."""
    counted = edition.table("issues").group_by("sheet", "rule", "reaction").agg(count=pl.len())
    return counted.sort("count", "sheet", "rule", descending=[True, False, False]).to_dicts()


def status_rows(workspace: Workspace, edition: Edition, now: dt.datetime) -> list[dict[str, object]]:
    """The status grid: a line for each unit, a word for each sheet it owes."""
    grid = status_grid(arrived_by(edition, workspace.county, now), workspace.county, edition.period)
    sheets = [sheet for sheet, _ in grid.sheets]
    return [
        {"单位": line.unit}
        | {sheet: cell.state.word if cell else "" for sheet, cell in zip(sheets, line.cells, strict=True)}
        | {"逾期天": line.days}
        for line in grid.units
    ]


def link(workspace: Workspace, edition: Edition, name: str, site: str) -> str:
    """URL of a deliverable: below the address the county serves `<out>` at, else a file URI."""
    path: Path = workspace.papers(edition.period, edition.number) / name
    return f"{site.rstrip('/')}/{path.relative_to(workspace.out).as_posix()}" if site else path.resolve().as_uri()
