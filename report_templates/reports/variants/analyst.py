"""The analysts' page: every figure opens to its formula and its rows, and each row to file, worksheet and line."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import polars as pl

from expectations.catalogue import BUILT_IN
from expectations.contract.contract import Sheet
from report_templates.model.report import Masthead
from report_templates.reports.variants.contacts import called, state_of
from report_templates.reports.variants.past_values import past_values
from report_templates.reports.variants.tables import day, organ_name, unit_name
from report_templates.words.figure_words import amount, change_words, number
from report_templates.words.numbers import NONE, percent
from report_templates.words.period_words import period_name
from report_templates.words.wording import wording
from transforms.dataset import Dataset
from transforms.figures import Form, Light
from transforms.indicators.declare.breakdown import code_labels, labels, town_labels
from transforms.indicators.declare.declaration import key_of
from transforms.indicators.history import NO_HISTORY
from transforms.join.cadres.due_contacts import Due, contact_list
from transforms.tables.catalogue import COUNTED_BY, TABLES
from transforms.tables.own import own_sheet_of

SHOWN: Mapping[str, tuple[str, ...]] = {
    "five_dim": ("person_id", "former_post", "post_level", "organ", "host_unit", "age_years", "work_will",
                 "work_capacity", "c_total", "missing_fields", "last_contact_on", "retire_ym"),
    "assignments": ("name", "organ", "post_name", "host_unit", "duty", "status", "start"),
    "due_contacts": ("name", "contact_officer", "former_unit", "ground", "due_on", "overdue_days", "last_contact_on"),
    "contacts": ("name", "contact_date", "contact_type", "topic", "issue_status"),
    "duties": ("name", "unit_code", "period", "days_on", "tasks_open", "tasks_done", "honour"),
    "items": ("item_code", "title", "leader", "lead_unit", "town", "due_current", "progress", "status", "light",
              "light_reason"),
    "registrations": ("name", "unit_code", "community_code", "town", "registered_on", "reg_status"),
    "orders": ("order_no", "town", "community_code", "category", "posted_on", "taken_on", "done_on", "status",
               "satisfaction", "hours"),
    "order_members": ("order_no", "member_name"),
    "leaders": ("leader", "post", "organ"),
    "submissions": ("submitter", "sheet", "status", "days_overdue"),
    "control_totals": ("total", "as_of"),
    "issues": ("heading", "cell", "message", "reaction"),
    "queue": ("name", "unit", "reason"),
}  # fmt: skip
"""Columns shown with the source position of a row; of other tables the key alone."""

_HEADS = {column.name: column.heading for sheet in BUILT_IN.values() for column in sheet.columns} | {
    "ground": "联系事由", "due_on": "应联系日期", "overdue_days": "逾期天数",
    "person_id": "姓名", "missing_fields": "缺填栏目", "retire_ym": "到龄年月",
    "age_years": "年龄", "c_total": "完整度", "last_contact_on": "最近联系", "light": "灯",
    "light_reason": "说明", "submitter": "报送单位", "sheet": "表", "status": "状态", "days_overdue": "逾期天数",
    "period": "期别", "host_unit": "接收单位", "heading": "栏目", "cell": "单元格", "message": "问题",
    "reaction": "处理", "unit": "单位", "reason": "原因", "row": "行", "fate": "去向",
    "worksheet": "工作表", "submission": "报送编号",
}  # fmt: skip


def analyst_bytes(
    dataset: Dataset,
    values: pl.DataFrame,
    rows: pl.DataFrame,
    corrections: pl.DataFrame,
    head: Masthead,
    recipient: str,
    history: pl.DataFrame = NO_HISTORY,
) -> bytes:
    """The content of the page as JSON.

    dataset: what the analysts may see. values, rows, corrections: FIGURES, FIGURE_ROWS and CORRECTIONS of the edition;
    history: HISTORY of the periods before it.
    """
    issued = {row["code"]: amount(row["old"], row["unit"]) for row in corrections.iter_rows(named=True)}
    tables = {name: frame for name, frame in dataset.tables().items() if name in set(rows["table"]) and frame.columns}
    places = {name: _places(name, frame) for name, frame in tables.items()}
    behind: dict[str, dict[str, list[tuple[str, list[int]]]]] = {}
    grouped = rows.group_by("code", "side", "table", maintain_order=True).agg("key")
    for code, side, table, keys in grouped.iter_rows():
        positions = sorted({places[table][key] for key in keys if key in places.get(table, {})})
        behind.setdefault(code, {}).setdefault(side, []).append((table, positions))
    for code in values.filter(pl.col("form") == Form.PERCENT)["code"]:
        behind[code] = _with_gap(behind.get(code, {}))
    past = past_values(values, history)
    page = {
        "head": asdict(head),
        "recipient": recipient,
        "periods": [*map(period_name, [*history["period"].unique().sort(), dataset.clock.period])],
        "figures": [
            {**_figure(line, issued, behind.get(line["code"], {})), "past": past.get(line["code"], [])}
            for line in values.iter_rows(named=True)
        ],
        "tables": {name: _table(dataset, name, frame) for name, frame in tables.items()},
        "people": list(_people(dataset)),
        "contacts": list(_contacts(dataset)),
    }
    return json.dumps(page, ensure_ascii=False).encode()


def _with_gap(sides: Mapping[str, list[tuple[str, list[int]]]]) -> dict[str, list[tuple[str, list[int]]]]:
    """The sides of a share, and before them the `gap`: the rows of the denominator that the numerator does not have."""
    counted = {table: set(positions) for table, positions in sides.get("numerator", ())}
    lacking = [
        (table, sorted(set(positions) - counted.get(table, set())))
        for table, positions in sides.get("denominator", ())
        if table in counted or not counted
    ]
    gap = [(table, positions) for table, positions in lacking if positions]
    return {**({"gap": gap} if gap else {}), **sides}


def _places(table: str, frame: pl.DataFrame) -> dict[str, int]:
    """The position of each row by its key."""
    if not set(COUNTED_BY[table]) <= set(frame.columns):
        return {}
    return {key: place for place, key in enumerate(frame.select(key=key_of(table))["key"])}


def _figure(line: Mapping[str, Any], issued: Mapping[str, str], behind: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the table; `first` is the value of the issued edition, where it is corrected."""
    unit = line["unit"] or ""
    value = amount(line["value"], unit)
    first = issued.get(line["code"], value)
    sides = (line["numerator"], line["denominator"])
    return {
        "code": line["code"],
        "label": line["label"],
        "family": line["indicator"][0],
        "main": line["code"] == line["indicator"],
        "value": value,
        "first": "" if first == value else first,
        "ratio": NONE if None in sides else "/".join(map(number, sides)),
        "change": change_words(line["value"], line["previous"], unit) + ("（上期更正）" if line["restated"] else ""),
        "light": line["light"] or Light.NONE.value,
        "coverage": percent(line["coverage"], 1),
        "formula": line["formula"],
        "window": line["window"],
        "form": line["form"],
        "behind": behind,
    }


def _table(dataset: Dataset, name: str, frame: pl.DataFrame) -> dict[str, Any]:
    """Title, heads and all rows as text, each with its place in a file at the end."""
    own = own_sheet_of(name)
    shown = (*own.column, "submitter") if own else SHOWN.get(name, COUNTED_BY[name])
    columns = [column for column in shown if column in frame.columns]
    files = {row["submission"]: row for row in dataset.files.iter_rows(named=True)}
    letters = {(submission, column): letter for submission, column, letter in dataset.places.iter_rows()}
    words = [_own_words(dataset, own, column) if own else _words(dataset, column) for column in columns]
    heads = _HEADS | ({column.name: column.heading for column in own.columns} if own else {})
    lines = []
    for row in frame.iter_rows(named=True):
        cells = [letters.get((row.get("submission"), column)) for column in columns]
        texts = (word(row[column]) for word, column in zip(words, columns, strict=True))
        lines.append([*texts, _place(row, files, [letter for letter in cells if letter])])
    return {"title": TABLES[name].title, "heads": [*(heads.get(c, c) for c in columns), "出处"], "rows": lines}


def _place(row: Mapping[str, Any], files: Mapping[str, Mapping[str, Any]], letters: list[str]) -> str:
    """File, worksheet, line and cells of the workbook."""
    known = files.get(row.get("submission") or "")
    if not known:
        return row.get("file") or NONE
    line = f" › 第{row['row']}行" if row.get("row") else ""
    cells = "".join(f" {letter}{row['row']}" for letter in letters) if line else ""
    return f"{known['file']} › {known['worksheet'] or NONE}{line}{cells}"


def _own_words(dataset: Dataset, sheet: Sheet, column: str) -> Any:
    """The formatter of a column of an own sheet: codes by the labels of its list."""
    codes = sheet.column[column].codes if column in sheet.column else "units"
    known = code_labels(codes, dataset.county) if codes else {}
    return lambda value: _printed(value, known)


def _words(dataset: Dataset, column: str) -> Any:
    """The formatter of a column's values: codes by their labels."""
    orders = dataset.county.codes("order_category").labels
    lists = {
        "post_level": labels("post_level"), "work_will": labels("work_will"), "town": town_labels(dataset.county),
        "contact_type": labels("contact_type"), "topic": labels("topic"), "category": orders,
        "reg_status": labels("reg_status"), "satisfaction": labels("satisfaction"),
        "issue_status": labels("contact_issue_status"), "work_capacity": labels("work_capacity"),
        "missing_fields": _HEADS, "ground": labels("contact_ground"),
    }  # fmt: skip
    if column in {"unit_code", "former_unit", "host_unit", "lead_unit", "submitter", "unit"}:
        return lambda code: unit_name(dataset.county, code)
    if column == "organ":
        return organ_name
    if column == "c_total":
        return lambda share: percent(share, 1)
    if column == "person_id":
        names = _names(dataset)
        return lambda person: names.get(person, person)
    known = lists.get(column, {})
    return lambda value: _printed(value, known)


def _names(dataset: Dataset) -> dict[str, str]:
    """The name of each person whom any sheet of theirs names; of others the digest alone is known."""
    named = (table.select("person_id", "name") for table in (dataset.contacts, dataset.duties, dataset.assignments))
    return dict(pl.concat(named).drop_nulls().iter_rows())


def _printed(value: Any, known: Mapping[str, str]) -> str:
    if value is None:
        return NONE
    if isinstance(value, list):
        return "、".join(_printed(item, known) for item in value)
    if isinstance(value, float):
        return f"{value:.4g}"
    return known.get(str(value), str(value))


def _people(dataset: Dataset) -> Iterator[list[str]]:
    """Who is assigned: name, organ, unit, post, age, will, capacity, completeness."""
    known = {row["person_id"]: row for row in dataset.five_dim.iter_rows(named=True)}
    will, capacity = labels("work_will"), labels("work_capacity")
    for row in dataset.assignments.filter("is_primary").sort("organ", "person_id").iter_rows(named=True):
        person = known.get(row["person_id"], {})
        yield [
            row["name"] or NONE,
            organ_name(row["organ"]),
            unit_name(dataset.county, row["host_unit"]),
            row["post_name"] or NONE,
            number(person.get("age_years")),
            _printed(person.get("work_will"), will),
            _printed(person.get("work_capacity"), capacity),
            percent(person.get("c_total"), 1),
        ]


def _contacts(dataset: Dataset) -> Iterator[list[str]]:
    """Who is to be talked to, of whom it is overdue or soon due: officer, name, unit, day, state, grounds, last."""
    if not dataset.due_contacts.columns:  # of an edition before there were any
        return
    words, grounds = wording(dataset.county), labels("contact_ground")
    for row in contact_list(dataset.due_contacts).filter(pl.col("state") != Due.LATER).iter_rows(named=True):
        yield [
            called(row["contact_officer"], words),
            row["name"] or NONE,
            unit_name(dataset.county, row["former_unit"]),
            day(row["due_on"]),
            state_of(row, words),
            _printed(row["grounds"], grounds),
            day(row["last_contact_on"]),
        ]


def safe_json(data: Mapping[str, Any]) -> str:
    """JSON of texts that a script may show: what turns the direction of a text is written out."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    hidden = {ord(char): f"[U+{ord(char):04X}]" for char in set(text) if unicodedata.category(char) in {"Cc", "Cf"}}
    return text.translate(hidden)
