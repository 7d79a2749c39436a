"""Tables of what was sent: submissions, files, rows read, issues, validations and undecided persons."""

from __future__ import annotations

from expectations.contract.contract import Privacy
from transforms.tables.table import ALL, Following, NamedBy, Table, Variant

_COUNTY_AND_UNITS = (Variant.COUNTY, Variant.INSPECTION, Variant.TOWNSHIP)
_OFFICES = dict.fromkeys((Variant.COUNTY, Variant.ANALYST, Variant.INSPECTION), ALL)
_OFFICES_AND_UNITS = {**_OFFICES, Variant.TOWNSHIP: ALL}

_ARRIVAL = ("sheet", "status", "late", "zero_report", "days_overdue", "file", "rows_read", "rows_accepted")
_FILE = (
    *("file", "sha256", "inbox", "received_at", "worksheet", "sheet", "version", "zero_report", "rows_read"),
    *("refused", "standing"),
)
_FILE_SHOWN = ("submission", "file", "worksheet", "sheet", "submitter", "period", "zero_report", "standing", "refused")
_CELL = ("file", "worksheet", "sheet", "column", "heading", "cell", "rule", "reaction", "message")
_CELL_SHOWN = ("submission", "submitter", "row", *_CELL)  # without what stands in it
_ISSUE = (*_CELL, "value", "read_as", "issue")
_ERRATUM = ("erratum", "sheet", "column", "heading", "cell", "state", "expect", "becomes", "because", "by", "message")
_VALIDATION = ("sheet", "rule", "heading", "expectation", "demands", "because", "reaction", "checked", "failed")
_PAIR = (
    *("sheet", "name", "unit", "counted_as", "rank", "points", "agrees", "differs", "suggested", "in_sheet"),
    *("mention", "other", "since", "standing"),
)
_CANDIDATE = (
    *("candidate", "candidate_sheet", "candidate_submission", "candidate_row", "candidate_name", "candidate_unit"),
)
_OTHER = ("other_sheet", "other_period", "other_submission", "other_row")
_ANSWER = ("judgement", "by", "because", "changed", "replaces")

TABLES = (
    Table(
        name="submissions",
        title="报送情况",
        row="unit and sheet that is expected for a week, and how it arrived",
        key=("submitter", "sheet", "period"),
        derived={Privacy.P2: _ARRIVAL},
        seen_by=_OFFICES_AND_UNITS,
        units=NamedBy("submitter"),
    ),
    Table(
        name="files",
        title="来文清单",
        row="worksheet received, and whether it stands",
        key=("inbox", "submission", "worksheet", "sheet"),
        derived={Privacy.P2: _FILE},
        seen_by={**dict.fromkeys(_COUNTY_AND_UNITS, _FILE_SHOWN), Variant.ANALYST: ALL},
        units=NamedBy("submitter"),
    ),
    Table(
        name="places",
        title="栏目所在列",
        row="submission and column of its sheet: the spreadsheet column it stands in",
        key=("submission", "column"),
        derived={Privacy.P2: ("column", "letter")},
        seen_by={Variant.ANALYST: ALL},
        units=Following("files", "submission"),
    ),
    Table(
        name="ledger",
        title="收文台账",
        row="row read, and its fate: accepted, rejected, set aside",
        key=("submission", "worksheet", "row"),
        derived={Privacy.P2: ("sheet", "worksheet", "fate", "reason", "cells")},
        seen_by=_OFFICES_AND_UNITS,
        units=Following("files", "submission"),
    ),
    Table(
        name="errata",
        title="勘误执行情况",
        row="reviewed correction (勘误) and cell it means: whether it was applied; values of class P1 are masked",
        key=("erratum", "submission", "row"),
        derived={Privacy.P2: _ERRATUM},
        seen_by={Variant.ANALYST: ALL},
        units=Following("files", "submission"),
    ),
    Table(
        name="issues",
        title="问题清单",
        row="change or refusal, with its cell and its number `issue`",
        key=("issue",),
        counted_by=("submission", "worksheet", "cell"),
        derived={Privacy.P2: _ISSUE},
        seen_by={**dict.fromkeys(_COUNTY_AND_UNITS, _CELL_SHOWN), Variant.ANALYST: ALL},
        units=NamedBy("submitter"),
    ),
    Table(
        name="confirmed",
        title="已确认的问题",
        row="warning that somebody has confirmed, with who, why and when",
        key=("issue",),
        derived={Privacy.P2: (*_ISSUE, "confirmed_by", "confirmed_because", "confirmed_at")},
        seen_by={Variant.ANALYST: ALL},
        units=NamedBy("submitter"),
    ),
    Table(
        name="validations",
        title="校验结果",
        row="sheet and rule: rows checked and failed by Great Expectations, over all rows in force",
        key=("sheet", "rule"),
        derived={Privacy.P3: _VALIDATION},
        seen_by=_OFFICES,
    ),
    Table(
        name="queue",
        title="待确认身份",
        row="row whose person, or item, nobody could decide on",
        key=("submission", "row"),
        derived={Privacy.P2: ("sheet", "name", "unit", "reason", "candidates")},
        seen_by={Variant.ANALYST: ALL},
        units=Following("files", "submission"),
    ),
    Table(
        name="candidate_pairs",
        title="待核人员",
        row="row that may be of a person known already, and that person's record beside it, with what was said of them",
        key=("mention", "other"),
        derived={
            Privacy.P1: ("birth_month", "candidate_birth_month"),
            Privacy.P2: (*_PAIR, *_CANDIDATE, *_ANSWER),
        },
        seen_by={Variant.ANALYST: ALL},
        units=Following("files", "submission"),
        compared=False,
    ),
    Table(
        name="disagreements",
        title="资料不一致",
        row="value of a person that counts, and another one that was replaced in the period or that another sheet says",
        key=("submission", "row", "name", "column", "other_submission", "other_row"),
        derived={
            Privacy.P1: ("taken", "other"),
            Privacy.P2: ("name", "column", "how", "sheet", *_OTHER),
        },
        seen_by={Variant.ANALYST: ALL},
        units=Following("files", "submission"),
        compared=False,
    ),
)
