"""Chinese descriptions of the columns of the lists published with a report, for those who open them in a spreadsheet.

Programs read the lists, so their headings are the column names used everywhere (design.md §6, §7); a second row of
headings would be a row of data to a program.
"""

from __future__ import annotations

ISSUE_WORDS = {
    "file": "文件名",
    "worksheet": "工作表",
    "cell": "单元格",
    "heading": "栏目",
    "message": "问题和改法",
    "value": "原填内容（涉密和敏感栏目为***）",
    "read_as": "系统读作（涉密和敏感栏目为***）",
    "reaction": "处理（FIX自动更正，FIXW已采用请核对，CELL退回单元格，ROW整行未接收，FILE整表未接收）",
    "submitter": "报送单位代码",
    "sheet": "表代码",
    "row": "行号",
    "column": "栏目代码",
    "rule": "规则代码",
    "submission": "报送编号",
    "issue": "问题编号（确认时填写）",
}

CONFIRMED_WORDS = {
    **ISSUE_WORDS,
    "confirmed_by": "确认人",
    "confirmed_because": "确认说明",
    "confirmed_at": "确认时间（世界时）",
}

LEDGER_WORDS = {
    "file": "文件名",
    "worksheet": "工作表",
    "submitter": "报送单位代码",
    "sheet": "表代码",
    "period": "所属期",
    "version": "版本号",
    "refused": "未接收的原因（规则代码）",
    "standing": "是否采用（in_force采用，superseded已替换，withdrawn已撤回，held待确认，same_version_twice同版本两份）",
    "rows_read": "读入行数",
    "accepted": "接收行数",
    "corrected": "其中按审定的勘误更正的行数",
    "rejected": "未接收行数",
    "set_aside": "不计入行数（以下各列按原因分列）",
    "submission": "报送编号",
}

QUEUE_WORDS = {
    "file": "文件名",
    "worksheet": "工作表",
    "row": "行号",
    "name": "姓名",
    "unit": "单位代码",
    "reason": "不能确定的原因",
    "candidates": "可能的人数",
    "sheet": "表代码",
    "submission": "报送编号",
}

LISTS = {
    "issues.csv": ("问题清单：每一处更正和退回一行", ISSUE_WORDS),
    "confirmed.csv": ("已确认清单：每条经人确认、不再要求核对的提示一行", CONFIRMED_WORDS),
    "ledger.csv": ("收文台账：每张工作表一行，读入＝接收＋未接收＋不计入", LEDGER_WORDS),
    "queue.csv": ("身份待核实清单：每条认不准是谁的记录一行", QUEUE_WORDS),
}
"""File → what it lists, and its columns in their order."""
