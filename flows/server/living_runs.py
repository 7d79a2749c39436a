"""Whether a run's process lives, asked of the process: it holds a lock below the output folder as long as it does.

Heartbeats may stop while a process lives, on a machine so busy that its events come late. So `wuwei serve` asks the
processes that share its output folder, and answers for them; only of others the heartbeats decide
(`flows.server.lost_runs`).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.events import emit_event
from prefect.exceptions import PrefectException
from prefect.runtime import flow_run
from prefect.states import Crashed, Running

from flows.server.lost_runs import HEARTBEAT, MESSAGE
from flows.store.file_lock import lock

_NAME = ".run-{}.lock"
_SECONDS = 20
"""Between two rounds: four of them in the patience of the server."""


@contextmanager
def answering(out: Path) -> Iterator[None]:
    """Within, this run's process says that it lives; outside of a run it says nothing."""
    if not flow_run.id:
        yield
        return
    out.mkdir(parents=True, exist_ok=True)
    path = out / _NAME.format(flow_run.id)
    with path.open("a") as file:
        lock(file)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)  # still locked: whoever finds the file finds a living process


def answer_for_runs(out: Path) -> None:
    """Ask the processes of this output folder from now on, in a thread that ends with this process."""

    def rounds() -> None:
        while True:
            with suppress(httpx.HTTPError, PrefectException), get_client(sync_client=True) as client:
                ask(out, client)
            time.sleep(_SECONDS)

    Thread(target=rounds, daemon=True).start()


def ask(out: Path, client: SyncPrefectClient) -> None:
    """One round: of a living process a heartbeat, and its run is no crashed one; of a dead one the run has crashed."""
    for path in out.glob(_NAME.format("*")):
        try:
            alive = _is_locked(path)
            run = client.read_flow_run(UUID(path.name.removeprefix(".run-").removesuffix(".lock")))
            _settle(run, client, alive=alive)
            if not alive:
                path.unlink(missing_ok=True)
        except FileNotFoundError:
            continue  # it has ended at this moment
        except (httpx.HTTPError, PrefectException, ValueError) as error:  # a server that is gone, or another's run
            logging.getLogger(__name__).debug("could not ask about %s: %s", path.name, type(error).__name__)


def _settle(run: FlowRun, client: SyncPrefectClient, *, alive: bool) -> None:
    state = run.state
    if state is None:
        return
    if not alive and state.is_running():
        client.set_flow_run_state(run.id, Crashed(message=MESSAGE), force=True)
    elif alive and state.is_crashed() and state.message == MESSAGE:
        client.set_flow_run_state(run.id, Running(message="its process answers"), force=True)
    elif alive and state.is_running():
        flow = client.read_flow(run.flow_id)
        emit_event(
            HEARTBEAT,
            resource={"prefect.resource.id": f"prefect.flow-run.{run.id}", "prefect.resource.name": run.name},
            related=[
                {
                    "prefect.resource.id": f"prefect.flow.{flow.id}",
                    "prefect.resource.role": "flow",
                    "prefect.resource.name": flow.name,
                }
            ],
        )


def _is_locked(path: Path) -> bool:
    with path.open("r") as file:
        return not lock(file, shared=True, wait=False)
