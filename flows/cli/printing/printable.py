"""Texts from outside on a terminal: names of files, sheets, units and persons, cells, and messages that quote them.

Whatever the commands print goes through `echo`, `echo_json` or `line`: a name is only text there. It cannot be markup,
colour the screen, set the title of its window, move the cursor, turn a line round or begin a line of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.text import Text

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of controls, format characters, halves of characters (of names in another encoding), ends of lines."""
_NOT_ASCII_OR_CONTROL = re.compile(r"[^\n\x20-\x7e]")


def printable(text: object) -> str:
    """The text on one line, with every character that is not seen but acts written out: [U+001B]."""
    return "".join(f"[U+{ord(char):04X}]" if unicodedata.category(char) in _HIDDEN else char for char in str(text))


def line(*parts: str | tuple[str, str]) -> Text:
    """Parts of a line for a `rich` console or table, each plain or with a style, none of them read as markup."""
    from rich.text import Text

    styled = (part if isinstance(part, tuple) else (part, "") for part in parts)
    return Text.assemble(*((printable(text), style) for text, style in styled))


def echo(text: object, *, err: bool = False) -> None:
    """Print one line."""
    typer.echo(printable(text), err=err)


def echo_lines(text: str) -> None:
    """Print a text of ours of several lines, such as a letter."""
    for each in text.split("\n"):
        echo(each)


def echo_json(text: str) -> None:
    """Print JSON; what `printable` writes out stands there as JSON's own escapes, so that it says the same."""
    typer.echo(_NOT_ASCII_OR_CONTROL.sub(lambda char: "".join(_escaped(char[0])), text))


def _escaped(char: str) -> Iterator[str]:
    if unicodedata.category(char) not in _HIDDEN:
        yield char
        return
    data = char.encode("utf-16-be", "surrogatepass")
    yield from (f"\\u{data[at : at + 2].hex()}" for at in range(0, len(data), 2))
