"""The red head, the imprint (版记) and the metadata of a report."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from report_templates.model import Masthead
from report_templates.wording import wording
from transforms.dataset import Dataset
from transforms.readers import Reader, Variant


def masthead(dataset: Dataset, edition: int, rules: str, reader: Reader, copy: int = 1) -> Masthead:
    """The issue number is the ISO week's; the day of issue is that of the knowledge, in the county's own time.

    `copy` counts the papers of an edition; a public one has neither a number, nor a mark, nor recipients.
    """
    clock, county, words = dataset.clock, dataset.county, dataset.county.report
    known = clock.knowledge.astimezone(ZoneInfo(county.timezone))
    year, week, _ = clock.start.isocalendar()
    internal = reader.variant is not Variant.PUBLIC
    return Masthead(
        title=words.get("title", wording(county).text("report", "banner")),
        notice=words.get("notice", "") if internal else "",
        serial=f"{year}{week:02d}{edition:02d}{copy:03d}" if internal else "",
        issue=f"第{week}期",
        issuer=words.get("issuer", ""),
        issued=f"{known.year}年{known.month}月{known.day}日",
        county=county.name,
        week=f"{year}年第{week}周",
        days=f"{clock.start.month}月{clock.start.day}日至{clock.end.month}月{clock.end.day}日",
        as_of=f"{clock.as_of.month}月{clock.as_of.day}日",
        knowledge=f"{known.year}年{known.month}月{known.day}日{known.hour}时{known.minute:02d}分",
        created=known.isoformat(timespec="seconds"),
        edition=f"第{edition}版",
        rules=rules,
        recipients=words.get("recipients", "") if internal else "",
        copies=words.get("copies", "") if internal else "",
    )
