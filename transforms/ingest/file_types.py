"""Extension and detected format of a file; a warning where they differ (domain.md M05)."""

from __future__ import annotations

from expectations.contract.rules import Reaction
from transforms.records.notice import Notice

_TYPES: dict[str, tuple[str, tuple[str, ...]]] = {
    "xlsx": ("Excel 工作簿", (".xlsx", ".xlsm", ".xltx", ".xltm")),
    "xlsb": ("Excel 二进制工作簿", (".xlsb",)),
    "xls": ("Excel 97—2003 工作簿", (".xls", ".xlt", ".et", ".ett")),
    "ods": ("OpenDocument 表格", (".ods", ".ots")),
    "fods": ("OpenDocument 表格（单个 XML 文件）", (".fods", ".xml")),
    "spreadsheetml": ("XML 表格 2003", (".xml",)),
    "html": ("网页（HTML）", (".html", ".htm")),
    "mhtml": ("单个文件网页（MHTML）", (".mht", ".mhtml")),
    "csv": ("纯文本表格（CSV）", (".csv", ".tsv", ".txt")),
}
"""Detected format → its Chinese name and its extensions."""


def misnamed_type(file: str, detected: str) -> Notice | None:
    """A warning for a file whose extension is not of its detected format; it is read in the detected format."""
    label, extensions = _TYPES[detected]
    _, dot, extension = file.rpartition("/")[2].rpartition(".")
    if f".{extension.lower()}" in extensions:
        return None
    called = f"文件扩展名是 .{extension[:20]}" if dot else "文件没有扩展名"
    message = f"{called}，实际是{label}，已按{label}读取。请核对内容，下次请用下发的 .xlsx 模板填报。"
    return Notice("file_type_misnamed", message, Reaction.FIXW)
