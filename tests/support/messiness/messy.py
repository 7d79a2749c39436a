"""Small real workbooks with one thing wrong, read as in a run. All people are fictional."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from expectations.catalogue import SHEETS
from expectations.contract.contract import Kind, Need
from flows import steps
from flows.county.workspace import Workspace
from flows.read.inboxes import read_files
from flows.read.one_file import FileTask
from tests.support.messiness.messiness import case
from tests.support.runs.counties import qichun
from tests.support.runs.weeks import KNOWLEDGE, sheets
from tests.support.workbooks.tables import MONDAY, W47, Rows
from transforms.clock import Clock, period_end
from transforms.dataset import Dataset
from transforms.join.build_dataset import build_dataset
from transforms.judge.acceptance import Acceptance
from transforms.judge.confirmations import CONFIRMATIONS
from transforms.judge.roster_changes import roster_changes
from transforms.recognise.grid import Cell
from transforms.records.extract import Intake, combined
from transforms.records.ledger import check_conservation
from transforms.records.submission import Received

Prepare = Callable[[Any, Any], None]
"""Does more to a workbook and its first worksheet, as a clerk would."""

NOTHING_CONFIRMED = pl.DataFrame(schema=CONFIRMATIONS)

_UNITS = {"unit_code": "县委组织部", "former_unit": "县农业农村局", "host_unit": "县乡村振兴局"}
"""Where a row does not say: people come from several units, as in life."""
_OTHERS = {Kind.NAME: "陈一", Kind.PEOPLE: "陈一"}


def page(
    sheet: str,
    *rows: Mapping[str, Cell],
    unit: str = "县委组织部",
    period: str = "2021年第47周",
    headed: Mapping[str, str] | None = None,
    without: Iterable[str] = (),
) -> Rows:
    """A worksheet of a sheet: title, unit, header, rows. What a row does not name is the contract's example.

    Columns are the required ones and those a row names; `headed` are other headings, `without` columns left out.
    """
    contract, named = sheets()[sheet], {name for row in rows for name in row}
    columns = [c for c in contract.columns if (c.need is Need.REQUIRED or c.name in named) and c.name not in without]
    top: Rows = [
        [f"{contract.title}（{period}）"],
        [f"填报单位：{unit}"],
        [(headed or {}).get(c.name, c.heading) for c in columns],
    ]
    given = {c.name: _UNITS.get(c.name, _OTHERS.get(c.kind, c.example)) for c in columns}
    return [*top, *([row.get(name, example) for name, example in given.items()] for row in rows)]


def book(path: Path, *pages: Rows, prepare: Prepare = lambda workbook, sheet: None, **options: object) -> Path:
    """Write worksheets as a real workbook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, **options}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheets = [workbook.add_worksheet() for _ in pages]
        for sheet, rows in zip(sheets, pages, strict=True):
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, str | float | bool):
                        sheet.write(at, place, cell) if cell != "" else None
                    else:
                        sheet.write_datetime(at, place, cell, day)
        prepare(workbook, sheets[0])
    return path


def read(*paths: Path, inbox: str = W47, folder: str | None = None) -> Intake:
    """What these files bring, read in this process; every row of them has one fate."""
    tasks = [
        FileTask(path, Received(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), inbox, MONDAY, folder=folder))
        for path in paths
    ]
    intake = read_files(tasks, qichun(), processes=0)
    keys = pl.concat([rows.select("submission", "row") for rows in combined([intake]).rows.values()]).collect()
    check_conservation(intake.ledger, intake.row_counts, keys)
    return intake


def sent(folder: Path, *pages: Rows, file: str = "QC-ZZB_X_2021-W47_v1.xlsx", **more: Any) -> Intake:
    """A workbook of these worksheets, written and read."""
    sheet = next(s.id for s in SHEETS.values() if s.title in str(pages[0]))
    return read(book(folder / file.replace("_X_", f"_{sheet}_"), *pages, **more))


def judged(intake: Intake, period: str = W47, confirmed: pl.DataFrame = NOTHING_CONFIRMED) -> Acceptance:
    """What the suites make of it."""
    most = qichun().settings["roster_change_percent"]
    return steps.weigh(intake, period, rosters=roster_changes(intake, period, most, confirmed, keyed_digest))


def reactions(result: Intake | Acceptance) -> set[tuple[str, str]]:
    """Rules and reactions of all issues."""
    return set(result.issues.select("rule", "reaction").rows())


def aside(intake: Intake) -> list[str]:
    """Why rows below the first header are no data, in their order."""
    below = intake.ledger.filter((pl.col("fate") == "set_aside") & ~pl.col("reason").is_in(["title", "header"]))
    return below["reason"].to_list()


def values(result: Intake | Acceptance, place: str) -> list[Any]:
    """The cells of a column such as S8.progress, row by row."""
    sheet, column = place.split(".")
    return result.rows[sheet].collect()[column].to_list()


def one_cell(
    folder: Path, place: str, cell: Cell, *, judge: bool = False, **others: Cell
) -> tuple[Any, tuple[str, str] | None]:
    """What becomes of a cell in a sound row: its value (None, too, where the row is lost), rule and reaction."""
    sheet, column = place.split(".")
    result: Intake | Acceptance = sent(folder, page(sheet, {column: cell, **others}))
    if judge:
        result = judged(result)  # type: ignore[arg-type]
    lines = result.issues.filter(pl.col("column") == column).select("rule", "reaction").rows()
    assert len(lines) <= 1, lines
    kept = values(result, place)
    return (kept[0] if kept else None), (lines[0] if lines else None)


def written(number: str, place: str, cell: Cell, value: object, rule: str = "", reaction: str = "") -> Any:
    """A parameter of a test: a cell that shows a case, what it is read as, and what is told of it."""
    shows = case(number, **{reaction: rule}) if rule else case(number)
    return pytest.param(place, cell, value, (rule, reaction) if rule else None, marks=shows, id=f"{number}-{rule}")


def compared_week(
    intake: Intake,
    period: str = W47,
    items_before: pl.DataFrame | None = None,
    confirmed: pl.DataFrame = NOTHING_CONFIRMED,
) -> Dataset:
    """The tables of a week, with everything that only shows beside other rows, sheets and weeks."""
    clock = Clock(period, period_end(period), KNOWLEDGE)
    verdict = judged(intake, period, confirmed)
    return build_dataset(
        verdict,
        intake,
        clock=clock,
        county=qichun(),
        rules="r1",
        keyed_digest=keyed_digest,
        confirmations=confirmed,
        previous_items=items_before,
    )


def keyed_digest(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}{text}".encode()).hexdigest()


def received(folder: Path) -> Intake:
    """All inboxes below `<folder>/inbox`, received and read as in a run."""
    place = Workspace(folder, qichun(), processes=0)
    for inbox in sorted((folder / "inbox").iterdir()):
        steps.receive(place, folder / "inbox", inbox.name, KNOWLEDGE)
    return steps.read(place, place.archive.known(KNOWLEDGE))
