"""Where everything stands on a worksheet: title, headings of one to three lines, data, and what is no data.

The writer draws this plan and the truth reads row numbers from it; neither knows of the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from expectations.catalogue import SHEETS
from expectations.contract.contract import Cadence, Column, Sheet
from expectations.contract.county_sheets import county_sheet, headed_sheet
from expectations.county.county import County
from expectations.county.county_codes import all_codes
from samples.story.setting import sunday
from samples.story.submission import Extra, Formula, Odd, Row, Submission
from samples.workbooks.wording import Shown, shown

NUMBER_COLUMN = "序号"

_ABOVE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "S2": dict.fromkeys(("edu_level", "edu_mode", "degree"), ("学历学位",)),
    "S3": {f"pref_post_{rank}": ("意愿岗位",) for rank in (1, 2, 3)},
    "S5": dict.fromkeys(("start", "end"), ("起止时间",)),
    "S8": {
        "claimed_on": ("时间安排",),
        "start_plan": ("时间安排", "计划"),
        "due_original": ("时间安排", "计划"),
        "due_current": ("时间安排", "延期"),
        "extension_ref": ("时间安排", "延期"),
    },
    "S10": dict.fromkeys(("member_name", "id_no", "phone", "member_unit"), ("党员信息",)),
}
"""Headings above a heading, by sheet and column (domain.md M13)."""

_BELOW = {"pref_post_1": "一", "pref_post_2": "二", "pref_post_3": "三"}
"""Headings that are shorter because another stands above them."""


Cells = dict[int, Shown | Formula]
"""What stands in a line, by column position from 0."""


@dataclass(frozen=True)
class Line:
    """One row of the worksheet: the ledger's reason for setting it aside (None for data), its cells by position.

    `row` is the position of the data row in the submission, `across` asks for one merged cell over the table.
    """

    reason: str | None
    cells: Cells = field(default_factory=dict)
    row: int | None = None
    across: bool = False


@dataclass(frozen=True)
class Plan:
    """A worksheet before it is drawn. `places` and `headings` are by column position, from 0."""

    sheet: Sheet
    places: dict[str, int]
    headings: dict[int, tuple[str, ...]]
    lines: list[Line]

    @property
    def left(self) -> int:
        """First position of the table."""
        return min(self.headings)

    @property
    def right(self) -> int:
        """Last position of the table."""
        return max(self.headings)

    @property
    def depth(self) -> int:
        """Number of heading lines."""
        return max(map(len, self.headings.values()))

    def row_number(self, row: int) -> int:
        """Row number, as the clerk sees it, of a data row of the submission."""
        return next(at for at, line in enumerate(self.lines, start=1) if line.row == row and line.reason is None)


def plan(submission: Submission, county: County) -> Plan:
    """Lay a submission out: title, note, headings, rows with what stands between them, foot."""
    sheet, look = headed_sheet(SHEETS[submission.sheet], county.own_codelists), submission.look
    columns = [column for column in sheet.columns if column.name not in look.missing]
    places = {column.name: at for at, column in enumerate(columns, start=look.first_column + 1)}
    headings: dict[int, tuple[str, ...]] = {look.first_column: (NUMBER_COLUMN,)}
    headings |= {places[column.name]: _heading(sheet, column, look.headings) for column in columns}
    top = [Line("title", {look.first_column: text}, across=True) for text in _top(submission, sheet, county)]
    head = [Line("header")] * max(map(len, headings.values()))
    foot = [Line("foot", {look.first_column: "填表人：经办员　　审核人：负责人"}, across=True)]
    layout = Plan(sheet, places, headings, [*top, *head])
    layout.lines.extend(_body(submission, layout, county))
    layout.lines.extend(foot)
    return layout


def _heading(sheet: Sheet, column: Column, written: Mapping[str, str]) -> tuple[str, ...]:
    if column.name in written:
        return (written[column.name],)
    above = _ABOVE.get(sheet.id, {}).get(column.name, ())
    return (*above, _BELOW.get(column.name, column.heading) if above else column.heading)


def _top(submission: Submission, sheet: Sheet, county: County) -> tuple[str, str]:
    period = submission.look.title_period or submission.period
    unit = county.unit[submission.submitter]
    filled_on = min(submission.received.date(), sunday(submission.period))
    return (
        f"{county.name}{sheet.title}（{period[:4]}年第{int(period[6:])}周）",
        f"填报单位：{unit.name}　　填报日期：{filled_on}",
    )


def _body(submission: Submission, layout: Plan, county: County) -> Iterator[Line]:
    """Data rows in their order, extras before the row they are declared for."""
    if not submission.rows:
        nothing = "本周无变化" if layout.sheet.cadence is Cadence.ON_CHANGE else "本周无新增"
        yield Line("zero_report", {layout.left: nothing}, across=True)
        return
    extras: dict[int, list[Extra]] = {}
    for extra in submission.look.extras:
        extras.setdefault(extra.before, []).append(extra)
    for at in range(len(submission.rows) + 1):
        for extra in extras.get(at, ()):
            yield _extra_line(extra, submission, layout, county)
        if at < len(submission.rows):
            yield Line(None, _cells(submission, at, layout, county), row=at)


def _extra_line(extra: Extra, submission: Submission, layout: Plan, county: County) -> Line:
    if extra.reason == "duplicate":
        return Line(extra.reason, _cells(submission, extra.before - 1, layout, county))
    if extra.reason == "repeated_header":
        return Line(extra.reason, {at: path[-1] for at, path in layout.headings.items()})
    if extra.reason == "example":
        sheet = county_sheet(layout.sheet, all_codes(county), sunday(submission.period))
        examples: Cells = {layout.places[c.name]: c.example for c in sheet.columns if c.name in layout.places}
        return Line(extra.reason, examples | {layout.left: "示例"})
    if extra.reason == "subtotal":
        return Line(extra.reason, {layout.left: "合计", layout.left + 1: extra.text})
    return Line(extra.reason, {layout.left: extra.text} if extra.text else {}, across=bool(extra.text))


def _cells(submission: Submission, at: int, layout: Plan, county: County) -> Cells:
    row = submission.rows[at]
    cells: Cells = {layout.left: float(at + 1)}
    for name, place in layout.places.items():
        cells[place] = _cell(row, layout.sheet.column[name], county, submission.look.dates)
    return cells


def _cell(row: Row, column: Column, county: County, dates: str | None) -> Shown | Formula:
    value = row.get(column.name)
    return value.shown if isinstance(value, Odd) else shown(value, column, county, dates)
