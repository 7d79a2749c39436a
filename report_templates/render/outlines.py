"""Words as outlines: a drawing that a reader sees and no program reads as text."""

from __future__ import annotations

import subprocess
from functools import cache

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from report_templates.fonts import STACKS
from report_templates.words.typeset import ABSENT

EM = 1000
"""Units of an outline that make the size of a character."""


def outline(words: str) -> tuple[str, float]:
    """The path of an SVG that draws a line of words from (0, 0) along the baseline, and how long the line is.

    In units of EM; what the face lacks is a □.
    """
    paths, place = [], 0.0
    for char in words:
        path, width = _glyph(char, round(place))
        paths.append(path)
        place += width
    return "".join(paths), place


def _glyph(char: str, place: int) -> tuple[str, float]:
    """A character's path, so far from the beginning of its line, and its width."""
    face, names = _face()
    glyphs = face.getGlyphSet()
    glyph = glyphs[names.get(ord(char)) or names[ord(ABSENT)]]
    scale = EM / face["head"].unitsPerEm
    pen = SVGPathPen(glyphs, ntos=lambda number: str(round(number)))
    glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, place, 0)))
    return pen.getCommands(), glyph.width * scale


@cache
def _face() -> tuple[TTFont, dict[int, str]]:
    """The last face of `sans`, which every machine has that prints a report, and its glyphs by character."""
    file, index = _found(STACKS["sans"][-1])
    face = TTFont(file, fontNumber=index, lazy=True)
    return face, face.getBestCmap()


def _found(family: str) -> tuple[str, int]:
    """File and number in it of a family."""
    # As every program of the system it is found on the PATH.
    command = ["fc-match", "-f", "%{file}\n%{index}", family]
    listed = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")  # noqa: S603
    file, index = listed.stdout.split("\n")
    return file, int(index)
