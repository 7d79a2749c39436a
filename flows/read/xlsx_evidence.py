"""Scans a worksheet's XML for what the native reader omits (domain.md §12, M21, M39, M45, M48, M53).

Nearly every writer puts `r` first in each row and cell. Such a sheet is searched with one pattern per kind of evidence,
and only matching cells are parsed. Any other sheet is walked cell by cell. Both ways give the same evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from types import MappingProxyType

from flows.read.number_formats import adds, decimals, tells_more
from flows.read.struck_text import unstruck_in_cells
from flows.read.xlsx_cells import RawCell, walk
from flows.read.xml_events import start_tags
from flows.receive.guard import Limits, sheet_too_large
from transforms.recognise.cell_references import column_position
from transforms.recognise.grid import Merge, Place

_NEAR = (9_999, 52)  # nearly all sheets end before; only for the others the true size is computed
_FAR_CELL = re.compile(rb'<c(?! r="A?[A-Z][0-9]{1,4}")[\s/>]')
_LOOSE_CELL = re.compile(rb'<c(?! r="[A-Z]{1,3}[0-9]{1,7}")[\s/>]')
_LOOSE_ROW = re.compile(rb'<row(?! r="[0-9]{1,10}")[\s/>]')
_FILLED = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^<>]*(?<!/)>(?!</c>)')
_HIDDEN = re.compile(rb'<row r="([0-9]+)"[^<>]*\shidden="(?:1|true)"')
_ERROR = re.compile(rb'\st="e"')
_SHARED = re.compile(rb'\st="s"')
_NO_VALUE = re.compile(rb"(?:</f>|<f(?:\s[^<>]*)?/>)\s*(?:<v[^<>]*/>|<v[^<>]*></v>)?\s*</c>")
_NEGATIVE = re.compile(rb"<v>-")
_LONG = re.compile(rb"<v>(?:[-+.0-9]{15}|[-+.0-9]+[eE][+0-9])")
_CELL = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"([^<>]*)>\s*(<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>))?\s*(<v(?:\s[^<>]*)?(?:/>|>([^<]*)</v>))?'
)
_COLUMNS = re.compile(rb"<(?:\w+:)?cols[\s>].*?</(?:\w+:)?cols\s*>", re.DOTALL)
_TYPE = re.compile(rb'\st="(\w+)"')
_STYLE = re.compile(rb'\ss="([0-9]+)"')


@dataclass
class Evidence:
    """What a sheet has besides its values; the fields are those of a Grid.

    `negatives` are the negative numbers of an .xlsx: the native reader gives a time of day where their format is a
    date's, which no negative number has.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    errors: dict[Place, str] = field(default_factory=dict)
    unvalued: set[Place] = field(default_factory=set)
    formats: dict[Place, str] = field(default_factory=dict)
    digits: dict[Place, str] = field(default_factory=dict)
    struck: dict[Place, str] = field(default_factory=dict)
    widths: list[int] = field(default_factory=list)
    negatives: dict[Place, float] = field(default_factory=dict)

    def note(self, cell: RawCell, formats: Mapping[str, str], struck: Mapping[str, str]) -> None:
        """Records the evidence of a cell, if any."""
        if not cell.value:
            # Excel stores the result "" as an empty value of type str: that formula has a value.
            if cell.formula and (cell.type != "str" or cell.value is None):
                self.unvalued.add(cell.place)
        elif cell.type == "e":
            self.errors[cell.place] = cell.value
        elif cell.type == "s":
            if cell.value in struck:
                self.struck[cell.place] = struck[cell.value]
        elif cell.type in ("n", "d"):
            if cell.style in formats and adds(formats[cell.style], cell.value):
                self.formats[cell.place] = formats[cell.style]
            if cell.type == "n" and is_long(cell.value):
                self.digits[cell.place] = cell.value
            if cell.type == "n" and cell.value.startswith("-"):
                self.negatives[cell.place] = float(cell.value)


def scan_evidence(
    xml: bytes, formats: Mapping[str, str], limits: Limits, struck: Mapping[str, str] = MappingProxyType({})
) -> Evidence:
    """The evidence in a worksheet's XML. `formats` maps the style indexes worth noting to number format codes.

    `struck` maps the shared texts with a part struck through to the rest of them (`struck_text`). Raises Unreadable
    when a filled cell lies further out than the limits allow, and when the XML is broken.
    """
    evidence = _scanned(xml, formats, limits, struck)
    evidence.struck |= unstruck_in_cells(xml)
    return evidence


def _scanned(xml: bytes, formats: Mapping[str, str], limits: Limits, struck: Mapping[str, str]) -> Evidence:
    far = _FAR_CELL.search(xml) is not None
    if not _regular(xml) or (far and _LOOSE_CELL.search(xml)):
        return _walked(xml, formats, limits, struck)
    if far or not limits.allow(*_NEAR):
        check_size(limits, *_size(xml))
    evidence = Evidence(hidden_columns=_hidden_columns(xml, limits))
    if b' hidden="' in xml:
        evidence.hidden_rows.update(int(row) - 1 for row in _HIDDEN.findall(xml))
    for cell in _remarkable(xml, formats, struck):
        evidence.note(cell, formats, struck)
    return evidence


def _walked(xml: bytes, formats: Mapping[str, str], limits: Limits, struck: Mapping[str, str]) -> Evidence:
    evidence = Evidence(hidden_columns=_hidden_columns(xml, limits))
    rows = columns = 0

    def note(cell: RawCell) -> None:
        nonlocal rows, columns
        rows, columns = max(rows, cell.place[0] + 1), max(columns, cell.place[1] + 1)
        if rows > limits.max_rows:  # do not walk through millions more
            raise sheet_too_large(rows, columns)
        evidence.note(cell, formats, struck)

    walk(xml, note, evidence.hidden_rows.add)
    check_size(limits, rows, columns)
    return evidence


def _regular(xml: bytes) -> bool:
    """Whether searching is safe: no prefix, comment, CDATA or single quote, and a reference first in each row."""
    root = xml.find(b"<worksheet")
    special = b"!" in xml and b"<!" in xml
    quoted = b"'" in xml and xml.find(b"='", root) >= 0
    return root >= 0 and not special and not quoted and not _LOOSE_ROW.search(xml)


def _hidden_columns(xml: bytes, limits: Limits) -> set[int]:
    match = _COLUMNS.search(xml, 0, max(xml.find(b"sheetData"), 0))
    spans = (column for _, _, column in start_tags(match[0] if match else b"") if column.get("hidden") in ("1", "true"))
    return {at for span in spans for at in range(int(span["min"]) - 1, min(int(span["max"]), limits.max_columns))}


def _size(xml: bytes) -> tuple[int, int]:
    """Rows and columns up to the furthest filled cell."""
    filled = _FILLED.findall(xml)
    rows = max((int(row) for _, row in filled), default=0)
    return rows, max((column_position(column.decode()) + 1 for column in {column for column, _ in filled}), default=0)


def check_size(limits: Limits, rows: int, columns: int) -> None:
    """Raises Unreadable where a sheet's furthest filled cell lies further out than the limits allow."""
    if not limits.allow(rows, columns):
        raise sheet_too_large(rows, columns)


def _remarkable(xml: bytes, formats: Mapping[str, str], struck: Mapping[str, str]) -> Iterator[RawCell]:
    """The cells that one of the patterns hits, in the order of the sheet."""
    patterns = [_LONG]
    # One rare byte is found several times as fast as a string: every error begins with a number sign.
    if b"#" in xml and b' t="e"' in xml:
        patterns.append(_ERROR)
    if _in_cells(xml, b"f") and _in_cells(xml, b"<f"):  # further down <formula1> is a drop-down's
        patterns.append(_NO_VALUE)
    if b"<v>-" in xml:
        patterns.append(_NEGATIVE)
    if styles := [style for style, code in formats.items() if tells_more(code)]:
        patterns.append(re.compile(rb'\ss="(?:%s)"' % "|".join(styles).encode()))
    if places := {style: shown for style, code in formats.items() if (shown := decimals(code)) > 1}:
        patterns.append(_shorter("|".join(places), max(places.values())))
    if struck:
        patterns.append(_SHARED)
    starts = {xml.rfind(b"<c ", 0, hit.start() + 1) for pattern in patterns for hit in pattern.finditer(xml)}
    for start in sorted(starts):
        if match := _CELL.match(xml, start):
            yield _raw(match)


@lru_cache(maxsize=64)
def _shorter(styles: str, places: int) -> re.Pattern[bytes]:
    """Cells of one of the styles, joined by |, whose number has fewer decimals than the places it is shown with."""
    formula = r"(?:<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>))?"
    return re.compile(rf'\ss="(?:{styles})"[^<>]*>{formula}<v>-?[0-9]*\.[0-9]{{1,{places - 1}}}0*<'.encode())


def _in_cells(xml: bytes, mark: bytes) -> bool:
    return xml.find(mark, xml.find(b"<row"), xml.rfind(b"</sheetData>")) >= 0


def _raw(match: re.Match[bytes]) -> RawCell:
    column, row, attributes, formula, stored, value = match.groups()
    kind, style = _TYPE.search(attributes), _STYLE.search(attributes)
    return RawCell(
        (int(row) - 1, column_position(column.decode())),
        kind[1].decode() if kind else "n",
        style[1].decode() if style else "0",
        formula is not None,
        (value or b"").decode() if stored else None,
    )


def is_long(value: str) -> bool:
    """Whether a number has 15 significant digits or more, or is as large as a 15-digit number."""
    if len(value) < (4 if "e" in value.lower() else 15):
        return False
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    return number.is_finite() and (len(number.as_tuple().digits) >= 15 or number.adjusted() >= 14)
