"""What even a careful clerk adds to a workbook: groups, a total, dates of one fashion."""

from __future__ import annotations

import random

from samples.story.submission import Extra, Submission, meant

_NUMERALS = "一二三四五六七八九十"
_GROUPED = {"S9": "community_code"}
_TOTALLED = frozenset({"S8", "S9", "S10"})


def dress(submission: Submission, dice: random.Random) -> None:
    """Give a submission its everyday look: real or typed dates, group lines, a total at the end."""
    submission.look.dates = dice.choice((None, None, "%Y-%m-%d"))
    if not submission.rows:
        return
    if column := _GROUPED.get(submission.sheet):
        submission.rows.sort(key=lambda row: str(meant(row, column)))
        submission.look.extras += _groups(submission, column)
    if submission.sheet in _TOTALLED:
        total = len(submission.rows)
        submission.look.extras.append(Extra("subtotal", total, f"{total}条"))


def _groups(submission: Submission, column: str) -> list[Extra]:
    """A group title wherever the column's value changes."""
    titles: list[Extra] = []
    before = None
    for at, row in enumerate(submission.rows):
        if (value := meant(row, column)) != before:
            titles.append(Extra("group_title", at, f"{_NUMERALS[len(titles) % 10]}、{value}"))
            before = value
    return titles
