"""One worksheet of an .xls, record by record: the values of its cells and their evidence ([MS-XLS] 2.4)."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from flows.read.formats.biff_texts import Pieces, unicode_text
from flows.read.formats.binary_cells import BinaryCells, Styles, rk_number
from flows.receive.guard import Limits
from transforms.recognise.grid import Cell, Merge, Place

_ROW, _COLUMNS, _UNCALCULATED, _MERGES = 0x208, 0x7D, 0x5E, 0xE5
_NUMBER, _RK, _RKS, _BOOL_OR_ERROR, _STRING, _SHARED_TEXT = 0x203, 0x27E, 0xBD, 0x205, 0x207, 0xFD
_FORMULAS = (0x06, 0x206, 0x406)  # the last two are those of Excel 3 and 4, which other programs go on writing
_TEXTS = (0x204, 0xD6)  # a text of its own, a formatted one
_CELLS = frozenset({_NUMBER, _RK, _RKS, _BOOL_OR_ERROR, _SHARED_TEXT, *_FORMULAS, *_TEXTS})
_HIDDEN_ROW, _HIDDEN_COLUMN, _CALCULATE = 0x20, 0x01, 0x02
_AS_TEXT, _AS_FLAG, _AS_ERROR = 0, 1, 2  # the type of a formula's result that is no number


class BiffSheet(BinaryCells):
    """Collects cells and evidence. `wide` texts are in Unicode; the others stay `encoded` until all are known."""

    def __init__(self, styles: Styles, texts: Sequence[str], limits: Limits, *, wide: bool) -> None:
        super().__init__(styles, limits)
        self.encoded: dict[Place, bytes] = {}
        self._texts, self._wide = texts, wide
        self._formulas: set[Place] = set()
        self._formula: Place | None = None  # the last one, whose text follows in a separate record
        self._awaited: Place | None = None
        self._on_opening: dict[Place, float] = {}  # results that are to be calculated when the workbook is opened
        self._uncalculated = False

    def note(self, kind: int, pieces: list[bytes]) -> None:
        """Process a record of the worksheet, with those that continue it."""
        record = pieces[0]
        if kind in _CELLS:
            self._note_cell(kind, record, pieces)
        elif kind == _STRING and self._formula:
            self._awaited = None
            self._text(self._formula, pieces, 0)
        elif kind == _ROW:
            row, flags = struct.unpack_from("<H10xB", record)
            if flags & _HIDDEN_ROW:
                self.evidence.hidden_rows.add(row)
        elif kind == _COLUMNS:
            first, last, flags = struct.unpack_from("<HH4xB", record)
            if flags & _HIDDEN_COLUMN:
                self.hide_columns(first, last)
        elif kind == _MERGES:
            corners = struct.iter_unpack("<4H", record[2 : 2 + (len(record) - 2) // 8 * 8])
            self.evidence.merges += [Merge(top, left, bottom, right) for top, bottom, left, right in corners]
        elif kind == _UNCALCULATED:
            self._uncalculated = True

    def finished(self, page: str) -> dict[Place, Cell]:
        """The cells; `page` is the encoding of the texts that are not in Unicode."""
        self._expect(None)
        if self._uncalculated:  # the results are those of another calculation, or none
            self.evidence.unvalued |= self._formulas
        # Some programs mark all formulas so; one that cannot calculate gives all the same result.
        if len(results := {*self._on_opening.values()}) == 1 and (results == {0} or len(self._on_opening) > 1):
            self.evidence.unvalued |= self._on_opening.keys()
        return self.cells | {place: text.decode(page, "replace") for place, text in self.encoded.items()}

    def _note_cell(self, kind: int, record: bytes, pieces: list[bytes]) -> None:
        row, column, style = struct.unpack_from("<HHH", record)
        place = row, column
        if kind == _NUMBER:
            self.number(place, style, struct.unpack_from("<d", record, 6)[0])
        elif kind == _RK:
            self.number(place, style, rk_number(struct.unpack_from("<I", record, 6)[0]))
        elif kind == _RKS:
            for nth, (xf, packed) in enumerate(struct.iter_unpack("<HI", record[4 : 4 + (len(record) - 6) // 6 * 6])):
                self.number((row, column + nth), xf, rk_number(packed))
        elif kind == _BOOL_OR_ERROR:
            self._flag_or_error(place, record[6], failed=bool(record[7]))
        elif kind == _SHARED_TEXT:
            self.put(place, self._texts[struct.unpack_from("<I", record, 6)[0]])
        elif kind in _FORMULAS:
            self._note_formula(place, style, record)
        else:
            self._text(place, pieces, 6)

    def _text(self, place: Place, pieces: list[bytes], at: int) -> None:
        content = Pieces([pieces[0][at:], *pieces[1:]])
        if self._wide:
            self.put(place, unicode_text(content))
        else:
            self.reach(place)
            (length,) = content.numbers("<H")
            self.encoded[place] = content.rest()[:length]

    def _flag_or_error(self, place: Place, value: int, *, failed: bool) -> None:
        if failed:
            self.error(place, value)
        else:
            self.put(place, value != 0)

    def _note_formula(self, place: Place, style: int, record: bytes) -> None:
        result, flags = record[6:14], struct.unpack_from("<H", record, 14)[0]
        self._expect(None)
        self._formula = place
        self._formulas.add(place)
        if result[6:] != b"\xff\xff":
            (value,) = struct.unpack("<d", result)
            self.number(place, style, value)
            if flags & _CALCULATE:
                self._on_opening[place] = value
        elif result[0] in (_AS_FLAG, _AS_ERROR):
            self._flag_or_error(place, result[2], failed=result[0] == _AS_ERROR)
        else:
            self.reach(place)
            self._expect(place if result[0] == _AS_TEXT else None)

    def _expect(self, place: Place | None) -> None:
        if self._awaited is not None:
            self.evidence.unvalued.add(self._awaited)
        self._awaited = place
