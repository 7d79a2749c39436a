"""A plan made by hand is read from the workbook it was made in."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.receive.guard import Limits
from flows.report.plan_file import WrongPlan, plan_in

NUMBERS = {"张三": "p1", "李四": "p2"}
POSTS = frozenset({"ZF-001", "ZF-002"})


def plan(folder: Path, text: str) -> dict[str, str]:
    file = folder / "方案.csv"
    file.write_text(text, encoding="utf-8")
    return plan_in(file, Limits(), NUMBERS.__getitem__, POSTS)


def test_the_columns_are_found_by_their_headings(tmp_path: Path) -> None:
    text = "拟安排方案,,\n序号,岗位 编号,姓  名\n1,ZF-002,张 三\n2,,李四\n"
    assert plan(tmp_path, text) == {"p1": "ZF-002"}


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("姓名,岗位\n张三,ZF-001\n", "no line has both 姓名 and 岗位编号"),
        ("姓名,岗位编号\n张三,ZF-009\n", "there is no post ZF-009"),
        ("姓名,岗位编号\n张三,ZF-001\n张三,ZF-002\n", "stands there twice"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said(tmp_path: Path, text: str, because: str) -> None:
    with pytest.raises(WrongPlan, match=because):
        plan(tmp_path, text)
