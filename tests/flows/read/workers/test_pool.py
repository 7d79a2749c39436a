from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from pebble import ProcessPool

from flows.read.one_file import FileTask, extract_file
from flows.read.workers.pool import PRELOADED, outcomes
from flows.receive.guard import Limits
from tests.support.workbooks.tables import NAME, contact_log, reader, received, talk, written
from transforms.ingest.context import IngestContext
from transforms.records.columnar import FileExtract
from transforms.records.notice import Unreadable

LIMITS = Limits(seconds=20, memory_bytes=256 << 20)


def none_is_left() -> bool:
    """Whether all workers end within a few seconds."""
    latest = time.monotonic() + 5
    while multiprocessing.active_children() and time.monotonic() < latest:
        time.sleep(0.01)
    return not multiprocessing.active_children()


def behave(task: str) -> str:
    """What hostile files make a worker do."""
    match task:
        case "abort":
            os.abort()
        case "exit hard":
            os._exit(1)
        case "killed" | "terminated" | "killed late":
            time.sleep(1.5 if "late" in task else 0)  # longer than the pool waits for a result
            os.kill(os.getpid(), signal.SIGTERM if task == "terminated" else signal.SIGKILL)
        case "nap" | "sleep":
            time.sleep(3 if task == "nap" else 60)
        case "spin":
            while True:
                pass
        case "memory":
            return "x" * (1 << 30)
        case "refuse":
            raise Unreadable("file_damaged", "文件已经损坏。")
        case "defect":
            raise ValueError("421126196503150011")
        case "exit":
            raise SystemExit(3)
        case "die idle":
            threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGKILL)).start()
    return task.upper()


def once_then(fault: str) -> str:
    """A fault the first time, by a mark on the disk; then all is well."""
    name, folder = fault.split("@")
    mark = Path(folder, name)
    if mark.exists():
        return name.upper()
    mark.touch()
    return behave(name)


def results(tasks: list[str], limits: Limits = LIMITS, processes: int = 2) -> list[str]:
    """The rule or the result of every task, in order."""
    by_task = dict(outcomes(behave, tasks, limits, processes))
    assert sorted(by_task) == list(range(len(tasks)))
    return [
        outcome.notice.rule if isinstance(outcome, Unreadable) else outcome for _, outcome in sorted(by_task.items())
    ]


def test_a_crash_costs_one_task() -> None:
    tasks = ["a", "abort", "b", "killed", "c", "memory", "refuse", "abort", "d", "exit", "e"]
    assert results(tasks) == [
        *("A", "file_breaks_reader", "B", "file_interrupted", "C", "file_too_heavy", "file_damaged"),
        *("file_breaks_reader", "D", "file_failed", "E"),
    ]


@pytest.mark.parametrize(
    ("endless", "patience", "rule"),
    [("sleep", 1, "file_interrupted"), ("spin", 60, "file_too_slow")],
)
def test_what_never_ends_is_ended(endless: str, patience: float, rule: str) -> None:
    started = time.monotonic()
    assert results([endless, "a", "b"], Limits(seconds=1, patience=patience)) == [rule, "A", "B"]
    assert time.monotonic() - started < 55  # both in 5 s when the machine is quiet


@pytest.mark.parametrize("fault", ["killed", "abort", "memory", "exit hard", "terminated"])
@pytest.mark.parametrize("processes", [1, 2])
def test_a_fault_that_passes_costs_no_file(fault: str, processes: int, tmp_path: Path) -> None:
    tasks = [f"{name}@{tmp_path}" for name in ("a", fault, "b")]
    by_task = dict(outcomes(once_then, tasks, LIMITS, processes))
    assert [by_task[at] for at in range(3)] == ["A", fault.upper(), "B"]


def test_time_in_which_a_worker_stands_still_is_not_that_of_the_file() -> None:
    """As on a busy or a paused machine: three times the limit by the clock, and hardly any of the processor."""
    assert results(["nap"], Limits(seconds=1)) == ["NAP"]


def alone(task: str) -> tuple[str, int]:
    """The task, and how many others were at work when it ended, by marks on the disk."""
    name, folder = task.split("@")
    mark = Path(folder, f"running-{name}")
    mark.touch()
    others = len([*Path(folder).glob("running-*")]) - 1
    if name == "suspect" and not Path(folder, "tried").exists():
        Path(folder, "tried").touch()
        mark.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(1.5 if name == "suspect" else 0.05)
    others = max(others, len([*Path(folder).glob("running-*")]) - 1)
    mark.unlink()
    return name, others


def test_a_file_is_tried_again_only_once() -> None:
    assert results(["killed late", "a", "killed late", "killed"]) == [
        *("file_interrupted", "A", "file_interrupted", "file_interrupted")
    ]


def test_a_file_that_broke_its_worker_is_tried_again_alone(tmp_path: Path) -> None:
    tasks = [f"{name}@{tmp_path}" for name in ("suspect", *"abcdefghij")]
    by_task = dict(outcomes(alone, tasks, LIMITS, 2))
    assert by_task[0] == ("suspect", 0)
    assert len(by_task) == len(tasks)


@pytest.mark.parametrize("processes", [0, 1])
def test_a_defect_is_told_without_the_words_of_the_error(processes: int, caplog: pytest.LogCaptureFixture) -> None:
    by_task = dict(outcomes(behave, ["defect", "a"], LIMITS, processes))
    outcome, following = by_task[0], by_task[1]
    assert isinstance(outcome, Unreadable)
    assert (outcome.notice.rule, following) == ("file_failed", "A")
    assert "ValueError at" in caplog.text
    assert "421126196503150011" not in caplog.text + outcome.notice.message


def test_in_process_gives_the_same_results_in_order() -> None:
    assert results(["a", "refuse", "b"], processes=0) == results(["a", "refuse", "b"]) == ["A", "file_damaged", "B"]


def test_no_tasks_start_no_process() -> None:
    assert list(outcomes(behave, [], LIMITS, 2)) == []


def test_tasks_are_taken_only_as_workers_need_them() -> None:
    taken: list[str] = []

    def tasks() -> Iterator[str]:
        for _ in range(100):
            taken.append("a")
            yield "a"

    results = outcomes(behave, tasks(), LIMITS, 1)
    next(results)
    assert len(taken) <= 8
    assert sum(1 for _ in results) == 99


def test_an_idle_worker_that_dies_loses_nothing() -> None:
    def tasks() -> Iterator[str]:
        yield "die idle"
        time.sleep(2)  # the pool has no task then and gives up
        yield from ("a", "b")

    assert sorted(str(outcome) for _, outcome in outcomes(behave, tasks(), LIMITS, 1)) == ["A", "B", "DIE IDLE"]


@dataclass(frozen=True)
class Unimportable:
    """Works here, but a worker that unpickles it fails."""

    def __call__(self, task: str) -> str:
        return task

    def __reduce__(self) -> tuple[object, ...]:
        return int, ("not a number",)


def test_workers_that_cannot_start_are_an_error_and_no_endless_loop() -> None:
    with pytest.raises(BrokenProcessPool):
        list(outcomes(Unimportable(), ["a"], LIMITS, 1))


def pid(_: int) -> int:
    return os.getpid()


def test_a_thread_may_call_it_and_no_process_is_left() -> None:
    workers: set[object] = set()
    thread = threading.Thread(target=lambda: workers.update(o for _, o in outcomes(pid, range(20), LIMITS, 2)))
    thread.start()
    thread.join()
    assert workers
    assert os.getpid() not in workers
    assert none_is_left()
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


def test_who_stops_listening_ends_the_workers() -> None:
    results = outcomes(behave, iter(["a", *["sleep"] * 50]), LIMITS, 2)
    started = time.monotonic()
    assert next(results) == (0, "A")
    assert isinstance(results, Generator)
    with pytest.raises(KeyboardInterrupt):
        results.throw(KeyboardInterrupt())
    assert time.monotonic() - started < 10
    assert none_is_left()


def stopwatch(_: int) -> None:
    return None


def test_a_task_costs_about_a_millisecond() -> None:
    results = outcomes(stopwatch, range(1_001), LIMITS, 2)
    next(results)  # the workers are warm now
    started = time.monotonic()
    assert sum(1 for _ in results) == 1_000
    assert time.monotonic() - started < 5  # 0.2 s when the machine is quiet


def names_of_threads() -> list[str]:
    """The threads of this process, the first one included."""
    return [(task / "comm").read_text().strip() for task in Path("/proc/self/task").iterdir()]


def test_what_the_server_of_workers_imports_starts_no_thread_that_works() -> None:
    """A process whose threads hold locks must not be forked: of Polars only those may run that wait for ever."""
    imports = "; ".join(f"import {name}" for name in (ProcessPool.__module__, *PRELOADED))
    module = names_of_threads.__module__
    program = f"{imports}; from {module} import names_of_threads; print(*names_of_threads(), sep='\\n')"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert {*result.stdout.splitlines()[1:]} <= {"jemalloc_bg_thd", "polars-ooc-clea"}


def threads_after(task: FileTask, reader: IngestContext) -> tuple[FileExtract, list[str]]:
    """What a file brings, and the threads that its worker then has."""
    brought, _ = extract_file(task, reader, LIMITS)
    return brought, names_of_threads()


def test_a_worker_that_takes_in_a_file_never_starts_polars(tmp_path: Path) -> None:
    path = written(tmp_path / NAME, contact_log(talk("张三"), talk("李四", way="吹风")))
    ((_, outcome),) = outcomes(partial(threads_after, reader=reader()), [FileTask(path, received())], LIMITS, 1)
    assert not isinstance(outcome, Unreadable)
    brought, threads = outcome
    assert [*brought.rows["S4"][0]["name"]] == [("张三",), ("李四",)]
    assert len(threads) == 1
