"""The messiness of files, headings and rows (domain.md §12, M01–M29)."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from expectations.catalogue import SHEETS
from expectations.contract.contract import Column, Need, Sheet
from expectations.contract.rules import Reaction
from expectations.county.county import County
from samples.story.setting import days, monday
from samples.story.submission import Extra, Submission

FileTouch = Callable[[Submission, County, random.Random], bool]
"""Changes the look of a submission; False where this cannot happen to it."""


@dataclass(frozen=True)
class FileDirt:
    """One entry of the catalogue, as it happens to a whole workbook. With FILE the workbook must be rejected."""

    number: str
    touch: FileTouch
    reaction: Reaction


def _misnamed(submission: Submission, county: County, _: random.Random) -> bool:
    title, unit = SHEETS[submission.sheet].title, county.unit[submission.submitter].short
    submission.look.file_name = f"{unit}{title}（{submission.period}最新）.xlsx"
    return True


def _sheet_misnamed(submission: Submission, _: County, __: random.Random) -> bool:
    """Another sheet's number in the name; the headings decide."""
    if submission.sheet != "S10":
        return False
    submission.look.file_name = submission.file_name.replace("_S10_", "_S8_")
    return True


def _two_periods(submission: Submission, _: County, __: random.Random) -> bool:
    before = monday(submission.period) - days(7)
    year, week, _day = before.isocalendar()
    submission.look.title_period = f"{year}-W{week:02d}"
    return True


def column_missing(submission: Submission, _: County, dice: random.Random) -> bool:
    """Leave out a required column without a default; where the sheet has several, one that is no key."""
    sheet = SHEETS[submission.sheet]
    required = [c.name for c in sheet.columns if c.need is Need.REQUIRED and c.default is None]
    submission.look.missing = frozenset({dice.choice([name for name in required if name not in sheet.key] or required)})
    return True


def _no_workbook(submission: Submission, _: County, dice: random.Random) -> bool:
    begins = dice.choice((b"%PDF-1.4\n%", b"\xff\xd8\xff\xe0"))  # a PDF, a photo of the table
    submission.look.raw = begins + submission.file_name.encode()
    return True


def _unknown_headings(submission: Submission, _: County, __: random.Random) -> bool:
    columns = SHEETS[submission.sheet].columns
    submission.look.headings = {column.name: f"栏目{at}" for at, column in enumerate(columns, start=1)}
    return True


def _other_headings(submission: Submission, _: County, dice: random.Random) -> bool:
    """A third of the headings as clerks write them: variants, spaces, line breaks, （必填）."""
    sheet = SHEETS[submission.sheet]
    for column in sheet.columns:
        if dice.random() < 0.35 and column.name not in submission.look.headings:
            submission.look.headings[column.name] = _heading_variant(sheet, column, dice)
    return True


def _heading_variant(sheet: Sheet, column: Column, dice: random.Random) -> str:
    taken = {text for other in sheet.columns if other is not column for text in (other.heading, *other.variants)}
    variants = [text for text in column.variants if text not in taken and text]
    ways = [
        *variants,
        f"{column.heading}（必填）",
        "　".join(column.heading),
        f"{column.heading[:2]}\n{column.heading[2:]}",
    ]
    return dice.choice(ways)


def _mistyped_heading(submission: Submission, _: County, dice: random.Random) -> bool:
    """One wrong character in the heading of a column the sheet can do without."""
    optional = [c for c in SHEETS[submission.sheet].columns if c.need is Need.OPTIONAL and len(c.heading) >= 4]
    if not optional:
        return False
    column = dice.choice(optional)
    submission.look.headings[column.name] = f"{column.heading[:-1]}闩"
    return True


def _second_column(submission: Submission, _: County, __: random.Random) -> bool:
    submission.look.first_column = 1
    return True


def _leaflet(*, hidden: bool) -> FileTouch:
    def touch(submission: Submission, _: County, __: random.Random) -> bool:
        submission.look.worksheets += (("旧表" if hidden else "填表说明", hidden),)
        return True

    return touch


def _extra(reason: str, text: str = "") -> FileTouch:
    """A line between the rows that is no data."""

    def touch(submission: Submission, _: County, dice: random.Random) -> bool:
        if len(submission.rows) < 2:
            return False
        submission.look.extras.append(Extra(reason, dice.randrange(1, len(submission.rows)), text))
        return True

    return touch


def _example(submission: Submission, _: County, __: random.Random) -> bool:
    submission.look.extras.append(Extra("example", 0))
    return True


def _merged_towns(submission: Submission, _: County, __: random.Random) -> bool:
    if submission.sheet not in ("S9", "S10"):
        return False
    submission.look.merged = frozenset({"town"})
    return True


HARMLESS: tuple[FileDirt, ...] = (
    FileDirt("M09", _misnamed, Reaction.FIXW),
    FileDirt("M09", _sheet_misnamed, Reaction.FIXW),
    FileDirt("M14", _other_headings, Reaction.FIX),
    FileDirt("M15", _mistyped_heading, Reaction.FIXW),
    FileDirt("M18", _extra("repeated_header"), Reaction.FIX),
    FileDirt("M19", _second_column, Reaction.FIX),
    FileDirt("M20", _leaflet(hidden=False), Reaction.FIX),
    FileDirt("M20", _leaflet(hidden=True), Reaction.FIXW),
    FileDirt("M22", _extra("subtotal", "小计"), Reaction.FIX),
    FileDirt("M23", _extra("foot", "以下空白"), Reaction.FIX),
    FileDirt("M24", _extra("blank"), Reaction.FIX),
    FileDirt("M24", _extra("group_title", "（一）续表"), Reaction.FIX),
    FileDirt("M25", _merged_towns, Reaction.FIX),
    FileDirt("M27", _extra("duplicate"), Reaction.FIX),
    FileDirt("M29", _example, Reaction.FIX),
)
FATAL: tuple[FileDirt, ...] = (
    FileDirt("M05", _no_workbook, Reaction.FILE),
    FileDirt("M11", _two_periods, Reaction.FILE),
    FileDirt("M12", _unknown_headings, Reaction.FILE),
    FileDirt("M16", column_missing, Reaction.FILE),
)
