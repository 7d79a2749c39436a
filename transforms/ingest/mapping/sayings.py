"""A proposed line in words: where its cells come from, and by what evidence."""

from __future__ import annotations

from expectations.catalogue import SHEETS
from expectations.county.own_tables import Source, Step
from transforms.cells.personal_data.redaction import without_personal_data
from transforms.ingest.mapping.assign import READABLE
from transforms.ingest.mapping.heading_likeness import Level
from transforms.ingest.mapping.propose import Line, Proposal

_LEVELS = {
    Level.CONTENT: "按列中内容",
    Level.SIMILAR: "表头字面相近",
    Level.WORD: "常见叫法",
    Level.COUNTY: "本县其他自用表这样读",
    Level.VARIANT: "规定表格的通用叫法",
    Level.STANDARD: "与规定表格的列名一致",
}
_STEPS = {
    Step.UNIT: "取其中的单位",
    Step.POST: "取单位后面的职务",
    Step.SCHOOL: "取其中的院校",
    Step.MAJOR: "取院校后面的专业",
    Step.PERSON: "取其中的姓名",
    Step.PHONE: "取其中的电话",
    Step.BEFORE: "取“{value}”前面的部分",
    Step.AFTER: "取“{value}”后面的部分",
    Step.JOIN: "几列连起来",
    Step.TICKED: "取打勾的一列",
    Step.CONSTANT: "全表同一个值",
    Step.WORKSHEET: "取工作表名称",
}


def from_words(source: Source) -> str:
    """The headings a line reads, without personal data, parted by ＋; nothing for a constant."""
    return "＋".join(without_personal_data(heading) for heading in source.headings)


def because(line: Line) -> str:
    """Why a line is proposed: 常见叫法，内容30%可读；取其中的单位."""
    by = _LEVELS[line.level] if line.level else "表题所说"
    bears = "" if line.share is None else "，内容相符" if line.share >= READABLE else f"，内容{line.share:.0%}可读"
    step = _STEPS.get(line.source.step, "").format(value=line.source.value)
    return "；".join(filter(None, (f"{by}{bears}", step, but(line))))


def but(line: Line) -> str:
    """What speaks against a line: equal headings, other columns that may be meant, one that contradicts one value."""
    if line.times > 1:
        return f"同名的有{line.times}列，会当作一列（取填得较全的），含义不同的请先改成不同的表头"
    named = "".join(f"「{without_personal_data(heading)}」" for heading in line.rivals or filter(None, (line.against,)))
    return f"{named}也像这一列" if line.rivals else f"但{named}一列填有别的值" if line.against else ""


def because_open(heading: str, found: Proposal) -> str:
    """Why no line is proposed for a heading: nothing is like it, or what stands below it is nothing of the kind."""
    again = f"；同名的有{found.times[heading]}列" if heading in found.times else ""
    if heading not in found.disproved:
        return f"没有相近的列{again}"
    return f"像是{target_words(*found.disproved[heading])}，但内容大多读不出{again}"


def target_words(sheet: str, column: str) -> str:
    """A column with its sheet: 《退出领导岗位干部台账》「姓名」."""
    return f"《{SHEETS[sheet].title}》「{SHEETS[sheet].column[column].heading}」"
