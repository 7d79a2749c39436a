"""The posts on offer (S5): nineteen filled in the second division of work, three still open (domain.md §8)."""

from __future__ import annotations

from dataclasses import dataclass

from samples.story.setting import Setting, days
from samples.story.submission import Row, Submission


@dataclass(frozen=True)
class Post:
    """A post or platform of a host unit. `load` 3 full-time, 2 half-time, 1 advisory; `task` its main work."""

    code: str
    name: str
    organ: str
    host: str
    category: str
    load: str
    kind: str
    skills: tuple[str, ...]
    task: str
    exec_meeting: bool = False
    open: bool = False


_OFFERED: tuple[tuple[str, str, str | int, str, str, tuple[str, ...], str, bool], ...] = (
    # organ, name, category or its place in the county's own list, load, kind, skills, task, at the executive meeting
    ("CW", "红色党建基地规划顾问", "HSDJ", "1", "ADVISOR", ("文史研究", "党务"), "编制红色党建基地规划方案", False),
    ("CW", "信访积案化解督办员", "XFWW", "2", "SUPERVISE", ("信访维稳", "群众工作"), "督办信访积案化解", False),
    ("CW", "党建工作指导员", "DJZD", "2", "ADVISOR", ("党务", "写作"), "指导基层党组织规范化建设", False),
    ("RD", "乡村振兴联络员", "XCZX", "2", "VILLAGE", ("农业技术", "群众工作"), "联系乡村振兴重点村", False),
    ("RD", "信访维稳监督员", "XFWW", "2", "SUPERVISE", ("信访维稳",), "监督信访事项办理", False),
    ("RD", "防汛工作监督员", "FX", "2", "SUPERVISE", ("水利",), "监督防汛责任落实", False),
    ("RD", "文史资料征编顾问", "WSZL", "1", "ADVISOR", ("文史研究", "写作"), "征编地方文史资料", False),
    ("ZF", "疫情防控督导员", "FY", "2", "SUPERVISE", ("卫生健康", "应急处突"), "督导疫情防控措施落实", True),
    ("ZF", "乡村振兴驻村指导员", "XCZX", "3", "VILLAGE", ("农业技术", "水利"), "指导驻村帮扶", False),
    ("ZF", "防汛工作督导员", "FX", "2", "SUPERVISE", ("水利", "应急处突"), "督导防汛设施管护", True),
    ("ZF", "{work}联络员", 7, "2", "ADVISOR", ("中医药", "项目管理"), "联络{work}工作", False),
    ("ZF", "{work}顾问", 5, "1", "ADVISOR", ("中医药", "招商引资"), "为{work}提供咨询", True),
    ("ZF", "重点项目督导员", "ZBJS", "2", "SUPERVISE", ("项目管理", "财税金融"), "督导重点项目进度", False),
    ("ZF", "脱贫成果巩固督导员", "XCZX", "2", "SUPERVISE", ("群众工作",), "督导脱贫成果巩固", False),
    ("ZF", "应急预案修订顾问", "FX", "1", "ADVISOR", ("应急处突",), "为应急预案修订提供咨询", False),
    ("ZF", "城南片区建设协调员", "ZBJS", "3", "HQ", ("城建规划", "项目管理"), "协调城南片区征迁和建设", True),
    ("ZX", "红色文化传承顾问", "HSDJ", "1", "ADVISOR", ("文史研究",), "整理红色文化资源", False),
    ("ZX", "文史资料编审", "WSZL", "1", "ADVISOR", ("文史研究", "写作"), "编审文史专辑", False),
    ("ZX", "乡村振兴民主监督员", "XCZX", "2", "SUPERVISE", ("群众工作", "审计"), "开展乡村振兴专项监督", False),
    ("ZF", "审计整改督导员", "QT", "2", "SUPERVISE", ("审计", "财税金融"), "督导审计问题整改", False),
    ("RD", "代表建议督办员", "QT", "2", "SUPERVISE", ("写作",), "督办代表建议办理", False),
    ("ZX", "委员工作室指导员", "DJZD", "1", "ADVISOR", ("党务",), "指导委员工作室建设", False),
)
FILLED = 19


def posts(setting: Setting) -> list[Post]:
    """All posts, the filled ones first; hosted by the units that send weekly reports (S7)."""
    offered: list[Post] = []
    used: dict[str, int] = {}
    works = setting.codes("central_work")
    for at, (organ, name, work, load, kind, skills, task, exec_meeting) in enumerate(_OFFERED):
        category = works[work % len(works)] if isinstance(work, int) else work
        called = setting.county.codes("central_work").labels[category]
        hosts = _hosts(setting, "PROJ" if kind == "HQ" else organ)
        host = hosts[used.setdefault(organ, 0) % len(hosts)]
        used[organ] += 1
        code = f"{organ}-{used[organ] + 20 * (setting.number - 1):03d}"
        texts = [text.format(work=called) for text in (name, task)]
        offered.append(
            Post(code, texts[0], organ, host, category, load, kind, skills, texts[1], exec_meeting, at >= FILLED)
        )
    return offered


def _hosts(setting: Setting, organ: str) -> list[str]:
    """Units of an organ that can host a post, preferably those that report on it every week."""
    units = setting.units_of(organ)
    return [unit for unit in units if unit in setting.county.expected["S7"]] or units


def post_submissions(setting: Setting, period: str, offered: list[Post]) -> list[Submission]:
    """S5: all posts in the first week, “no change” afterwards."""
    rows: list[Row] = [_demand_row(setting, post) for post in offered] if period == setting.periods[0] else []
    return setting.submissions("S5", period, rows, lambda row: str(row["host_unit"]))


def _demand_row(setting: Setting, post: Post) -> Row:
    return {
        "post_code": post.code,
        "post_name": post.name,
        "organ": post.organ,
        "host_unit": post.host,
        "category": post.category,
        "strategy": setting.codes("strategy")[2 if post.category == "XCZX" else -1],
        "capacity": 1,
        "load": post.load,
        "need_skills": post.skills,
        "place": setting.county.divisions[0].code,
        "start": setting.today - days(5),
        "end": setting.today.replace(month=12, day=31) + days(365),
        "post_kind": post.kind,
        "exec_meeting": post.exec_meeting,
        "post_status": "OPEN" if post.open else "FILLED",
    }
