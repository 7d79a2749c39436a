"""What an analyst starts from the server's pages besides the week and backfills: the papers again, and reminders."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from prefect import flow
from prefect.logging import get_run_logger

from flows.reminders import remind_all
from flows.server.installation import Installation
from flows.server.mail import mail_end
from flows.server.parameters import EditionNumber, Period
from flows.week import lay_out_papers


@flow(
    name="report", flow_run_name="report-{period}", persist_result=False, on_failure=[mail_end], on_crashed=[mail_end]
)
def report(period: Period, edition: EditionNumber | None = None) -> Path:
    """Render the papers of a published edition again, by default those of the current one."""
    place = Installation.here().place()
    return lay_out_papers(place, place.store.edition(period, edition))


@flow(
    name="remind", flow_run_name="remind-{period}", persist_result=False, on_failure=[mail_end], on_crashed=[mail_end]
)
def remind(period: Period) -> None:
    """Whom to remind of what (催报清单): a list, and for each unit a text to send it."""
    place = Installation.here().place()
    remind_all(place, place.store.edition(period), dt.datetime.now(dt.UTC), get_run_logger().info)
