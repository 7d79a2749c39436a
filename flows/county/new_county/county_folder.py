"""A new county's folder: `wuwei.toml`, `reference/`, `inbox/` and 说明.md with the next three commands."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from io import StringIO
from pathlib import Path

from expectations.catalogue import SHEETS
from expectations.county.county import Division, Unit
from flows.county.county_file import load_county, shipped_example
from flows.county.county_table import WrongCountyFile
from flows.county.new_county.draft import Draft
from flows.county.reference_tables import DIVISION_COLUMNS, KIND_WORDS, SEPARATOR, UNIT_COLUMNS
from flows.store.atomic_files import write_if_absent

_HEAD = """\
# 五维 · {name} / What is particular to this county.
#
# 本县的设置都在本文件和 reference/ 下的表里，不用改程序。可用记事本或 WPS 编辑；
# UTF-8、GB18030 都能读，写错的地方运行时会指明。
# All particulars of the county are in this file and the tables under reference/; paths are relative to it.

"""
_EXPECTED_HEAD = """\
[expected]
# 每张表由哪些单位报送，填 units.csv 中的代码；"divisions" 指 divisions.csv 中“是否报送”为“是”的各乡镇（园区）。
# 本县不用的表，删去那一行。
# Who must send which sheet: codes of units.csv, or "divisions" for the units of all divisions that report.
"""


class FolderInUse(Exception):
    """The folder holds a county already."""


def write_county_folder(folder: Path, code: str, name: str, drafted: Draft) -> Path:
    """Write everything a county begins with; gives the county file.

    Raises FolderInUse before anything is written, and WrongCountyFile with nothing left of it where what the lists say
    makes no county.
    """
    county_file, reference = folder / "wuwei.toml", folder / "reference"
    for there in (county_file, reference / "divisions.csv", reference / "units.csv"):
        if there.exists():
            raise FolderInUse(
                f"{there} is there already; name another folder, or edit that file"
                f"\n{there} 已经存在；请换一个文件夹，或者直接修改这个文件。"
            )
    fresh = [made for made in (folder / "inbox", reference, folder) if not made.exists()]
    for made in (folder, reference, folder / "inbox"):
        made.mkdir(parents=True, exist_ok=True)
    texts = {
        reference / "divisions.csv": _table(DIVISION_COLUMNS, map(_division_cells, drafted.divisions)),
        reference / "units.csv": _table(UNIT_COLUMNS, map(_unit_cells, drafted.units)),
        folder / "说明.md": _readme(name, drafted).encode(),
        county_file: county_file_text(code, name, drafted).encode(),
    }
    written = [path for path, text in texts.items() if write_if_absent(path, text)]
    try:
        load_county(county_file)
    except WrongCountyFile as wrong:
        _take_back(written, fresh)
        raise WrongCountyFile(
            f"{wrong}\nnothing is written; correct the list\n没有写入任何文件；请改正名录后再试。"
        ) from None
    return county_file


def _take_back(written: Iterable[Path], fresh: Iterable[Path]) -> None:
    """Remove what was just written, and the folders made for it, the inner ones first."""
    for path in written:
        path.unlink()
    for made in fresh:
        made.rmdir()


def county_file_text(code: str, name: str, drafted: Draft) -> str:
    """The shipped county file with the county's own values: its comments, limits and settings hold anywhere."""
    shipped = shipped_example().read_text("utf-8")
    text = _HEAD.format(name=name) + shipped[shipped.index("[county]") :]
    begin = text.rindex("\n\n", 0, text.index("[expected]"))
    text = text[:begin] + "\n\n" + _expected(drafted.expected) + text[text.index("\n# ", text.index("\nR8")) :]
    contact, issuer = f"{name[-1]}委组织部", f"中共{name}委组织部"
    values = {"code": code, "name": name, "contact": contact, "issuer": issuer}
    for key, value in values.items():
        quoted = json.dumps(value, ensure_ascii=False).replace("\\", r"\\")  # TOML quotes a text as JSON does
        text = re.sub(rf'(?m)^{key} = "[^"]*"', f"{key} = {quoted}", text, count=1)
    for key in ("recipients", "copies"):  # a district or a city writes 区委, 市委
        text = re.sub(rf'(?m)^{key} = "[^"]*"', lambda given: given[0].replace("县", name[-1]), text, count=1)
    text = text.replace('"0713"', '"010" ')
    text = re.sub(r"(?m)^owners = .*", "owners = {}", text, count=1)  # they are units of the shipped county
    for key in ("area_code", "codes"):
        text = re.sub(rf"(?m)^{key} = ", f"# {key} = ", text, count=1)
    return text


def _expected(expected: Mapping[str, Sequence[str]]) -> str:
    lines = (f"{sheet} = {_senders(expected.get(sheet, ()))}  # {SHEETS[sheet].title}" for sheet in SHEETS)
    return _EXPECTED_HEAD + "\n".join(lines) + "\n"


def _senders(senders: Sequence[str]) -> str:
    return f'"{senders}"' if isinstance(senders, str) else "[" + ", ".join(f'"{code}"' for code in senders) + "]"


def _table(columns: Mapping[str, str], lines: Iterable[Mapping[str, str]]) -> bytes:
    """A CSV with the headings in Chinese, with a BOM: spreadsheets open it as it is."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns.values())
    writer.writerows([cells.get(column, "") for column in columns] for cells in lines)
    return out.getvalue().encode("utf-8-sig")


def _division_cells(division: Division) -> Mapping[str, str]:
    cells = {"code": division.code, "name": division.name, "kind": KIND_WORDS[division.kind], "reports": "是"}
    return {**cells, "aliases": SEPARATOR.join(division.aliases)}


def _unit_cells(unit: Unit) -> Mapping[str, str]:
    places = {"organ": unit.organ or "", "division": unit.division or "", "tier": unit.tier or ""}
    names = {"code": unit.code, "name": unit.name, "short": unit.short, "aliases": SEPARATOR.join(unit.aliases)}
    return {**names, **places}


def _readme(name: str, drafted: Draft) -> str:
    text = (files("flows.county.new_county") / "readme.md").read_text("utf-8")
    still = "\n".join(f"- {sentence}" for sentence in drafted.open) or "- 没有。"
    sender = next((unit.code for unit in drafted.units), "DW-001")
    return text.format(name=name, still=still, unit=sender)
