"""The workbooks of an edition that are returned to their clerks (退回修改表), marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

import polars as pl

from expectations.catalogue import sheets_of
from expectations.contract.rules import Reaction
from expectations.county.county import County
from flows.clerks.marking.letter import Letter
from flows.clerks.marking.mark_batch import copy_name, copy_task, mark_batch
from flows.clerks.marking.mark_file import CopyTask
from flows.county.workspace import Workspace
from flows.store.edition import Edition
from report_templates.words.period_words import hour_words
from transforms.clock import period_end
from transforms.judge.in_force import IN_FORCE
from transforms.records.submission import Received, file_digits, file_digits_of

RETURNED = (Reaction.CELL, Reaction.ROW, Reaction.FILE)
"""Reactions after which the clerk must act."""

UNKNOWN_UNIT = "未知单位"
"""The folder of files whose unit is unknown."""


def returned_copies(workspace: Workspace, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """`<unit>/<file>_退回修改表.xlsx` and the marked copy, for each file of the inbox with something to correct.

    A copy is the clerk's own file and as restricted as the archive.
    """
    files = [*_returned(edition).iter_rows(named=True)]
    copies = mark_batch(_tasks(workspace, edition, files), processes=workspace.processes)
    taken: set[str] = set()
    for file, copy in zip(files, copies, strict=True):
        name = PurePath(file["submitter"] or UNKNOWN_UNIT, copy_name(file["file"], copy))
        while str(name) in taken:
            name = name.with_stem(f"{name.stem}_")
        taken.add(str(name))
        yield str(name), copy


def _returned(edition: Edition) -> pl.DataFrame:
    """file, sha256, inbox, received_at, submitter: one row per file to be returned.

    Those of the inbox, and those of earlier weeks that still stand and of which something is asked back only now.
    """
    wrong = (
        edition.table("issues")
        .filter(pl.col("reaction").is_in(RETURNED))
        .select(digits=file_digits_of("submission"))
        .unique()
    )
    digits = file_digits_of("sha256")
    repeats_none = digits == file_digits_of("submission")  # of equal files the one that counts
    of_now, standing = pl.col("inbox") == edition.period, pl.col("standing") == IN_FORCE
    earlier = standing & (pl.col("period") < edition.period) & (pl.col("inbox") < edition.period)
    files = edition.table("files").filter(repeats_none & (of_now | earlier).fill_null(value=False))
    return (
        files.sort("submission")
        .unique("sha256", keep="first", maintain_order=True)
        .join(wrong, left_on=digits, right_on="digits", how="semi")
        .select("file", "sha256", "inbox", "received_at", "submitter")
        .sort("submitter", "file")
    )


def _tasks(workspace: Workspace, edition: Edition, files: list[dict[str, Any]]) -> Iterator[CopyTask]:
    issues = edition.table("issues").with_columns(digits=file_digits_of("submission"))
    returned = edition.knowledge
    sheets = sheets_of(workspace.county, period_end(edition.period))
    for file in files:
        letter = letter_to(file["submitter"], workspace.county, edition.period, returned)
        raw = workspace.archive.raw(Received(file["file"], file["sha256"], file["inbox"], file["received_at"]))
        lines = issues.filter(pl.col("digits") == file_digits(file["sha256"]))
        yield copy_task(_bytes_of(raw), lines, letter, sheets)


def _bytes_of(raw: Path) -> bytes:
    """The bytes of a file, none of one that never had any: a folder, a link, one that was too large to be read."""
    try:
        return raw.read_bytes()
    except FileNotFoundError:
        return b""


def letter_to(unit: str | None, county: County, period: str, returned: dt.datetime) -> Letter:
    """The facts of the letter to a unit, by its code, for a workbook of the period that is returned at this moment."""
    addressed = county.unit.get(unit or "")
    until, contact = deadline_in_words(county, returned), county.returns.contact
    return Letter(until, contact, addressed.name if addressed else None, period)


def deadline_in_words(county: County, returned: dt.datetime) -> str:
    """Until when a workbook returned at this moment is wanted back, in words."""
    until = county.wanted_back(returned)
    return f"{until.year}年{until.month}月{until.day}日{hour_words(until)}"
