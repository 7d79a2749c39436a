"""Names from outside are only text on a terminal, whichever command prints them."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from io import StringIO
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from typer.testing import CliRunner

from flows.cli.command_line import app
from flows.cli.printing.check import print_issues
from flows.cli.printing.plan import print_plan
from flows.cli.printing.printable import echo_json, line, printable
from flows.cli.printing.run import print_run
from flows.cli.printing.trace import METHODS
from flows.county.workspace import Workspace
from flows.past.backfill.plan import plan
from flows.report.publish import write_missing
from tests.support.project import ROOT
from tests.support.runs.small_weeks import after, judged_plainly, run, send, small_place
from transforms.clock import monday_of
from transforms.figures import How

pytestmark = pytest.mark.usefixtures("plainly", "unprinted")

W46 = "2021-W46"
HOSTILE = ("[/x]", "[copy]", "[red]红[/red]", "\x1b]0;标题\x07\x1b[31m", "一\n二", "\u202e倒", "\x9b31m")
"""Of markup, of a terminal's commands (ESC and its one-character form), of lines and of directions."""
FILES = tuple(words.replace("/", "") for words in HOSTILE)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("甲镇 [/x] 😀.xlsx", "甲镇 [/x] 😀.xlsx"),
        ("\x1b[31m", "[U+001B][31m"),
        ("一\r\n二\u2028三", "一[U+000D][U+000A]二[U+2028]三"),
        ("\u202e甲\u200b", "[U+202E]甲[U+200B]"),
        ("\udcc4", "[U+DCC4]"),  # of a name in another encoding
    ],
)
def test_what_acts_is_written_out_and_all_else_stays(text: str, printed: str) -> None:
    assert printable(text) == printed


@given(st.text())
def test_a_line_for_a_console_is_one_line_of_that_text(text: str) -> None:
    written = StringIO()
    Console(file=written, width=10_000).print(line("甲", (text, "red")), soft_wrap=True)
    assert written.getvalue() == f"甲{printable(text)}\n"


@given(st.dictionaries(st.text(), st.text()))
def test_json_says_the_same_and_acts_no_more(data: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        written: list[str] = []
        patch.setattr("typer.echo", written.append)
        echo_json(json.dumps(data, ensure_ascii=False, indent=1))
    assert json.loads(written[0]) == data
    assert not acting(written[0])


def acting(text: str) -> set[str]:
    """What is not seen but acts on a terminal, but for the ends of lines."""
    return {char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}} - {"\n"}


def hostile_week(folder: Path) -> tuple[Workspace, list[str]]:
    """A published week of a workbook under a hostile name and, under as bad ones, files nobody can read."""
    workspace = small_place(folder)
    name = send(workspace, W46, 2)
    inbox = folder / "inbox" / W46
    names = [f"QC-ZZB_S4_{W46}_v2{words}.xlsx" for words in FILES]
    for number, words in enumerate(names):
        (inbox / words).write_bytes(words.encode() if number else (inbox / name).read_bytes() + b"x")
    workspace.archive.receive_all(inbox, W46, after(1))
    write_missing(workspace, run(workspace, W46, after(2)))
    return workspace, names


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, list[str]]:
    with judged_plainly():
        return hostile_week(tmp_path_factory.mktemp("hostile"))


def commands(workspace: Workspace, names: list[str], folder: Path) -> dict[str, list[str]]:
    """Every command that prints what came from outside, but for `run`, `backfill`, `demo` and `serve`."""
    files = [str(workspace.out.parent / "inbox" / W46 / name) for name in names]
    who = [*("--by", "\x1b[31m[/x]王"), *("--because", "[/x]\n误")]
    return {
        "check": ["check", *files, "--period", W46, "--into", str(folder)],
        "check --json": ["check", *files, "--period", W46, "--json"],
        "status": ["status", W46],
        "trace": ["trace", W46, "E4"],
        "trace --json": ["trace", W46, "E2", "--json"],
        "trace of nothing": ["trace", W46, "[/x]\x1b[31m"],
        "person": ["person", W46, "[/x]\x1b[31m"],
        "templates": ["templates", str(folder / "\x1b[31m[/x]")],
        "remind": ["remind", W46],
        "confirm": ["confirm", W46, "[/x]\x1b[31m", *who],
        "editions": ["editions", W46],
        "distribute": ["distribute", W46, "--by", "甲", "--to", "[/x]\x1b[31m办"],
        "editions distributed": ["editions", W46],
        "diff": ["diff", W46, "1", "1"],
        "undo": ["undo", W46, *who],
        "withdraw": ["withdraw", W46, names[0], *who],
        "withdraw nothing": ["withdraw", W46, "[/x]\x1b[31m", *who],
        "retain": ["retain"],
        "forget": ["forget", "[/x]\x1b[31m"],
        "report": ["report", W46, "--for", "[/x]\x1b[31m"],
    }


def test_no_command_lets_a_name_act_or_ends_in_a_traceback(week: tuple[Workspace, list[str]], tmp_path: Path) -> None:
    workspace, names = week
    for command, words in commands(workspace, names, tmp_path).items():
        done = CliRunner().invoke(app, [*words, "--out", str(workspace.out)])
        assert done.exception is None or isinstance(done.exception, SystemExit) or is_ours(done.exception), command
        assert not acting(done.output), (command, acting(done.output))


def is_ours(error: BaseException) -> bool:
    """One that `main` prints by `fail`, without a traceback."""
    return type(error).__module__.partition(".")[0] in {"flows", "transforms"}


def test_the_end_of_a_run_names_every_file_as_it_is(week: tuple[Workspace, list[str]]) -> None:
    workspace, names = week
    written = StringIO()
    print_run(workspace, workspace.store.edition(W46), Console(file=written, width=10_000))
    for name in names[1:]:
        assert printable(name) in written.getvalue(), name
    assert not acting(written.getvalue())


def test_a_plan_names_every_file_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with judged_plainly():
        workspace = small_place(tmp_path)
        send(workspace, W46, 1)
        run(workspace, W46, after(1))
        inbox = tmp_path / "inbox" / W46
        for words in FILES[:4]:
            (inbox / f"QC-ZZB_S4_{W46}_v2{words}.xlsx").write_bytes(words.encode())
        workspace.archive.receive_all(inbox, W46, after(2))
        print_plan(plan(workspace, W46, W46, requester="[/x]", reason="\x1b[31m"))
    written = capsys.readouterr().out
    for words in FILES[:4]:
        assert printable(words) in written
    assert not acting(written)


def test_a_message_a_heading_and_who_confirmed_are_only_text() -> None:
    words = "".join(FILES)
    texts = dict.fromkeys(("file", "worksheet", "cell", "heading", "message", "confirmed_by"), words)
    issue = {**texts, "row": 1, "reaction": "FIXW", "confirmed_at": dt.datetime.combine(monday_of(W46), dt.time())}
    written = StringIO()
    issues = pl.DataFrame([{**issue, "confirmed_by": None}, issue])
    print_issues(issues, [Path(words)], Console(file=written, width=2000))
    assert not acting(written.getvalue())
    assert written.getvalue().count(printable(words)) >= 8  # titles, places, headings, messages, who confirmed


def test_nothing_else_prints_a_line() -> None:
    """But for the version, which is ours, and `fail`, which prints what `printable` gives."""
    others = [*(ROOT / "flows" / "cli").rglob("*.py")]
    printing = {
        file.name for file in others if re.search(r"typer\.s?echo\(|\[/|render_markup", file.read_text("utf-8"))
    }
    assert printing <= {"printable.py", "options.py"}


def test_a_trace_has_words_for_every_aggregation() -> None:
    assert {*METHODS} == {how.value for how in How}
