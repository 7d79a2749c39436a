"""Worker processes for untrusted files: a file that breaks its worker is refused, and no other.

A hostile workbook can abort the process, exhaust its memory, or never return. pebble reports that for the one running
task and replaces the worker; a call costs about 0.1 ms, so tasks need no batches. The machine can do the same to a good
file: the system kills a worker when memory is short, or pauses it. So a file that broke its worker is tried once more,
alone, and a refusal whose cause may still be the machine has a rule in `MAY_PASS`.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing.reduction import ForkingPickler
from threading import Thread
from typing import ClassVar, TypeVar

from pebble import ProcessExpired, ProcessPool

from flows.receive.guard import LIMITS, Limits
from transforms.records.notice import Unreadable

if sys.platform == "win32":
    from flows.read.workers import windows_process as process
else:
    from flows.read.workers import posix_process as process

T = TypeVar("T")
R = TypeVar("R")

_log = logging.getLogger(__name__)
_AHEAD = 4  # tasks scheduled per process: it is never idle, and results do not pile up
_LOOK_AGAIN = 1.0  # seconds without a result after which the pool is checked to be active
_MOST_FRUITLESS = 5  # consecutive pools that broke before any task was done

PRELOADED = ("flows.read.workers.interrupted_start", "flows.read.one_file")
"""Modules the forkserver imports, so that every worker has them from its start."""
_IMPORTED_LAST = "flows.read.workers.frozen_start"

PROGRAM_ERROR = "file_failed"
"""The rule of a file that met an error of the program."""

_IN_TEMPLATE = "请把需要上报的内容复制到下发的空白模板中，保存后重新上报。"

FAULTS_OF_MACHINE: dict[str, str] = {
    "file_interrupted": (
        "读取此文件时两次中断，可能是机器繁忙或内存不足，不一定是文件有问题。"
        "系统下次运行时会自动重读，请联系县级管理员，确认是否需要重新上报。"
    ),
    "file_too_heavy": f"读取文件所需的内存超出上限，内容可能异常庞大。{_IN_TEMPLATE}",
}
"""Rule → message of a refusal that may be caused by the machine: by a signal from outside, by memory."""

MAY_PASS = frozenset({PROGRAM_ERROR, *FAULTS_OF_MACHINE})
"""The rules of refusals that the bytes of a file may not have caused: the next run reads the file again."""

_BREAKS_READER = "file_breaks_reader"
_TRIED_AGAIN = frozenset({*FAULTS_OF_MACHINE, _BREAKS_READER})
_TOO_SLOW = "SIGXCPU"  # the system's, where a process has used up its seconds
_FROM_OUTSIDE = frozenset({"SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"})


def preload_workers(*others: str) -> None:
    """Let what workers import, and these other modules, be imported early in the background, where the system can.

    Once it is done, no more is imported so.
    """
    process.preload([*PRELOADED, ProcessPool.__module__, *others, _IMPORTED_LAST])


def outcomes(
    function: Callable[[T], R], tasks: Iterable[T], limits: Limits = LIMITS, processes: int | None = None
) -> Iterator[tuple[int, R | Unreadable]]:
    """(position of the task, result of `function(task)` or its Unreadable), each as soon as it is there.

    `function` must be importable by name; tasks and results must be picklable. A task that raises, crashes, or exceeds
    `limits.seconds` or `limits.memory_bytes` gives an Unreadable and does not affect others; one that breaks its worker
    only when it does so again, alone. `processes` is the number of workers, by default one per core; 0 runs in this
    process, where the limits are not enforced.
    """
    if processes == 0:
        done: Iterator[tuple[int, R | Unreadable]] = ((at, outcome(function, task)) for at, task in enumerate(tasks))
    else:
        done = _pooled(function, tasks, limits, processes or os.cpu_count() or 1)
    for at, result in done:
        note(result)
        yield at, result


def note(result: object) -> None:
    """Log the location of an error of the program, or the fault of the machine; a worker's own log is lost."""
    for cause in getattr(result, "__notes__", ()) if isinstance(result, Unreadable) else ():
        _log.error("a file met an error of the program or the machine: %s", cause)


def in_order(results: Iterable[tuple[int, R]]) -> Iterator[R]:
    """Results of positions 0, 1, 2 …, each as soon as all before it are there."""
    early: dict[int, R] = {}
    following = 0
    for at, result in results:
        early[at] = result
        while following in early:
            yield early.pop(following)
            following += 1


def _pooled(
    function: Callable[[T], R], tasks: Iterable[T], limits: Limits, processes: int
) -> Iterator[tuple[int, R | Unreadable]]:
    """Continues with a new pool when one breaks, as when the system kills an idle worker."""
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
    """Yields outcomes; returns the tasks that a broken pool has not done, and whether any was done.

    A task that broke its worker becomes a suspect: as soon as no other is running, it is tried once more, alone.
    """
    running: dict[Future[bytes], tuple[int, T]] = {}
    lost: list[tuple[int, T]] = []
    suspects: deque[tuple[int, T]] = deque()
    succeeded = False
    # The function is pickled once: it may contain large tables, and a worker imports its modules when it unpickles it.
    pickled = bytes(ForkingPickler.dumps(function))
    with _pool(pickled, limits, processes) as pool:
        while not lost:
            free = processes * _AHEAD - len(running)
            due = islice(waiting, free) if not suspects else islice(suspects, 0 if running else 1)
            for at, task in due:
                if not pool.active:
                    lost.append((at, task))
                    break
                wall_seconds = limits.seconds * limits.patience
                running[pool.schedule(_work, (task, limits.seconds), timeout=wall_seconds)] = at, task
            if not running:
                break
            done = wait(running, timeout=_LOOK_AGAIN, return_when=FIRST_COMPLETED).done
            if not done and not pool.active:  # pebble never finishes a task that was still queued
                break
            for future in done:
                at, task = running.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    lost.append((at, task))
                    continue
                succeeded = True
                result = _result(future)
                if again := bool(suspects) and suspects[0][0] == at:
                    suspects.popleft()
                if not again and isinstance(result, Unreadable) and result.notice.rule in _TRIED_AGAIN:
                    suspects.append((at, task))
                else:
                    yield at, result
    return [*dict([*lost, *running.values(), *suspects]).items()], succeeded


@contextmanager
def _pool(pickled: bytes, limits: Limits, processes: int) -> Iterator[ProcessPool]:
    preload_workers()
    pool = ProcessPool(processes, 0, _prepare, (pickled, limits.memory_bytes), process.CONTEXT)
    try:
        yield pool
    finally:  # all tasks are done, or the caller has stopped
        pool.stop()  # type: ignore[no-untyped-call]
        # In a thread: joining takes 0.1 s, or for ever where a worker does not end.
        Thread(target=pool.join, name="ending-workers", daemon=True).start()


def _prepare(pickled: bytes, memory_bytes: int) -> None:
    """Initializes a worker: signals, stderr, function and memory limit."""
    process.end_when_told()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a panic prints the text that caused it: personal data
    _Worker.function = ForkingPickler.loads(pickled)
    process.limit_memory(memory_bytes)


class _Worker:
    """The function of this process, if it is a worker."""

    function: ClassVar[Callable[[object], object]]


def _work(task: object, seconds: float) -> bytes:
    """The pickled outcome: a failure to pickle inside pebble would keep the lock of all workers."""
    process.limit_seconds(seconds)
    return bytes(ForkingPickler.dumps(outcome(_Worker.function, task)))


def outcome(function: Callable[[T], R], task: T) -> R | Unreadable:
    """The result of `function(task)`, or an Unreadable; in this process, without limits or isolation."""
    try:
        return function(task)
    except Unreadable as refusal:
        return refusal
    except MemoryError:
        return _of_machine("file_too_heavy")
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # native panics derive from BaseException only
        failure = Unreadable(PROGRAM_ERROR, f"系统处理此文件时出错，已记录，请联系县级管理员；也可以{_IN_TEMPLATE}")
        frame = traceback.extract_tb(error.__traceback__)[-1]
        failure.add_note(
            f"{type(error).__name__} at {frame.filename}:{frame.lineno}"
        )  # no message: it may quote a cell
        return failure


def _result(future: Future[bytes]) -> R | Unreadable:
    """The result of a finished call. Raises other errors of the program, such as a result that cannot be pickled."""
    try:
        result: R | Unreadable = ForkingPickler.loads(future.result())
    except TimeoutError:
        return _of_machine("file_interrupted", "its worker stood still")
    except MemoryError:
        return _of_machine("file_too_heavy")
    except ProcessExpired as end:
        signal = process.ended_by(end.exitcode)
        if signal == _TOO_SLOW:
            return Unreadable("file_too_slow", f"文件在规定时间内没有读完，内容可能异常庞大。{_IN_TEMPLATE}")
        if signal in _FROM_OUTSIDE:
            return _of_machine("file_interrupted", f"its worker was ended by {signal}")
        return Unreadable(_BREAKS_READER, f"文件内部结构异常，无法读取。{_IN_TEMPLATE}")
    return result


def _of_machine(rule: str, cause: str = "") -> Unreadable:
    refusal = Unreadable(rule, FAULTS_OF_MACHINE[rule])
    if cause:
        refusal.add_note(cause)
    return refusal
