"""The text of a county's own files as editors and spreadsheets save them: UTF-8, with a BOM or without, or GB18030."""

from __future__ import annotations

from pathlib import Path

from flows.county.said import Said, both, said


class NotAText(ValueError):
    """A file is neither UTF-8 nor GB18030; the message says from which line on, and what to do."""


def county_text(path: Path) -> str:
    """The text of a file, its line ends as they are. Raises NotAText, OSError."""
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
    raise NotAText(both(Said(f"{path}, line {line}", f"{path}第{line}行"), said("no_text")))


def quoted_line(text: str, number: int) -> str:
    """A line of a text, from 1, for a message about it."""
    lines = text.splitlines()
    return f"“{lines[number - 1].strip()}”" if 0 < number <= len(lines) else "the end of the file / 文件末尾"
