"""The pepper: the secret that turns id numbers and phone numbers into keyed digests (domain.md §9.1).

It lies outside the store, so that a copied store alone cannot be searched for known id numbers. Every store knows its
pepper by a digest (`flows.store.records.pepper_record`). Without it nobody can be found under the old number: back it
up apart from the data.
"""

from __future__ import annotations

import errno
import hmac
import os
import secrets
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.store.atomic_files import named

_LENGTH = 32  # bytes, the width of SHA-256
_NO_PLACE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR)


class PepperRefused(Exception):
    """The pepper file cannot be trusted; the text says what to do."""


@dataclass(frozen=True)
class Pepper:
    """A secret that is never printed: not in repr, logs or the locals of a traceback; it cannot be pickled."""

    _secret: bytes = field(repr=False)

    def __reduce__(self) -> str:
        raise TypeError("a pepper is never written anywhere but to its own file")

    def digest(self, kind: str, text: str) -> str:
        """HMAC-SHA256 of `text` as hex; `kind` keeps equal texts of different kinds apart."""
        return hmac.digest(self._secret, f"{kind}\x1f{text}".encode(), "sha256").hex()

    @property
    def fingerprint(self) -> str:
        """By which a store knows its pepper; it tells nothing of the secret."""
        return self.digest("pepper", "")

    def write(self, path: Path) -> None:
        """Write the secret to a new file that only its owner may read, or leave none. Raises OSError."""
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with named(path), os.fdopen(handle, "wb") as file:
                file.write(self._secret)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            path.unlink()
            raise


def pepper_file(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the pepper lies: `WUWEI_PEPPER_FILE`, else `wuwei/pepper` in the user's configuration folder."""
    if chosen := environ.get("WUWEI_PEPPER_FILE"):
        return Path(chosen).expanduser()
    configuration = Path(environ.get("XDG_CONFIG_HOME", ""))
    return (configuration if configuration.is_absolute() else Path.home() / ".config") / "wuwei" / "pepper"


def open_pepper(path: Path | None = None) -> Pepper:
    """The pepper in `path`, created on first use. Raises PepperRefused if readable by others or too short."""
    path = path or pepper_file()
    if not path.exists():
        _make(path)
    return Pepper(_read(path))


def new_pepper() -> Pepper:
    """Another secret."""
    return Pepper(secrets.token_bytes(_LENGTH))


def read_by_others(path: Path) -> bool:
    """Whether others than its owner may read or change a file."""
    return _open_to_others(path.stat())


def pepper_in(backup: Path) -> Pepper:
    """The pepper in a backup, whose mode does not matter: a stick may know none. Raises PepperRefused, OSError."""
    return Pepper(_checked(backup, backup.read_bytes()))


def put(pepper: Pepper, path: Path) -> None:
    """Put a pepper where there is none, all of it at once. Raises FileExistsError where there is one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    pepper.write(draft)
    try:
        path.hardlink_to(draft)
    finally:
        draft.unlink()


def _make(path: Path) -> None:
    """A new pepper; concurrent first runs get the same one. Raises PepperRefused where the folder takes none."""
    try:
        put(new_pepper(), path)
    except FileExistsError:  # another run was first; its pepper is the one
        return
    except OSError as error:
        if error.errno not in _NO_PLACE:
            raise
        raise PepperRefused(
            f"no pepper can be made in {path.parent} ({error.strerror}); name by WUWEI_PEPPER_FILE a file that "
            "stays and that this user alone may write"
            f"\n{path.parent} 里建不了密钥（{error.strerror}）；"
            "请用 WUWEI_PEPPER_FILE 指明一个只有本用户能写、长期保存的文件。"
        ) from None


def _read(path: Path) -> bytes:
    """The secret, with the mode checked on the open file, not on a name that may change meanwhile."""
    with path.open("rb") as file:
        state = os.fstat(file.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise PepperRefused(
                f"{path} is not a regular file; move it away, a new pepper is made on the next run"
                f"\n密钥 {path} 不是普通文件；请把它移走，下次运行时另建一个。"
            )
        if _open_to_others(state):
            raise PepperRefused(
                f"{path} can be read by other users; run: chmod 600 {path}"
                f"\n密钥 {path} 其他用户也能读；请运行 chmod 600 {path}。"
            )
        return _checked(path, file.read())


def _open_to_others(state: os.stat_result) -> bool:
    """By its mode; Windows, which keeps rights elsewhere, gives every file the mode of one that all may read."""
    return sys.platform != "win32" and bool(state.st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _checked(path: Path, secret: bytes) -> bytes:
    if len(secret) < _LENGTH:
        raise PepperRefused(
            f"{path} holds {len(secret)} bytes, {_LENGTH} are needed; restore it from its backup: wuwei pepper restore"
            f"\n密钥 {path} 只有{len(secret)}个字节，应有{_LENGTH}个；请用备份恢复：wuwei pepper restore 文件。"
        )
    return secret
