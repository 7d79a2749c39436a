"""What a call costs: wall clock and processor time of this process and all it has started."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path
from typing import TypeVar

R = TypeVar("R")


@dataclass(frozen=True)
class Cost:
    """Seconds of wall clock and of processor time, all cores and processes together."""

    wall: float
    cpu: float


def processor_seconds() -> float:
    """Processor time spent so far by this process and all it has started, ended or not."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in spent) + _spent_by_the_living(os.getpid())


def _spent_by_the_living(parent: int) -> float:
    """Processor time of the processes below `parent` and of those that have ended below them, from /proc."""
    spent = 0.0
    threads = Path(f"/proc/{parent}/task").glob("*/children")
    for process in [each for children in threads for each in children.read_text().split()]:
        with suppress(FileNotFoundError):  # it ended meanwhile
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            spent += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK") + _spent_by_the_living(int(process))
    return spent


def measured(work: Callable[[], R]) -> tuple[Cost, R]:
    """What one call costs, and its result."""
    wall, cpu = time.perf_counter(), processor_seconds()
    result = work()
    return Cost(time.perf_counter() - wall, processor_seconds() - cpu), result


def cost(work: Callable[[], object]) -> Cost:
    """What one call costs."""
    return measured(work)[0]


def best_of(times: int, work: Callable[[], object]) -> Cost:
    """The cheapest of several calls by processor time, the first one thrown away."""
    work()
    return min((cost(work) for _ in range(times)), key=lambda each: each.cpu)


def alternating(times: int, *works: Callable[[], object]) -> list[Cost]:
    """The least of each clock for each work, called in turns, so that a busy machine is busy for all of them."""
    for work in works:
        work()
    rounds = [[cost(work) for work in works] for _ in range(times)]
    return [
        Cost(min(call.wall for call in calls), min(call.cpu for call in calls)) for calls in zip(*rounds, strict=True)
    ]


def peak_mb() -> float:
    """The peak memory of this process in MB; unlike `ru_maxrss` without what was there before exec."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def largest_child_mb() -> float:
    """The peak memory of a worker in MB; of workers of the forkserver known only after it has ended."""
    forkserver._forkserver._stop()  # type: ignore[attr-defined]  # there is no public way
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
