"""Outages of the Prefect server must not fail a run; only artifacts are lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from prefect.events.clients import PrefectEventsClient
from prefect.events.worker import EventsWorker
from prefect.exceptions import PrefectException
from prefect.logging import get_run_logger

# At its end a run waits until its events are sent. Prefect tries each eleven times, 7 s in all, so that a run whose
# server is gone took minutes for a few dozen; three tries take no time. Unsent events are kept for the next.
EventsWorker.set_client_override(PrefectEventsClient, reconnection_attempts=2)


@contextmanager
def unless_gone() -> Iterator[None]:
    """Within a run: log a warning and go on where the server cannot be reached or refuses."""
    try:
        yield
    except (httpx.HTTPError, PrefectException) as error:
        get_run_logger().warning("the server took nothing of this: %s", type(error).__name__)
