"""A PostgreSQL server of a test's own, where its programs are on the machine: Debian's package `postgresql`."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.runs.offices import free_port, waited_for

NEEDED = ("initdb", "postgres", "pg_isready", "createdb", "psql", "pg_dump")


def programs() -> Path | None:
    """The folder of its programs, Debian's of the newest version or the one on the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    on_path = [Path(program).resolve().parent for program in [shutil.which("postgres")] if program]
    return next((folder for folder in [*debian, *on_path] if all((folder / name).exists() for name in NEEDED)), None)


@dataclass(frozen=True)
class Cluster:
    """A running server with an empty database `prefect`."""

    programs: Path
    port: int

    @property
    def address(self) -> str:
        """As Prefect wants it (docs/server.md)."""
        return f"postgresql+asyncpg://wuwei@127.0.0.1:{self.port}/prefect"

    def run(self, program: str, *words: str) -> str:
        """What one of its programs says."""
        command = [self.programs / program, "-h", "127.0.0.1", "-p", str(self.port), "-U", "wuwei", *words]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


@contextmanager
def cluster(bin_folder: Path) -> Iterator[Cluster]:
    """Make a cluster in a folder of its own and run it. PostgreSQL refuses to run as root: root lends it `nobody`."""
    user = pwd.getpwnam("nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name)
    database = Cluster(bin_folder, free_port())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.chown(folder, user.pw_uid, user.pw_gid)
        data = Path(folder) / "data"
        _run_as(
            user, database.programs / "initdb", "-D", data, "-U", "wuwei", "--auth=trust", "-E", "UTF8", "--no-sync"
        )
        options = [f"-p{database.port}", "-h127.0.0.1", f"-k{folder}", "-F"]
        with (Path(folder) / "log").open("wb") as log:
            server = subprocess.Popen(
                [database.programs / "postgres", "-D", data, *options],
                stdout=log,
                stderr=log,
                start_new_session=True,
                **_identity(user),
            )
        try:
            waited_for(lambda: _answers(database), "PostgreSQL", seconds=60)
            database.run("createdb", "prefect")
            yield database
        finally:
            server.send_signal(signal.SIGQUIT)  # at once, its children too
            server.wait(timeout=30)


def _answers(database: Cluster) -> bool:
    try:
        return "accepting" in database.run("pg_isready")
    except subprocess.CalledProcessError:
        return False


def _run_as(user: pwd.struct_passwd, *command: object) -> None:
    subprocess.run([*map(str, command)], check=True, capture_output=True, timeout=120, cwd="/", **_identity(user))


def _identity(user: pwd.struct_passwd) -> dict[str, int]:
    return {"user": user.pw_uid, "group": user.pw_gid} if os.getuid() == 0 else {}
