"""What reading costs beside the peer that only gives values: `python -m benchmarks.reading [FILE…]`.

Compares, over the same workbooks, python-calamine alone, `read_workbook` in this process, and `read_workbook` in worker
processes. Without files it makes sixty: 18 of 420 × 14 cells, 18 of 220 × 20, 24 of 40 × 15.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import xlsxwriter
from python_calamine import load_workbook

from benchmarks.cost import Cost, alternating
from flows.read.workbook import read_workbook
from flows.read.workers.pool import PROGRAM_ERROR, outcomes
from transforms.records.notice import Unreadable

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


def read_apart(paths: Sequence[Path], processes: int) -> None:
    """Our reading in worker processes: their start, their limits and the way of the grids to this process included."""
    for at, outcome in outcomes(read_workbook, paths, processes=processes):
        if isinstance(outcome, Unreadable) and outcome.notice.rule == PROGRAM_ERROR:
            raise SystemExit(f"{paths[at]}: {outcome.notice.rule}")


def compare(paths: Sequence[Path], processes: int = os.cpu_count() or 1) -> dict[str, Cost]:
    """What reading all files costs at best, each way called in turns."""
    ways: dict[str, Callable[[], object]] = {
        "python-calamine alone": lambda: [values_alone(path) for path in paths],
        "read_workbook in this process": lambda: [read_workbook(path) for path in paths],
        f"read_workbook in {processes} workers, their start included": lambda: read_apart(paths, processes),
    }
    return dict(zip(ways, alternating(_ROUNDS, *ways.values()), strict=True))


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(name) for name in sys.argv[1:]] or make_workbooks(Path(folder))
        costs = compare(paths)
    peer = next(iter(costs.values()))
    print(f"{len(paths)} files\n\n| | wall s | ratio | CPU s | ratio |\n|---|---|---|---|---|")
    for name, each in costs.items():
        ratios = each.wall / peer.wall, each.cpu / peer.cpu
        print(f"| {name} | {each.wall:.2f} | {ratios[0]:.1f} | {each.cpu:.2f} | {ratios[1]:.1f} |")


if __name__ == "__main__":
    main()
