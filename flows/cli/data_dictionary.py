"""The generated documentation: every sheet, column, rule and code list, every indicator, and the list of tables.

`python -m flows.cli.data_dictionary` writes `docs/data-dictionary.md` and `docs/indicators.md`, and in
`docs/querying.md` the list of tables; with `--check` it writes nothing and fails when they are stale.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from expectations.catalogue import IGNORED_HEADINGS, SHEETS, sheets_of
from expectations.contract.contract import Cadence, Column, Kind, Sheet
from expectations.contract.rules import Rule, When
from expectations.county.codelist import CodeList, codelist, codelist_names
from expectations.county.county import SETTINGS, County
from flows.cli.printing.table_list import with_table_list
from flows.county.county_file import load_county, shipped_example

_EXAMPLE_DAY = dt.date(2021, 11, 28)
_DOCS = Path(__file__).resolve().parents[2] / "docs"
_CATALOGUE = "transforms.indicators.catalogue"

_PREFACE = """# Data dictionary 数据字典

Generated from the contracts (`expectations/sheets`) and code lists (`expectations/codes`) by
`python -m flows.cli.data_dictionary`. Do not edit.

**Need**: R required, r recommended, o optional. **Privacy**: P0 vault only, P1 organisation department, P2 internal
reports, P3 aggregate. **Reaction**: FIX repaired silently, FIXW repaired or kept with a word to the submitter, CELL
cell refused, ROW row refused, FILE submission refused. `units`, `divisions` and `link_type` are the county's own lists;
of `central_work`, `order_category`, `position`, `post_kind`, `skill` and `strategy` it may bring its own. Examples are
shown as the shipped county's clerks see them: its first divisions and units, labels, and dates of the period reported.
"""

_INDICATORS_PREFACE = """# Indicators 指标字典

Generated from `transforms/indicators` by `python -m flows.cli.data_dictionary`. Do not edit. Numbers that a county may
set in `wuwei.toml` are shown at their defaults.

**Cells**: the columns of the workbooks that a figure leads to.

**本年, 本年累计** run from 1 January of the year of the as-of day. A day belongs to its calendar year, a whole week
(S7: B2–B4, B6) to the year of its Sunday. So the sums of 2021-W52, which ends on 2 January 2022, are those of 2022 and
hold that one week; papers then say 2022年 for 本年. What all of 2021 came to stands in the edition of the year.

**Who has left** a post by death, removal or retirement counts by event: A5–A8, A12 and B1 at the end of the period, the
sums of S7 by the week reported on, so that they never shrink because somebody left (domain.md §5.1).

**Range**: while some units have not sent a weekly sheet, a figure that counts its rows is printed with the values it
could have. Each missing sheet is taken to hold between no row and as many as the fullest its unit has sent for an
earlier week, and no row to take back what earlier rows said; each adds at most one to the numerator and, unless “fixed”
stands here, to the denominator. No range is printed where a unit has never sent the sheet, where another sheet of the
figure is missing as well, or where a row can count for several.

"""

_CADENCE = {
    Cadence.ON_CHANGE: "on change, a full snapshot; the last one is carried forward",
    Cadence.WEEKLY_SNAPSHOT: "weekly, every row; never carried forward",
    Cadence.WEEKLY_ROWS: "weekly, this week's rows only",
}


def data_dictionary() -> str:
    """All sheets and code lists as Markdown."""
    ignored = "、".join(sorted(IGNORED_HEADINGS))
    parts = [_PREFACE, f"Headings any sheet may carry and nobody reads: {ignored}.\n", "## Sheets\n"]
    parts += [_contents(), *map(_sheet, _as_seen()), "## Code lists\n"]
    parts += [_code_list(codelist(name)) for name in codelist_names()]
    return "\n".join(parts)


def county_dictionary(county: County, last: dt.date) -> str:
    """The sheets, the county's own code lists and all indicators as Markdown, as a county has them in a period.

    last: the last day of the period.
    """
    sheets = sheets_of(county, last).values()
    parts = [f"# {county.name}数据字典\n", "## Sheets 报表\n", *map(_sheet, sheets), "## Code lists 选项\n"]
    parts += [_code_list(codes) for codes in county.own_codelists.values()]
    indicators = import_module(_CATALOGUE).INDICATORS.values()
    return "\n".join([*parts, indicator_dictionary(indicators, county.settings)])


def _as_seen() -> Iterable[Sheet]:
    """The sheets with examples of the shipped county, whose own lists nobody else has, in a week of its story."""
    shipped = replace(load_county(shipped_example()), own_codes={})
    return sheets_of(shipped, _EXAMPLE_DAY).values()


def indicator_dictionary(indicators: Iterable[Any], settings: Mapping[str, float] = SETTINGS) -> str:
    """All indicators as Markdown; each has id, label, formula, window, unit, sheets, cells, ranged.

    Names of settings in their words are replaced by their values, by default those that hold where a county sets none.
    """
    numbers = {name: f"{number:g}" for name, number in settings.items()}
    rows = (
        (
            i.id,
            i.label,
            i.formula.format_map(numbers),
            i.window.format_map(numbers),
            i.unit,
            " ".join(i.sheets),
            " ".join(i.cells),
            "" if i.ranged is None else f"{i.ranged.sheet} rows{', fixed' if i.ranged.fixed else ''}",
        )
        for i in indicators
    )
    return _INDICATORS_PREFACE + _table(("Code", "指标", "Formula", "Window", "Unit", "Sheets", "Cells", "Range"), rows)


def _contents() -> str:
    rows = ((s.id, s.title, f"`{s.name}`", s.submitted_by, str(len(s.columns))) for s in SHEETS.values())
    return _table(("Sheet", "标准名称", "Name", "报送单位", "Columns"), rows)


def _sheet(sheet: Sheet) -> str:
    facts = [
        f"### {sheet.id} {sheet.title} `{sheet.name}`\n",
        f"- 报送单位: {sheet.submitted_by}",
        f"- Cadence: {_CADENCE[sheet.cadence]}",
        f"- Key: {', '.join(sheet.key)}",
        f"- Feeds: {sheet.feeds}",
        f"- Source: {sheet.source}; contract version {sheet.version}\n",
    ]
    head = ("Column", "标准表头", "Variants", "Kind", "Codes", "Need", "Privacy", "Unreadable", "Example")
    columns = _table(head, map(_column, sheet.columns))
    rules = _table(("Rule", "Kind", "Columns", "When", "Reaction", "Then", "填报说明"), map(_rule, sheet.all_rules))
    return "\n".join([*facts, columns, rules])


def _column(column: Column) -> tuple[str, ...]:
    return (
        f"`{column.name}`",
        column.heading,
        "、".join(column.variants),
        f"{column.kind} ({column.unit})" if column.unit else str(column.kind),
        column.codes or "",
        column.need,
        column.privacy,
        _on_failure(column),
        column.example,
    )


def _on_failure(column: Column) -> str:
    if column.default is None:
        return str(column.on_failure)
    return f"{column.on_failure}; {'blank' if column.kind is Kind.FLAG else 'then'} {column.default}"


def _rule(rule: Rule) -> tuple[str, ...]:
    then = f"{rule.becomes.column} := {rule.becomes.value}" if rule.becomes else ""
    when = _condition(rule.when) if rule.when else ""
    return (f"`{rule.id}`", type(rule).__name__, ", ".join(rule.columns), when, rule.reaction, then, rule.because)


def _condition(when: When) -> str:
    return f"{when.column} in {', '.join(map(str, when.values))}" if when.values else f"{when.column} filled"


def _code_list(codes: CodeList) -> str:
    head = f"### {codes.name} {codes.title}\n\nSource: {codes.source}"
    silent = f"; says nothing: {'、'.join(sorted(codes.ignored))}" if codes.ignored else ""
    words = [_by_code(texts) for texts in (codes.readings, codes.warned, codes.keywords)]
    rows = ((code, label, *("、".join(by.get(code, ())) for by in words)) for code, label in codes.labels.items())
    return f"{head}{silent}\n\n" + _table(("Code", "Label", "Read as this", "Read with a warning", "By keyword"), rows)


def _by_code(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Code → its texts, without the code itself and the code as a prefix of another text."""
    grouped: dict[str, list[str]] = {}
    for text, code in texts.items():
        rest = text.removeprefix(code.lower())
        if rest == text or (rest and texts.get(rest) != code):
            grouped.setdefault(code, []).append(text)
    return grouped


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines) + "\n"


def _documents() -> Iterator[tuple[Path, str]]:
    yield _DOCS / "data-dictionary.md", data_dictionary()
    if find_spec(_CATALOGUE):
        yield _DOCS / "indicators.md", indicator_dictionary(import_module(_CATALOGUE).INDICATORS.values())
    if (page := _DOCS / "querying.md").is_file():
        yield page, with_table_list(page.read_text("utf-8"))


def main(arguments: list[str]) -> int:
    """Write the documents, or with `--check` name the stale ones; the exit code."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python -m flows.cli.data_dictionary [--check]\n")
        return 2
    stale = [(path, text) for path, text in _documents() if not path.is_file() or path.read_text("utf-8") != text]
    for path, text in stale:
        if arguments:
            sys.stderr.write(f"{path} is stale; run python -m flows.cli.data_dictionary\n")
        else:
            path.write_text(text, encoding="utf-8")
    return 1 if arguments and stale else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
