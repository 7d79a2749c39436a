"""The workbooks of a week that go back: which files, to whom, until when, and who may look."""

from __future__ import annotations

import datetime as dt
import stat
import zipfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from expectations.county.county import Returns
from flows import steps
from flows.clerks.marking.returns import RETURNED, deadline_in_words, returned_copies
from flows.county.county_file import WrongCountyFile, load_county, shipped_example
from flows.county.workspace import Workspace
from flows.read.workbook import read_bytes
from flows.report.lists import write_outputs
from flows.store.edition import Edition
from tests.support.messiness.messy import book, page
from tests.support.runs.counties import qichun
from tests.support.runs.small_weeks import after, run, send, small_place
from tests.support.runs.weeks import TUESDAY, W46, W47, published, received, story
from tests.support.workbooks.entries_without_bytes import WITHOUT_BYTES
from transforms.recognise.return_sheet import is_return_sheet
from transforms.records.submission import file_digits_of

pytestmark = pytest.mark.usefixtures("plainly", "unprinted")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    boxes = story(periods=(W47,), scale=0.2, dirt=0.8)
    return received(tmp_path_factory.mktemp("returns"), boxes)


@pytest.fixture(scope="module")
def edition(workspace: Workspace) -> Edition:
    return published(workspace, W47, TUESDAY)


def test_every_file_with_something_to_correct_goes_back_to_its_unit(workspace: Workspace, edition: Edition) -> None:
    copies = dict(returned_copies(workspace, edition))
    wrong = edition.table("issues").filter(pl.col("reaction").is_in(RETURNED))
    assert len(copies) == wrong.select(file_digits_of("submission")).n_unique() > 3
    for name, copy in copies.items():
        folder, file = name.split("/")
        assert folder in {*workspace.county.unit, "未知单位"}
        assert "_退回修改表." in file
        front = read_bytes(copy).grids[0]
        assert is_return_sheet(front)
        assert workspace.county.returns.contact in str(front.rows)
        assert "2021年12月3日18时" in str(front.rows)  # two days after what was known on 1 December


def test_copies_lie_where_only_the_owner_may_look(tmp_path: Path) -> None:
    folder = write_outputs(tmp_path / "edition-1", {"a.csv": b"1", "returns/QC-ZZB/a.xlsx": b"2"}.items())
    assert stat.S_IMODE((folder / "returns").stat().st_mode) == 0o700
    assert not (write_outputs(tmp_path / "edition-2", {"a.csv": b"1"}.items()) / "returns").exists()


@pytest.fixture(scope="module")
def odd_week(plainly: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Edition]:
    """The edition of a week with one good workbook and, beside it and in a unit's folder, entries without bytes."""
    workspace = small_place(tmp_path_factory.mktemp("odd"))
    send(workspace, W47, 1)
    inbox = workspace.out.parent / "inbox" / W47
    for folder in (inbox, inbox / "县委组织部"):
        folder.mkdir(exist_ok=True)
        for name, (make, _) in WITHOUT_BYTES.items():
            make(folder / name)
    (inbox / "县委组织部" / "旧").mkdir()
    with zipfile.ZipFile(inbox / "包.zip", "w") as package:
        package.writestr("坏.xlsx", b"one")
    data = (inbox / "包.zip").read_bytes()
    (inbox / "包.zip").write_bytes(data.replace(b"one", b"two", 1))  # the checksum is wrong now
    steps.receive(workspace, inbox.parent, W47, after(1))
    return workspace, run(workspace, W47, after(1))


def test_an_entry_without_bytes_goes_back_with_its_sentence(odd_week: tuple[Workspace, Edition]) -> None:
    workspace, edition = odd_week
    refused = {name: rule for name, (_, rule) in WITHOUT_BYTES.items()} | {"旧": "folder_not_read"}
    refused |= {"包.zip/坏.xlsx": "file_damaged"}
    issues = edition.table("issues").filter(pl.col("reaction") == "FILE")
    assert dict(issues.select("file", "rule").rows()) == refused
    copies = dict(returned_copies(workspace, edition))
    assert len(copies) == issues.height == 2 * len(WITHOUT_BYTES) + 2
    for file, message in issues.select("file", "message").rows():
        copy = copies[f"未知单位/{Path(file).stem}_退回修改表.xlsx"]
        letter, empty = read_bytes(copy).grids
        assert is_return_sheet(letter)
        assert message in str(letter.rows)
        assert "请不要在本文件中填写" in str(letter.rows)
        assert "直接在本文件中修改" not in str(letter.rows)
        assert (empty.name, empty.rows) == ("（原文件无法读取）", [])


def test_a_workbook_of_an_earlier_week_goes_back_when_it_is_wrong_only_now(tmp_path: Path) -> None:
    """S6 stands from the week before; by the roster of this week somebody on it has died."""
    workspace = small_place(tmp_path)
    inboxes, born = workspace.out.parent / "inbox", {"name": "陈一", "birth_ym": "1965-10"}
    for period, sheet, cells in (
        (W46, "S1", {"person_status": "未退休"}),
        (W46, "S6", {"status": "已到岗", "start": "2021-11-18"}),
        (W47, "S1", {"person_status": "去世"}),
    ):
        rows = page(sheet, born | cells, period=f"2021年第{period[-2:]}周")
        book(inboxes / period / f"QC-ZZB_{sheet}_{period}_v1.xlsx", rows)
    for period in (W46, W47):
        steps.receive(workspace, inboxes, period, after(0))
    returned = [[name for name, _ in returned_copies(workspace, run(workspace, week, after(1)))] for week in (W46, W47)]
    assert [[name for name in names if "_S6_" in name] for names in returned] == [
        [],
        ["QC-ZZB/QC-ZZB_S6_2021-W46_v1_退回修改表.xlsx"],
    ]


def test_papers_do_not_depend_on_bytes_that_are_gone(odd_week: tuple[Workspace, Edition]) -> None:
    """An edition stays; what its files were may have been lost with a disk."""
    workspace, edition = odd_week
    before = {*dict(returned_copies(workspace, edition))}
    for raw in (workspace.archive.root / "raw").iterdir():
        raw.unlink()
    assert {*dict(returned_copies(workspace, edition))} == before


@pytest.mark.parametrize(
    ("hour", "days", "words"),
    [(dt.time(18), 2, "2021年12月1日18时"), (dt.time(17, 30), 0, "2021年11月29日17时30分")],
)
def test_the_deadline_counts_from_the_day_in_the_county(hour: dt.time, days: int, words: str) -> None:
    county = replace(qichun(), returns=Returns(days=days, hour=hour))
    late_on_sunday_in_london = dt.datetime(2021, 11, 28, 23, tzinfo=dt.UTC)
    assert deadline_in_words(county, late_on_sunday_in_london) == words


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\nhour = 18:00:00", "\nhour = 18", "[returns], key hour: write a time of day"),
        ("[returns]", "[returns]\nphone = 1", "[returns], key phone: is not known"),
        ('contact = "县委组织部干部信息室（示例）"', "contact = 7", "[returns], key contact: write whom"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = shipped_example().read_text("utf-8")
    assert old in text
    path = tmp_path / "wuwei.toml"
    path.write_text(
        text.replace(old, new, 1).replace('"reference/', f'"{shipped_example().parent}/reference/'), "utf-8"
    )
    with pytest.raises(WrongCountyFile) as wrong:
        load_county(path)
    assert message in str(wrong.value)


def test_a_county_that_says_nothing_has_defaults(tmp_path: Path) -> None:
    text = shipped_example().read_text("utf-8").replace('"reference/', f'"{shipped_example().parent}/reference/')
    before, _, rest = text.partition("[returns]")
    path = tmp_path / "wuwei.toml"
    path.write_text(before + rest[rest.index("\n[") :], "utf-8")
    assert load_county(path).returns == Returns()
