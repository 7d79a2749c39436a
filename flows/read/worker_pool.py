"""Worker processes for work on files from outside: whatever a file does to its worker costs that file only.

A hostile workbook can abort the process, grow until it is killed, or never come back. pebble reports such an end for
the one task that was running and replaces the worker; a call costs about 0.1 ms, so tasks need no grouping.
"""

from __future__ import annotations

import logging
import math
import multiprocessing
import os
import resource
import signal
import time
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import forkserver
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from threading import Thread
from typing import ClassVar, TypeVar

from pebble import ProcessExpired, ProcessPool

from flows.receive.guard import LIMITS, Limits
from transforms.recognise.grid import Unreadable

T = TypeVar("T")
R = TypeVar("R")

_log = logging.getLogger(__name__)
_AHEAD = 4  # tasks handed out per process: it is never idle, and results do not pile up
_LOOK_AGAIN = 1.0  # seconds after which a pool that says nothing is asked whether it still works
_MOST_FRUITLESS = 5  # pools in which nothing was done before they broke

PRELOADED = ("flows.read.one_file",)
"""What every worker has from its start."""

PROGRAM_ERROR = "file_failed"
"""The rule of a file that met an error of the program."""

_IN_TEMPLATE = "请把需要上报的内容复制到下发的空白模板中，保存后重新上报。"


def preload_workers() -> None:
    """Start the process that workers come from, so that it gets ready while something else is done."""
    forkserver.set_forkserver_preload([ProcessPool.__module__, *PRELOADED])
    forkserver.ensure_running()


def outcomes(
    function: Callable[[T], R], tasks: Iterable[T], limits: Limits = LIMITS, processes: int | None = None
) -> Iterator[tuple[int, R | Unreadable]]:
    """(position of the task, result of `function(task)` or why there is none), each as soon as it is there.

    `function` must be importable by name; tasks and results must be picklable. A task that raises, crashes, or exceeds
    `limits.seconds` or `limits.memory_bytes` gives an Unreadable and leaves all others alone. `processes` is the number
    of workers, by default one per core; 0 works in this process, where the limits do not hold.
    """
    if processes == 0:
        done: Iterator[tuple[int, R | Unreadable]] = ((at, outcome(function, task)) for at, task in enumerate(tasks))
    else:
        done = _pooled(function, tasks, limits, processes or os.cpu_count() or 1)
    for at, found in done:
        note(found)
        yield at, found


def note(found: object) -> None:
    """Log where the program failed, if it did; a worker's own log is not seen."""
    for place in getattr(found, "__notes__", ()) if isinstance(found, Unreadable) else ():
        _log.error("a file met an error of the program: %s", place)


def in_order(found: Iterable[tuple[int, R]]) -> Iterator[R]:
    """Results of positions 0, 1, 2 …, each as soon as all before it are there."""
    early: dict[int, R] = {}
    following = 0
    for at, result in found:
        early[at] = result
        while following in early:
            yield early.pop(following)
            following += 1


def _pooled(
    function: Callable[[T], R], tasks: Iterable[T], limits: Limits, processes: int
) -> Iterator[tuple[int, R | Unreadable]]:
    """Goes on with a new pool when one breaks, as when the system kills an idle worker."""
    waiting: Iterator[tuple[int, T]] = enumerate(tasks)
    fruitless = 0
    while fruitless < _MOST_FRUITLESS:
        lost, succeeded = yield from _until_broken(function, waiting, limits, processes)
        if not lost:
            return
        # A worker that dies within its first moments may break the pool before another has done anything.
        fruitless = 0 if succeeded else fruitless + 1
        waiting = chain(lost, waiting)
    raise BrokenProcessPool("worker processes do not start")


def _until_broken(
    function: Callable[[T], R], waiting: Iterator[tuple[int, T]], limits: Limits, processes: int
) -> Generator[tuple[int, R | Unreadable], None, tuple[list[tuple[int, T]], bool]]:
    """Yields outcomes; returns the tasks that a broken pool has left undone, and whether any was done."""
    running: dict[Future[bytes], tuple[int, T]] = {}
    lost: list[tuple[int, T]] = []
    succeeded = False
    # The function goes pickled, and once: it may carry large tables, and a worker imports its modules when it is ready.
    pickled = bytes(ForkingPickler.dumps(function))
    with _pool(pickled, limits, processes) as pool:
        while not lost:
            for at, task in islice(waiting, processes * _AHEAD - len(running)):
                if not pool.active:
                    lost.append((at, task))
                    break
                running[pool.schedule(_work, (task, limits.seconds), timeout=limits.seconds)] = at, task
            if not running:
                break
            done = wait(running, timeout=_LOOK_AGAIN, return_when=FIRST_COMPLETED).done
            if not done and not pool.active:  # pebble never ends a task that still waited in its queue
                break
            for future in done:
                at, task = running.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    lost.append((at, task))
                else:
                    succeeded = True
                    yield at, _result(future)
    return [*lost, *running.values()], succeeded


@contextmanager
def _pool(pickled: bytes, limits: Limits, processes: int) -> Iterator[ProcessPool]:
    # This process has threads (Polars starts some) and must not be forked: workers come from a server without any.
    preload_workers()
    pool = ProcessPool(
        processes, 0, _prepare, (pickled, limits.memory_bytes), multiprocessing.get_context("forkserver")
    )
    try:
        yield pool
    finally:  # either nothing is left to do or nobody waits for it
        pool.stop()  # type: ignore[no-untyped-call]
        # This takes 0.1 s, in which nothing more happens here, or for ever where a worker does not end.
        Thread(target=pool.join, name="ending-workers", daemon=True).start()


def _prepare(pickled: bytes, memory_bytes: int) -> None:
    """Makes a new worker safe and warm."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a parser stuck in native code never gets to a Python handler
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a panicking one prints the text it stumbled over: personal data
    _Worker.function = ForkingPickler.loads(pickled)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    statm = Path("/proc/self/statm")
    if statm.exists():  # libraries reserve address space at import; only the growth from here counts
        most = int(statm.read_text().split()[0]) * resource.getpagesize() + memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


class _Worker:
    """What this process works at, if it is a worker."""

    function: ClassVar[Callable[[object], object]]


def _work(task: object, seconds: float) -> bytes:
    """The pickled outcome: pickling must not fail inside pebble, where it would hold the lock of all workers."""
    # Beside the time limit of the pool, for a worker whose parent was killed.
    cpu_seconds = math.ceil(time.process_time() + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    return bytes(ForkingPickler.dumps(outcome(_Worker.function, task)))


def outcome(function: Callable[[T], R], task: T) -> R | Unreadable:
    """What `function` gives, or why there is nothing: in this process, where nothing holds a crash, a hang or greed."""
    try:
        return function(task)
    except Unreadable as refusal:
        return refusal
    except MemoryError:
        return _too_heavy()
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # native panics derive from nothing better
        failure = Unreadable(PROGRAM_ERROR, f"系统处理此文件时出错，已记录，请联系县级管理员；也可以{_IN_TEMPLATE}")
        place = traceback.extract_tb(error.__traceback__)[-1]
        failure.add_note(f"{type(error).__name__} at {place.filename}:{place.lineno}")  # its words may quote a cell
        return failure


def _result(future: Future[bytes]) -> R | Unreadable:
    """What a finished call has brought. Raises what is wrong with the program, such as a result that cannot travel."""
    try:
        found: R | Unreadable = ForkingPickler.loads(future.result())
    except TimeoutError:
        return _too_slow()
    except MemoryError:
        return _too_heavy()
    except ProcessExpired as end:
        if end.exitcode == -signal.SIGXCPU:
            return _too_slow()
        return Unreadable("file_breaks_reader", f"文件内部结构异常，无法读取。{_IN_TEMPLATE}")
    return found


def _too_slow() -> Unreadable:
    return Unreadable("file_too_slow", f"文件在规定时间内没有读完，内容可能异常庞大。{_IN_TEMPLATE}")


def _too_heavy() -> Unreadable:
    return Unreadable("file_too_heavy", f"读取文件所需的内存超出上限，内容可能异常庞大。{_IN_TEMPLATE}")
