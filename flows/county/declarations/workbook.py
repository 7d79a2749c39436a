"""指标与报表定义.xlsx → the same declarations as the TOML files, for an office without an editor (docs/own-sheets.md).

A worksheet has a row for each sheet, column, option, rule or indicator; headings and words are in `workbook.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from expectations.own.wrong import Place
from flows.county.county_table import WrongCountyFile
from flows.county.said import Said, both, said
from flows.county.table_file import cell_text

_LISTS = ("senders", "key", "variants", "texts", "values", "by")
_NUMBERS = ("low", "high", "most", "years", "days", "green", "yellow")
_COLUMNS = ("key", "grouped_by", "column", "later", "earlier", "on", "blames", "by")
_APART = re.compile(r"[、，,]")
_COMPARED = re.compile(r"(.+?)\s*(=|＝|>=|≥|<=|≤)\s*(.+)")


@dataclass(frozen=True)
class Line:
    """A row of a worksheet by key, its worksheet and number, and how it reads on one line."""

    worksheet: str
    number: int
    cells: Mapping[str, str]
    text: str


@dataclass
class Definitions:
    """What a workbook declares, by the names that files would have, and by place the line that says it."""

    declarations: dict[str, dict[str, Any]] = field(default_factory=dict)
    lines: dict[Place, Line] = field(default_factory=dict)

    def line_of(self, place: Place) -> Line | None:
        """The line at a place, or of what it is a part of."""
        ends = range(len(place), 0, -1)
        return next((self.lines[place[:end]] for end in ends if place[:end] in self.lines), None)


@cache
def vocabulary() -> Mapping[str, Any]:
    """Worksheets, headings and words."""
    return tomllib.loads((files("flows.county.declarations") / "workbook.toml").read_text("utf-8"))


def definitions_in(path: Path) -> Definitions:
    """What the workbook declares; nothing where there is none. Raises WrongCountyFile."""
    found = Definitions()
    if not path.is_file():
        return found
    names: dict[str, dict[str, str]] = {}
    rows = {kind: [*_lines(path, kind)] for kind in ("sheets", "column", "codes", "rule", "indicator")}
    for line in rows["column"]:
        names.setdefault(line.cells.get("of", ""), {})[line.cells.get("heading", "")] = line.cells.get("name", "")
    codes = _codes(rows["codes"])
    for line in rows["sheets"]:
        sheet = line.cells.get("id") or line.cells.get("adds_to", "")
        found.declarations[f"sheets/{sheet}"] = _values(line, names.get(sheet, {}), {})
        found.lines[f"sheets/{sheet}",] = line
    for kind in ("column", "rule"):
        for line in rows[kind]:
            of = line.cells.get("of", "")
            _add(found, f"sheets/{of}", kind, line, _values(line, names.get(of, {}), codes.get(of, {})))
    for (of, listed), texts in _lists(rows["codes"]).items():
        found.declarations.setdefault(f"sheets/{of}", {}).setdefault("codes", {})[listed] = texts
    for line in rows["indicator"]:
        of = line.cells.get("sheet", "")
        values = _values(line, names.get(of, {}), codes.get(of, {}))
        light = {key: values.pop(key) for key in ("green", "yellow", "lower_is_better") if key in values}
        _add(found, "indicators/指标", "indicator", line, values | ({"light": light} if light else {}))
    return found


def _add(found: Definitions, name: str, kind: str, line: Line, values: dict[str, Any]) -> None:
    listed = found.declarations.setdefault(name, {}).setdefault(kind, [])
    found.lines[name, kind, len(listed)] = line
    listed.append(values)


def _lines(path: Path, kind: str) -> Iterator[Line]:
    """The rows of a worksheet below its headings, by key. Raises WrongCountyFile for a heading that is not known."""
    from python_calamine import CalamineError, load_workbook  # noqa: PLC0415 - only where there is a workbook

    worksheet, headings = vocabulary()[kind]["worksheet"], vocabulary()[kind]["headings"]
    try:
        workbook = load_workbook(str(path))
    except CalamineError:
        raise WrongCountyFile(both(Said(str(path), str(path)), said("no_workbook"))) from None
    if worksheet not in workbook.sheet_names:
        return
    grid = [[*map(cell_text, row)] for row in workbook.get_sheet_by_name(worksheet).to_python(skip_empty_area=False)]
    keys = {heading: key for key, heading in headings.items()}
    head = [text.replace("\n", "") for text in grid[0]] if grid else []
    if unknown := next((text for text in head if text and text not in keys), None):
        where = Said(f"{path}, worksheet {worksheet}", f"{path}，工作表“{worksheet}”")
        raise WrongCountyFile(both(where, said("not_among", text=unknown, known="、".join(keys)), unknown, 1))
    for number, row in enumerate(grid[1:], start=2):
        cells = {keys[text]: cell for text, cell in zip(head, row, strict=False) if text and cell}
        if cells:
            yield Line(worksheet, number, cells, "　".join(cells.values()))


def _values(line: Line, names: Mapping[str, str], codes: Mapping[str, str]) -> dict[str, Any]:
    """The cells as TOML would have them: words by their keys, lists, numbers, columns by name."""
    words, several = vocabulary()["words"], (*_LISTS, "on") if "rule" in line.cells else _LISTS
    values: dict[str, Any] = {}
    for key, cell in line.cells.items():
        if key == "of":
            continue
        texts = [text.strip() for text in _APART.split(cell)] if key in several else [cell]
        plain = [words.get(key, {}).get(text, text) for text in texts]
        plain = [names.get(text, text) for text in plain] if key in _COLUMNS else plain
        if key in ("where", "among"):
            values[key] = [_condition(part, names, codes) for part in re.split("[；;]", cell) if part.strip()]
        elif key == "when":
            values[key] = {k: v for k, v in _condition(cell, names, codes).items() if k in ("column", "values")}
        elif key in _NUMBERS:
            values[key] = _number(cell)
        else:
            values[key] = plain if key in several and plain != ["divisions"] else plain[0]
    return values


def _number(cell: str) -> Any:
    try:
        return float(cell) if "." in cell else int(cell)
    except ValueError:
        return cell  # the declaration says what is wanted


def _condition(text: str, names: Mapping[str, str], codes: Mapping[str, str]) -> dict[str, Any]:
    """建设状态=已完工、在建; 计划投资>=100; 计划完工日期已过; 实际完工日期为空; 实际完工日期已填."""
    words, plain = vocabulary()["conditions"], text.strip()
    if match := _COMPARED.fullmatch(plain):
        name, sign, value = names.get(match[1].strip(), match[1].strip()), match[2], match[3].strip()
        if sign in ("=", "＝"):
            return {"column": name, "values": [codes.get(each.strip(), each.strip()) for each in _APART.split(value)]}
        return {"column": name, "low" if sign in (">=", "≥") else "high": _number(value)}
    ending = next((key for key, word in words.items() if plain.endswith(word)), None)
    column = plain.removesuffix(words[ending]).strip() if ending else plain
    return {"column": names.get(column, column)} | ({ending: True} if ending in ("empty", "past") else {})


def _lists(lines: list[Line]) -> dict[tuple[str, str], dict[str, list[str]]]:
    """By sheet and list the texts of each code."""
    lists: dict[tuple[str, str], dict[str, list[str]]] = {}
    for line in lines:
        of, listed, code = (line.cells.get(key, "") for key in ("of", "list", "code"))
        lists.setdefault((of, listed), {})[code] = [*map(str.strip, _APART.split(line.cells.get("texts", "")))]
    return lists


def _codes(lines: list[Line]) -> dict[str, dict[str, str]]:
    """By sheet the code of each text of its lists."""
    codes: dict[str, dict[str, str]] = {}
    for (of, _), texts_of in _lists(lines).items():
        for code, texts in texts_of.items():
            codes.setdefault(of, {}).update(dict.fromkeys(texts, code))
    return codes
