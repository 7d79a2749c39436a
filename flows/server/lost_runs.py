"""Lost runs: the server marks a run as crashed when the heartbeats of its process stop.

Prefect does so itself only for runs whose `serve` is alive to see the process end. The automation also finds runs that
were started by hand, runs below other runs, and those of a machine that lost its power. For living processes that
share its output folder `wuwei serve` sends heartbeats, too (`flows.server.living_runs`).
"""

from __future__ import annotations

import datetime as dt
from typing import cast

from prefect.automations import Automation
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import EventTrigger, Posture

NAME = "wuwei: runs whose process is gone"
HEARTBEAT, RUNNING = "prefect.flow-run.heartbeat", "prefect.flow-run.Running"
MESSAGE = "its process is gone; run the period again"
PATIENCE = dt.timedelta(seconds=90)
"""Three heartbeats of 30 seconds (PREFECT_FLOWS_HEARTBEAT_FREQUENCY)."""


def watch_for_lost_runs(flows: list[str], patience: dt.timedelta = PATIENCE) -> None:
    """Create the automation for runs of these flows, or update the existing one."""
    ended = [f"prefect.flow-run.{end}" for end in ("Completed", "Failed", "Cancelled", "Crashed")]
    wanted = Automation(
        name=NAME,
        description=f"No heartbeat for {patience.seconds} seconds: the run is marked as crashed",
        trigger=EventTrigger(
            after={HEARTBEAT, RUNNING},  # one killed in its first second has no heartbeat
            expect={HEARTBEAT, *ended},
            match={"prefect.resource.id": "prefect.flow-run.*"},
            match_related={"prefect.resource.role": "flow", "prefect.resource.name": flows},
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=patience,
        ),
        actions=[ChangeFlowRunState(name=None, state=StateType.CRASHED, message=MESSAGE, force=False)],
    )
    try:
        existing = cast(Automation, Automation.read(name=NAME))  # a coroutine only within another
    except ValueError:
        wanted.create()
    else:
        wanted.id = existing.id
        wanted.update()
