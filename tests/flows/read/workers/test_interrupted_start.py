"""Workers whose parent is interrupted print no traceback, at whatever moment that is."""

from __future__ import annotations

import subprocess
import sys

import pytest

BEGIN = """
import os, signal, sys, time
from multiprocessing import forkserver, get_context
from flows.read.workers.pool import preload_workers

def handed_over(data):
    '''Let a worker be born that gets only this of its task, and wait until it has ended.'''
    sentinel, task = forkserver.connect_to_new_process([])
    os.write(task, data)
    os.close(task)
    return os.read(sentinel, 8)

if __name__ == "__main__":
    preload_workers()
"""


def stderr_of(work: str) -> str:
    program = BEGIN + "".join(f"    {line}\n" for line in work.splitlines())
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)
    assert ended.stdout == "done\n"
    return ended.stderr


@pytest.mark.parametrize("data", [b"", b"\x80\x04\x95\xff", b"\x80\x04"])
def test_a_worker_whose_parent_stops_before_it_has_handed_over_the_task(data: bytes) -> None:
    assert stderr_of(f"handed_over({data!r})\nprint('done')") == ""


def test_an_error_of_a_worker_that_begins_is_printed() -> None:
    assert "ModuleNotFoundError" in stderr_of(r"handed_over(b'cnowhere\nnothing\n.')" "\nprint('done')")


def test_an_idle_worker_at_ctrl_c() -> None:
    work = """\
worker = get_context("forkserver").Process(target=time.sleep, args=(60,))
worker.start()
time.sleep(2)  # until it sleeps
os.kill(worker.pid, signal.SIGINT)
worker.join()
assert worker.exitcode == -signal.SIGINT, worker.exitcode
print("done")"""
    assert stderr_of(work) == ""
