"""How far work has come: a bar on a terminal, a line per step in a file, a pipe or the journal of a service."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Advance(Protocol):
    """Reports progress."""

    def __call__(self, done: int, what: str = "", /) -> object:
        """`done` items were done since the last call, the last of them was `what`."""


def step_line(label: str) -> None:
    """Say on standard error that a step begins, where that is no terminal: 09:30:02 读表 reading workbooks: 31."""
    if sys.stderr and not sys.stderr.isatty():
        sys.stderr.write(f"{dt.datetime.now().astimezone():%H:%M:%S} {label}\n")
        sys.stderr.flush()


@contextmanager
def progress_bar(label: str, total: int) -> Iterator[Advance]:
    """Yields the function to call; the bar goes to standard error and vanishes at the end.

    Where standard error is no terminal a line says that the step begins. rich is imported only where a bar is shown.
    """
    if not (sys.stderr and sys.stderr.isatty()):
        step_line(f"{label}: {total}")
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total)

        def advance(done: int, what: str = "") -> None:
            progress.update(task, advance=done, description=f"{label}: {what}" if what else label)

        yield advance
