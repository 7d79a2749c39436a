"""An empty database of Prefect, kept once made: its migrations take longer than a small week."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import uuid
from contextlib import closing, suppress
from importlib.metadata import version
from pathlib import Path

EMPTY = f"wuwei-empty-{version('prefect')}.db"
"""The name of the kept one in PREFECT_HOME."""


def put_empty_database(database: Path, kept: Path) -> None:
    """Put an empty database where there is none: the kept one, or one made anew, which is kept if the folder allows."""
    with suppress(OSError):
        shutil.copyfile(kept, database)
        return
    from prefect.server.database import provide_database_interface  # noqa: PLC0415 - only where none is kept

    asyncio.run(provide_database_interface().create_db())
    with suppress(OSError, sqlite3.Error):
        _keep(database, kept)


def _keep(database: Path, kept: Path) -> None:
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = kept.with_name(f".{kept.name}.{uuid.uuid4().hex}")
    try:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("VACUUM INTO ?", (str(draft),))
        draft.replace(kept)
    finally:
        draft.unlink(missing_ok=True)
