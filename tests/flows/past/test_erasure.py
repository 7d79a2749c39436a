"""A forgotten person is nowhere any more, figures stand, nothing brings the person back, others keep what is theirs."""

from __future__ import annotations

import dataclasses
import datetime as dt
import multiprocessing
import os
import random
import re
import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from typer.testing import CliRunner

from expectations.county.errata import Erratum, ErratumStatus
from flows import steps
from flows.cli.command_line import app
from flows.county.workspace import Workspace
from flows.editions.distribution import distribute, went_out
from flows.editions.inputs import inputs_of, standing_edition
from flows.editions.verification import damages
from flows.past.erasure.apply import CannotErase, erase, finish_erasures
from flows.past.erasure.editions import every_edition
from flows.past.erasure.model import Erasure, erasure_from
from flows.past.erasure.search import NobodyToErase, errata_about, find_personal_data
from flows.past.reproduction import reproduce
from flows.read.workbook import read_bytes
from flows.steps import build_edition
from flows.store.edition import Edition, EditionTables
from flows.store.locks import AlreadyRunning, exclusive_lock, period_lock, shared_lock
from flows.store.records.recorded_words import PersonalDataInRecord
from report_templates.model.report_json import report_from
from samples.story.submission import Row
from samples.week import write_inboxes
from tests.support.frames import COUNTY, UNIT, sheet_rows
from tests.support.runs.counties import county_file, qichun
from tests.support.runs.weeks import KNOWLEDGE, W46, W47, rows_of, sent, story
from tests.transforms.identify.test_resolve import keyed_digest, rows
from transforms.clock import Clock, period_end
from transforms.editions.find_person import mentions_of_person, mentions_received
from transforms.editions.redact_tables import lines_held
from transforms.records.extract import Intake, framed
from transforms.records.ledger import SET_ASIDE

LATER = KNOWLEDGE + dt.timedelta(days=400)
KILLS = int(os.environ.get("WUWEI_KILLS", "2"))
CHANCE = random.Random(20230101)
HIDDEN_LIST, OTHER = "名单.xlsx", "李清照"
pytestmark = pytest.mark.usefixtures("plainly")


@dataclasses.dataclass(frozen=True)
class Story:
    """Two published weeks, the person to be forgotten, and somebody who is in the same talk."""

    folder: Path
    name: str
    id_no: str
    number: str


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """A cadre who is on every sheet, in a zip package, in a hidden list, and in a talk together with another."""
    folder = tmp_path_factory.mktemp("forgetting")
    boxes = story(scale=0.02)
    cadre, other = rows_of(boxes, W46, "S1")[:2]
    name = str(cadre["name"])
    together = next(row for row in rows_of(boxes, W46, "S4") if row["name"] == (name,) or row["name"] == name)
    together |= {"name": (name, str(other["name"])), "issue_text": "两人都希望就近安排"}
    order = next(row for row in rows_of(boxes, W46, "S10") if row.get("member_name"))
    _take_as_member(rows_of(boxes, W46, "S9")[0], order, cadre)
    write_inboxes(folder, boxes, qichun())
    inbox = folder / "inbox" / W46
    packed = next(inbox.glob("QC-ZZB_S2_*"))
    with zipfile.ZipFile(inbox / "补报.zip", "w") as package:
        package.write(packed, packed.name)
    packed.unlink()
    with xlsxwriter.Workbook(inbox / HIDDEN_LIST) as book:
        book.add_worksheet("说明").write_row("A1", ["不是报表"])
        page = book.add_worksheet("旧名单")
        page.write_row("A1", [name, "旧电话"])
        page.write_row("A2", [OTHER, "旧电话"])
        page.write_row("A3", ["某人", f"证件 {cadre['id_no']}"])
        page.hide()
    workspace = at(folder)
    for period in (W46, W47):
        steps.receive(workspace, folder / "inbox", period, KNOWLEDGE)
        edition(workspace, period)
    roster = workspace.store.edition(W47).table("five_dim")
    named = find_personal_data(workspace, name, KNOWLEDGE)
    assert named.numbers[0] in roster["person_id"]
    return Story(folder, name, str(cadre["id_no"]), named.numbers[0])


def _take_as_member(member: Row, order: Row, cadre: Row) -> None:
    """The cadre is a party member, too, and took an order."""
    for column in ("name", "id_no", "birth_ym"):
        member[column] = cadre[column]
    order |= {"member_name": (str(cadre["name"]),), "id_no": cadre["id_no"]}


def at(folder: Path) -> Workspace:
    return Workspace(folder / "output", qichun(), processes=0)


def edition(workspace: Workspace, period: str, knowledge: dt.datetime = KNOWLEDGE) -> Edition:
    """The next edition of a period, and what stands for its papers."""
    intake = steps.read(workspace, workspace.archive.known(knowledge))
    published = build_edition(workspace, intake, Clock(period, period_end(period), knowledge))
    folder = workspace.papers(period, published.number)
    for name in ("report.pdf", "report.html", "queue.csv", "returns/副本.xlsx"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"paper")
    return published


@pytest.fixture
def workspace(person: Story, tmp_path: Path) -> Workspace:
    """A copy to work on."""
    shutil.copytree(person.folder, tmp_path, dirs_exist_ok=True)
    return at(tmp_path)


@pytest.fixture(scope="module")
def after(person: Story, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same when the person is forgotten; for tests that only look."""
    folder = tmp_path_factory.mktemp("forgotten") / "all"
    shutil.copytree(person.folder, folder)
    workspace, signed = at(folder), folder / "签发稿.docx"
    signed.write_bytes(b"signed by the office")
    distribute(workspace, workspace.store.edition(W46), ["县委办"], "值班员", KNOWLEDGE, [signed])
    erase(workspace, find_personal_data(workspace, person.number, LATER), "甲", "已调离", LATER)
    return workspace


def everything(workspace: Workspace) -> Iterator[tuple[Path, str]]:
    """Every file below the output folder as text, tables and redacted workbooks unpacked."""
    for path in workspace.out.rglob("*"):
        if not path.is_file():
            continue
        data = path.read_bytes()
        if path.suffix == ".parquet":
            yield path, pl.read_parquet(path, hive_partitioning=False).write_json()
        elif data.startswith(b"wuwei"):
            yield path, repr(read_bytes(data))
        elif data.startswith(b"PK"):
            with zipfile.ZipFile(path) as package:
                yield path, "".join(package.read(member).decode("utf-8", "replace") for member in package.namelist())
        else:
            yield path, data.decode("utf-8", "replace")


def test_before_the_person_is_in_many_places(person: Story) -> None:
    paths = [path for path, text in everything(at(person.folder)) if person.name in text or person.id_no in text]
    assert len(paths) > 10  # or the next test could not fail


def test_nothing_of_the_person_is_left(person: Story, after: Workspace) -> None:
    paths = [path for path, text in everything(after) if person.name in text or person.id_no in text]
    assert paths == []


def test_the_record_says_who_when_why_and_what_and_no_name(person: Story, after: Workspace) -> None:
    (line,) = after.forgotten.lines()
    assert (line["by"], line["because"]) == ("甲", "已调离")
    assert person.number in line["numbers"]
    assert dt.datetime.fromisoformat(line["at"]) == LATER
    assert set(line["editions"]) == {f"{W46} edition 1", f"{W47} edition 1"}
    assert line["rows"] > 5
    assert not (after.archive.root / "forgetting.json").exists()


@pytest.mark.parametrize("period", [W46, W47])
def test_figures_stand_as_published_and_all_others_keep_their_rows(
    person: Story, after: Workspace, period: str
) -> None:
    old, new = at(person.folder).store.edition(period), after.store.edition(period)
    for name in ("figures", "history", "ledger", "submissions", "files", "validations", "corrections"):
        assert new.table(name).equals(old.table(name)), name
    assert new.document("summary.json") == old.document("summary.json")
    for name, table in EditionTables(old).items():
        left = new.table(name)
        assert left.columns == table.columns
        if "person_id" in table.columns:
            others = table.filter(pl.col("person_id").ne_missing(person.number))
            assert left.equals(others), name
    assert new.table("five_dim").height == old.table("five_dim").height - 1
    assert new.table("orders").drop("member_name").equals(old.table("orders").drop("member_name"))


def test_the_manifest_tells_it_and_vouches_for_what_is_there_now(person: Story, after: Workspace) -> None:
    old, new = at(person.folder).store.edition(W46), after.store.edition(W46)
    (mark,) = new.manifest["forgotten"]
    assert mark == {"at": LATER.isoformat(), "rows": after.forgotten.lines()[0]["editions"][f"{W46} edition 1"]}
    assert new.manifest["published"]["five_dim"] == old.content["five_dim"] != new.content["five_dim"]
    assert new.manifest["inputs"] == old.manifest["inputs"]
    for name, line in new.manifest["tables"].items():
        assert line["rows"] == new.table(name).height
    report_from(new.document("report.json"))  # can still be rendered


def test_an_issued_report_stays_and_other_papers_go(after: Workspace) -> None:
    assert sorted(path.name for path in after.papers(W46, 1).iterdir()) == ["report.html", "report.pdf"]
    assert {*went_out(after, after.store.edition(W46))} == {"report.html", "report.pdf"}
    assert b"signed by the office" not in [path.read_bytes() for path in after.out.glob("issued/*/*/papers/*")]
    assert not [*after.out.glob("issued/*/*/returns/*")]  # the marked workbooks went out too, and may show the person
    assert [*damages(after, LATER)] == []
    assert not after.papers(W47, 1).exists()


def test_who_shared_a_row_keeps_it(person: Story, after: Workspace) -> None:
    intake = steps.read(after, after.archive.known(LATER))
    talks = intake.rows["S4"].collect()
    before = steps.read(at(person.folder), after.archive.known(KNOWLEDGE)).rows["S4"].collect()
    shared = before.filter(pl.col("name").list.contains(person.name) & (pl.col("name").list.len() > 1)).row(
        0, named=True
    )
    kept = talks.filter((pl.col("submission") == shared["submission"]) & (pl.col("row") == shared["row"]))
    assert kept["name"].to_list() == [[name for name in shared["name"] if name != person.name]]
    assert kept["issue_text"].to_list() == [None]
    hidden = next(text for path, text in everything(after) if OTHER in text)
    assert "旧名单" in hidden


def test_the_same_inbox_does_not_bring_the_person_back(person: Story, workspace: Workspace) -> None:
    distribute(workspace, workspace.store.edition(W46), ["县委办"], "值班员", KNOWLEDGE)
    erase(workspace, find_personal_data(workspace, person.name, LATER), "甲", "已调离", LATER)
    steps.receive(workspace, workspace.out.parent / "inbox", W46, LATER)
    intake = steps.read(workspace, workspace.archive.known(LATER))
    clock = Clock(W46, period_end(W46), LATER)
    inputs = inputs_of(workspace, intake, clock)
    assert standing_edition(workspace, clock, inputs) == workspace.store.edition(W46, 1)  # nothing to correct
    again = build_edition(workspace, intake, clock)
    assert person.number not in again.table("five_dim")["person_id"]
    assert person.name not in "".join(text for path, text in everything(workspace) if again.folder in path.parents)
    forgotten = again.table("ledger").filter(pl.col("reason") == "forgotten")
    assert forgotten["fate"].unique().to_list() == [SET_ASIDE]
    before = workspace.store.edition(W46, 1).table("five_dim")["person_id"]
    assert again.table("five_dim")["person_id"].sort().equals(before.sort())  # the others keep their numbers
    issues = [
        version.table("issues").select("submission", "row", "rule")
        for version in (again, workspace.store.edition(W46, 1))
    ]
    assert issues[0].join(issues[1], on=issues[0].columns, how="anti", nulls_equal=True).is_empty()
    assert again.table("corrections")["cause"].unique().to_list() == ["按规定删除个人信息"]


def test_who_is_sent_again_after_being_forgotten_is_asked_about_and_counts(person: Story, workspace: Workspace) -> None:
    erase(workspace, find_personal_data(workspace, person.name, LATER), "甲", "已调离", LATER)
    boxes, later = story(scale=0.02), LATER + dt.timedelta(days=1)
    roster = sent(boxes, W46, "S1")
    roster.version += 1
    roster.rows.reverse()  # another workbook
    write_inboxes(workspace.out.parent / "again", {W46: [roster]}, qichun())
    steps.receive(workspace, workspace.out.parent / "again/inbox", W46, later)
    new = edition(workspace, W46, later)
    assert person.number in new.table("five_dim")["person_id"]
    (issue,) = new.table("issues").filter(rule="forgotten_again").iter_rows(named=True)
    assert (issue["sheet"], issue["reaction"], issue["file"]) == ("S1", "FIXW", roster.file_name)
    assert issue["cell"] == f"B{3 + len(roster.rows)}"  # below two title lines and the headings
    assert issue["message"].startswith(f"此人的个人信息已于{LATER.year}年{LATER.month}月{LATER.day}日按规定删除")
    assert person.id_no not in issue["message"]
    assert person.name not in issue["message"]


def test_a_past_edition_that_cannot_come_out_again_says_why(after: Workspace) -> None:
    reproduction = reproduce(after, W46, None, KNOWLEDGE)
    assert "figures" in reproduction.differs
    assert reproduction.forgotten == (LATER.isoformat(),)


def test_words_that_name_the_person_and_a_missing_reason_are_refused(person: Story, workspace: Workspace) -> None:
    erasure = find_personal_data(workspace, person.number, LATER)
    for by, because in (("", "调离"), ("甲", " "), ("甲", f"{person.name}已调离"), ("甲", person.id_no)):
        with pytest.raises((CannotErase, PersonalDataInRecord)):
            erase(workspace, erasure, by, because, LATER)
    assert workspace.forgotten.lines() == []


def test_nobody_and_somebody_already_forgotten_are_told_apart(person: Story, after: Workspace) -> None:
    with pytest.raises(NobodyToErase, match="nobody is called 不存在"):
        find_personal_data(after, "不存在", LATER)
    with pytest.raises(NobodyToErase, match=r"was forgotten at .* by 甲"):
        find_personal_data(after, person.number, LATER)


def test_nothing_is_removed_under_a_run_and_no_run_starts_under_a_removal(person: Story, workspace: Workspace) -> None:
    erasure = find_personal_data(workspace, person.number, LATER)
    with period_lock(workspace.out, W47), pytest.raises(AlreadyRunning, match="nothing was removed"):
        erase(workspace, erasure, "甲", "调离", LATER)
    assert not workspace.forgotten.lines()
    with exclusive_lock(workspace.out):
        for work in (period_lock(workspace.out, W47), shared_lock(workspace.out)):
            with pytest.raises(AlreadyRunning, match="being removed"), work:
                pytest.fail("both at work")


def test_what_is_shown_without_apply_changes_nothing(person: Story, workspace: Workspace) -> None:
    before = state(workspace)
    result = CliRunner().invoke(
        app, ["erase", person.number, "--out", str(workspace.out), "--county", str(county_file())]
    )
    assert result.exit_code == 0, result.output
    assert re.search(r"\d+ rows go from \d+ files", result.output)
    assert f"{W46} edition 1" in result.output
    assert person.name not in result.output
    assert state(workspace) == before


def test_what_is_being_removed_is_the_same_when_read_again(person: Story) -> None:
    erasure = find_personal_data(at(person.folder), person.number, LATER)
    assert erasure_from(erasure.to_bytes()) == erasure
    assert person.id_no.encode() not in erasure.to_bytes()


def state(workspace: Workspace) -> dict[str, bytes]:
    """All that is kept, without locks and heads, which may be a line behind their log."""
    files = {path.relative_to(workspace.out).as_posix(): path for path in workspace.out.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if not name.endswith((".lock", ".head"))}


def die_forgetting(folder: Path, erasure: Erasure) -> None:
    erase(at(folder), erasure, "甲", "调离", LATER)


@pytest.mark.timeout(300 + 60 * KILLS)
def test_killed_anywhere_it_is_gone_on_with(person: Story, tmp_path: Path) -> None:
    erasure = find_personal_data(at(person.folder), person.number, LATER)
    shutil.copytree(person.folder, tmp_path / "undisturbed")
    began = time.monotonic()
    die_forgetting(tmp_path / "undisturbed", erasure)
    longest, expected = time.monotonic() - began, state(at(tmp_path / "undisturbed"))
    for kill in range(KILLS):
        folder = tmp_path / f"killed-{kill}"
        shutil.copytree(person.folder, folder)
        process = multiprocessing.get_context("fork").Process(target=die_forgetting, args=(folder, erasure))
        process.start()
        process.join(CHANCE.uniform(0, longest))
        process.kill()
        process.join(60)
        assert not [damage for week in every_edition(at(folder)) for damage in week.damaged()]  # as readers see them
        finish_erasures(at(folder))
        if not at(folder).forgotten.lines():  # killed before anything was written down
            die_forgetting(folder, erasure)
        assert state(at(folder)) == expected  # with no draft, which might hold the name
        shutil.rmtree(folder)


def test_readers_see_whole_editions_of_before_until_all_of_after_are_made(
    person: Story, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    erasure = find_personal_data(workspace, person.number, LATER)
    before = {week.folder: week.content for week in every_edition(workspace)}

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("flows.store.store.release", killed)
    with pytest.raises(KeyboardInterrupt):
        erase(workspace, erasure, "甲", "调离", LATER)
    assert {week.folder: week.content for week in every_edition(workspace)} == before
    assert not [damage for week in every_edition(workspace) for damage in week.damaged()]
    monkeypatch.undo()
    finish_erasures(workspace)
    assert all(week.content != before[week.folder] for week in every_edition(workspace))
    assert not [path for path, text in everything(workspace) if person.name in text]


def received(**sheets: pl.DataFrame) -> Intake:
    """An intake of these rows and of no others."""
    empty = {sheet: rows(sheet) for sheet in ("S1", "S2", "S3", "S4", "S7", "S9", "S10")}
    frames = {**empty, "S5": sheet_rows("S5", []), "S6": sheet_rows("S6", []), **sheets}
    return dataclasses.replace(framed([]), rows={sheet: frame.lazy() for sheet, frame in frames.items()})


ZHANG_SAN = {"name": "张三", "unit": "A", "birth": dt.date(1965, 5, 1)}
AT_HIS_HOST = {"name": "张三", "unit": UNIT}
POST = {"submission": "s6", "submitter": "ZZB", "row": 2, "name": "张三", "birth_ym": dt.date(1965, 5, 1)}


def test_a_mention_that_fitted_two_namesakes_is_not_given_to_the_one_who_is_left() -> None:
    two = [{"name": "张三", "unit": "A", "birth": dt.date(1965, month, 1)} for month in (5, 6)]
    intake = received(S1=rows("S1", *two), S7=rows("S7", {"name": "张三", "unit": "A"}, {"name": "李四", "unit": "A"}))
    named = mentions_received(intake.rows, keyed_digest, COUNTY)
    assert named.filter(pl.col("sheet") == "S7")["person_id"].to_list() == [None, None]
    first = str(named.filter((pl.col("sheet") == "S1") & (pl.col("row") == 2))["person_id"][0])
    own = mentions_of_person([first], intake, named, keyed_digest, COUNTY)
    assert own.select("sheet", "row").rows() == [("S1", 2), ("S7", 2)]


@pytest.mark.parametrize("sheet", ["S2", "S3", "S4", "S7"])
@pytest.mark.parametrize(
    ("post", "own"),
    [
        ({"organ": "ZF", "status": "ON"}, True),
        ({"post_code": "P1", "status": "ENDED"}, True),
        ({"organ": "ZF", "status": "PROPOSED"}, False),
    ],
)
def test_a_row_that_names_the_person_by_the_host_of_a_post_is_found(sheet: str, post: Row, own: bool) -> None:
    county = dataclasses.replace(COUNTY, units=(dataclasses.replace(COUNTY.units[0], organ="ZF"),))
    shown = AT_HIS_HOST | ({"name": ["张三"]} if sheet == "S4" else {})
    intake = received(
        S1=rows("S1", ZHANG_SAN),
        S5=sheet_rows("S5", [{"post_code": "P1", "host_unit": UNIT}]),
        S6=sheet_rows("S6", [POST | post]),
        **{sheet: rows(sheet, shown)},
    )
    named = mentions_received(intake.rows, keyed_digest, county)
    (number,) = named.filter(sheet=pl.lit("S1"))["person_id"].to_list()
    sheets = mentions_of_person([number], intake, named, keyed_digest, county)["sheet"].to_list()
    assert (sheet in sheets) is own
    assert {"S1", "S6"} < {*sheets} or not own


def test_a_row_that_an_edition_held_to_be_the_persons_is_found_though_it_is_undecided_now() -> None:
    intake = received(S1=rows("S1", ZHANG_SAN), S7=rows("S7", AT_HIS_HOST, {"name": "李四", "unit": UNIT}))
    named = mentions_received(intake.rows, keyed_digest, COUNTY)
    number = str(named.filter(sheet=pl.lit("S1"))["person_id"][0])
    roster = pl.DataFrame({"submission": ["s1"], "row": [2], "person_id": ["the number of then"]})
    held_then = {"submission": ["s7", "s7"], "row": [2, 3], "person_id": ["the number of then", "another"]}
    held = lines_held(
        {"five_dim": roster, "duties": pl.DataFrame(held_then)}, [number], named.filter(person_id=pl.lit(number))
    )
    assert held.rows() == [("s1", 2), ("s7", 2)]
    own = mentions_of_person([number], intake, named, keyed_digest, COUNTY, held)
    assert own.select("sheet", "row").rows() == [("S1", 2), ("S7", 2)]


def test_errata_that_name_the_person_or_a_row_of_theirs_are_named() -> None:
    own = pl.DataFrame({"submission": ["x"], "row": [7], "name": ["张三"]})
    by_name, by_row, others = (
        Erratum(id=number, status=ErratumStatus.REVIEWED, **said)
        for number, said in (("K1", {"name": "张三"}), ("K2", {"submission": "x", "row": 7}), ("K3", {"name": "李四"}))
    )
    assert [*errata_about(own, (by_name, by_row, others))] == ["K1", "K2"]
