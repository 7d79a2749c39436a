"""A warning somebody has confirmed asks no more, until what it warns of changes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import stat
from itertools import product
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from flows import steps
from flows.clerks.check import check_files, open_issues
from flows.clerks.confirmation_list import answers_in
from flows.cli.command_line import app
from flows.county.workspace import Workspace
from flows.editions.unsettled import quarantined
from flows.store.edition import Edition
from flows.store.records.append_log import LogDamaged
from flows.store.records.confirmations import Answer, CannotConfirm, Confirmations, confirm, withdraw
from tests.support.frames import table
from tests.support.runs.counties import qichun
from tests.support.runs.weeks import published
from tests.support.workbooks.tables import NAME, W46, W47, W48, contact_log, intake, talk, written
from transforms.judge.confirmations import CONFIRMATIONS, CONFIRMED, split_confirmed
from transforms.judge.issue_ids import NUMBERED, numbered
from transforms.records.extract import Intake
from transforms.records.issues import ISSUES

pytestmark = pytest.mark.usefixtures("plainly")

NOON = dt.datetime(2021, 11, 30, 4, tzinfo=dt.UTC)
SUNDAY = dt.date(2021, 11, 28)
KNOWN = dt.datetime(2021, 12, 1, tzinfo=dt.UTC)


def keyed_digest(kind: str, text: str) -> str:
    """No secret, but the same everywhere."""
    return hashlib.sha256(f"{kind} {text}".encode()).hexdigest()


def numbers(result: Intake) -> dict[tuple[int | None, str], str]:
    lines = numbered(result.issues, result.rows, keyed_digest)
    assert lines.schema == pl.Schema(NUMBERED)
    return {(row, rule): issue for row, rule, issue in lines.select("row", "rule", "issue").iter_rows()}


def warnings(*rows: list[object], week: str = "2021年第47周", **received: str) -> list[str]:
    """Numbers of the warnings about the rows of a contact log."""
    result = intake(contact_log(*rows, period=week), **received)  # type: ignore[arg-type]
    lines = numbered(result.issues, result.rows, keyed_digest).filter(
        (pl.col("reaction") == "FIXW") & pl.col("row").is_not_null()
    )
    return lines.sort("row")["issue"].to_list()


def ditto(name: str = "李四", day: str = "2021-11-23") -> list[object]:
    """A row that is read with a word to the clerk: 同上."""
    return talk(name, day, way="同上")


def test_the_same_warning_has_the_same_number_in_another_file_row_and_week() -> None:
    (first,) = warnings(talk(), ditto())
    more = talk("赵六"), talk("钱七"), ditto()
    (again,) = warnings(*more, week="2021年第48周", file="QC-ZZB_S4_2021-W48_v3.xlsx", inbox=W48)
    assert first == again


def test_another_person_day_or_value_has_another_number() -> None:
    people, days, ways = ("李四", "王五"), ("2021-11-23", "2021-11-24"), ("面谈", "电话")
    issues = [warnings(talk(way=way), ditto(*row)) for way in ways for row in product(people, days)]
    assert len({number for (number,) in issues}) == 8


def test_a_row_nobody_is_named_in_is_known_by_its_file_alone() -> None:
    first, second = (warnings(talk(), ditto(""), content=content) for content in ("a", "b"))
    assert set(first).isdisjoint(second)


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_a_number_is_no_number_to_a_spreadsheet(message: str) -> None:
    lines = pl.DataFrame([{"rule": "r", "message": message, "sheet": None}], schema=ISSUES)
    (number,) = numbered(lines, {}, keyed_digest)["issue"]
    assert number[0].isalpha()
    assert number[0] not in "eE"


def test_a_file_s_warning_is_known_by_sender_and_words() -> None:
    log = contact_log(talk())
    log[2] += ["爱好"]
    first, again = (numbers(intake(log, content=content)) for content in ("a", "b"))
    assert first[None, "heading_not_read"] == again[None, "heading_not_read"]


def confirmations(*issues: str) -> pl.DataFrame:
    lines = [{"issue": issue, "period": W47, "by": "王五", "because": "已核对", "at": NOON} for issue in issues]
    return pl.DataFrame(lines, schema=CONFIRMATIONS)


def test_a_confirmed_warning_leaves_the_others_in_their_order() -> None:
    lines = pl.DataFrame([{"reaction": "FIXW", "issue": issue} for issue in "abc"], schema=NUMBERED)
    asking, settled = split_confirmed(lines, confirmations("b", "z"))
    assert asking["issue"].to_list() == ["a", "c"]
    assert settled.schema == pl.Schema(CONFIRMED)
    assert settled.select("issue", "confirmed_by", "confirmed_at").rows() == [("b", "王五", NOON)]


@pytest.mark.parametrize("reaction", ["CELL", "ROW", "FILE", "FIX"])
def test_only_a_warning_can_be_confirmed(reaction: str) -> None:
    lines = pl.DataFrame([{"reaction": reaction, "issue": "a"}], schema=NUMBERED)
    asking, settled = split_confirmed(lines, confirmations("a"))
    assert (asking.height, settled.height) == (1, 0)


@pytest.fixture
def record(tmp_path: Path) -> Confirmations:
    return Confirmations(tmp_path / "decisions" / "confirmations.jsonl")


def answer(issue: str = "ia", by: str = "王五", because: str = "已与本人核对") -> Answer:
    return Answer(issue, by, because)


def test_the_record_is_for_its_owner_and_only_grows(record: Confirmations) -> None:
    record.add([answer("ia")], W47, NOON)
    before = record.file.read_bytes()
    record.add([answer("ib")], W47, NOON)
    assert record.file.read_bytes().startswith(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (record.file, record.file.parent)] == [0o600, 0o700]


def test_a_confirmation_holds_from_its_period_on_and_once_it_is_known(record: Confirmations) -> None:
    record.add([answer()], W47, NOON)
    later, earlier = NOON + dt.timedelta(days=1), NOON - dt.timedelta(seconds=1)
    counts = {(period, at): record.holding(period, at).height for period in (W46, W47, W48) for at in (earlier, later)}
    assert [place for place, number in counts.items() if number] == [(W47, later), (W48, later)]


def test_a_confirmation_is_taken_back_from_a_period_on(record: Confirmations) -> None:
    record.add([answer()], W46, NOON)
    assert withdraw(record, W47, [answer(because="看错了")], NOON) == 1
    assert [record.holding(period, NOON).height for period in (W46, W47)] == [1, 0]
    with pytest.raises(CannotConfirm, match="ia is not confirmed in 2021-W47"):
        withdraw(record, W47, [answer()], NOON)


def test_a_broken_record_is_told_and_not_passed_over(record: Confirmations) -> None:
    record.add([answer()], W47, NOON)
    record.file.write_text(record.file.read_text()[:-9] + "\n")
    with pytest.raises(LogDamaged, match="restore the file"):
        record.holding(W47, NOON)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace that has received one workbook with a warning and a fault."""
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "inbox" / W47).mkdir(parents=True)
    written(folder / "inbox" / W47 / NAME, contact_log(talk(), ditto(), talk("赵六", way="吹风")))
    workspace = Workspace(folder / "output", qichun(), processes=0)
    steps.receive(workspace, folder / "inbox", W47, NOON)
    return workspace


@pytest.fixture(scope="module", autouse=True)
def pepper(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WUWEI_PEPPER_FILE", str(tmp_path_factory.mktemp("pepper") / "pepper"))
        yield


@pytest.fixture(scope="module")
def edition(workspace: Workspace, pepper: None) -> Edition:
    return published(workspace, W47, SUNDAY, KNOWN)


def warning(edition: Edition) -> str:
    """The number of its one warning about a cell."""
    matches = edition.table("issues").filter((pl.col("reaction") == "FIXW") & (pl.col("row") == 5))
    return str(matches["issue"].item())


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (answer("inone"), "has no issue inone"),
        (answer(by=" "), "say who confirms it and why"),
        (answer(because=""), "say who confirms it and why"),
    ],
)
def test_what_cannot_be_confirmed_is_refused_with_a_reason(
    edition: Edition, record: Confirmations, given: Answer, words: str
) -> None:
    with pytest.raises(CannotConfirm, match=words):
        confirm(record, edition, [given], NOON)
    assert not record.file.exists()


def test_a_fault_has_to_be_corrected(edition: Edition, record: Confirmations) -> None:
    fault = edition.table("issues").filter(pl.col("reaction") == "CELL")["issue"].item()
    with pytest.raises(CannotConfirm, match="it has to be corrected, not confirmed"):
        confirm(record, edition, [answer(warning(edition)), answer(fault)], NOON)
    assert not record.file.exists()


def test_a_run_and_check_heed_a_confirmation_until_the_value_changes(workspace: Workspace, edition: Edition) -> None:
    issue = warning(edition)
    assert confirm(workspace.confirmations, edition, [answer(issue), answer(issue)], NOON) == 1
    assert confirm(workspace.confirmations, edition, [answer(issue)], NOON) == 0
    assert json.loads(workspace.confirmations.file.read_text())["issue"] == issue

    following = published(workspace, W47, SUNDAY, KNOWN)
    assert following.number == edition.number + 1
    assert issue not in set(following.table("issues")["issue"])
    assert following.table("confirmed").select("issue", "confirmed_by").rows() == [(issue, "王五")]
    assert following.table("ledger").equals(edition.table("ledger"))
    assert published(workspace, W47, SUNDAY, KNOWN).number == following.number

    same = written(workspace.out.parent / "QC-ZZB_S4_2021-W47_v2.xlsx", contact_log(talk(), ditto()))
    other = written(workspace.out.parent / "QC-ZZB_S4_2021-W47_v3.xlsx", contact_log(talk(way="电话"), ditto()))
    issues = check_files([same, other], workspace, W47, KNOWN)
    assert issues.filter(pl.col("row") == 5).select("file", "confirmed_by").rows() == [
        (same.name, "王五"),
        (other.name, None),
    ]
    assert open_issues(issues)["file"].to_list() == [other.name]


def test_a_confirmation_of_a_later_week_leaves_an_edition_as_it_is(workspace: Workspace, edition: Edition) -> None:
    before = published(workspace, W47, SUNDAY, KNOWN).number
    workspace.confirmations.add([answer("isomething")], W48, NOON)
    assert published(workspace, W47, SUNDAY, KNOWN).number == before


LIST = [
    ["file", "issue", "确认人", "确认说明"],
    ["a", "ia", "王五", "已核对"],
    ["a", "ib", "", "已核对"],
    ["a", "ic", "", ""],
]


@pytest.mark.parametrize("kind", ["utf-8-sig", "gb18030", "xlsx"])
def test_many_are_confirmed_by_a_list(tmp_path: Path, kind: str) -> None:
    if kind == "xlsx":
        file = written(tmp_path / "list.xlsx", [list(row) for row in LIST])
    else:
        file = tmp_path / "list.csv"
        file.write_text("\n".join(",".join(row) for row in LIST), encoding=kind)
    assert answers_in(file, "赵六") == [Answer("ia", "王五", "已核对"), Answer("ib", "赵六", "已核对")]


def test_another_table_is_no_list_of_confirmations(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("姓名,电话\n张三,1\n", encoding="utf-8")
    with pytest.raises(CannotConfirm, match="needs columns 问题编号"):
        answers_in(file)
    file.with_suffix(".xlsx").write_bytes(b"no workbook")
    with pytest.raises(CannotConfirm):
        answers_in(file.with_suffix(".xlsx"))


def test_the_command_wants_one_issue_or_a_list() -> None:
    assert CliRunner().invoke(app, ["confirm", W47]).exit_code == 2


def test_a_run_says_which_roster_is_held_and_how_to_confirm_it(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        {"file": "QC-CHZ_S9_2021W47_v1.xlsx", "rule": "roster_size_changed", "reaction": "FIXW", "issue": "i12"},
        {"file": "QC-CHZ_S10_2021W47_v1.xlsx", "rule": "ditto", "reaction": "FIXW", "issue": "i13"},
    ]
    monkeypatch.setattr(Edition, "table", lambda _self, _name: table(NUMBERED, lines))
    assert quarantined(Edition(Path("edition=1"), 1)) == [("QC-CHZ_S9_2021W47_v1.xlsx", "i12")]
