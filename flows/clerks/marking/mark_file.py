"""One marked copy in a worker process: the clerk's own file patched, or its plain form, or else its cells rebuilt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from flows.clerks.marking.formulas.kept import kept_formulas
from flows.clerks.marking.letter import Letter, Note
from flows.clerks.marking.ooxml.markup import NotPatchable
from flows.clerks.marking.patch import patched
from flows.clerks.marking.rebuild import rebuilt
from flows.read.formats.xlsx import plain_copy
from flows.read.workbook import read_bytes
from transforms.recognise.grid import Grid, Workbook
from transforms.recognise.return_sheet import is_return_sheet
from transforms.records.notice import Unreadable


class CopyTask(NamedTuple):
    """The bytes of a file, what is to be corrected in it, and the letter's facts."""

    data: bytes
    notes: tuple[Note, ...]
    letter: Letter


def mark_file(task: CopyTask) -> bytes:
    """The marked copy of a file from outside, which may crash this process: called in a worker.

    A file that cannot be read, and none at all, gives the worksheet 修改说明 alone.
    """
    try:
        workbook = read_bytes(task.data)
    except Unreadable:
        workbook = Workbook("", ())
    if workbook.format == "xlsx":
        for package in (lambda: task.data, lambda: plain_copy(task.data)):
            if copy := _patched(package, task, workbook):
                return copy
    formulas = kept_formulas(task.data, workbook.format) if workbook.grids else []
    by_name = {grid.name: of_sheet for grid, of_sheet in zip(workbook.grids, formulas, strict=False)}
    data, names = rebuilt(_own(workbook), by_name)
    notes = [note._replace(worksheet=names.get(note.worksheet or "")) for note in task.notes]
    return patched(data, notes, task.letter)


def _patched(package: Callable[[], bytes], task: CopyTask, workbook: Workbook) -> bytes | None:
    """The copy of a package that can be patched; None where that is not safe, or would not read the same."""
    earlier = [grid.name for grid in workbook.grids if is_return_sheet(grid)]
    try:
        copy = patched(package(), task.notes, task.letter, earlier)
        return copy if _by_name(read_bytes(copy)) == _by_name(workbook) else None
    except (NotPatchable, Unreadable):
        return None


def _own(workbook: Workbook) -> list[Grid]:
    """The clerk's own worksheets."""
    return [grid for grid in workbook.grids if not is_return_sheet(grid)]


def _by_name(workbook: Workbook) -> dict[str, Grid]:
    """The clerk's own worksheets; one that is not there has become an empty one."""
    return {grid.name: replace(grid, lost=False) for grid in _own(workbook)}
