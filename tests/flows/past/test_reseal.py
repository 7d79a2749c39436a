"""A pepper is changed on purpose only: then people get new numbers, and what was confirmed stays confirmed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows import steps
from flows.cli.command_line import app
from flows.county.workspace import Workspace
from flows.past.backfill.plan import PEPPER, plan
from flows.past.reseal import CannotRotate, rotate
from flows.store.pepper import PepperRefused
from flows.store.records.confirmations import Answer, confirm
from flows.store.records.pepper_record import AnotherPepper
from flows.store.records.recorded_words import PersonalDataInRecord
from tests.support.runs.small_weeks import after, run, send, small_place
from tests.support.workbooks.tables import NAME, W46, W47, contact_log, talk, written

pytestmark = pytest.mark.usefixtures("plainly")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two weeks; in the second one a warning has been confirmed."""
    folder = tmp_path_factory.mktemp("pepper")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WUWEI_PEPPER_FILE", str(folder / "pepper"))
        workspace = small_place(folder)
        send(workspace, W46, 2)
        run(workspace, W46, after(1))
        inbox = folder / "inbox" / W47
        inbox.mkdir(parents=True)
        written(inbox / NAME, contact_log(talk(), talk("李四", "2021-11-23", way="同上")))
        workspace.archive.receive_all(inbox, W47, after(2))
        edition = run(workspace, W47, after(3))
        (warning,) = edition.table("issues").filter(reaction="FIXW")["issue"].unique()
        confirm(workspace.confirmations, edition, [Answer(warning, "甲", "属实")], after(4))
        run(workspace, W47, after(5))
    return folder


@pytest.fixture
def workspace(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    shutil.copytree(story, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("WUWEI_PEPPER_FILE", str(tmp_path / "pepper"))
    return small_place(tmp_path)


def everything(workspace: Workspace) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in workspace.out.rglob("*") if path.is_file() and path.suffix != ".lock"}


@pytest.mark.parametrize("pepper", [None, b"another" * 6, b"short"])
def test_under_another_pepper_nothing_is_made(workspace: Workspace, tmp_path: Path, pepper: bytes | None) -> None:
    (tmp_path / "pepper").unlink()
    if pepper:
        (tmp_path / "pepper").write_bytes(pepper)
        (tmp_path / "pepper").chmod(0o600)
    before = everything(workspace)
    send(workspace, W47, 5, version=2, at=after(6))
    with pytest.raises((AnotherPepper, PepperRefused)):
        run(workspace, W47, after(7))
    assert (tmp_path / "pepper").exists() == bool(pepper)
    lake = workspace.store.root
    assert {path: data for path, data in everything(workspace).items() if lake in path.parents} == {
        path: data for path, data in before.items() if lake in path.parents
    }


def test_after_a_rotation_a_week_is_made_again_with_new_numbers_and_the_confirmations_hold(
    workspace: Workspace,
) -> None:
    old = workspace.store.edition(W47)
    assert rotate(workspace, "甲", "外泄", after(8))[1] == 1
    new = run(workspace, W47, after(9))
    assert new.number == old.number + 1
    assert new.manifest["inputs"]["pepper"] == workspace.pepper.fingerprint
    (before,), (later,) = old.table("confirmed")["issue"], new.table("confirmed")["issue"]
    assert before != later
    assert new.table("confirmed")["confirmed_by"].to_list() == ["甲"]
    assert new.table("issues").filter(reaction="FIXW").is_empty()
    assert new.table("figures").equals(old.table("figures"))
    assert [step.why for step in plan(workspace, W46, W46, requester="甲", reason="外泄", now=after(10)).steps] == [
        (PEPPER,)
    ]


def test_a_rotation_needs_somebody_and_a_reason_and_changes_nothing_without(workspace: Workspace) -> None:
    before = everything(workspace)
    for by, because in (("", "外泄"), ("甲", " "), ("甲", "13812345678 外泄")):
        with pytest.raises((CannotRotate, PersonalDataInRecord)):
            rotate(workspace, by, because, after(8))
    assert everything(workspace) == before


def test_the_commands(workspace: Workspace, tmp_path: Path) -> None:
    def wuwei(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["pepper", *words, "--out", str(workspace.out)])
        return result.exit_code, " ".join(f"{result.output} {result.exception or ''}".split())

    stick = tmp_path / "stick"
    assert wuwei("backup", str(workspace.out / "pepper"))[0] == 2  # never beside the data
    assert wuwei("backup", str(stick))[0] == 0
    assert wuwei("backup", str(stick))[0] == 1  # nothing is overwritten
    secret = (tmp_path / "pepper").read_bytes()
    (tmp_path / "pepper").unlink()
    assert "is gone; put it back from its backup" in wuwei("backup", str(tmp_path / "again"))[1]
    assert not (tmp_path / "again").exists()
    assert wuwei("restore", str(stick))[0] == 0
    assert (tmp_path / "pepper").read_bytes() == secret
    code, output = wuwei("rotate", "--by", "甲", "--because", "外泄")
    assert (code, "1 answers of people" in output) == (0, True), output
    assert "is not the pepper of this store" in wuwei("restore", str(stick))[1]
    assert steps.read(workspace, workspace.archive.known(after(9))).submissions.height == 2
