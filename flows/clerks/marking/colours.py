"""The colours of marked cells, and what they mean to the clerk."""

from __future__ import annotations

from expectations.contract.rules import Reaction

COLOURS = {Reaction.FILE: "FFFF9A99", Reaction.ROW: "FFFF9A99", Reaction.CELL: "FFFFD967", Reaction.FIXW: "FFBDD8EE"}
"""Severity → colour of the cell, as alpha, red, green and blue; in no palette, so that marks can be recognised."""

_MEANINGS = {
    Reaction.ROW: "红色：本行没有接收，改正后才计入",
    Reaction.CELL: "黄色：本格没有接收，请改正",
    Reaction.FIXW: "蓝色：已按系统的理解读取，请核对",
}
LEGEND = tuple((reaction, _MEANINGS[reaction]) for reaction in _MEANINGS)
