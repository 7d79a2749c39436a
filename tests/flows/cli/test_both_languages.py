"""What stops a command says so in English and in Chinese, and what to do."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from flows.clerks.blank_forms.handing_out import AlreadyThere, NothingToSend, forms_of, write_forms
from flows.cli import command_line
from flows.cli.commands.week import published
from flows.county.county_file import NoCountyFile, county_file
from flows.county.new_county.county_folder import FolderInUse, write_county_folder
from flows.county.new_county.draft import Draft
from flows.county.said import _sentences
from flows.receive.inbox import InboxMissing, inbox_folder
from flows.store.locks import AlreadyRunning, exclusive_lock, period_lock, shared_lock
from flows.store.pepper import PepperRefused, open_pepper
from flows.store.records.county_record import AnotherCounty, CountyRecord
from flows.store.records.pepper_record import AnotherPepper, PepperRecord
from flows.store.store import NoSuchEdition, Store
from tests.support.runs.weeks import qichun
from transforms.clock import UnknownPeriod, period_end
from transforms.judge.schedule import NotBegun, TooManyMissed, check_begun, to_run

NOW = dt.datetime(2022, 1, 1, tzinfo=dt.UTC)
HAN, LATIN = re.compile("[\u4e00-\u9fff]{4}"), re.compile("[a-z]{3} [a-z]+ ")


def in_a_county_s_folder(folder: Path) -> None:
    write_county_folder(folder, "999901", "平川县", Draft())
    write_county_folder(folder, "999901", "平川县", Draft())


def in_another_county_s_store(folder: Path) -> None:
    record = CountyRecord(folder / "decisions/county.jsonl")
    record.keep("999901", "平川县", NOW)
    record.check("999902", "青溪区")


def without_the_pepper(folder: Path) -> None:
    PepperRecord(folder / "pepper.jsonl").opened(used=True)


def with_a_pepper_others_read(folder: Path) -> None:
    (folder / "pepper").write_bytes(bytes(32))
    (folder / "pepper").chmod(0o644)
    open_pepper(folder / "pepper")


def beside_another_run(folder: Path) -> None:
    with period_lock(folder, "2021-W47"), period_lock(folder, "2021-W47"):
        pass


def during_a_removal(folder: Path) -> None:
    with exclusive_lock(folder), shared_lock(folder):
        pass


def over_a_filled_in_form(folder: Path) -> None:
    forms = forms_of(qichun(), "2021-W47", "QC-DCS")
    for _ in range(2):
        write_forms(folder, forms, qichun())


@pytest.mark.parametrize(
    ("refused", "refusal"),
    [
        (in_a_county_s_folder, FolderInUse),
        (in_another_county_s_store, AnotherCounty),
        (lambda folder: county_file(None, {}), NoCountyFile),
        (lambda folder: inbox_folder(folder / "inbox", "2021-W47"), InboxMissing),
        (beside_another_run, AlreadyRunning),
        (during_a_removal, AlreadyRunning),
        (without_the_pepper, AnotherPepper),
        (with_a_pepper_others_read, PepperRefused),
        (over_a_filled_in_form, AlreadyThere),
        (lambda folder: forms_of(qichun(), "2021-W47", "QC-NONE"), NothingToSend),
        (lambda folder: Store(folder / "lake").edition("2021-W47"), NoSuchEdition),
        (lambda folder: period_end("2021-47"), UnknownPeriod),
        (lambda folder: check_begun(qichun(), "2022-W47", NOW), NotBegun),
        (lambda folder: to_run("2021-W47", ["2021-W01"]), TooManyMissed),
    ],
)
def test_a_refusal_is_said_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: Callable[[Path], object], refusal: type[Exception]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WUWEI_PEPPER_FILE", str(tmp_path / "gone"))
    with pytest.raises(refusal) as raised:
        refused(tmp_path)
    said = str(raised.value)
    assert (bool(HAN.search(said)), bool(LATIN.search(said))) == (True, True), said


@pytest.mark.parametrize("number", sorted(command_line.CANNOT_WRITE))
def test_what_cannot_be_written_is_said_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    def refused() -> None:
        raise OSError(number, os.strerror(number), "/srv/wuwei/output")

    monkeypatch.setattr(command_line, "app", refused)
    with pytest.raises(SystemExit):
        command_line.main()
    english, chinese = capsys.readouterr().err.strip().split("\n")
    assert english.startswith(f"wuwei: /srv/wuwei/output: {os.strerror(number)}; readers keep what they have. ")
    assert "已发布的不受影响。请" in chinese


def test_every_sentence_is_there_in_both_languages_with_the_same_facts() -> None:
    sentences = {name: texts for name, texts in _sentences().items() if isinstance(texts, list)}
    facts = {name: [set(re.findall(r"\{[a-z]+\}", text)) for text in texts] for name, texts in sentences.items()}
    told = {"no_toml", "unreadable", "wording", "papers_failed"}  # quotes what a library says, in English only
    assert [name for name, (english, chinese) in facts.items() if english != chinese and name not in told] == []


@pytest.mark.parametrize(
    ("number", "missing", "said"),
    [
        (None, [], "2021-W47还没有发布"),
        (3, ["report.pdf", "readers/a.pdf"], "2021-W47第3版已发布；报告等文件还有2份没有生成，如 report.pdf"),
        (3, [], "2021-W47第3版已发布，报告齐全"),
    ],
)
def test_a_run_that_is_stopped_says_what_of_the_period_is_there(
    monkeypatch: pytest.MonkeyPatch, number: int | None, missing: list[str], said: str
) -> None:
    monkeypatch.setattr("flows.report.per_audience.missing_papers", lambda *_: missing)
    current = SimpleNamespace(number=number) if number else None
    place: object = SimpleNamespace(store=SimpleNamespace(current=lambda period: current))
    assert published(place, "2021-W47").zh == said  # type: ignore[arg-type]
