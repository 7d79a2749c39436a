"""A store keeps to the pepper it was made with: another one, or none, is refused and changes nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flows.store.pepper import PepperRefused, open_pepper
from flows.store.records.pepper_record import AnotherPepper, PepperRecord

NOON = dt.datetime(2021, 12, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the pepper lies."""
    monkeypatch.setenv("WUWEI_PEPPER_FILE", str(tmp_path / "home" / "pepper"))
    return tmp_path / "home" / "pepper"


@pytest.fixture
def record(place: Path, tmp_path: Path) -> PepperRecord:
    """Of a store whose pepper is there."""
    record = PepperRecord(tmp_path / "decisions" / "pepper.jsonl")
    record.opened(used=False)
    return record


def other(path: Path) -> bytes:
    """Another pepper in its place."""
    path.unlink()
    path.write_bytes(b"another" * 6)
    path.chmod(0o600)
    return path.read_bytes()


def test_the_first_pepper_is_the_stores_and_only_a_digest_of_it_is_kept(record: PepperRecord, place: Path) -> None:
    pepper = open_pepper(place)
    assert record.fingerprints == [pepper.fingerprint]
    assert record.opened(used=True).fingerprint == pepper.fingerprint
    assert len(record.log.lines()) == 1
    assert place.read_bytes().hex() not in record.file.read_text()


def test_a_store_from_before_there_was_a_record_takes_the_pepper_that_is_there(place: Path, tmp_path: Path) -> None:
    there = open_pepper(place)
    record = PepperRecord(tmp_path / "decisions" / "pepper.jsonl")
    assert record.opened(used=True).fingerprint == there.fingerprint
    assert record.fingerprints == [there.fingerprint]


def test_another_pepper_is_refused_and_left_alone(record: PepperRecord, place: Path) -> None:
    secret = other(place)
    with pytest.raises(AnotherPepper, match=r"is not the pepper of this store.*wuwei pepper restore"):
        record.opened(used=True)
    assert place.read_bytes() == secret
    assert len(record.fingerprints) == 1


@pytest.mark.parametrize("recorded", [True, False])
def test_a_lost_pepper_is_not_replaced_by_a_new_one(place: Path, tmp_path: Path, *, recorded: bool) -> None:
    """Neither where the record tells of it nor where editions do, which were made with one."""
    record = PepperRecord(tmp_path / "decisions" / "pepper.jsonl")
    if recorded:
        record.opened(used=False)
        place.unlink()
    with pytest.raises(AnotherPepper, match="is gone; put it back from its backup"):
        record.opened(used=not recorded)
    assert not place.exists()


def test_a_backup_restores_it(record: PepperRecord, place: Path, tmp_path: Path) -> None:
    before = open_pepper(place).fingerprint
    open_pepper(place).write(tmp_path / "stick")
    assert (tmp_path / "stick").stat().st_mode & 0o777 == 0o600
    (tmp_path / "stick").chmod(0o644)  # a stick may know no modes
    place.unlink()
    assert record.restore(tmp_path / "stick") == place
    assert record.opened(used=True).fingerprint == before
    assert record.restore(tmp_path / "stick") == place  # it is there already
    assert place.stat().st_mode & 0o777 == 0o600


def test_a_backup_of_another_pepper_restores_nothing(record: PepperRecord, place: Path, tmp_path: Path) -> None:
    right = place.read_bytes()
    (tmp_path / "stick").write_bytes(b"another" * 6)
    with pytest.raises(AnotherPepper, match="is not the pepper of this store"):
        record.restore(tmp_path / "stick")
    (tmp_path / "stick").write_bytes(b"cut")
    with pytest.raises(PepperRefused, match="3 bytes"):
        record.restore(tmp_path / "stick")
    (tmp_path / "stick").write_bytes(right)
    secret = other(place)
    with pytest.raises(AnotherPepper, match="holds another pepper, perhaps of another store"):
        record.restore(tmp_path / "stick")
    assert place.read_bytes() == secret


def test_a_rotation_keeps_the_old_one_and_says_who_and_why(record: PepperRecord, place: Path) -> None:
    old, secret = record.opened(used=True), place.read_bytes()
    new, kept = record.prepare(old, NOON)
    record.settle(new, "甲", "外泄", NOON)
    assert kept.name == "pepper.until-20211201T120000"
    assert kept.read_bytes() == secret
    assert record.opened(used=True).fingerprint == new.fingerprint != old.fingerprint
    assert sorted(path.name for path in place.parent.iterdir()) == ["pepper", kept.name]
    assert record.log.lines()[-1] == {
        "fingerprint": new.fingerprint,
        "by": "甲",
        "because": "外泄",
        "at": "2021-12-01T12:00:00+00:00",
    }


def test_a_rotation_killed_before_it_is_recorded_has_not_happened(record: PepperRecord, place: Path) -> None:
    old = record.opened(used=True)
    record.prepare(old, NOON)
    assert record.opened(used=True).fingerprint == old.fingerprint
    new, _ = record.prepare(old, NOON)
    record.settle(new, "甲", "外泄", NOON)
    assert record.opened(used=True).fingerprint == new.fingerprint


def test_a_rotation_killed_once_it_is_recorded_is_finished(
    record: PepperRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    new, _ = record.prepare(record.opened(used=True), NOON)
    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        record.settle(new, "甲", "外泄", NOON)
    monkeypatch.undo()
    place = Path(str(record.file.parent.parent / "home" / "pepper"))
    monkeypatch.setenv("WUWEI_PEPPER_FILE", str(place))
    assert record.opened(used=True).fingerprint == new.fingerprint


def test_restoring_does_not_pass_over_a_pepper_that_others_can_read(
    record: PepperRecord, place: Path, tmp_path: Path
) -> None:
    open_pepper(place).write(tmp_path / "backup")
    place.chmod(0o666)
    with pytest.raises(PepperRefused, match=f"can be read by other users; run: chmod 600 {place}"):
        record.restore(tmp_path / "backup")
    place.chmod(0o600)
    assert record.restore(tmp_path / "backup") == place
