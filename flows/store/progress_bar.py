"""A progress bar on the terminal; rich is imported only where a bar is shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Advance(Protocol):
    """Reports progress."""

    def __call__(self, done: int, what: str = "", /) -> object:
        """`done` items were done since the last call, the last of them was `what`."""


@contextmanager
def progress_bar(label: str, total: int) -> Iterator[Advance]:
    """Yields the function to call; the bar goes to standard error and vanishes at the end."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total)

        def advance(done: int, what: str = "") -> None:
            progress.update(task, advance=done, description=f"{label}: {what}" if what else label)

        yield advance
