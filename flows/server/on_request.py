"""Flows an analyst starts from the server's pages, besides the week and backfills: report and remind."""

from __future__ import annotations

import datetime as dt

from prefect import flow
from prefect.logging import get_run_logger

from flows.report.reminders import remind_all
from flows.report.rerender import render_again
from flows.server.installation import Installation
from flows.server.living_runs import answering
from flows.server.mail import mail_end
from flows.server.parameters import EditionNumber, Period, ReaderKind, UnitCode, Week
from flows.server.progress import shown_progress
from transforms.tables.table import Variant


@flow(
    name="report", flow_run_name="report-{period}", persist_result=False, on_failure=[mail_end], on_crashed=[mail_end]
)
def report(
    period: Period,
    edition: EditionNumber | None = None,
    reader: ReaderKind = ReaderKind.ALL,
    unit: UnitCode | None = None,
) -> None:
    """Render the reports of a published edition again: for all readers, for one, or for one township or unit.

    Args:
        period: 期别，如 YYYY-W47 或 YYYY-11 / period
        edition: 版次；不填则为现行版 / edition; left empty, the current one
        reader: 读者：all 全部，county 县领导，analyst 分析，inspection 督查，public 公开，group 工作群 / whose report
        unit: 单位代码，如 XZ-001；填写则只做该单位 / a township or unit by its code, and no other reader
    """
    workspace = Installation.from_environment().workspace()
    wanted = f"{Variant.TOWNSHIP}:{unit}" if unit else reader
    with answering(workspace.out):
        for path in render_again(workspace, workspace.store.edition(period, edition), wanted, shown_progress):
            get_run_logger().info("%s", path)


@flow(
    name="remind", flow_run_name="remind-{period}", persist_result=False, on_failure=[mail_end], on_crashed=[mail_end]
)
def remind(period: Week) -> None:
    """Whom to remind of what (催报清单): a list, and for each unit a text to send it.

    Args:
        period: 周，如 YYYY-W47 / week
    """
    workspace = Installation.from_environment().workspace()
    remind_all(workspace, workspace.store.edition(period), dt.datetime.now(dt.UTC), get_run_logger().info)
