"""Codes, tags and yes/no (domain.md §3.4, §12, M61–M67)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from expectations.contract.contract import Column
from expectations.county.codelist import CodeList, code_text, codelist, denies
from transforms.cells.choices import ticked
from transforms.cells.context import Context, Reading
from transforms.cells.plain import plain
from transforms.cells.sentences import fix, refuse, warn
from transforms.recognise.grid import Cell

_CODE_BEFORE_TEXT = re.compile(r"([0-9a-z]+)[-_.、:)]?([^0-9a-z].*)")
_VILLAGE = re.compile(r"([^、，,;；/\s]{1,12}?[镇乡])[^、，,;；/\s]{1,12}(?:村|社区|居委会|村委会)")
_SEPARATORS = (re.compile(r"[、，,;；|\r\n]+"), re.compile(r"[/／\\\s]+"))  # a slash may also belong to a label

_ANSWERS = codelist("flag")
_NUMBERED = re.compile(r"^([0-9]+)\.0+$")
"""A number for a code, as programs write it out that take it for one with decimals."""
_ANSWER_AND_NOTE = re.compile(r"(.*?)\s*([(（][^()（）]+[)）])?\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Known:
    code: str | None  # None: a text that stands for an empty cell
    warned: bool


def _look_up(text: str, codes: CodeList, *, keywords: bool = True) -> _Known | None:
    """What a text is known as, or None; `keywords` also by a word in it."""
    token = _NUMBERED.sub(r"\1", code_text(text))
    if token in codes.ignored:
        return _Known(None, warned=False)
    if not keywords and not reads_token(token, codes):
        return None
    code, warned = codes.read(token)
    return _Known(code, warned) if code is not None else None


def reads_token(token: str, codes: CodeList) -> bool:
    """Whether a code list reads a text (in the form of `code_text`), so that it is not empty."""
    return token in codes.readings or token in codes.warned


def code(cell: Cell, column: Column, context: Context) -> Reading:
    """One code of the column's list; unknown words, and those around a keyword, are kept as text where it does so."""
    codes, text = _list_of(column, context), _choice(plain(cell))
    if _disagree(text, codes):
        return refuse("code_text_disagree", column)
    known = _look_up(text, codes) or _town_of_village(text, codes, context)
    if known is None:
        return _unlisted(None, text, column)
    if known.code is None:
        return fix(None, "nothing_token")
    if known.warned:
        more = column.keeps_text and not reads_token(code_text(text), codes)  # 弹性提前退休（2025年6月）
        return warn(known.code, "code_understood", column)._replace(text=text.strip() if more else None)
    listed = plain(cell) in {known.code, codes.labels[known.code]}
    return Reading(known.code) if listed else fix(known.code, "code_variant")


def _town_of_village(text: str, codes: CodeList, context: Context) -> _Known | None:
    """In the list of divisions, the town before the name of a village, else the one a known village lies in (M64)."""
    if codes.name != "divisions":
        return None
    match = _VILLAGE.fullmatch(text)
    town = _look_up(match[1], codes, keywords=False) if match else None
    if town and town.code:
        return _Known(town.code, warned=True)
    village = context.codes["villages"].readings.get(code_text(text))
    return _Known(village[:9], warned=True) if village else None


def codes(cell: Cell, column: Column, context: Context) -> Reading:
    """Several codes of the column's list, each once, in the order written."""
    listed, text = _list_of(column, context), _choice(plain(cell))
    parts = [known for _, known in _parts(text, listed)]
    chosen = tuple(dict.fromkeys(known.code for known in parts if known and known.code))
    if None in parts:
        return _unlisted(chosen or None, text, column)
    if not chosen:
        return fix(None, "nothing_token")
    if any(known.warned for known in parts if known):
        return warn(chosen, "code_understood", column)
    return _as_listed(chosen, plain(cell), listed)


def tags(cell: Cell, column: Column, context: Context) -> Reading:
    """Words of an open vocabulary: known ones by their code, unknown ones as they stand, with a warning."""
    listed = _list_of(column, context) if column.codes else None
    parts = list(_parts(plain(cell), listed))
    words = (known.code if known else word for word, known in parts)
    chosen = tuple(dict.fromkeys(word for word in words if word))
    if not chosen:
        return fix(None, "nothing_token")
    if listed and any(known is None for _, known in parts):
        return warn(chosen, "unknown_tag", column)
    if any(known.warned for _, known in parts if known):
        return warn(chosen, "code_understood", column)
    return _as_listed(chosen, plain(cell), listed)


def flag(cell: Cell, column: Column, _context: Context) -> Reading:
    """Yes or no; a note in brackets behind the answer, as in 是（列席）, is left out with a warning."""
    if isinstance(cell, bool):
        return Reading(cell)
    answer, note = _ANSWER_AND_NOTE.fullmatch(_choice(plain(cell))).groups()  # type: ignore[union-attr]
    known = _look_up(answer, _ANSWERS, keywords=False)
    if known is None or (note and _look_up(note[1:-1], _ANSWERS, keywords=False)):
        return refuse("flag_unknown", column)
    if known.code is None:
        return fix(None, "nothing_token")
    yes = known.code == "1"
    if yes and denies(note or ""):  # 是（尚未办理）
        return refuse("flag_unknown", column)
    if note or known.warned:
        return warn(yes, "code_understood", column)
    return Reading(yes) if plain(cell) == _ANSWERS.labels[known.code] else fix(yes, "flag_variant")


def _choice(text: str) -> str:
    """The ticked options in place of all that a cell offers; "" where none is ticked (☑已完成 □推进中)."""
    options = ticked(text := text.replace("\ufe0f", ""))  # which makes a picture of the sign before it
    return text if options is None else "、".join(options)


def is_flag(token: str) -> bool:
    """Whether a text in the form of `code_text` says yes or no."""
    return reads_token(token, _ANSWERS)


def _list_of(column: Column, context: Context) -> CodeList:
    return context.codes[column.codes or ""]


def _parts(text: str, codes: CodeList | None, depth: int = 0) -> Iterator[tuple[str, _Known | None]]:
    """The parts of a cell with what each is known as; a part is cut further only while it is unknown."""
    known = _look_up(text, codes, keywords=depth == len(_SEPARATORS)) if codes else None
    if known or depth == len(_SEPARATORS):
        yield text, known
        return
    for part in filter(None, map(str.strip, _SEPARATORS[depth].split(text))):
        yield from _parts(part, codes, depth + 1)


def _as_listed(chosen: tuple[str, ...], text: str, codes: CodeList | None) -> Reading:
    """The codes; a repair to be logged where they were written in other words or with other separators."""
    labels = codes.labels if codes else {}
    return Reading(chosen) if text == "、".join(labels.get(c, c) for c in chosen) else fix(chosen, "code_variant")


def _disagree(text: str, codes: CodeList) -> bool:
    """Whether a code stands before the words of another one (M66)."""
    if not (pair := _CODE_BEFORE_TEXT.fullmatch(code_text(text))):
        return False
    first, second = (codes.readings.get(half) for half in pair.groups())
    return first is not None and second is not None and first != second


def _unlisted(chosen: tuple[str, ...] | None, text: str, column: Column) -> Reading:
    if not column.keeps_text:
        return refuse("unknown_code", column)
    return warn(chosen, "unlisted_text", column)._replace(text=text.strip())
