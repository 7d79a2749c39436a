"""Many pages in worker processes: all come, a failure is told, and this process does not grow by WeasyPrint."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from flows.report.render_pool import PRELOADED, RenderJob, rendered
from report_templates.render.preflight import RenderFailed


def shouted(content: bytes) -> bytes:
    return content.upper() + f" {os.getpid()}".encode()


def refused(content: bytes) -> bytes:
    raise RenderFailed("a glyph is missing")


@pytest.mark.parametrize("processes", [0, 2])
def test_every_page_comes_once_and_is_counted(processes: int) -> None:
    pages = [RenderJob(f"{n}.html", shouted, b"x" * n) for n in range(5)]
    done: list[int] = []
    contents = dict(rendered(pages, processes, done.append))
    assert {name: content.split()[0] if len(content.split()) > 1 else b"" for name, content in contents.items()} == {
        f"{n}.html": b"X" * n for n in range(5)
    }
    assert sum(done) == 5


def test_pages_are_made_in_other_processes() -> None:
    (_, content), *_ = rendered([RenderJob("a", shouted, b"a"), RenderJob("b", shouted, b"b")], 2)
    assert int(content.split()[1]) != os.getpid()


@pytest.mark.parametrize("processes", [0, 2])
def test_a_page_that_cannot_be_printed_ends_it_with_its_reason(processes: int) -> None:
    with pytest.raises(RenderFailed, match="a glyph is missing"):
        list(rendered([RenderJob("a", refused, b""), RenderJob("b", shouted, b"b")], processes))


def test_nothing_to_render_starts_no_process() -> None:
    assert list(rendered([], 2)) == []


def test_the_main_process_never_loads_weasyprint() -> None:
    code = "import sys, flows.report.per_audience; sys.exit('weasyprint' in sys.modules or 'prefect' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=300)


def test_what_workers_that_render_find_loaded_has_started_no_thread() -> None:
    """A process whose threads hold locks must not be forked: of Polars only those may run that wait for ever."""
    threads = "[(task / 'comm').read_text().strip() for task in Path('/proc/self/task').iterdir()]"
    code = f"import sys, {PRELOADED}; from pathlib import Path; print('weasyprint' in sys.modules, *{threads})"
    printed = subprocess.run([sys.executable, "-c", code], check=True, timeout=300, capture_output=True, text=True)
    loaded, _, *others = printed.stdout.split()
    assert loaded == "True"
    assert {*others} <= {"jemalloc_bg_thd", "polars-ooc-clea"}
