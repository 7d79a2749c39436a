"""The marked copies `wuwei check --mark` writes: each workbook as it would come back from a run made now."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from flows.clerks.check import received_now
from flows.clerks.marking.mark_batch import copy_name, marked_copy
from flows.clerks.marking.returns import letter_to
from flows.county.limits import limits_of
from flows.county.workspace import Workspace
from flows.store.atomic_files import write_whole
from transforms.records.submission import file_name


def write_copies(
    files: list[Path], issues: pl.DataFrame, workspace: Workspace, period: str, now: dt.datetime, folder: Path | None
) -> list[Path]:
    """Write a copy of every workbook with open ISSUES, beside it or into `folder`; gives the copies.

    That of a member of a zip package is written beside the package.
    """
    written = []
    for file in files:
        for one, content in received_now(file, period, limits_of(workspace.county)):
            found = issues.filter(pl.col("file") == one.file)
            if content is None or found.is_empty():
                continue
            unit = found["submitter"].drop_nulls().to_list()
            told = file_name(one.file).period or period
            copy = marked_copy(content, found, letter_to(unit[0] if unit else None, workspace.county, told, now))
            written.append((folder or file.parent) / copy_name(one.file, copy))
            write_whole(written[-1], copy)
    return written
