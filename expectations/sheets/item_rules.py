"""What must hold for a livelihood item (S8): its key, its dates, and that status, progress and dates agree."""

from __future__ import annotations

from expectations.contract.rules import Becomes, Between, Matches, Named, NotBefore, Required, Rule, Unique, When
from expectations.sheets.declare import FIXW, ROW, at_least_zero, between, event, not_long_before_period

_FINISHED = When("status", ("DONE", "VERIFIED"))
_STILL_RUNNING = Becomes("status", "RUN")

_KEY: tuple[Rule, ...] = (
    Unique(
        id="item_code_unique",
        on=("item_code",),
        reaction=ROW,
        because="「事项编号」与另一行重复而内容不同，两行都未接收；请只保留正确的一行或改正编号后重新报送。",
    ),
    Matches(
        id="item_code_is_no_line_number",
        column="item_code",
        regex=r".*\D.*|\d{4,}",
        reaction=FIXW,
        because="「事项编号」只是行的序号，每周可能变动；请按“MS-001”的样式填写全年不变的编号。",
    ),
)

_DATES: tuple[Rule, ...] = (
    *event("claimed_on", "认领日期"),
    not_long_before_period("start_plan", "计划开始"),
    NotBefore(
        id="due_original_after_claim",
        later="due_original",
        earlier="claimed_on",
        because="「完成时限」早于「认领日期」；请核对这两个日期。",
    ),
    Required(
        id="extension_needs_approval",
        column="extension_ref",
        when=When("due_current"),
        reaction=FIXW,
        becomes=Becomes("due_current", None),
        because="填了「调整后时限」而没有「延期批准文号」，仍按原时限计算；请补填批准文号。",
    ),
    NotBefore(
        id="due_current_after_original",
        later="due_current",
        earlier="due_original",
        because="「调整后时限」早于「完成时限」；请核对这两个日期。",
    ),
    NotBefore(
        id="done_on_after_claim",
        later="done_on",
        earlier="claimed_on",
        becomes=_STILL_RUNNING,
        because="「实际完成日期」早于「认领日期」，状态已按“推进中”处理；请核对这两个日期。",
    ),
    *event("done_on", "实际完成日期", becomes=_STILL_RUNNING),
    *event("verified_on", "核验日期"),
)

_AGREEMENT: tuple[Rule, ...] = (
    Required(
        id="done_on_of_finished",
        column="done_on",
        when=_FINISHED,
        reaction=FIXW,
        becomes=_STILL_RUNNING,
        because="状态为已完成而「实际完成日期」没有填写，状态已按“推进中”处理；请补填实际完成日期。",
    ),
    Between(
        id="finished_at_100",
        column="progress",
        low=100,
        when=_FINISHED,
        reaction=FIXW,
        becomes=_STILL_RUNNING,
        because="状态为已完成而「当前进度」不到100%，状态已按“推进中”处理；请核对进度和状态。",
    ),
    Between(
        id="running_below_100",
        column="progress",
        high=99.99,
        when=When("status", ("NEW", "RUN")),
        reaction=FIXW,
        because="「当前进度」已到100%而状态不是已完成，仍按未完成计算；请核对进度和状态，并填写实际完成日期。",
    ),
    Named(
        id="done_on_of_running",
        check="left_empty",
        on=("done_on",),
        when=When("status", ("NEW", "RUN")),
        reaction=FIXW,
        because="状态不是已完成而填有「实际完成日期」，仍按未完成计算；请核对状态和日期，确已完成的请改状态，未完成的请删去日期。",
    ),
    Required(
        id="approval_of_stop",
        column="extension_ref",
        when=When("status", ("HOLD", "CANCEL")),
        reaction=FIXW,
        becomes=_STILL_RUNNING,
        because="状态为暂缓或取消而没有批准文号，状态已按“推进中”处理；请在「延期批准文号」中补填批准文号。",
    ),
    Required(
        id="result_of_verified",
        column="verify_result",
        when=When("status", ("VERIFIED",)),
        reaction=FIXW,
        because="状态为已核验而「督查核验」没有填写，不计入已核验；请补填核验结果。",
    ),
)

ITEM_RULES: tuple[Rule, ...] = (
    *_KEY,
    between("funds", "资金", 0, 100_000),
    between("progress", "当前进度", 0, 100),
    at_least_zero("beneficiaries", "受益人数"),
    *_DATES,
    *_AGREEMENT,
)
