"""A Prefect server for the time of one command, where none is named.

Prefect would start one itself, but only after loading the whole server into this process too, which doubles the cost,
and would leave it running if this process is killed. This one starts while other libraries are imported, and ends when
its standard input closes: with the command, however that ends. What it keeps lies in a folder of its own that only this
user may enter, and goes with it. It answers this process alone: other users reach the port, but lack the secret.
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from httpx import TransportError
from prefect.settings import (
    PREFECT_API_AUTH_STRING,
    PREFECT_API_URL,
    PREFECT_HOME,
    get_current_settings,
    temporary_settings,
)

from flows.server.empty_database import EMPTY

PROCESS = "flows.server.temporary_process"
LEAN = {
    "PREFECT_UI_ENABLED": "false",
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    "PREFECT_SERVER_MEMOIZE_BLOCK_AUTO_REGISTRATION": "false",  # it checks whether any were registered
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_DATABASE_MIGRATE_ON_START": "false",  # it gets one that is ready
}
"""A temporary server needs no pages, blocks or event triggers, and no migration."""
END_SECONDS = 10
LOG = "server.log"

_ENDS_IN = 1.0
_LAST_LINES = 5

_temporary: ContextVar[bool] = ContextVar("temporary", default=False)


def has_server() -> bool:
    """Whether a server is configured, other than a temporary one."""
    return get_current_settings().api.url is not None and not _temporary.get()


class ServerNotStarted(Exception):
    """The temporary server has ended by itself; the message says what it said."""


@dataclass(frozen=True)
class _Server:
    """A temporary server: its process, its folder, its address and the secret it wants."""

    process: subprocess.Popen[bytes]
    home: Path
    address: str
    secret: str

    def end(self) -> None:
        """End it and leave nothing of it."""
        try:
            self.process.communicate(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def why_ended(self) -> str | None:
        """The last lines it wrote if it has ended by itself, or does just now."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_ENDS_IN)
        if not self.process.poll():
            return None
        said = (self.home / LOG).read_text("utf-8", "replace").splitlines()
        return "\n".join(line for line in said[-_LAST_LINES:] if line.strip()) or None


@contextmanager
def some_server() -> Iterator[None]:
    """Within, Prefect uses the configured server, or a temporary one; its first request waits until that answers.

    Raises ServerNotStarted where a temporary one could not.
    """
    if has_server():
        yield
        return
    token, server = _temporary.set(True), _started()
    settings = {PREFECT_HOME: server.home, PREFECT_API_URL: server.address, PREFECT_API_AUTH_STRING: server.secret}
    try:
        with temporary_settings(settings):
            yield
    except (TransportError, RuntimeError) as error:  # of which Prefect raises the second where nobody answers
        if why := server.why_ended():
            raise ServerNotStarted(
                f"the Prefect server that each run brings along has ended:\n{why}"
                "\n随运行启动的 Prefect 服务器没有启动起来，原因见上几行；请按原因处理后再运行。"
            ) from error
        raise
    finally:
        _temporary.reset(token)


def _started() -> _Server:
    """A server that wants a secret of its own, stopped after Prefect's own exit handlers."""
    kept, home = get_current_settings().home / EMPTY, Path(tempfile.mkdtemp(prefix="wuwei-prefect-"))
    secret = f"wuwei:{secrets.token_urlsafe()}"
    own = {"PREFECT_HOME": str(home), "PREFECT_SERVER_API_AUTH_STRING": secret}  # which other users cannot read
    with socket.create_server(("127.0.0.1", 0)) as listening, (home / LOG).open("wb") as log:
        number, (host, port) = listening.fileno(), listening.getsockname()
        process = subprocess.Popen(  # noqa: S603 - nothing of the command comes from outside
            [sys.executable, "-m", PROCESS, str(number), str(kept)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env=os.environ | LEAN | own,
            pass_fds=[number],
            start_new_session=True,
        )
    server = _Server(process, home, f"http://{host}:{port}/api", secret)
    atexit.register(server.end)
    return server
