from __future__ import annotations

import hashlib
import hmac
import multiprocessing
import os
import pickle
import stat
from pathlib import Path

import pytest

from flows.store.pepper import Pepper, PepperRefused, open_pepper, pepper_file


def written(path: Path, secret: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(secret)
    path.chmod(mode)
    return path


def digest_of(path: str) -> str:
    return open_pepper(Path(path)).digest("id", "x")


def test_first_use_makes_a_private_pepper_that_stays(tmp_path: Path) -> None:
    path = tmp_path / "wuwei" / "pepper"
    before = os.umask(0)  # the mode must not depend on the user's umask
    try:
        first = open_pepper(path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_bytes()) == 32
    assert open_pepper(path).digest("id", "1") == first.digest("id", "1")
    assert [file.name for file in path.parent.iterdir()] == ["pepper"]


def test_two_peppers_digest_differently(tmp_path: Path) -> None:
    first, second = open_pepper(tmp_path / "a"), open_pepper(tmp_path / "b")
    assert first.digest("id", "110105194912310021") != second.digest("id", "110105194912310021")


def test_processes_that_start_together_agree_on_one_pepper(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        digests = pool.map(digest_of, [str(tmp_path / "pepper")] * 8)
    assert len(set(digests)) == 1


def test_digest_is_hmac_sha256_and_keeps_kinds_apart() -> None:
    pepper = Pepper(b"k" * 32)
    assert pepper.digest("id", "1") == hmac.new(b"k" * 32, b"id\x1f1", hashlib.sha256).hexdigest()
    assert pepper.digest("id", "1") != pepper.digest("phone", "1")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_pepper_that_others_can_reach_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(PepperRefused, match="chmod 600"):
        open_pepper(written(tmp_path / "pepper", b"k" * 32, mode))


@pytest.mark.parametrize("secret", [b"", b"k" * 31])
def test_a_short_pepper_is_refused_and_not_replaced(tmp_path: Path, secret: bytes) -> None:
    path = written(tmp_path / "pepper", secret)
    with pytest.raises(PepperRefused, match="32 are needed"):
        open_pepper(path)
    assert path.read_bytes() == secret


def test_a_device_is_no_pepper() -> None:
    with pytest.raises(PepperRefused, match="regular file"):
        open_pepper(Path(os.devnull))


def test_nothing_shows_the_secret() -> None:
    pepper = Pepper(b"sesame" * 6)
    assert "sesame" not in f"{pepper!r} {pepper} {[pepper]}"
    with pytest.raises(TypeError, match="never written"):
        pickle.dumps(pepper)


def test_the_refusal_does_not_quote_the_secret(tmp_path: Path) -> None:
    with pytest.raises(PepperRefused) as refusal:
        open_pepper(written(tmp_path / "pepper", b"sesame"))
    assert "sesame" not in str(refusal.value)


def test_where_the_pepper_lies(tmp_path: Path) -> None:
    assert pepper_file({"WUWEI_PEPPER_FILE": "/run/secrets/pepper"}) == Path("/run/secrets/pepper")
    assert pepper_file({"XDG_CONFIG_HOME": str(tmp_path)}) == tmp_path / "wuwei" / "pepper"
    assert pepper_file({}) == Path.home() / ".config" / "wuwei" / "pepper"
    assert pepper_file({"XDG_CONFIG_HOME": "relative"}) == Path.home() / ".config" / "wuwei" / "pepper"
