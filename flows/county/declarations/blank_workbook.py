"""A blank 指标与报表定义.xlsx: its worksheets with headings, and a drop-down wherever few words are taken."""

from __future__ import annotations

from pathlib import Path

from flows.county.declarations.workbook import vocabulary

_ROWS = 500
"""So far down the drop-downs reach."""
_KINDS = ("sheets", "column", "codes", "rule", "indicator")


class AlreadyThere(Exception):
    """There is a workbook already, and somebody may have filled it in."""


def write_blank_definitions(folder: Path) -> Path:
    """Write the workbook into a county's folder. Raises AlreadyThere."""
    import xlsxwriter  # noqa: PLC0415 - only where one is written

    path, words = folder / str(vocabulary()["file"]), vocabulary()["words"]
    if path.exists():
        raise AlreadyThere(f"{path} is there already; move it, or go on with it")
    with xlsxwriter.Workbook(str(path)) as book:
        bold = book.add_format(
            {"bold": True, "text_wrap": True, "bg_color": "#F2F2F2", "border": 1, "valign": "vcenter"}
        )
        text = book.add_format({"num_format": "@"})
        for kind in _KINDS:
            page, headings = book.add_worksheet(vocabulary()[kind]["worksheet"]), vocabulary()[kind]["headings"]
            page.freeze_panes(1, 0)
            page.set_column(0, len(headings) - 1, 14, text)
            for at, (key, heading) in enumerate(headings.items()):
                page.write(0, at, heading, bold)
                if key in words and not (kind == "rule" and key == "codes"):
                    choice = {"validate": "list", "source": [*words[key]], "error_type": "warning"}
                    page.data_validation(1, at, _ROWS, at, choice)
    return path
