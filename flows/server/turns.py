"""One run of a period at a time, by a concurrency limit of the Prefect server.

The guard on one machine is the file lock (`flows.store.locks`). The limit lets a second run wait for the first, also
when it comes from another machine; it is not used with a temporary server, which no other run can use.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from prefect.client.orchestration import get_client
from prefect.concurrency.sync import concurrency

from flows.server.temporary import has_server
from flows.store.locks import AlreadyRunning

LEASE_SECONDS = 60
"""The limit of a killed run is released after this time."""


@contextmanager
def turn(county: str, periods: Sequence[str], wait_minutes: int) -> Iterator[None]:
    """Wait for other runs of these periods to end, and keep others waiting.

    Raises AlreadyRunning when that takes longer than `wait_minutes`.
    """
    if not periods or not has_server():
        yield
        return
    limits = [f"wuwei-{county}-{period}" for period in periods]
    with get_client(sync_client=True) as client:
        for limit in limits:
            client.upsert_global_concurrency_limit_by_name(limit, 1)
    with ExitStack() as stack:
        try:
            stack.enter_context(
                concurrency(
                    limits,
                    timeout_seconds=wait_minutes * 60,
                    lease_duration=LEASE_SECONDS,
                    strict=True,
                    raise_on_lease_renewal_failure=False,  # a server that is gone must not end a run: the lock holds
                )
            )
        except TimeoutError:
            raise AlreadyRunning(
                f"another run of {', '.join(periods)} has been at work for {wait_minutes} minutes; wait for its end"
            ) from None
        yield
