"""What went out stays as it went out, in all its variants, whatever happens to the folder of papers."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import nullcontext
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli.command_line import app
from flows.county.workspace import Workspace
from flows.editions.distribution import CannotDistribute, distribute, distributions_of, went_out
from flows.editions.verification import damages
from flows.past.reproduction import reproduce
from flows.past.retention.apply import remove
from flows.past.retention.due import due
from flows.past.retention.terms import Terms
from flows.report.publish import write_missing
from flows.report.rerender import render_again
from flows.store.seals import KeptFileDamaged
from tests.support.runs.small_weeks import after, run, small_place
from tests.support.workbooks.tables import NAME, W46, contact_log, talk, written

LATER = after(24 * 365 * 3)
VARIANTS = {
    *("annex.pdf", "annex.docx", "annex.html", "readers/inspection/annex.pdf"),
    *("report.docx", "readers/public/report.docx", "readers/township/QC-ZZB.docx"),
    *("report-data.xlsx", "readers/group/message.txt", "readers/group/page-1.png"),
    *("report.pdf", "report.html", "issues.csv", "queue.csv", "ledger.csv", "summary.json", "status.html"),
    *("quality/index.html", "readers/analyst/report.html", "readers/public/report.pdf", "readers/public/report.html"),
    *("readers/inspection/report.pdf", "readers/inspection/report.html", "readers/township/QC-ZZB.pdf"),
}
pytestmark = [pytest.mark.usefixtures("plainly", "unprinted"), pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A week with papers of all kinds, one of its workbooks goes back; it was distributed."""
    folder = tmp_path_factory.mktemp("issued")
    workspace = small_place(folder)
    inbox = folder / "inbox" / W46
    inbox.mkdir(parents=True)
    written(
        inbox / NAME.replace("W47", "W46"), contact_log(talk("张三", "2021-11-16"), talk("李四", "2021-11-17", "吹风"))
    )
    workspace.archive.receive_all(inbox, W46, after(0))
    edition = run(workspace, W46, after(1))
    write_missing(workspace, edition)
    distribute(workspace, edition, ["县委办"], "值班员", after(2))
    return folder


@pytest.fixture
def workspace(story: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(story, tmp_path, dirs_exist_ok=True)
    return small_place(tmp_path)


def papers(workspace: Workspace) -> dict[str, bytes]:
    folder = workspace.papers(W46, 1)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def again(workspace: Workspace, audience: str = "all") -> None:
    render_again(workspace, workspace.store.edition(W46), audience, lambda *_: nullcontext(lambda *_: None))


def test_every_variant_is_kept_by_its_hash(workspace: Workspace) -> None:
    shown = papers(workspace)
    assert {*shown} >= VARIANTS
    assert any(name.startswith("returns/") for name in shown)
    sent = went_out(workspace, workspace.store.edition(W46))
    assert sent == {name: hashlib.sha256(data).hexdigest() for name, data in sorted(shown.items())}
    kept = {path.name for path in workspace.out.glob("issued/*/*/*/*")}
    assert {*sent.values()} < kept  # and the list of them
    assert (workspace.out / "issued").stat().st_mode & 0o777 == 0o700
    assert {*distributions_of(workspace, W46)[0].files} == {"report.docx", "report.html", "report.pdf"}


def test_papers_that_were_altered_or_removed_are_put_back_as_they_went_out(workspace: Workspace) -> None:
    before = papers(workspace)
    for name in before:
        (workspace.papers(W46, 1) / name).write_bytes(b"%PDF altered")
    again(workspace)
    assert papers(workspace) == before
    shutil.rmtree(workspace.papers(W46, 1))
    write_missing(workspace, workspace.store.edition(W46))
    assert papers(workspace) == before


def test_papers_that_another_program_would_render_otherwise_stay(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = papers(workspace)
    makers = ("county_pdf_of", "county_docx_of", "county_html_of", "reader_pdf_of", "reader_docx_of", "reader_html_of")
    for make in (*makers, "analyst_html_of"):
        monkeypatch.setattr(f"flows.report.per_audience.{make}", lambda _: b"another version")
    again(workspace)
    for audience in ("county", "analyst", "public", "inspection", "township:QC-ZZB"):
        again(workspace, audience)
    assert papers(workspace) == before


@pytest.mark.parametrize("name", ["report.pdf", "readers/township/QC-ZZB.pdf", "issues.csv"])
def test_a_kept_paper_that_is_damaged_is_mended_by_the_one_shown_or_missed(workspace: Workspace, name: str) -> None:
    edition = workspace.store.edition(W46)
    digest = went_out(workspace, edition)[name]
    (kept,) = workspace.out.glob(f"issued/*/*/*/{digest}")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-1])
    assert [*damages(workspace, LATER)] == []
    assert kept.read_bytes() == whole
    kept.unlink()
    (workspace.papers(W46, 1) / name).write_bytes(b"altered")
    (damage,) = damages(workspace, LATER)
    assert damage.startswith(f"edition 1 of {W46}: {name} as it went out is lost; restore {kept}")
    with pytest.raises(CannotDistribute, match="are lost"):
        distribute(workspace, edition, ["县政府办"], "值班员", after(3))
    result = CliRunner().invoke(app, ["report", W46, "--out", str(workspace.out)])
    assert result.exit_code == 1
    assert f"{name} as it went out is lost" in " ".join(result.output.split())


def test_a_damaged_list_of_papers_is_said(workspace: Workspace) -> None:
    (listed,) = workspace.out.glob("issued/*/*/lists/*")
    listed.write_bytes(listed.read_bytes().replace(b"report.pdf", b"report.pdg"))
    with pytest.raises(KeptFileDamaged, match="the list of the papers that went out"):
        again(workspace)


def test_a_second_distribution_keeps_what_went_out_first(workspace: Workspace) -> None:
    edition = workspace.store.edition(W46)
    before = went_out(workspace, edition)
    (workspace.papers(W46, 1) / "report.pdf").write_bytes(b"%PDF altered")
    (workspace.papers(W46, 1) / "附件.pdf").write_bytes(b"%PDF more")
    distribute(workspace, edition, ["县政府办"], "值班员", after(3))
    assert went_out(workspace, edition) == {**before, "附件.pdf": hashlib.sha256(b"%PDF more").hexdigest()}


def signed(folder: Path, content: bytes = b"signed") -> Path:
    path = folder / "周报（签发稿）.docx"
    path.write_bytes(content)
    return path


def test_what_the_office_edited_and_signed_is_recorded_and_kept_as_it_went_out(
    workspace: Workspace, tmp_path: Path
) -> None:
    edition, file = workspace.store.edition(W46), signed(tmp_path)
    before, name, digest = went_out(workspace, edition), f"office/{file.name}", hashlib.sha256(b"signed").hexdigest()
    recorded = distribute(
        workspace, edition, ["县委办"], "值班员", after(3), [file]
    )  # who has the edition, has not this
    assert recorded.files[name] == digest
    assert went_out(workspace, edition) == {**before, name: digest}
    file.write_bytes(b"edited once more")
    again(workspace)
    assert papers(workspace)[name] == b"signed"
    assert (workspace.papers(W46, 1) / "office").stat().st_mode & 0o777 == 0o700
    (workspace.papers(W46, 1) / name).write_bytes(b"altered")
    again(workspace)
    assert papers(workspace)[name] == b"signed"
    assert [*damages(workspace, LATER)] == []


def test_another_file_of_the_same_name_is_not_taken_for_what_went_out(workspace: Workspace, tmp_path: Path) -> None:
    edition = workspace.store.edition(W46)
    distribute(workspace, edition, ["县委办"], "值班员", after(3), [signed(tmp_path)])
    for recipient in ("县委办", "县政府办"):
        with pytest.raises(CannotDistribute, match="give the new one another name"):
            distribute(workspace, edition, [recipient], "值班员", after(4), [signed(tmp_path, b"other")])
    with pytest.raises(CannotDistribute, match="was distributed to 县委办 before"):
        distribute(workspace, edition, ["县委办"], "值班员", after(4), [signed(tmp_path)])
    second = distribute(workspace, edition, ["县政府办"], "值班员", after(5), [signed(tmp_path)])
    assert second.files["office/周报（签发稿）.docx"] == hashlib.sha256(b"signed").hexdigest()


def test_a_file_that_cannot_be_read_and_two_of_one_name_are_refused_and_nothing_is_recorded(
    workspace: Workspace, tmp_path: Path
) -> None:
    edition, twin = workspace.store.edition(W46), tmp_path / "b"
    twin.mkdir()
    for files, reason in (
        ([tmp_path / "没有.docx"], "没有.docx: No such file or directory; name the file that went out"),
        ([twin], "b: Is a directory"),
        ([signed(tmp_path), signed(twin)], "two files are called 周报（签发稿）.docx"),
    ):
        with pytest.raises(CannotDistribute, match=reason):
            distribute(workspace, edition, ["县政府办"], "值班员", after(3), files)
    assert len(distributions_of(workspace, W46)) == 1


def test_the_command_records_the_hash_of_the_file_that_went_out(workspace: Workspace, tmp_path: Path) -> None:
    sent = ["--by", "值班员", "--to", "县政府办", "--file", str(signed(tmp_path))]
    result = CliRunner().invoke(app, ["distribute", W46, *sent, "--out", str(workspace.out)])
    assert result.exit_code == 0, result.output
    assert f"{hashlib.sha256(b'signed').hexdigest()[:16]}  office/周报（签发稿）.docx" in result.output


def test_killed_before_the_line_is_written_it_did_not_go_out_and_can_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    edition = workspace.store.edition(W46)
    monkeypatch.setattr("flows.store.records.append_log.AppendLog.add", killed)
    with pytest.raises(KeyboardInterrupt):
        distribute(workspace, edition, ["县政府办"], "值班员", after(3))
    monkeypatch.undo()
    assert len(distributions_of(workspace, W46)) == 1
    assert distribute(workspace, edition, ["县政府办"], "值班员", after(3)).number == 2


def test_a_distribution_of_an_older_version_is_kept_when_it_is_looked_at(workspace: Workspace) -> None:
    """It has listed the report only, and nothing of it was kept apart."""
    shutil.rmtree(workspace.out / "issued")
    (line,) = workspace.distributions.lines()
    for path in (workspace.distributions.file, workspace.distributions.file.with_suffix(".head")):
        path.unlink()
    del line["papers"]
    workspace.distributions.add([line], after(2))
    edition = workspace.store.edition(W46)
    assert {*went_out(workspace, edition)} == {"report.docx", "report.html", "report.pdf"}
    before = papers(workspace)["report.pdf"]
    assert [*damages(workspace, LATER)] == []
    (workspace.papers(W46, 1) / "report.pdf").write_bytes(b"altered")
    again(workspace, "county")
    assert papers(workspace)["report.pdf"] == before


def test_marked_workbooks_that_went_out_go_after_the_term_of_all_others(workspace: Workspace) -> None:
    items = due(workspace, Terms(0, 0, 6, 0, 0), LATER + (LATER - after(0)))
    assert {item.path.relative_to(workspace.out).as_posix() for item in items} == {
        f"issued/{W46}/edition-1/returns",
        f"periods/{W46}/edition-1/returns",
    }
    remove(workspace, items, Terms(), "甲", LATER)
    assert not any(name.startswith("returns/") for name in went_out(workspace, workspace.store.edition(W46)))
    assert [*damages(workspace, LATER)] == []
    again(workspace)
    assert any(name.startswith("returns/") for name in papers(workspace))  # made again, as of any edition


def test_an_edition_made_again_beside_the_store_has_papers_of_its_own(workspace: Workspace) -> None:
    again_made = reproduce(workspace, W46, None, after(1))
    assert not again_made.differs
    assert went_out(small_place(workspace.out.parent), workspace.store.edition(W46))
    assert not again_made.papers.exists()
