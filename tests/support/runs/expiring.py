"""A flow that asks for approval and has little patience: `python -m tests.support.runs.expiring PERIOD`."""

from __future__ import annotations

import datetime as dt
import os
import sys

os.environ["PREFECT_LOGGING_LEVEL"] = "CRITICAL"

from prefect import flow

from flows.past.backfill.plan import plan
from flows.server.approval import NotApproved, ask_for_approval
from flows.server.installation import Installation


@flow(name="expiring", persist_result=False)
def expiring(period: str) -> None:
    """Ask for ten seconds whether the period may be run again."""
    workspace = Installation.from_environment().workspace()
    foreseen = plan(workspace, period, period, requester="甲", reason="乙", force=True)
    ask_for_approval(workspace, foreseen, dt.timedelta(seconds=10))


if __name__ == "__main__":
    try:
        expiring(sys.argv[1])
    except NotApproved as error:
        sys.exit(str(error))
