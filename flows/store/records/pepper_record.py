"""Which pepper a store was made with: under another one every person and every warning would get another number.

<out>/decisions/pepper.jsonl     its fingerprint since the first run, then one line for each rotation, with who and why
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flows.store.pepper import Pepper, new_pepper, open_pepper, pepper_file, pepper_in, put
from flows.store.records.append_log import AppendLog


class AnotherPepper(Exception):
    """The pepper is not the one of the store, or is lost; the message says what to do."""


@dataclass(frozen=True)
class PepperRecord:
    """The record in `file`."""

    file: Path

    @property
    def log(self) -> AppendLog:
        """Its lines, as a log."""
        return AppendLog(self.file)

    @property
    def fingerprints(self) -> list[str]:
        """Those of all peppers the store has had, the present one last."""
        return [line["fingerprint"] for line in self.log.lines()]

    def opened(self, *, used: bool) -> Pepper:
        """The store's pepper; `used`: the store holds something made with one. Raises AnotherPepper, PepperRefused."""
        known, path = self.fingerprints[-1:], pepper_file()
        self._finish_rotation(known, path)
        if not path.exists() and (known or used):
            raise AnotherPepper(
                f"the pepper {path} is gone; put it back from its backup: wuwei pepper restore FILE"
                f"\n密钥 {path} 不见了；请用备份恢复：wuwei pepper restore 文件。"
            )
        pepper = open_pepper(path)
        if not known:
            with suppress(OSError):  # a store that can only be read
                self.log.add([{"fingerprint": pepper.fingerprint}], dt.datetime.now(dt.UTC))
        elif known != [pepper.fingerprint]:
            raise AnotherPepper(
                f"{path} is not the pepper of this store, under which everybody would get another number; nothing was "
                "changed. Name the right one by WUWEI_PEPPER_FILE, or put it back from its backup (move this one away "
                "first): wuwei pepper restore FILE"
                f"\n{path} 不是这个文件夹所用的密钥，用它会把每个人都编成另外的号；没有改动。"
                "请用 WUWEI_PEPPER_FILE 指明原来的密钥，或者先把这一个移走，再用备份恢复：wuwei pepper restore 文件。"
            )
        return pepper

    def restore(self, backup: Path) -> Path:
        """Put the store's pepper back from a backup; gives its place. Raises AnotherPepper, PepperRefused, OSError."""
        known, path, pepper = self.fingerprints[-1:], pepper_file(), pepper_in(backup)
        if known and known != [pepper.fingerprint]:
            raise AnotherPepper(
                f"{backup} is not the pepper of this store; nothing was changed. Try another backup"
                f"\n{backup} 不是这个文件夹所用的密钥；没有改动，请换一个备份。"
            )
        if path.exists() and pepper_in(path).fingerprint != pepper.fingerprint:
            raise AnotherPepper(
                f"{path} holds another pepper, perhaps of another store; nothing was changed. Move it away first, and "
                f"keep it\n{path} 是另一个密钥，可能属于别的文件夹；没有改动。请先把它移到别处保存。"
            )
        if path.exists():
            open_pepper(path)  # it is the right one, but may others read it?
        else:
            put(pepper, path)
        return path

    def prepare(self, old: Pepper, at: dt.datetime) -> tuple[Pepper, Path]:
        """Make the pepper that is to follow the `old` one; gives it, and the file in which the old one is kept."""
        path = pepper_file()
        pepper, kept = new_pepper(), path.with_name(f"{path.name}.until-{at:%Y%m%dT%H%M%S}")
        _next(path).unlink(missing_ok=True)  # of a rotation that was killed before it counted
        with suppress(FileExistsError):
            put(old, kept)
        put(pepper, _next(path))
        return pepper, kept

    def settle(self, prepared: Pepper, by: str, because: str, at: dt.datetime) -> None:
        """From now on the prepared pepper is the store's."""
        self.log.add([{"fingerprint": prepared.fingerprint, "by": by, "because": because}], at)
        self._finish_rotation([prepared.fingerprint], pepper_file())

    def _finish_rotation(self, known: list[str], path: Path) -> None:
        """A rotation counts once it is recorded; one killed just then has yet to put the new pepper in its place."""
        if _next(path).exists() and known == [pepper_in(_next(path)).fingerprint]:
            _next(path).replace(path)


def _next(path: Path) -> Path:
    return path.with_name(f"{path.name}.next")
