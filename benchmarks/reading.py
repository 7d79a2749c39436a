"""What reading costs beside the peer that only gives values: `python -m benchmarks.reading [FILE…]`.

Compares, over the same workbooks, python-calamine alone, `read_workbook` in this process, and `read_workbook` in worker
processes. Without files it makes sixty: 18 of 420 × 14 cells, 18 of 220 × 20, 24 of 40 × 15.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import xlsxwriter
from python_calamine import load_workbook

from flows.reading import read_workbook
from flows.workers import outcomes
from transforms.grid import Unreadable

SIZES = ((420, 14),) * 18 + ((220, 20),) * 18 + ((40, 15),) * 24
_ALPHABET = "张王李赵刘陈镇村单位二级主任协调帮扶项目0123456789"
_ROUNDS = 5


def make_workbooks(folder: Path, seed: int = 1) -> list[Path]:
    """Sixty workbooks of text cells in the sizes of a county's week."""
    chance = random.Random(seed)
    paths = [folder / f"{number:02}.xlsx" for number in range(len(SIZES))]
    for path, (rows, columns) in zip(paths, SIZES, strict=True):
        with xlsxwriter.Workbook(path) as workbook:
            page = workbook.add_worksheet()
            for row in range(rows):
                for column in range(columns):
                    page.write(row, column, "".join(chance.choices(_ALPHABET, k=chance.randint(2, 10))))
    return paths


def values_alone(path: Path) -> int:
    """The peer: the values of all sheets, no guard, no evidence. Gives the number of rows."""
    with load_workbook(path) as workbook:
        sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
        return sum(len(sheet.to_python(skip_empty_area=False)) for sheet in sheets)


def with_evidence(path: Path) -> int:
    """Our reading. Gives the number of rows."""
    return sum(len(grid.rows) for grid in read_workbook(path).grids)


def compare(paths: Sequence[Path], processes: int = os.cpu_count() or 1) -> dict[str, float]:
    """Seconds for all files, the best of five rounds: CPU time in this process, elapsed time with workers."""
    return {
        "python-calamine alone, CPU s": _best(lambda: [values_alone(path) for path in paths], time.process_time),
        "read_workbook, CPU s": _best(lambda: [with_evidence(path) for path in paths], time.process_time),
        f"read_workbook in {processes} workers with their start, elapsed s": _best(
            lambda: _in_workers(paths, processes), time.perf_counter
        ),
    }


def _best(work: Callable[[], object], clock: Callable[[], float]) -> float:
    def seconds() -> float:
        started = clock()
        work()
        return clock() - started

    return min(seconds() for _ in range(_ROUNDS))


def _in_workers(paths: Sequence[Path], processes: int) -> None:
    for at, outcome in outcomes(with_evidence, paths, processes=processes):
        if isinstance(outcome, Unreadable):
            raise SystemExit(f"{paths[at]}: {outcome.rule}")


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(name) for name in sys.argv[1:]] or make_workbooks(Path(folder))
        times = compare(paths)
    peer = next(iter(times.values()))
    print(f"{len(paths)} files")
    for name, seconds in times.items():
        print(f"{seconds:8.3f}  {seconds / peer:5.2f} ×  {name}")


if __name__ == "__main__":
    main()
