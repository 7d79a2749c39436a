"""A Prefect server for the time of one command, where none is named.

Prefect would start one itself, but only after loading the whole server into this process too, which doubles the cost,
and would leave it running if this process is killed. This one starts while other libraries are imported, and ends when
its standard input closes: with the command, however that ends. Like Prefect's own it keeps the history of
runs in PREFECT_HOME. It answers this process alone: other users of the machine reach the port, but lack the secret.
"""

from __future__ import annotations

import atexit
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, get_current_settings, temporary_settings

PROCESS = "flows.server.temporary_process"
LEAN = {
    "PREFECT_UI_ENABLED": "false",
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    "PREFECT_SERVER_MEMOIZE_BLOCK_AUTO_REGISTRATION": "false",  # it checks whether any were registered
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
}
"""A temporary server needs no pages, blocks or event triggers."""
END_SECONDS = 10

_temporary: ContextVar[bool] = ContextVar("temporary", default=False)


def has_server() -> bool:
    """Whether a server is configured, other than a temporary one."""
    return get_current_settings().api.url is not None and not _temporary.get()


@contextmanager
def some_server() -> Iterator[None]:
    """Within, Prefect uses the configured server, or a temporary one; its first request waits until that answers."""
    if has_server():
        yield
        return
    token, secret = _temporary.set(True), f"wuwei:{secrets.token_urlsafe()}"
    try:
        with temporary_settings({PREFECT_API_URL: _start(secret), PREFECT_API_AUTH_STRING: secret}):
            yield
    finally:
        _temporary.reset(token)


def _start(secret: str) -> str:
    """Start a server that wants this secret, stopped after Prefect's own exit handlers. Gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        number, (host, port) = listening.fileno(), listening.getsockname()
        process = subprocess.Popen(  # noqa: S603 - nothing of the command comes from outside
            [sys.executable, "-m", PROCESS, str(number)],
            stdin=subprocess.PIPE,
            env=os.environ | LEAN | {"PREFECT_SERVER_API_AUTH_STRING": secret},  # which other users cannot read
            pass_fds=[number],
            start_new_session=True,
        )
    atexit.register(_end, process)
    return f"http://{host}:{port}/api"


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.communicate(timeout=END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
