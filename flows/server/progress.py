"""Progress of a long step: a bar on the terminal, and a progress artifact where Prefect runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast
from uuid import UUID

from prefect.artifacts import create_progress_artifact, update_progress_artifact

from flows.server.reachable import unless_gone
from flows.store.progress_bar import Advance, progress_bar

_STEPS = 10


@contextmanager
def shown_progress(label: str, total: int) -> Iterator[Advance]:
    """Within a Prefect run: yields the function to call."""
    artifact = None
    with unless_gone():
        artifact = cast(UUID, create_progress_artifact(0.0, description=label))  # awaitable only in a coroutine
    reported = done = 0
    with progress_bar(label, total) as on_screen:

        def advance(items: int, what: str = "") -> None:
            nonlocal reported, done
            done += items
            on_screen(items, what)
            if done * _STEPS // max(total, 1) > reported:  # each update is a call to the server
                reported = done * _STEPS // max(total, 1)
                _update(artifact, 100 * done / total)

        yield advance
    _update(artifact, 100.0)


def _update(artifact: UUID | None, percent: float) -> None:
    with unless_gone():
        if artifact:
            update_progress_artifact(artifact, percent)
