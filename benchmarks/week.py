"""What a whole week costs: seconds per step, the floor of a step where there is one, and growth with the workbooks.

    python -m benchmarks.week --counties 1,10,100
    python -m benchmarks.week --quick

Floors: python-calamine alone on the same files, the same rules in bare Polars, WeasyPrint alone on the same HTML. Every
size runs in a process of its own, so that its memory is its own. A county's week is some 60 workbooks and 16,000 rows.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.one_week import Week

# Worker processes import the main module again, which is this one: what is heavy is imported where it is used.


def apart(counties: int, scale: float, *, repeat: bool) -> Week:
    """The week of so many counties, run in a new process."""
    from benchmarks.inboxes import inbox_of  # noqa: PLC0415 - heavy
    from benchmarks.one_week import run  # noqa: PLC0415 - heavy

    inbox = inbox_of(counties, scale)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(run, counties, inbox, repeat=repeat).result()


def week_table(week: Week) -> str:
    """One week as Markdown: its steps, its floors."""
    lines = [f"### {week.counties} counties: {week.files:,} workbooks, {week.rows:,} rows", ""]
    lines += ["| step | wall s | CPU s |", "|---|---|---|"]
    costs = {**week.steps, "**week**": week.total}
    lines += [f"| {name} | {each.wall:.2f} | {each.cpu:.2f} |" for name, each in costs.items()]
    lines += [
        "",
        "| ours, its floor | wall s | floor | ratio | CPU s | floor | ratio |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {ours.wall:.2f} | {floor.wall:.2f} | {ours.wall / floor.wall:.1f} "
        f"| {ours.cpu:.2f} | {floor.cpu:.2f} | {ours.cpu / floor.cpu:.1f} |"
        for name, (ours, floor) in week.floors.items()
    ]
    return "\n".join([*lines, "", f"Memory: main process {week.peak:.0f} MB, largest worker {week.worker:.0f} MB.", ""])


def growth(weeks: Sequence[Week]) -> str:
    """All sizes relative to the first one as Markdown."""
    lines = ["| workbooks | × | wall s | × | CPU s | × | main process MB | × |", "|---|---|---|---|---|---|---|---|"]
    measures = [(week.files, week.total.wall, week.total.cpu, week.peak) for week in weeks]
    lines += [
        "| "
        + " | ".join(f"{each:,.0f} | {each / first:.1f}" for each, first in zip(line, measures[0], strict=True))
        + " |"
        for line in measures
    ]
    return "\n".join(lines)


def machine() -> str:
    """Cores and versions, for the record."""
    names = ("polars", "python-calamine", "great_expectations", "weasyprint")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    return f"{os.cpu_count()} cores, {versions}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.week", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--counties", default="1,10,100", help="sizes, separated by commas")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows to judge")
    parser.add_argument("--no-pandas", action="store_true", help="leave Great Expectations on pandas out")
    parser.add_argument("--quick", action="store_true", help="a hundredth of one county, 10,000 rows, no pandas")
    options = parser.parse_args(arguments)
    sizes = [1] if options.quick else [int(size) for size in options.counties.split(",")]
    scale, rows = (0.01, 10_000) if options.quick else (1.0, options.rows)
    from benchmarks.judging import compare, table  # noqa: PLC0415 - heavy

    print(f"## A week, {machine()}\n", flush=True)
    weeks = []
    for size in sizes:
        weeks.append(apart(size, scale, repeat=size == sizes[0]))
        print(week_table(weeks[-1]), flush=True)
    print(f"### Growth\n\n{growth(weeks)}\n", flush=True)
    print(f"### Judging {rows:,} rows, every failing row named\n", flush=True)
    print(table(compare(rows, on_pandas_too=not (options.no_pandas or options.quick))))


if __name__ == "__main__":
    main()
