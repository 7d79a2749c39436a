"""Odd workbooks of the wide world, and mutants of a sound one: whatever a file is, it is accounted for.

The public files are not part of the project; `WUWEI_ODD_WORKBOOKS` names the folder where they are at hand.
"""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest

from benchmarks.cost import largest_child_mb
from flows.county.county_file import load_county, shipped_example
from flows.read.inboxes import read_files
from flows.read.one_file import FileTask
from tests.support.project import ROOT
from tests.support.workbooks.odd import FOLDER, odd_workbooks
from tests.support.workbooks.tables import MONDAY, NAME, W47, contact_log, talk, totals, written
from transforms.records.extract import Intake
from transforms.records.ledger import check_conservation
from transforms.records.submission import Received

COUNTY = load_county(shipped_example())
MUTANTS = int(os.environ.get("WUWEI_MUTANTS", "200"))


def read(paths: Sequence[Path]) -> Intake:
    """What these files bring, read, recognised and cleaned in worker processes."""
    tasks = [
        FileTask(path, Received(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), W47, MONDAY))
        for path in paths
    ]
    return read_files(tasks, COUNTY, processes=2)


def check_fates(result: Intake, paths: Sequence[Path]) -> None:
    """Every file is named, with rows that balance or with a refusal that says what to do; none met a program error."""
    keys = pl.concat([rows.select("submission", "row") for rows in result.rows.values()]).collect()
    check_conservation(result.ledger, result.row_counts, keys)
    assert {*result.submissions["file"]} == {path.name for path in paths}
    refused = result.submissions.drop_nulls("refused")
    notices = result.issues.filter(pl.col("reaction") == "FILE").select("file", rule="rule")
    assert refused.select("file", rule="refused").join(notices, on=["file", "rule"], how="anti").is_empty()
    assert "file_failed" not in refused["refused"].to_list()
    assert result.issues.filter(pl.col("reaction") == "FILE")["message"].str.contains("请").all()


@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"there is no folder {FOLDER} with odd workbooks")
def test_every_odd_workbook_is_accounted_for() -> None:
    started = time.monotonic()
    check_fates(read(odd()), odd())
    assert time.monotonic() - started < len(odd())


def odd() -> list[Path]:
    """The workbooks, without the list of their sources."""
    return [path for path in odd_workbooks() if path.name != "SOURCES.tsv"]


def most_memory() -> float:
    """The most memory a worker held that read them, in MB."""
    read(odd())
    return largest_child_mb()


@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"there is no folder {FOLDER} with odd workbooks")
def test_no_odd_workbook_takes_a_gigabyte() -> None:
    """In a process of its own: what the children of this one held counts those of all tests before."""
    program = "from tests.flows.read.test_odd_workbooks import most_memory; print(most_memory())"
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=250
    )
    assert 10 < float(result.stdout) < 1000


def parent(path: Path) -> bytes:
    """A sound workbook of two sheets with everything that readers look at."""
    log = [talk(), talk("李四", "同上"), talk("王五、赵六", 44515.0, "电话")]
    return written(path, contact_log(*log), totals(["二次分工人数", 19.0, "2021-11-23"])).read_bytes()


def mutants(data: bytes, number: int) -> Iterator[bytes]:
    """The workbook with something wrong in it, always the same."""
    dice = random.Random(20211123)
    for _ in range(number):
        yield dice.choice((_flipped, _cut, _member_flipped, _member_lost, _member_twice, _text_changed))(data, dice)


def _flipped(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.randint(1, 20)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _cut(data: bytes, dice: random.Random) -> bytes:
    start, end = sorted(dice.sample(range(len(data)), 2))
    return data[:end] if dice.random() < 0.5 else data[:start] + data[end:]


def _members(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def _packed(members: Sequence[tuple[str, bytes]]) -> bytes:
    memory = BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members:
            package.writestr(name, content)
    return memory.getvalue()


def _member_flipped(data: bytes, dice: random.Random) -> bytes:
    members = _members(data)
    at = dice.randrange(len(members))
    name, content = members[at]
    return _packed([*members[:at], (name, _flipped(content or b"x", dice)), *members[at + 1 :]])


def _member_lost(data: bytes, dice: random.Random) -> bytes:
    members = _members(data)
    members.pop(dice.randrange(len(members)))
    return _packed(members)


def _member_twice(data: bytes, dice: random.Random) -> bytes:
    members = _members(data)
    (name, _), (_, content) = dice.sample(members, 2)
    return _packed([(name, content) if name == member else (member, kept) for member, kept in members])


def _text_changed(data: bytes, dice: random.Random) -> bytes:
    """One attribute or text of a part becomes something no writer writes."""
    odd = dice.choice(
        ("", "-1", "999999999999999999999", "1e308", "NaN", "A1:XFD1048576", "\u200b", "&#0;", "]]>", "<")
    )
    members = _members(data)
    at = dice.randrange(len(members))
    name, content = members[at]
    words = content.decode().split('"')
    words[dice.randrange(len(words))] = odd
    return _packed([*members[:at], (name, '"'.join(words).encode()), *members[at + 1 :]])


def test_every_mutant_of_a_workbook_is_accounted_for(tmp_path: Path) -> None:
    data = parent(tmp_path / NAME)
    paths = []
    for number, mutant in enumerate(dict.fromkeys(mutants(data, MUTANTS))):
        paths.append(tmp_path / f"{number}.xlsx")
        paths[-1].write_bytes(mutant)
    result = read(paths)
    check_fates(result, paths)
    assert result.submissions.filter(pl.col("refused").is_null()).height > MUTANTS / 20, "the mutants are all too wild"
