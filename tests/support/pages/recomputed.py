"""What a number of a report must read, made anew from the rows behind its code (design.md §5.6).

Values are made by `transforms.indicators.provenance.recomputed`, which knows the rows alone. How they are written is
said here once more, without the product's own formatting, and so is what stands beside them: changes, means, coverage,
ranges.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

import polars as pl

from flows.store.store import Edition
from report_templates.model.report import Formulas, Listing, Report, Table
from report_templates.words.sentence import Number, Sentence, Side
from tests.support.runs.counties import qichun
from transforms.clock import period_end
from transforms.figures import How
from transforms.indicators.catalogue import INDICATORS
from transforms.indicators.declare.declaration import made_of
from transforms.indicators.provenance import recomputed, rows_behind

Made = float | None


@dataclass(frozen=True)
class Opened:
    """The figures of an edition, made anew from the rows behind their codes."""

    tables: Mapping[str, pl.DataFrame]
    as_of: dt.date

    @classmethod
    def of(cls, edition: Edition) -> Opened:
        tables = {path.stem: edition.table(path.stem) for path in sorted(edition.folder.glob("*.parquet"))}
        return cls(tables, dt.date.fromisoformat(edition.manifest["as_of"]))

    @cached_property
    def lines(self) -> dict[str, dict[str, object]]:
        return {line["code"]: line for line in self.tables["figures"].iter_rows(named=True)}

    @cached_property
    def behind(self) -> dict[str, pl.DataFrame]:
        parts = self.tables["figure_rows"].partition_by("code", as_dict=True)
        return {str(code): rows for (code,), rows in parts.items()}

    def unit(self, code: str) -> str:
        return str(self.lines[code]["unit"]) if code in self.lines else ""

    @cached_property
    def _made(self) -> dict[tuple[str, str], Made]:
        """What has been made, by code and side: the same number stands in the reports of many readers."""
        return {}

    def value(self, code: str) -> Made:
        """A part that does not occur has no line and no row: there are 0 of it."""
        if (code, "") not in self._made:
            self._made[code, ""] = self._value(code)
        return self._made[code, ""]

    def side(self, code: str, side: str) -> Made:
        """What the rows of the numerator or of the denominator come to."""
        if (code, side) not in self._made:
            self._made[code, side] = self._side(code, side)
        return self._made[code, side]

    def _value(self, code: str) -> Made:
        if code not in self.lines:
            assert code.partition("-")[0] in INDICATORS, code
            assert "-" in code
            return 0
        nothing = self.tables["figure_rows"].clear()
        return recomputed(self.lines[code], self.behind.get(code, nothing), self.tables)

    def _side(self, code: str, side: str) -> Made:
        line = self.lines.get(code)
        if line is None:
            return self.value(code)
        if line[f"{side}_how"] is None:
            return None
        how, column = How(str(line[f"{side}_how"])), str(line[f"{side}_column"])
        rows = self.behind.get(code, self.tables["figure_rows"].clear()).filter(pl.col("side") == side)
        keys = [rows_behind(rows, t, self.tables[t]).select(column or "key") for t in rows["table"].unique()]
        return made_of(pl.concat(keys) if keys else pl.DataFrame({column or "key": []}), how, column or "key")

    @cached_property
    def covered(self) -> dict[tuple[object, ...], set[str]]:
        """What has been said of the coverage of a place, by sheets and days: many figures have the same."""
        return {}

    @cached_property
    def pairs(self) -> list[tuple[str, str, str]]:
        """Unit, sheet and week of whatever is due for the period."""
        weeks = self.tables["submissions"]["period"].unique()
        return [(unit, sheet, week) for sheet, units in qichun().expected.items() for unit in units for week in weeks]

    @cached_property
    def arrived(self) -> set[tuple[str, str, str]]:
        """Unit, sheet and week of what is there."""
        there = pl.col("status").is_in(["on_time", "late", "belated", "zero", "carried"])
        return set(self.tables["submissions"].filter(there).select("submitter", "sheet", "period").iter_rows())


def points(value: float, places: int = 1) -> str:
    return str(Decimal(repr(value)).quantize(Decimal(10) ** -places, ROUND_HALF_UP))


def plain(value: Made) -> str:
    """Exact where it is whole, else to one decimal."""
    if value is None:
        return "—"
    text = str(int(value)) if value == int(value) else points(value)
    return ("0.0" if text == "-0.0" else text).replace("-", "−")


def percentage(value: Made) -> str:
    """To one decimal, and 100.0% only where nothing is lacking."""
    if value is None:
        return "—"
    text = points(value)
    return ("99.9%" if value < 100 else "100.1%") if text == "100.0" and value != 100 else f"{text}%".replace("-", "−")


def with_unit(value: Made, unit: str) -> str:
    return percentage(value) if unit == "%" or value is None else f"{plain(value)}{unit}"


def prose(value: Made) -> str:
    """12345 is 1.2万 in a sentence."""
    if value is None or value != int(value) or abs(value) < 10_000:
        return plain(value)
    return f"{points(value / 10_000).removesuffix('.0')}万"


def apart(now: Made, before: Made, unit: str) -> str:
    if now is None or before is None:
        return "—"
    now_, before_ = (percentage(n) if unit == "%" else plain(n) for n in (now, before))
    difference = Decimal(now_.rstrip("%").replace("−", "-")) - Decimal(before_.rstrip("%").replace("−", "-"))
    if difference == 0:
        return "持平"
    text = f"{difference:+f}"
    text = text if unit == "%" else text.removesuffix(".0")
    return f"{text}{'个百分点' if unit == '%' else unit}".replace("-", "−")


@dataclass(frozen=True)
class Check:
    """What a number of a report must read, made of the edition it is in and of those before.

    `first` is the first edition of the period before, `issued` what holds for the report that this one corrects.
    """

    report: Report
    now: Opened
    earlier: Mapping[str, Opened]
    before: Opened | None
    first: Opened | None = None
    issued: Check | None = None

    def wanted(self, number: Number) -> set[str]:
        """All ways it may be written."""
        if number.edition:
            assert self.issued, number.code
            return self.issued.wanted(Number(number, number.code, number.side, number.period))
        makers: dict[Side, Callable[[Number], set[str]]] = {
            Side.VALUE: self._value,
            Side.SIZE: lambda n: {points(abs(self.now.value(n.code) or 0))},
            Side.NUMERATOR: lambda n: self._count(n, "numerator"),
            Side.DENOMINATOR: lambda n: self._count(n, "denominator"),
            Side.BASIS: self._basis,
            Side.SHARE: self._share,
            Side.PREVIOUS: lambda n: {with_unit(self._then(n.code), self.now.unit(n.code))},
            Side.FIRST: lambda n: {with_unit(self.first and self.first.value(n.code), self.now.unit(n.code))},
            Side.CHANGE: self._change,
            Side.MOVED: self._moved,
            Side.ALIKE: self._alike,
            Side.JOINED: self._joined,
            Side.DUE: lambda n: {str(len(self._senders(n.code)))},
            Side.SENT: lambda n: {str(sum(sent for sent in self._senders(n.code).values()))},
            Side.COVERAGE: self._coverage,
            Side.MEAN: lambda n: {with_unit(self._mean(n.code), self.now.unit(n.code))},
            Side.APART: lambda n: {apart(self.now.value(n.code), self._own_mean(n.code), self.now.unit(n.code))},
            Side.REST: self._rest,
            Side.LISTED: self._listed,
            Side.CELL: self._cell,
            Side.LOW: self._bound,
            Side.HIGH: self._bound,
        }
        return makers[number.side](number)

    def _value(self, number: Number) -> set[str]:
        opened = self.earlier[number.period] if number.period else self.now
        value, unit = opened.value(number.code), opened.unit(number.code)
        written = {with_unit(value, unit), plain(value), prose(value), percentage(value)}
        if number.code not in opened.lines:  # of what does not occur there is no longest
            written |= {"—"}
        if value is None:
            written |= {self._absence(number)}
        if value is not None:
            written |= {points(value).replace("-", "−"), f"+{plain(value)}"}
        return written

    def _absence(self, number: Number) -> str:
        """Why there is no value: nobody has sent it, nothing was due, or what it is made of is unknown."""
        if any(words.startswith("缺") for words in self._coverage(number)):
            return "未报"
        return "无应办事项" if self.now.lines[number.code]["denominator"] == 0 else "无可比基数"

    def _basis(self, number: Number) -> set[str]:
        """A count and a mean have none."""
        line, sides = self.now.lines.get(number.code, {}), ("numerator", "denominator")
        if any(line.get(side) is None for side in sides):
            return {"—"}
        return {"/".join(plain(self.now.side(number.code, side)) for side in sides)}

    def _count(self, number: Number, side: str) -> set[str]:
        count = self.now.side(number.code, side)
        if number.startswith("<"):  # a small cell of the public's
            limit = qichun().settings["small_cell"]
            assert (count or 0) < limit
            return {f"<{limit:g}"}
        return {plain(count), prose(count)}

    def _share(self, number: Number) -> set[str]:
        n, d = (self.now.side(number.code, side) for side in ("numerator", "denominator"))
        d = n if d is None and self.now.lines[number.code]["denominator"] is None else d
        denominator = self.now.lines.get(number.code, {}).get("denominator")
        whole = float(str(denominator)) if d is None and denominator is not None else d
        return {percentage(100 * n / whole if n is not None and whole else None)}

    def _change(self, number: Number) -> set[str]:
        """With its sign in a table; in a sentence a verb says which way."""
        signed = apart(self.now.value(number.code), self._then(number.code), self.now.unit(number.code))
        return {signed, signed.lstrip("+−")}

    def _moved(self, number: Number) -> set[str]:
        """Since a period that is named."""
        before = self.earlier[number.period].value(number.code)
        signed = apart(self.now.value(number.code), before, self.now.unit(number.code))
        return {signed, signed.lstrip("+−")}

    def _alone(self, code: str) -> list[str]:
        """The figures of the units that count in one of the two periods alone."""
        assert self.before
        senders = [unit for unit in qichun().units if unit.code in self._senders(code)]
        units = [f"{code}-{self._division(unit.division) or unit.short}" for unit in senders]
        known = [own for own in units if own in self.now.lines]
        return [own for own in known if _counted(self.now, own) != _counted(self.before, own)]

    def _like(self, code: str) -> tuple[Made, Made]:
        """The value in the period before and now without these."""
        assert self.before
        return _without(self.before, code, self._alone(code)), _without(self.now, code, self._alone(code))

    def _alike(self, number: Number) -> set[str]:
        before, now = self._like(number.code)
        signed = apart(now, before, self.now.unit(number.code))
        return {signed, signed.lstrip("+−")}

    def _joined(self, number: Number) -> set[str]:
        """By how much the units that are counted now and were not have raised the figure."""
        assert self.before
        joined = [own for own in self._alone(number.code) if _counted(self.now, own)]
        added = sum((self.now.value(own) or 0) - (self._then(own) or 0) for own in joined)
        return {with_unit(added, self.now.unit(number.code))}

    def _senders(self, code: str) -> dict[str, bool]:
        """The units that must send the sheets of a figure, and whether they have sent all."""
        indicator = INDICATORS[code]
        days = qichun().settings[indicator.days] if indicator.days else 1000
        first = self.now.as_of - dt.timedelta(days=days - 1)
        due = [pair for pair in self.now.pairs if pair[1] in indicator.sheets and period_end(pair[2]) >= first]
        return {unit: all(pair in self.now.arrived for pair in due if pair[0] == unit) for unit, *_ in due}

    def _then(self, code: str) -> Made:
        return self.before.value(code) if self.before and code in self.before.lines else None

    def _mean(self, code: str) -> Made:
        """Of a count, for each division that reports, to one decimal; a rate is the county's own."""
        whole = self.now.value(code)
        if self.now.unit(code) in {"%", "个百分点"} or whole is None:
            return whole
        return float(points(whole / sum(division.reports for division in qichun().divisions)))

    def _own_mean(self, code: str) -> Made:
        return self._mean(code.partition("-")[0])

    def _coverage(self, number: Number) -> set[str]:
        indicator, place = INDICATORS[number.code.partition("-")[0]], self.now.lines[number.code]["place"]
        of = (indicator.sheets, indicator.days, place)
        if of not in self.now.covered:
            self.now.covered[of] = self._covered(*of)
        return self.now.covered[of]

    def _covered(self, own: tuple[str, ...], days_setting: str | None, place: object) -> set[str]:
        """Of what an indicator's sheets had to send, the share that is there, or what nobody has sent at all.

        Of an indicator that counts the last days alone: had to send for the weeks in which these lie.
        """
        days = qichun().settings[days_setting] if days_setting else 1000
        first = self.now.as_of - dt.timedelta(days=days - 1)

        def concerns(pair: tuple[str, str, str]) -> bool:
            return period_end(pair[2]) >= first and (not place or self._of(place, pair))

        arrived = {pair for pair in self.now.arrived if concerns(pair)}
        due = [pair for pair in self.now.pairs if (pair[1] in own or not own) and concerns(pair)]
        sheets = {sheet for _, sheet, _ in arrived}
        absent = [s for s in own if s not in sheets and (s in qichun().expected or not s.startswith("R"))]
        if absent:
            return {f"缺{len(absent)}张表"}
        return {percentage(100 * len(arrived & set(due)) / len(due) if due else None)}

    def _of(self, place: object, due: tuple[str, str, str]) -> bool:
        """A place's figures draw on its own papers, and on those of others which it does not send itself."""
        unit = next(u for u in qichun().units if place in {u.short, self._division(u.division)})
        sends = {sheet for sheet, units in qichun().expected.items() if unit.code in units}
        return due[0] == unit.code or due[1] not in sends

    def _division(self, code: str | None) -> str | None:
        return qichun().division[code].name if code else None

    def _listed(self, number: Number) -> set[str]:
        """How many rows the block has that is named, or those with certain words; of formulas, those of a light."""
        name, _, light = number.code.partition(":")
        if number.code == "decisions:rest":
            places = {code for of in ("D11", "D12") for code in self._places(of)}
            return {str(len(places - self._named_places()))}
        if number.code == "corrections:parts":
            return {str(sum(self._corrected(line) for line in self.now.tables["corrections"].iter_rows(named=True)))}
        for block in self.report.blocks:
            if isinstance(block, Table) and block.name == name:
                rows = [{str(getattr(cell, "text", cell)) for cell in row} for row in block.rows]
                return {str(sum({*light.split(":")} - {""} <= row for row in rows))}
            if isinstance(block, Listing) and block.name == name:
                return {str(sum(len(entries) for _, entries in block.lines))}
            if isinstance(block, Formulas) and name == "formulas":
                codes = [formula.code for formula in block.formulas]
                return {str(sum(self.now.lines[code]["light"] == light for code in codes))}
        return {"0"}

    def _rest(self, number: Number) -> set[str]:
        """What the divisions have that the matters to decide do not name."""
        named = self._named_places()
        return {plain(sum(value for place, value in self._places(number.code).items() if place not in named))}

    def _places(self, of: str) -> dict[str, float]:
        """By name what each division has of a count."""
        lead = f"{of}-乡镇."
        return {code.removeprefix(lead): self.now.value(code) or 0 for code in self.now.lines if code.startswith(lead)}

    def _named_places(self) -> set[str]:
        (table,) = (b for b in self.report.blocks if isinstance(b, Table) and b.name == "decisions")
        cells = [cell for row in table.rows for cell in row if isinstance(cell, Sentence)]
        codes = [run.code for cell in cells for run in cell.runs if isinstance(run, Number)]
        return {code.partition("乡镇.")[2] for code in codes if "-乡镇." in code}

    def _corrected(self, line: dict[str, Any]) -> bool:
        """Whether a part or place reads otherwise than in the issued report."""
        turned = line["old_light"] != line["new_light"]
        return "-" in line["code"] and (
            turned or with_unit(line["old"], line["unit"]) != with_unit(line["new"], line["unit"])
        )

    def _cell(self, number: Number) -> set[str]:
        """What the named row holds; the reason of a division's light is made of its items and papers."""
        table, _, place = number.code.partition("/")
        key, _, column = place.rpartition("/")
        if table == "divisions":
            return set(self._reasons(key))
        row = next(iter(rows_of_key(self.now.tables[table], table, key)))
        value = row[column]
        return {str(value)} | ({with_unit(value, "%"), plain(value)} if isinstance(value, int | float) else set())

    def _reasons(self, town: str) -> Iterator[str]:
        """Every true thing that can be said of a division."""
        units = [unit.code for unit in qichun().units if unit.division == town]
        expected = {(unit, sheet) for unit, sheet, _ in self.now.pairs if unit in units}
        sent = [
            r for r in self.now.tables["submissions"].iter_rows(named=True) if (r["submitter"], r["sheet"]) in expected
        ]
        items = self.now.tables["items"].filter("claimed", ~pl.col("cancelled"), pl.col("town") == town).to_dicts()
        due = [item for item in items if (item["completed"] or item["overdue"]) and not item["no_due"]]
        shortfalls = {
            "缺报": sum(r["status"] in ("missing", "overdue") for r in sent),
            "退回": sum(r["status"] == "returned" for r in sent),
            "迟报": sum(bool(r["late"]) and r["status"] != "overdue" for r in sent),
        }
        yield "、".join(f"{word}{number}份" for word, number in shortfalls.items() if number)
        yield f"有事项逾期{max((item['overdue_days'] or 0 for item in items), default=0)}天"
        yield f"有红灯事项{sum(item['light'] == '红' for item in items)}件"
        yield f"黄灯事项{sum(item['light'] == '黄' for item in items)}件，比例偏高"
        if len(items) < qichun().settings["fewest_items"]:
            yield f"事项不足{qichun().settings['fewest_items']:g}件"
        if due:
            yield f"按时完成率{round(100 * sum(bool(item['on_time']) for item in due) / len(due), 1)}%"
        orders = self.now.tables["orders"].filter(pl.col("done") | pl.col("overdue"), pl.col("town") == town)
        judged = orders.filter("posted", pl.col("due").is_not_null())
        if judged.height:
            yield f"按时办结率{round(100 * judged['on_time'].sum() / judged.height, 1)}%"
            yield f"未按时办结订单{judged.height - judged['on_time'].sum()}件"
        yield from ("按时完成、按时报送", "")

    def _bound(self, number: Number) -> set[str]:
        """As if each missing paper held nothing, or as many rows as its unit's fullest earlier one."""
        figure = INDICATORS[number.code.partition("-")[0]]
        assert figure.ranged
        arrived = self.now.arrived
        lacking = [pair for pair in self.now.pairs if pair[1] == figure.ranged.sheet and pair not in arrived]
        files = self.now.tables["files"].filter(
            pl.col("standing") == "in_force", pl.col("sheet") == figure.ranged.sheet
        )
        first = min(self.now.tables["submissions"]["period"])
        read = files.filter(pl.col("period") < first).select("submitter", "rows_read").to_dicts()
        more = sum(max(r["rows_read"] for r in read if r["submitter"] == unit) for unit, *_ in lacking)
        n, d = (self.now.side(number.code, side) for side in ("numerator", "denominator"))
        high = number.side is Side.HIGH
        if d is None:
            return {with_unit((n or 0) + (more if high else 0), figure.unit)}
        if figure.ranged.fixed:
            return {with_unit(100 * ((n or 0) + (more if high else 0)) / d, figure.unit)}
        return {with_unit(100 * min(1, ((n or 0) + more) / d) if high else 100 * (n or 0) / (d + more), figure.unit)}


def _counted(opened: Opened, own: str) -> bool:
    """Whether a unit's figure counts what it has sent for the period."""
    line = opened.lines.get(own)
    return line is not None and line["coverage"] == 1 and (line["value"], line["denominator"]) != (None, None)


def _without(opened: Opened, code: str, units: list[str]) -> Made:
    n, d = (
        None
        if (whole := opened.side(code, side)) is None
        else whole - sum(opened.side(own, side) or 0 for own in units if own in opened.lines)
        for side in ("numerator", "denominator")
    )
    return n if d is None else 100 * (n or 0) / d if d else None


def rows_of_key(frame: pl.DataFrame, table: str, key: str) -> Iterator[dict[str, object]]:
    names = {
        "items": ["item_code"],
        "orders": ["order_no"],
        "duties": ["duty_id"],
        "submissions": ["submitter", "sheet", "period"],
        "five_dim": ["person_id"],
        "demands": ["matter"],
    }[table]
    yield from frame.filter(pl.concat_str(names, separator=":") == key).iter_rows(named=True)
