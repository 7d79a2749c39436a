"""What a worker is to Windows: a process of its own, without limits on memory and processor time.

Of the limits only the patience of the pool holds there: a worker that does not answer is ended, and its file refused as
one that the machine may have interrupted.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from typing import Any

CONTEXT: Any = multiprocessing.get_context("spawn")  # Any: pebble's types know the pipes of other systems only


def preload(modules: Sequence[str]) -> None:
    """Nothing: every worker imports for itself."""


def end_when_told() -> None:
    """Nothing: Windows ends a process without asking it."""


def limit_memory(size: int) -> None:
    """Nothing."""


def limit_seconds(seconds: float) -> None:
    """Nothing."""


def ended_by(_: int) -> str | None:
    """Nothing: Windows has no signals that end a process."""
    return None
