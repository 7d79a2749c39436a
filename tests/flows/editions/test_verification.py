"""What is kept is what was written, or it is said which file is not, of which edition, and what to do."""

from __future__ import annotations

import errno
import json
import random
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flows import steps
from flows.cli.command_line import app
from flows.county.workspace import Workspace
from flows.editions.distribution import distribute
from flows.editions.knowledge import knowledge_now
from flows.editions.verification import damages, mend
from flows.past.retention.apply import remove
from flows.past.retention.due import due
from flows.past.retention.terms import Terms
from flows.report.index_page import DAMAGED, write_site
from flows.report.lists import write_outputs
from flows.store.edition import AUDIENCE_REPORTS, EditionTables
from flows.store.records.confirmations import Answer, confirm
from flows.store.records.withdrawals import withdraw
from flows.store.seals import KeptFileDamaged
from report_templates.model.report_json import report_from
from tests.support.pace import cases
from tests.support.runs.small_weeks import after, run, send, small_place
from tests.support.workbooks.tables import W46, W47

NOW = after(3 * 365 * 24)
CHANCE = random.Random(20211127)
FLIPS = cases(by_day=36, by_night=5_000)
pytestmark = [pytest.mark.usefixtures("plainly"), pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two weeks, one in three editions of which one has gone, with a line in every record."""
    folder = tmp_path_factory.mktemp("kept")
    workspace = small_place(folder)
    for number in (1, 2, 3):
        send(workspace, W46, number, version=number, at=after(number))
        edition = run(workspace, W46, after(number + 0.5))
        write_outputs(workspace.papers(W46, number), [("report.pdf", b"%PDF"), ("returns/a.xlsx", b"copy")])
    distribute(workspace, workspace.store.edition(W46, 1), ["县委办"], "值班员", after(4))
    withdraw(workspace.withdrawals, edition, f"QC-ZZB_S4_{W46}_v3.xlsx", "甲", "报错", after(5))
    workspace.confirmations.add([Answer("0123", "甲", "属实")], W46, after(5))
    workspace.store.undo(W46, 3, {"by": "甲", "because": "试"}, after(6))
    remove(workspace, due(workspace, Terms(0, 0, 0, 24, 24), NOW), Terms(), "甲", NOW)
    send(workspace, W47, 4, at=after(7))
    run(workspace, W47, NOW)
    return folder


@pytest.fixture
def workspace(story: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(story, tmp_path, dirs_exist_ok=True)
    return small_place(tmp_path)


def test_all_is_as_it_was_written(workspace: Workspace) -> None:
    assert [*damages(workspace, NOW)] == []
    result = CliRunner().invoke(app, ["verify", "--out", str(workspace.out)])
    assert (result.exit_code, result.output) == (0, "everything is as it was written\n")


def everything(workspace: Workspace) -> Mapping[str, object]:
    """All that the product takes from what is kept. Raises KeptFileDamaged."""
    known = workspace.archive.known(NOW)
    for files in known.values():
        workspace.archive.check(files)
    intake = steps.read(workspace, known)
    editions = [edition for period in workspace.store.periods() for edition in workspace.store.editions(period)]
    logs = (workspace.distributions, workspace.retained, workspace.withdrawals.record, workspace.confirmations.record)
    return {
        "known": repr(known),
        "rows": {sheet: rows.collect().write_json() for sheet, rows in intake.rows.items()},
        "ledger": intake.ledger.write_json(),
        "tables": [table.write_json() for edition in editions for table in EditionTables(edition).values()],
        "documents": [edition.document(name) for edition in editions for name in edition.manifest["documents"]],
        "facts": [{**edition.manifest} for edition in editions],
        "records": [log.lines() for log in logs],
        "current": [(edition.folder.name, edition.number) for edition in map(workspace.store.edition, (W46, W47))],
    }


def everything_or_damage(workspace: Workspace) -> Mapping[str, object] | str:
    """`everything`, or the sentence about what is damaged."""
    try:
        return everything(workspace)
    except KeptFileDamaged as damage:
        return str(damage)


def kind_of(path: Path, out: Path) -> str:
    """What kind of kept file it is: by its folder, and by its end."""
    parts = path.relative_to(out).parts
    return f"{parts[0]}/{parts[1] if parts[0] == 'archive' else ''}{path.suffix}"


def test_of_bits_turned_over_in_kept_files_of_every_kind_none_gives_other_data_without_a_word(
    workspace: Workspace,
) -> None:
    expected = everything(workspace)
    kept = [path for name in ("archive", "decisions", "lake") for path in (workspace.out / name).rglob("*.*")]
    kept += [*(workspace.archive.root / "raw").iterdir()]
    files: dict[str, list[Path]] = {}
    for path in sorted({path for path in kept if path.is_file() and path.suffix != ".lock"}):
        files.setdefault(kind_of(path, workspace.out), []).append(path)
    assert {*files} == {
        *("archive/raw", "archive/received.json", "archive/read.parquet", "archive/read.json"),
        *("decisions/.jsonl", "decisions/.head", "lake/.jsonl", "lake/.head", "lake/.json", "lake/.parquet"),
    }
    noticed = 0
    for flip in range(FLIPS):
        path = CHANCE.choice(files[[*files][flip % len(files)]])
        whole = path.read_bytes()
        position, bit = CHANCE.randrange(len(whole)), 1 << CHANCE.randrange(8)
        path.write_bytes(whole[:position] + bytes([whole[position] ^ bit]) + whole[position + 1 :])
        seen = everything_or_damage(workspace)
        if isinstance(seen, str):
            noticed += 1
            assert str(path) in seen or str(path.with_suffix(".jsonl")) in seen
        else:
            assert seen == expected, (path, position, bit)
        path.write_bytes(whole)
    assert noticed > FLIPS / 2  # a reading is made again, and JSON may be written in several ways


Deed = Callable[[Workspace], object]


def altered(pattern: str) -> Deed:
    """One byte more or less in the first such file."""

    def deed(workspace: Workspace) -> None:
        path = sorted(workspace.out.glob(pattern))[0]
        path.write_bytes(path.read_bytes()[:-1])

    return deed


def gone(pattern: str) -> Deed:
    return lambda workspace: sorted(workspace.out.glob(pattern))[0].unlink()


DAMAGES: tuple[tuple[Deed, str], ...] = (
    (altered("archive/raw/*"), "are not what was received"),
    (gone("archive/raw/*"), "are gone"),
    (altered("archive/received/*/*.json"), r"\.json is not what was written"),
    (altered(f"lake/period={W46}/edition=3/figures.parquet"), f"edition 3 of {W46}: .*figures.parquet is not what was"),
    (gone(f"lake/period={W46}/edition=1/report.json"), f"edition 1 of {W46}: .*report.json is gone"),
    (altered(f"lake/period={W47}/edition=1/manifest.json"), f"edition 1 of {W47}: .*manifest.json is not what was"),
    (gone(f"lake/period={W46}/edition=1/manifest.json"), f"edition 1 of {W46} is gone, or its manifest is"),
    (gone(f"lake/period={W46}/edition=3/manifest.json"), f"edition 3 of {W46} is gone"),  # the other week is made of it
    (altered("decisions/issued.jsonl"), r"issued\.jsonl: lines at its end were changed or removed"),
    (gone("decisions/issued.jsonl"), r"issued\.jsonl: lines at its end were changed or removed"),
    (gone("decisions/withdrawals.head"), r"withdrawals\.jsonl: its head withdrawals\.head is gone"),
    (gone("lake/undone.jsonl"), r"undone\.jsonl: lines at its end were changed or removed"),
)


@pytest.mark.parametrize(("deed", "words"), DAMAGES, ids=[words for _, words in DAMAGES])
def test_verify_names_what_is_damaged_and_ends_with_1(workspace: Workspace, deed: Deed, words: str) -> None:
    deed(workspace)
    result = CliRunner().invoke(app, ["verify", "--out", str(workspace.out)])
    output = " ".join(result.output.split())
    assert (result.exit_code, "1 damaged:" in output, "backup" in output) == (1, True, True), output
    assert re.search(words, output), output


def test_verify_names_a_line_that_was_cut_off_while_it_was_written(workspace: Workspace) -> None:
    """It counts nowhere, and whoever was recording something has to hear of it."""
    log = workspace.out / "decisions/issued.jsonl"
    log.write_bytes(log.read_bytes() + '{"by": "王'.encode())
    (damage,) = damages(workspace, NOW)
    assert damage.startswith(f"{log}: behind its last line 11 bytes of another were cut off")
    other = CliRunner().invoke(app, ["status", "--out", str(workspace.out)])
    assert "behind its last line 11 bytes of another were cut off" in " ".join(other.output.split())


def test_verify_goes_through_all_that_is_kept_whatever_is_damaged_on_the_way(workspace: Workspace) -> None:
    receipt, *others = sorted(workspace.out.glob("archive/received/*/*.json"))
    raw = workspace.out / "archive" / "raw" / json.loads(others[-1].read_bytes())["sha256"]
    places = [
        *(workspace.out / "decisions" / name for name in ("issued.jsonl", "forgotten.jsonl", "withdrawals.jsonl")),
        *(receipt, raw, workspace.out / f"lake/period={W46}/edition=3/figures.parquet"),
        *(
            workspace.out / f"lake/period={W46}/edition=3/orders.parquet",
            workspace.out / f"lake/period={W47}/edition=1",
        ),
    ]
    places[1].write_text("[]\n")
    for place in places:
        if place.is_dir():
            (place / "manifest.json").write_bytes((place / "manifest.json").read_bytes()[:-1])
        else:
            place.write_bytes(place.read_bytes()[:-1] + b"\xff\n")
    damaged = [*damages(workspace, NOW)]
    assert [place for place in places if not any(str(place) in sentence for sentence in damaged)] == []
    assert len(damaged) == len(places)
    result = CliRunner().invoke(app, ["verify", "--out", str(workspace.out), "--inbox", str(workspace.out)])
    assert (result.exit_code, f"{len(places)} damaged:" in result.output) == (1, True)


def test_verify_names_a_file_that_the_system_does_not_let_it_read(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = workspace.out / f"lake/period={W46}/edition=3/figures.parquet"
    whole = Path.open

    def refusing(path: Path, *how: Any, **named: Any) -> Any:
        if path == table:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return whole(path, *how, **named)

    monkeypatch.setattr(Path, "open", refusing)
    (damage,) = damages(workspace, NOW)
    assert f"{table} cannot be read (Permission denied)" in damage


def test_nothing_is_mended_while_it_is_not_known_what_was_removed_on_purpose(workspace: Workspace) -> None:
    raw = next(workspace.archive.raw(file) for file in workspace.archive.known(NOW)[W47])
    raw.write_bytes(b"PK")
    (workspace.out / "decisions" / "retention.jsonl").write_text("[]\n")
    mend(workspace, workspace.out.parent / "inbox", NOW)
    assert raw.read_bytes() == b"PK"
    assert len([*damages(workspace, NOW)]) == 2


def test_verify_mends_a_workbook_that_still_lies_in_the_inbox(workspace: Workspace) -> None:
    raw = next(
        workspace.archive.raw(file) for file in workspace.archive.known(NOW)[W46] if file.file.endswith("_v3.xlsx")
    )
    whole = raw.read_bytes()
    raw.write_bytes(whole[:1000])
    inbox = workspace.out.parent / "inbox"
    result = CliRunner().invoke(app, ["verify", "--out", str(workspace.out), "--inbox", str(inbox)])
    assert result.exit_code == 0, result.output
    assert f"mended: the bytes of {W46}/QC-ZZB_S4_{W46}_v3.xlsx are not what was received" in result.output
    assert raw.read_bytes() == whole


def test_verify_brings_back_nothing_that_was_removed_after_its_term(workspace: Workspace) -> None:
    emptied = next(
        workspace.archive.raw(file) for file in workspace.archive.known(NOW)[W46] if file.file.endswith("_v2.xlsx")
    )
    emptied.write_bytes(b"Q" + emptied.read_bytes()[1:])
    mend(workspace, workspace.out.parent / "inbox", NOW)
    (damage,) = damages(workspace, NOW)
    assert damage.endswith("restore that file from its backup")


def test_an_altered_report_is_not_rendered_and_an_altered_figure_not_traced(workspace: Workspace) -> None:
    edition = workspace.store.edition(W46)
    for name in ("report.json", "figures.parquet"):
        path = edition.folder / name
        path.write_bytes(path.read_bytes().replace(b"3", b"8"))
    with pytest.raises(KeptFileDamaged, match=f"edition 3 of {W46}: .*report.json is not what was published"):
        report_from(edition.document("report.json"))
    out = ["--out", str(workspace.out)]
    for command in (["report", W46], ["trace", W46, "D1"]):
        result = CliRunner().invoke(app, [*command, *out])
        assert isinstance(result.exception, KeptFileDamaged), result.output


@pytest.mark.parametrize("name", ["manifest.json", AUDIENCE_REPORTS])
def test_a_damaged_edition_does_not_stop_other_weeks_and_is_not_quoted(workspace: Workspace, name: str) -> None:
    path = workspace.store.edition(W47).folder / name
    path.write_bytes(path.read_bytes()[:-1])
    assert knowledge_now(workspace)
    write_outputs(workspace.papers(W47, 1), [("report.html", b"<p>")])
    page = write_site(workspace).read_text("utf-8")
    assert f"periods/{W46}/edition-3/report.pdf" in page
    assert (DAMAGED in page) == (name == AUDIENCE_REPORTS)
    send(workspace, W46, 5, version=9, at=NOW)
    assert run(workspace, W46, NOW).number == 4


def test_confirming_what_a_damaged_edition_says_is_refused(workspace: Workspace) -> None:
    edition = workspace.store.edition(W46)
    (edition.folder / "issues.parquet").write_bytes(b"PAR1")
    with pytest.raises(KeptFileDamaged, match=r"issues\.parquet"):
        confirm(workspace.confirmations, edition, [Answer("0123", "甲", "属实")], NOW)
