"""A bar on the terminal for long work; the imports of a command that shows one stay small."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int], None]
"""To be called with the number of things done since the last call."""


@contextmanager
def progress_bar(doing: str, total: int) -> Iterator[Advance]:
    """Yields the function to call; the bar goes to standard error and vanishes at the end."""
    from rich.console import Console  # noqa: PLC0415 - only where something is shown
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        line = shown.add_task(doing, total=total)
        yield lambda done: shown.advance(line, done)
