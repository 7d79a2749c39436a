"""Text → HTML in which all digits have one face, and rare characters a face that has them.

It escapes by itself and is the `finalize` step of every template expression, so none is left unescaped.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import cache
from itertools import groupby

from markupsafe import Markup, escape

from report_templates.words.sentence import Cell, Number, Sentence, Side
from transforms.cells.characters import Unprintable, unprintable


class Face(Enum):
    """How a character is set; the value is the class of its span."""

    BODY = ""
    NUMBER = "n"  # digits and Latin letters: a Chinese face has them too, and no two alike
    RARE = "rare"  # outside GB 2312, which is all that most official faces have
    HIDDEN = "hidden"  # controls, above all those that turn the direction of the text round
    ABSENT = "box"  # what no typeface has, or each another sign: private use, unassigned, emoji


_ALSO_NUMBER = frozenset("−‰‹›")
_ALSO_BODY = frozenset("\t\n —·")  # Python's GB 2312 has other code points for the last two, the faces have these
ABSENT = "□"
"""How Chinese papers print a character that the type case lacks."""
_SELECTOR = re.compile("[\ufe00-\ufe0f]")
"""What varies the sign before it and is nothing by itself."""
_PICTURE = re.compile(rf"{_SELECTOR.pattern}|[\U0001f000-\U0001ffff]")


@cache
def _face(char: str) -> Face:
    if char in _ALSO_BODY:
        return Face.BODY
    if unicodedata.category(char) in {"Cc", "Cf"}:
        return Face.HIDDEN
    if unprintable(char) is Unprintable.LOST or _PICTURE.match(char):
        return Face.ABSENT
    if char.isascii() or char in _ALSO_NUMBER:
        return Face.NUMBER
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return Face.RARE
    return Face.BODY


def may_be_absent(char: str) -> bool:
    """Whether a character stands in no official face, so that even a machine with all of them may lack it."""
    return _face(char) in {Face.RARE, Face.ABSENT}


def _run(face: Face, text: str) -> Markup:
    if face is Face.BODY:
        return escape(text)
    text = _printed(face, text)
    broken = Markup("<wbr>").join(text[at : at + _UNBROKEN] for at in range(0, len(text), _UNBROKEN))
    span = Markup('<span class="{}">{}</span>').format(face.value, broken)
    return Markup("<wbr>") + span if face is Face.ABSENT else span  # WeasyPrint breaks no line between two spans


_UNBROKEN = 40
"""Characters without a place to break; no line of a page holds many more."""


def _printed(face: Face, text: str) -> str:
    if face is Face.HIDDEN:
        return "".join(f"[U+{ord(char):04X}]" for char in text)
    return ABSENT * len(_SELECTOR.sub("", text)) if face is Face.ABSENT else text


LONGEST = 160
"""Characters of a text of the data in a report; the whole one stands in the data (domain.md M70)."""

SHORTEST = 24
"""Characters that are left of a text however little room there is: those of a short title."""


def cut(text: str, longest: int = LONGEST) -> str:
    """A text that is longer than there is room for, cut, and saying so."""
    return text if len(text) <= longest else f"{text[:longest]}…（共{len(text)}字）"


_QUOTES = str.maketrans("「」『』", "“”‘’")
"""The marks of vertical text, which stand in messages to clerks, as a paper set across has them (GB/T 15834)."""


def cell_lines(cell: Cell | int, room: int = 0) -> list[list[str]]:
    """The lines of a cell, each in its runs; a text of the data is cut, words of a report are not.

    room: characters that all texts of the data together may have; without it each may have LONGEST.
    """
    if not isinstance(cell, Sentence):
        return [[cut(cell, room or LONGEST) if isinstance(cell, str) else str(cell)]]
    texts = sum(isinstance(run, Number) and run.side is Side.CELL for run in cell.runs)
    longest = max(room // texts, SHORTEST) if room and texts else LONGEST
    lines: list[list[str]] = [[]]
    for run in cell.runs:
        if isinstance(run, Number):
            lines[-1].append(cut(run, longest) if run.side is Side.CELL else run)
            continue
        first, *more = run.split("\n")
        lines[-1].append(first)
        lines += [[words] for words in more]
    return lines


def plain(value: str) -> str:
    """The same text where no span can stand: in an attribute, in a chart."""
    runs = ((face, "".join(chars)) for face, chars in groupby(value.translate(_QUOTES), _face))
    return "".join(_printed(face, text) for face, text in runs)


def typeset(value: object) -> Markup:
    """The text of `value`, escaped, with spans round numbers and rare characters; ready markup as it is.

    Control characters are written out as [U+202E], so that a name cannot rearrange the line it stands in; what no
    typeface has is a □.
    """
    if isinstance(value, Markup):
        return value
    runs = groupby(str(value).translate(_QUOTES), _face)
    return Markup("").join(_run(face, "".join(chars)) for face, chars in runs)
