"""How far a long step is: a bar on the terminal, and a progress artifact where Prefect runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast
from uuid import UUID

from prefect.artifacts import create_progress_artifact, update_progress_artifact
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from flows.intake import Advance

_STEPS = 10


@contextmanager
def shown_progress(doing: str, total: int) -> Iterator[Advance]:
    """Within a Prefect run: yields a function to call with the number of files done since the last call."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    artifact = cast(UUID, create_progress_artifact(0.0, description=doing))  # awaitable only in a coroutine
    told = done = 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task(doing, total=total)

        def advance(files: int) -> None:
            nonlocal told, done
            done += files
            bar.advance(line, files)
            if done * _STEPS // max(total, 1) > told:  # each update is a call to the server
                told = done * _STEPS // max(total, 1)
                update_progress_artifact(artifact, 100 * done / total)

        yield advance
    update_progress_artifact(artifact, 100.0)
