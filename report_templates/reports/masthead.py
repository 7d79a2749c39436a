"""The red head, the imprint (版记) and the metadata of a report."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from report_templates.model.report import Masthead
from report_templates.words.period_words import issue_words, law_words, period_days, period_name, serial_start, title_of
from report_templates.words.wording import wording
from transforms.audience.audiences import Audience
from transforms.dataset import Dataset
from transforms.tables.table import Variant


def masthead(dataset: Dataset, edition: int, rules: str, audience: Audience, copy: int = 1) -> Masthead:
    """The issue number is that of the week, month or quarter in its year, the day of issue that of the knowledge, in
    the county's own time.

    `copy` counts the reports of an edition, from 1 for the county leaders', 0 for the analysts' page; a public one has
    neither a number, nor a mark, nor recipients, nor those who sign, nor the rules it was made by.
    """
    clock, county, words = dataset.clock, dataset.county, dataset.county.report
    known = clock.knowledge.astimezone(ZoneInfo(county.timezone))
    internal = audience.variant is not Variant.PUBLIC
    return Masthead(
        title=title_of(words.get("title", wording(county).text("report", "banner")), clock.period),
        notice=words.get("notice", "") if internal else "",
        serial=f"{serial_start(clock.period)}{edition:02d}{copy:03d}" if internal else "",
        issue=issue_words(clock.period),
        issuer=words.get("issuer", ""),
        issued=f"{known.year}年{known.month}月{known.day}日",
        county=county.name,
        week=period_name(clock.period),
        days=period_days(clock.period),
        as_of=f"{clock.as_of.month}月{clock.as_of.day}日",
        knowledge=f"{known.year}年{known.month}月{known.day}日{known.hour}时{known.minute:02d}分",
        created=known.isoformat(timespec="seconds"),
        edition=f"第{edition}版",
        rules=rules if internal else "",
        law=law_words(clock.law_day, clock.period) if internal else "",
        recipients=words.get("recipients", "") if internal else "",
        copies=words.get("copies", "") if internal else "",
        signing=words.get("signing", "") if internal else "",
        print_run=words.get("print_run", "") if internal else "",
    )
