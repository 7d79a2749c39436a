"""The marked copies that `wuwei check --mark` writes: each workbook as a run now would return it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from expectations.catalogue import sheets_of
from flows.clerks.check import received_now
from flows.clerks.marking.mark_batch import copy_name, marked_copy
from flows.clerks.marking.returns import letter_to
from flows.county.limits import limits_of
from flows.county.workspace import Workspace
from flows.store.atomic_files import write_whole
from transforms.clock import period_end
from transforms.records.submission import file_name


def write_copies(
    files: list[Path], issues: pl.DataFrame, workspace: Workspace, period: str, now: dt.datetime, folder: Path | None
) -> list[Path]:
    """Write a copy of every workbook with open ISSUES, next to it or into `folder`; gives the paths.

    The copy of a member of a zip package is written next to the package.
    """
    written = []
    for file in files:
        for received, content in received_now(file, period, limits_of(workspace.county)):
            file_issues = issues.filter(pl.col("file") == received.file)
            if content is None or file_issues.is_empty():
                continue
            unit = file_issues["submitter"].drop_nulls().to_list()
            file_period = file_name(received.file).period or period
            letter = letter_to(unit[0] if unit else None, workspace.county, file_period, now)
            sheets = sheets_of(workspace.county, period_end(file_period))
            copy = marked_copy(content, file_issues, letter, sheets=sheets)
            written.append((folder or file.parent) / copy_name(received.file, copy))
            write_whole(written[-1], copy)
    return written
