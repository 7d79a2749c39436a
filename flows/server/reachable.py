"""A server that does not answer costs a page its pictures, never a week its edition."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from prefect.exceptions import PrefectException
from prefect.logging import get_run_logger


@contextmanager
def unless_gone() -> Iterator[None]:
    """Within a run: go on, with a line in the log, where the server takes nothing."""
    try:
        yield
    except (httpx.HTTPError, PrefectException) as error:
        get_run_logger().warning("the server took nothing of this: %s", type(error).__name__)
