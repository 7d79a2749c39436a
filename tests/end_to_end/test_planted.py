"""An id number, a telephone number and the name of an illness, put into every place of every sheet, go nowhere.

They may stand in the archive, and in the copy that goes back to the clerk (domain.md §11.1, §12 M82).
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from rich.console import Console

from expectations.catalogue import SHEETS
from expectations.contract.contract import Kind, Privacy
from flows import steps
from flows.clerks.check import check_files
from flows.cli.printing.check import print_issues
from flows.cli.printing.run import print_run
from flows.county.workspace import Workspace
from flows.report.publish import write_deliverables
from flows.server.artifacts import issue_counts, summary_in_markdown
from samples.story.submission import Submission
from samples.workbooks.layout import Plan, plan
from tests.support.pace import NIGHTLY
from tests.support.runs.counties import qichun
from tests.support.runs.weeks import KNOWLEDGE, TUESDAY, W47, published, story, workspace_at

pytestmark = pytest.mark.usefixtures("plainly", *([] if NIGHTLY else ["unprinted"]))  # a PDF says what its HTML says

ID, PHONE, ILLNESS = "421126196503150011", "13871234567", "肝癌"
PLANTED = (ID, PHONE, ILLNESS)
SEALED = ("archive", "returns")
WAYS = (
    *((secret, "alone") for secret in PLANTED),
    *((secret, "behind") for secret in PLANTED),
    *((secret, "number") for secret in (ID, PHONE)),
)
"""How a secret stands in a cell: alone, behind what is there, as a number."""

Cells = dict[tuple[int, int], str | float]


def worksheet(layout: Plan) -> Cells:
    """A planned worksheet as text, its one line of data repeated for every column with each secret in that column."""
    cells: Cells = {}
    (data,) = (line.cells for line in layout.lines if line.reason is None)
    at = 0
    for line in (line for line in layout.lines if line.reason in {"title", "header"}):
        cells |= {(at, column): str(value) for column, value in line.cells.items()}
        at += 1
    for column, path in layout.headings.items():
        cells |= {(at - layout.depth + depth, column): heading for depth, heading in enumerate(path)}
    for column in data:
        # a secret in the period costs the file
        if column == layout.left or layout.sheet.columns[column - layout.left - 1].kind is not Kind.PERIOD:
            for secret, way in WAYS:
                cells |= {(at, other): str(value or "") for other, value in data.items()}
                cells[at, column] = planted(str(data[column] or ""), secret, way)
                at += 1
    return cells


def planted(text: str, secret: str, way: str) -> str | float:
    return float(secret) if way == "number" else secret if way == "alone" else text + secret


def around(cells: Cells, layout: Plan, secret: str) -> Cells:
    """The same worksheet with a secret in all its titles and headings, in a further heading, and below the table."""
    first = min(at for at, line in enumerate(layout.lines) if line.reason == "header") + layout.depth
    changed = {place: f"{text}（{secret}）" if place[0] < first else text for place, text in cells.items()}
    last = max(at for at, _ in cells) + 1
    return changed | {(first - 1, layout.right + 1): f"联系{secret}", (last, layout.left): f"填表人：{secret}"}


def draw(path: Path, name: str, cells: Cells) -> None:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(name)
        for (at, column), value in cells.items():
            page.write(at, column, value)


def write_planted(inbox: Path) -> None:
    """For every sheet a workbook with secrets in all columns, and for each secret one with it around them."""
    inbox.mkdir(parents=True)
    by_sheet: dict[str, Submission] = {}
    for submission in story(periods=(W47,), scale=0.02)[W47]:
        if submission.rows:
            by_sheet.setdefault(submission.sheet, submission)
    for sheet, submission in by_sheet.items():
        del submission.rows[1:]
        submission.look.extras.clear()
        layout = plan(submission, qichun())
        cells = worksheet(layout)
        draw(inbox / f"{submission.submitter}_{sheet}_2021W47_v9.xlsx", sheet, cells)
        for version, secret in enumerate(PLANTED):
            path = inbox / f"{submission.submitter}_{sheet}_2021W47_v{version}.xlsx"
            draw(path, f"{sheet}{secret}", around(cells, layout, secret))


@dataclass(frozen=True)
class Run:
    """A week of planted workbooks; `printed` is what its end says on the terminal."""

    workspace: Workspace
    inbox: Path
    printed: str


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    home = tmp_path_factory.mktemp("planted")
    write_planted(home / "inbox" / W47)
    workspace = workspace_at(home / "output")
    steps.receive(workspace, home / "inbox", W47, KNOWLEDGE)
    edition = published(workspace, W47, TUESDAY)
    write_deliverables(workspace, edition)
    console = Console(file=StringIO(), width=200)
    print_run(workspace, edition, console)
    texts = [console.file.getvalue(), summary_in_markdown(edition), str(issue_counts(edition))]
    return Run(workspace, home / "inbox" / W47, "\n".join(texts))


def texts_of(path: Path) -> Iterator[str]:
    """Everything readable in a file of the output."""
    if path.suffix == ".parquet":
        frame = pl.read_parquet(path, hive_partitioning=False)
        yield frame.write_ndjson()
        yield "\n".join(str(frame[name].to_list()) for name in frame.columns)
        return
    if path.suffix == ".pdf" and NIGHTLY and shutil.which("pdftotext"):  # its HTML says the same
        yield subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True, timeout=300).stdout
    data = path.read_bytes()
    yield data.decode("utf-8", "replace")
    yield data.decode("utf-16-le", "replace")


def leaks(text: str) -> list[str]:
    together = "".join(text.split())
    return [secret for secret in PLANTED if secret in text or secret in together]


def test_the_planted_workbooks_are_read(run: Run) -> None:
    """Else nothing could leak; and the archive, which may hold the secrets, does."""
    files = run.workspace.store.editions(W47)[0].table("files")
    standing = files.filter(pl.col("refused").is_null() & (pl.col("version") == 9))
    assert {*SHEETS} - {*standing["sheet"]} <= {"R6", "R8"}
    kept = "".join(text for path in (run.workspace.out / "archive/read").rglob("*.parquet") for text in texts_of(path))
    assert leaks(kept) == [ID, PHONE]


def test_no_output_tells_a_planted_secret(run: Run) -> None:
    leaked: dict[str, list[str]] = {}
    for path in run.workspace.out.rglob("*"):
        inside = path.relative_to(run.workspace.out)
        if path.is_file() and not {*SEALED} & {*inside.parts}:
            secrets = [secret for text in (str(inside), *texts_of(path)) for secret in leaks(text)]
            leaked |= {str(inside): sorted({*secrets})} if secrets else {}
    assert leaked == {}


def test_nothing_on_the_terminal_tells_a_planted_secret(run: Run) -> None:
    assert leaks(run.printed) == []
    files = sorted(run.inbox.iterdir())[::9]
    issues = check_files(files, run.workspace, W47, KNOWLEDGE)
    console = Console(file=StringIO(), width=200)
    print_issues(issues, files, console)
    assert leaks(console.file.getvalue()) == []


def test_the_unit_is_told_of_what_was_removed(run: Run) -> None:
    issues = run.workspace.store.editions(W47)[0].table("issues")
    removed = issues.filter(pl.col("rule") == "personal_data_removed")
    assert {*removed["reaction"]} == {"FIXW"}
    columns = {*removed.select("sheet", "column").unique().iter_rows()}
    free = {
        (sheet.id, column.name)
        for sheet in SHEETS.values()
        for column in sheet.columns
        if column.kind is Kind.TEXT and column.privacy is Privacy.P2 and sheet.id not in {"R6", "R8"}
    }
    assert free <= columns
