"""The functions of formulas that a copy keeps, as an .xls numbers them ([MS-XLS] 2.5.198.17)."""

from __future__ import annotations

_VARYING = """
0 COUNT 1 IF 4 SUM 5 AVERAGE 6 MIN 7 MAX 8 ROW 9 COLUMN 12 STDEV 28 LOOKUP 29 INDEX 36 AND 37 OR 46
VAR 64 MATCH 70 WEEKDAY 82 SEARCH 100 CHOOSE 101 HLOOKUP 102 VLOOKUP 109 LOG 115 LEFT 116 RIGHT 120
SUBSTITUTE 124 FIND 148 INDIRECT 169 COUNTA 183 PRODUCT 197 TRUNC 216 RANK 220 DAYS360 227 MEDIAN
228 SUMPRODUCT 330 MODE 336 CONCATENATE 344 SUBTOTAL 345 SUMIF
"""
_OF_NONE = "10 NA 19 PI 34 TRUE 35 FALSE 63 RAND 74 NOW 221 TODAY"
_OF_ONE = """
2 ISNA 3 ISERROR 20 SQRT 21 EXP 22 LN 23 LOG10 24 ABS 25 INT 26 SIGN 32 LEN 33 VALUE 38 NOT 67 DAY
68 MONTH 69 YEAR 71 HOUR 72 MINUTE 73 SECOND 76 ROWS 77 COLUMNS 111 CHAR 112 LOWER 113 UPPER 118
TRIM 121 CODE 126 ISERR 127 ISTEXT 128 ISNUMBER 129 ISBLANK 130 T 131 N 140 DATEVALUE 162 CLEAN 347
COUNTBLANK
"""
_OF_TWO = """
27 ROUND 30 REPT 39 MOD 48 TEXT 117 EXACT 212 ROUNDUP 213 ROUNDDOWN 285 FLOOR 288 CEILING 325 LARGE
326 SMALL 346 COUNTIF
"""
_OF_THREE = "31 MID 65 DATE 66 TIME 351 DATEDIF"
_OF_FOUR = "119 REPLACE"


def _numbered(listed: str) -> dict[int, str]:
    words = listed.split()
    return {int(number): name for number, name in zip(words[::2], words[1::2], strict=True)}


FIXED: dict[int, tuple[str, int]] = {
    number: (name, count)
    for count, listed in enumerate((_OF_NONE, _OF_ONE, _OF_TWO, _OF_THREE, _OF_FOUR))
    for number, name in _numbered(listed).items()
}
"""Number → name and number of arguments, of functions that always have as many."""

VARYING: dict[int, str] = _numbered(_VARYING)
"""Number → name, of functions whose formulas say how many arguments there are."""

NAMES = frozenset({*VARYING.values(), *(name for name, _ in FIXED.values())})
"""The names of all."""
