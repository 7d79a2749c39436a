"""The county most tests run: the shipped example, of whose divisions four report, and of whose units four are hosts.

A week of all takes three times as long, and they differ in names alone.
"""

from __future__ import annotations

import atexit
import csv
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

from expectations.county.county import County
from flows.county.county_file import load_county, shipped_example

REPORTING = frozenset({"漕河镇", "蕲州镇", "刘河镇", "狮子镇"})
HOSTS = '["QC-XWB", "QC-RDB", "QC-ZFB", "QC-ZXB"]'
"""One unit of each of the four organs has posts, and reports on who is on them."""


@cache
def county_file() -> Path:
    """A county folder with few reporting divisions, made once in a process and removed at its end."""
    folder = Path(tempfile.mkdtemp(prefix="county-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    example = shipped_example()
    text = re.sub(r"^(S[57]) = \[[^]]*\]", rf"\1 = {HOSTS}", example.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (folder / example.name).write_text(text, encoding="utf-8")
    shutil.copytree(example.parent / "reference", folder / "reference")
    table = folder / "reference" / "divisions.csv"
    with table.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, lines[0])
        writer.writeheader()
        writer.writerows(line | {"reports": "yes" if line["name"] in REPORTING else "no"} for line in lines)
    return folder / example.name


@cache
def qichun() -> County:
    """The county of `county_file`."""
    return load_county(county_file())
