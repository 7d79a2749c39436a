"""One cadre's page (一人一策) for the organisation department: five dimensions, post, plan, duty, how many talks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.contract import Column as Declared
from expectations.county.codelist import codelist
from expectations.county.county import County
from report_templates.model.cells import cell_of
from report_templates.model.columns import count, name, text
from report_templates.model.report import Masthead, Report, Section, Table
from report_templates.reports.variants.tables import listed, section
from report_templates.words.figure_words import number
from report_templates.words.sentence import plain_number
from report_templates.words.wording import Wording, wording

_SHEETS = ("S1", "S2", "S3", "S6", "S7")

DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "总量结构": (
        *("sex", "age_years", "political_status", "party_years", "post_level", "former_unit", "former_post"),
        *("exit_date", "exit_reason", "person_status", "mgmt_tier", "retire_ym"),
    ),
    "特长优势": ("skill_tags", "domain_exp", "exp_years_max", "grassroots_years", "known_towns", "role_tags"),
    "岗位意愿": ("pref_post_1", "pref_post_2", "pref_post_3", "pref_category", "pref_organ", "pref_town"),
    "个人专业": ("edu_level", "edu_mode", "degree", "major", "tech_title", "licence"),
    "工作意愿": ("work_will", "workload_pref", "work_capacity", "will_declared_on", "signed"),
}
"""The columns of the five-dimension row that are printed."""

_POST = ("organ", "post_name", "duty", "category", "start", "plan_no", "plan_date", "deliverable", "deliver_due")
_DERIVED = {
    "age_years": "年龄（周岁）",
    "party_years": "党龄（年）",
    "retire_ym": "到龄年月",
    "skill_tags": "特长优势",
    "exp_years_max": "从事年限",
    "will_declared_on": "意愿登记日期",
    "post_name": "岗位",
}


def person_report(
    called: str,
    records: Mapping[str, pl.DataFrame],
    head: Masthead,
    county: County,
    proposed: tuple[Section, ...] = (),
) -> Report:
    """The page of a person; `records` is what `transforms.audience.person.records_of` gives, `head` the edition's,
    `proposed` what `reports.suggest.paper.of_person` gives."""
    dimensions, words = with_own_labels(with_places(records["five_dim"], county), county), wording(county)
    posts = with_own_labels(records["assignments"].filter("in_effect"), county)
    return Report(
        masthead=head,
        variant=words.text("person", "name"),
        recipient=head.issuer,
        title=words.text("person", "title").format(name=called),
        summary=(),
        sections=(
            section(
                words.text("person", "dimensions"),
                *(_fields(title, dimensions, names) for title, names in DIMENSIONS.items()),
            ),
            _post(words, posts),
            *proposed,
            _duty(words, records["duties"]),
            _talks(words, records["five_dim"]),
        ),
    )


def with_places(rows: pl.DataFrame, county: County) -> pl.DataFrame:
    """Divisions and units by their names."""
    places = {d.code: d.name for d in county.divisions} | {u.code: u.name for u in county.units}
    return rows.with_columns(
        pl.col("known_towns").list.eval(pl.element().replace(places)),
        pl.col("pref_town", "former_unit").replace(places),
    )


def with_own_labels(rows: pl.DataFrame, county: County) -> pl.DataFrame:
    """The codes of the county's own lists by their labels; all others are labelled where they are printed."""
    lists = {column: _declared(column) for column, kind in rows.schema.items() if kind == pl.List(pl.String)}
    own = {column: county.own_codelists.get(declared.codes or "") for column, declared in lists.items() if declared}
    labels = ((column, codes.labels) for column, codes in own.items() if codes)
    return rows.with_columns(pl.col(column).list.eval(pl.element().replace(words)) for column, words in labels)


def _fields(title: str, rows: pl.DataFrame, columns: tuple[str, ...]) -> Table:
    """What is known, a field a row; what is not is 未填 and never left out."""
    lines = [(_label(column), in_words(column, row.get(column))) for row in rows.to_dicts() for column in columns]
    return Table(name="person", caption=title, columns=(name("项目", 50), text("内容")), rows=tuple(lines))


def _post(words: Wording, posts: pl.DataFrame) -> Section:
    tables = (_fields(words.text("person", "post_table"), post, _POST) for post in posts.iter_slices(1))
    nothing = [words.say("person", "no_post", {})] if posts.is_empty() else []
    return section(words.text("person", "post"), *nothing, *tables)


def _duty(words: Wording, reports: pl.DataFrame) -> Section:
    rows = tuple(
        (
            row["period"],
            number(row["days_on"]),
            number(row["tasks_open"]),
            number(row["tasks_done"]),
            in_words("task_name", row["task_name"]),
            number(row["task_pct"]),
        )
        for row in reports.iter_rows(named=True)
    )
    heads = (name("周次", 24), count("到岗天数", 18), count("事项数", 16), count("完成数", 16), text("重点任务"))
    table = Table(
        name="reports", caption=words.text("person", "duty_table"), columns=(*heads, count("进度（%）", 20)), rows=rows
    )
    sentence = words.say("person", "duty_said", {}, reports=listed(len(rows), "reports"))
    return section(words.text("person", "duty"), sentence, table)


def _talks(words: Wording, rows: pl.DataFrame) -> Section:
    """The number of talks and the date of the last one; their content is P0 and not printed (domain.md §11.1)."""
    row = rows.row(0, named=True)
    counts = {name: cell_of("five_dim", row["person_id"], name, row[name]) for name in ("contacts_90d", "open_issues")}
    last = plain_number(in_words("last_contact_on", row["last_contact_on"]))
    return section(words.text("person", "contact"), words.say("person", "contact_said", {}, **counts, last=last))


def _declared(column: str) -> Declared | None:
    return next((SHEETS[sheet].column[column] for sheet in _SHEETS if column in SHEETS[sheet].column), None)


def _label(column: str) -> str:
    declared = _declared(column)
    return _DERIVED.get(column) or (declared.heading if declared else column)


def in_words(column: str, value: object) -> str:
    """A value as it is read: codes by their labels, days as days, what is unknown as 未填."""
    if value is None or value == []:
        return "未填"
    if isinstance(value, list):
        return "、".join(in_words(column, item) for item in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.date):
        return f"{value.year}年{value.month}月" + ("" if column.endswith("_ym") else f"{value.day}日")
    if isinstance(value, int | float):
        return number(value)
    declared = _declared("skill_tag" if column == "skill_tags" else column)
    shipped = declared.codes if declared and declared.codes not in {"divisions", "units", "link_type"} else None
    return codelist(shipped).labels.get(str(value), str(value)) if shipped else str(value)
