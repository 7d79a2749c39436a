"""Render pages in parallel in worker processes, forked from one that has loaded WeasyPrint, fonts and templates.

The main process never loads WeasyPrint, so its memory stays small.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from threading import Thread

from flows.read.workers.pool import preload_workers
from flows.store.progress_bar import Advance

PRELOADED = "flows.report.rendering_start"
"""The module the forkserver imports for workers that render, where a command tells it to from the beginning."""


@dataclass(frozen=True)
class RenderJob:
    """A file to be rendered: `make(content)` gives its bytes. `make` must be importable by name."""

    name: str
    make: Callable[[bytes], bytes]
    content: bytes


def rendered(
    pages: Iterable[RenderJob], processes: int | None = None, advance: Advance = lambda *_: None
) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each page as soon as it is rendered, the largest ones begun first.

    `processes` is the number of workers, by default one per core; 0 works in this process. Raises what `make` raises,
    such as RenderFailed, and cancels pages not begun.
    """
    ordered = sorted(pages, key=lambda page: len(page.content), reverse=True)
    workers = min(os.cpu_count() or 1 if processes is None else processes, len(ordered))
    for name, content in _pooled(ordered, workers) if workers else map(_render, ordered):
        advance(1)
        yield name, content


def _pooled(pages: list[RenderJob], processes: int) -> Iterator[tuple[str, bytes]]:
    preload_workers()  # this process has threads (Polars starts some) and must not be forked
    forkserver = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(processes, forkserver, initializer=_end_with_the_parent) as pool:
        try:
            for future in as_completed([pool.submit(_render, page) for page in pages]):
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _end_with_the_parent() -> None:
    """In a worker: exit when the parent process ends, however that ended; an idle worker would wait for ever."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def _render(page: RenderJob) -> tuple[str, bytes]:
    return page.name, page.make(page.content)
