"""R6 在职副县级领导干部名单: who can claim an item and when he or she was in post (domain.md §3.4, U7)."""

from __future__ import annotations

from expectations.contract.contract import Cadence, Kind, Sheet
from expectations.contract.rules import NotBefore
from expectations.sheets.declare import RECOMMENDED, REQUIRED, ROW, column, not_long_before_period

SHEET = Sheet(
    id="R6",
    name="leaders",
    title="县领导名单",
    submitted_by="县委组织部",
    cadence=Cadence.ON_CHANGE,
    key=("leader",),
    feeds="C1 认领领导数",
    source="domain.md §3.4",
    columns=(
        column("leader", "姓名", Kind.NAME, "赵六", "县领导、领导姓名", need=REQUIRED, on_failure=ROW),
        column("post", "职务", Kind.TEXT, "副县长", "现任职务", need=RECOMMENDED),
        column("post_level", "职务层次", Kind.CODE, "县处级副职", "职务级别、级别、行政级别", codes="post_level"),
        column(
            "unit_code",
            "单位",
            Kind.CODE,
            "{units[0]}",
            "工作单位、所在单位",
            codes="units",
            keeps_text=True,
        ),
        column("organ", "所属系统", Kind.CODE, "县政府", "四大家、系统", codes="organ", need=REQUIRED),
        column("valid_from", "生效日期", Kind.DATE, "{day:-61}", "任职日期、任职时间", need=RECOMMENDED),
        column("valid_to", "失效日期", Kind.DATE, "{day:+1767}", "免职日期、免职时间"),
    ),
    rules=(
        not_long_before_period("valid_from", "生效日期", years=20),
        NotBefore(
            id="valid_to_after_from",
            later="valid_to",
            earlier="valid_from",
            because="「失效日期」早于「生效日期」；请核对这两个日期。",
        ),
    ),
)
