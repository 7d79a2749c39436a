"""The list of reminders (催报清单) as a table, and as a text for each unit that can be pasted into a message.

Rows are counted, nobody is named. The text of a unit names its own files as it sent them; the list, which all units may
see, only those whose name follows the convention: another may be a person's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl

from expectations.catalogue import SHEETS
from expectations.county.county import County
from flows.county.workspace import Workspace
from flows.editions.arrivals import arrived_by
from flows.report.lists import csv_for_excel, write_outputs
from flows.store.edition import Edition
from report_templates.overviews.status_grid import moment_words
from report_templates.words.wording import wording
from transforms.cells.personal_data.redaction import without_personal_data
from transforms.cells.plain import without_controls
from transforms.clock import monday_of, period_end
from transforms.judge.arrivals import ASKED_BACK, DUE, RETURNED, STATUS_WORDS, deadline
from transforms.judge.reminders import reminders

FOLDER = "催报清单"
NOBODY = "看不出单位"

_LONGEST_NAME = 60
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.-]+")


def remind_all(workspace: Workspace, edition: Edition, now: dt.datetime, echo: Callable[[str], object]) -> None:
    """Print every unit's text, write them and the list below the period's folder, and print where."""
    listed = reminders(arrived_by(edition, workspace.county, now), edition.table("issues"))
    texts = dict(unit_texts(listed, workspace.county, edition.period))
    for text in texts.values():
        echo(text + "\n")
    deliverables = {f"{unit}.txt": text.encode() for unit, text in texts.items()}
    deliverables[f"{FOLDER}.csv"] = csv_for_excel(reminder_list(listed, workspace.county, edition.period))
    folder = workspace.out / "periods" / edition.period / FOLDER
    echo(str(write_outputs(folder, deliverables.items()) / f"{FOLDER}.csv"))


def reminder_list(listed: pl.DataFrame, county: County, period: str) -> pl.DataFrame:
    """REMINDERS with the headings and words of the office, one line for each sheet or file."""
    until = moment_words(deadline(county, period), county)
    lines = [
        {
            "单位": _unit(county, line["submitter"]),
            "表号": line["sheet"],
            "表名": _title(line),
            "期别": period,
            "截止时间": until,
            "状态": STATUS_WORDS[line["status"]],
            "逾期天数": line["days_overdue"],
            "退回文件": _file_for_all(line),
            "待改处数": line["faults"],
        }
        for line in listed.iter_rows(named=True)
    ]
    words = ("单位", "表号", "表名", "期别", "截止时间", "状态", "退回文件")
    schema = dict.fromkeys(words, pl.String) | {"逾期天数": pl.Int64, "待改处数": pl.Int64}
    return pl.DataFrame(lines, schema_overrides=schema) if lines else pl.DataFrame(schema=schema)


def unit_texts(listed: pl.DataFrame, county: County, period: str) -> Iterator[tuple[str, str]]:
    """(short name of the unit, its text) for every unit that is known."""
    known = listed.filter(pl.col("submitter").is_in(list(county.unit)))
    for (code,), lines in known.group_by("submitter", maintain_order=True):
        yield county.unit[str(code)].short, _text(county, str(code), period, lines)


def _text(county: County, code: str, period: str, lines: pl.DataFrame) -> str:
    start, end = monday_of(period), period_end(period)
    absent = lines.filter(pl.col("file").is_null())
    sent = lines.filter(pl.col("file").is_not_null())
    returned, asked_back = (sent.filter(pl.col("status") == status) for status in (RETURNED, ASKED_BACK))
    week = f"{start.year}年{start.month}月{start.day}日至{end.month}月{end.day}日"
    until = moment_words(deadline(county, period), county)
    return "\n".join(
        [
            _said(county, "head", unit=county.unit[code].name),
            _said(county, "until_said", period=period, week=week, until=until),
            *_numbered(county, "absent", absent),
            *_numbered(county, "returned", returned),
            *_numbered(county, "asked_back", asked_back),
            _said(county, "close"),
            county.report.get("issuer", ""),
        ]
    ).strip()


def _numbered(county: County, key: str, lines: pl.DataFrame) -> Iterator[str]:
    """What wording.toml says at the head of the lines, and of each of them."""
    if lines.height:
        yield _said(county, f"{key}_lead")
    for number, line in enumerate(lines.iter_rows(named=True), start=1):
        facts = {"title": _title(line), "sheet": line["sheet"] or "", "file": _file(line), "faults": line["faults"]}
        said = _said(county, f"{key}_line", days=line["days_overdue"], due=line["status"] == DUE, **facts)
        yield f"{number}. {said}{'；' if number < lines.height else '。'}"


def _said(county: County, key: str, **facts: object) -> str:
    return wording(county).say("reminders", key, {}, **facts).text


def _unit(county: County, code: str | None) -> str:
    return county.unit[code].name if code in county.unit else code or NOBODY


def _title(line: Mapping[str, Any]) -> str:
    return SHEETS[line["sheet"]].title if line["sheet"] in SHEETS else "看不出是哪张表"


def _file_for_all(line: Mapping[str, Any]) -> str | None:
    name = _file(line)
    return name if name is None or _PLAIN_NAME.fullmatch(name) else "（文件名未按规定）"


def _file(line: Mapping[str, Any]) -> str | None:
    if line["file"] is None:
        return None
    name = without_personal_data(without_controls(line["file"]))
    return name if _PLAIN_NAME.fullmatch(name) else f"“{name[:_LONGEST_NAME]}”（文件名未按规定）"
