"""The words of rows that are no data: totals, examples, foot lines, group titles (domain.md §12, M22–M24, M29).

A word alone decides nothing: 新建路灯共计120盏 may be the title of an item. The whole row does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transforms.recognise.grid import Cell
from transforms.recognise.measures import only_names_units

LOOKED_AT = 200
"""Characters of a text that are matched: patterns take quadratic time in its length."""

_TOTAL = r"合\s*计数?|小\s*计|总\s*计|累\s*计(?:完成|办结|数)?|共\s*计"
_BARE_TOTAL = re.compile(rf"[（(]?\s*(?:{_TOTAL})\s*[)）]?\s*[:：]?\s*(?:[\d,.]+\s*\w?)?")
_NAMED_TOTAL = re.compile(rf"[（(]?.{{0,10}}(?:{_TOTAL})[)）]?\s*[:：]?\s*(?:[\d,.]+\s*\w?)?")
_DERIVED = (
    r"平\s*均(?:值|数)?|人\s*均|均\s*值|(?:上|本)[周月期年]\s*(?:结\s*[转余]|余额|遗留)|结\s*转"
    r"|占\s*比|比\s*[例重]|[同环]\s*比"
)
_BARE_DERIVED = re.compile(rf"[（(]?\s*(?:其\s*中|{_DERIVED})\s*[)）]?\s*[:：]?\s*(?:[\d,.]+\s*[%％\w]?)?")
_NAMED_DERIVED = re.compile(
    rf"[（(]?\s*(?:其\s*中.{{0,10}}|.{{0,10}}(?:{_DERIVED}).{{0,4}})[)）]?\s*[:：]?\s*(?:[\d,.]+\s*[%％\w]?)?"
)
"""Rows made of others (其中：女, 平均, 上周结转, 占比): they are no total either."""
_NUMBER = re.compile(
    r"[-+]?[\d,.，]+\s*(?:%|％|\D{1,3})?|[\d\s./:：年月日-]+|[第（(]?[一二三四五六七八九十]+[、.．)）]?"
)
PLACEHOLDERS = frozenset("/／\\-—–－×*＊…") | {"——", "--", "//", "-/-", "……", "...", "。。。"}
"""What stands in a cell that is left empty on purpose."""

_EXAMPLE = r"(?:填[写报表]\s*)?(?:示\s*例|样\s*例|样\s*表|范\s*例|例)(?:行|数据)?\s*\d*"
_MARKED_EXAMPLE = re.compile(rf"[（(【\[［]\s*{_EXAMPLE}\s*[)）】\]］].*|{_EXAMPLE}\s*(?:[:：].*)?", re.DOTALL)

_WHO = r"(?:填\s*[表报]|填\s*写|审\s*[核批签]|复\s*核|制\s*表|报\s*送|经\s*办|统\s*计|签\s*[发字])\s*"
_STAMP = re.compile(
    rf"\s*(?:{_WHO}(?:人|者|单\s*位|部\s*门|日\s*期|时\s*间|说\s*明|要\s*求)?|(?:单位|部门|科室)?\s*(?:主要)?负\s*责\s*人"
    r"|(?:分管|主要|单位)领导|联\s*系\s*(?:人|电\s*话|方\s*式)|电\s*话|说\s*明|备\s*注|附?\s*注\s*\d*|日\s*期"
    r"|(?:单\s*位)?\s*(?:公|盖)\s*章|(?:温馨)?提\s*示|(?:填[报表])?要\s*求|(?:数据|资料)?来\s*源)(?:及\s*(?:联系)?电\s*话)?"
    r"\s*(?:签\s*[字名章]|盖\s*章)?\s*(?:[（(][^（()）]*[)）])?\s*[:：]"
)
_STAMP_ALONE = frozenset(
    f"{who}{what}"
    for who in ("填表", "填报", "制表", "审核", "复核", "经办", "报送")
    for what in ("人", "日期", "时间")
) | {"单位负责人", "部门负责人", "主要负责人", "分管领导", "主要领导"}
_REMARK = re.compile(
    r"[（(]?\s*(?:以下(?:为?空白|无(?:正文|内容|数据|记录)?)|此[处行页]?(?:以下)?(?:为?空白|无正文)|(?:本页)?无正文)\s*[)）]?[。.]?"
    r"|第\s*\d+\s*页.*|[※＊*]\s*\S.*|注\s*\d*\s*[、.．:：].*|(?:\d+|[①-⑳])\s*[、.．)）]?\s*[本此]表.*|[本此]表(?:一式|由|须|应|请|于|每).*",
    re.DOTALL,
)
_WHERE = re.compile(
    r"[（(【\[]?\s*(?!\d)(?:"
    r"(?:以[上下]|上述|上列|本[页表周期月]|全[表乡镇村县])?\s*(?:数据)?\s*(?:合计|总计|共计?|小计|累计)?\s*(?:共|有|为)?\s*\d+\s*[个件项人名条次户宗起行](?:[,，;；、].{0,40})?"
    r"|以[上下](?:各[行项件])?(?:[均都]?[为是系属]|[均都]).{1,20}"
    r"|[接续转承见]\s*[上下前后次]\s*[页表面]|[上下]\s*[接转续]\s*(?:第\s*\d+\s*)?[页表]|续\s*[上前]?\s*[表页]|未完待续|[接转续]第\s*\d+\s*[页表]"
    r")\s*[)）】\]]?\s*[。.:：]?"
)
"""How many rows stand above, what the rows below are, and that the table goes on: 以上共3件, 以下为上周已报, 接上页."""
_SEALED = re.compile(r"[（(](?:盖章|公章|签章|签字|签名)[)）]")
_NUMBERED = re.compile(r"(?:[★☆]|\d+\s*[、.．)）]|[（(]\d+[)）]|[①-⑳])\s*\D.*", re.DOTALL)
_DAY = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?")

_COUNTED_BY = "一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_NUMBERING = re.compile(
    rf"\s*(?:[{_COUNTED_BY}]+\s*[、.．\s]|[（(][{_COUNTED_BY}]+[)）]|第\s*[{_COUNTED_BY}\d]+\s*(?:部分|组|类|批|片区?)[、:：\s]?)\s*",
    re.DOTALL,
)
_FRAME = re.compile(r"[【\[［（(〔《〈<「](.+)[】\]］)）〕》〉>」]", re.DOTALL)
_COUNT = re.compile(
    r"\s*[（(]\s*(?:共|合?计)?\s*[:：]?\s*\d+\s*[个件项人名条次户]?\s*[)）]\s*$|[\s,，:：]+(?:共|合?计)?\s*\d+\s*[个件项人名条次户]\s*$"
)


def texts(row: Sequence[Cell]) -> Iterator[str]:
    """The texts of a row, cut."""
    return (text for cell in row if isinstance(cell, str) and (text := cell.strip()[:LOOKED_AT]))


def is_subtotal(row: Sequence[Cell], leading: Sequence[str], columns: int) -> bool:
    """Whether one of the leading texts is a total and the rest of the row is numbers.

    A total by itself (合计) may have words beside it in less than half of the `columns`; one with a name before it
    (漕河镇小计) none.
    """
    return _labels_numbers(row, leading, columns, _NAMED_TOTAL, _BARE_TOTAL)


def is_derived(row: Sequence[Cell], leading: Sequence[str], columns: int) -> bool:
    """Whether a row is a share, a mean or a carry-over of others (其中：女, 平均, 上周结转), by the rule of a total."""
    return _labels_numbers(row, leading, columns, _NAMED_DERIVED, _BARE_DERIVED)


def _labels_numbers(
    row: Sequence[Cell], leading: Sequence[str], columns: int, named: re.Pattern[str], bare: re.Pattern[str]
) -> bool:
    label = next((text for text in leading if named.fullmatch(text)), None)
    if label is None:
        return False
    words = sum(text != label and not is_number(text) for text in texts(row))
    return words == 0 or (words * 2 < columns and bare.fullmatch(label) is not None)


def is_bare_label(text: str) -> bool:
    """Whether a text is the word for a total, a mean or the like alone, perhaps with its number."""
    return _BARE_TOTAL.fullmatch(text) is not None or _BARE_DERIVED.fullmatch(text) is not None


def is_number(text: str) -> bool:
    """Whether a text is a number, a day, an ordinal or stands for nothing."""
    return text in PLACEHOLDERS or _NUMBER.fullmatch(text) is not None


def is_example(leading: Sequence[str]) -> bool:
    """Whether a leading text marks its row as an example: 示例, （例1）, 【示例】张三, 样例：…; not 范例村庄."""
    return any(map(_MARKED_EXAMPLE.fullmatch, leading))


def is_stamp(text: str) -> bool:
    """Whether a text says who filled the table in, when, or that a remark follows."""
    return _STAMP.match(text) is not None


def is_label(text: str) -> bool:
    """Whether a text is the label of a title or foot line: 填报单位, 审核人：."""
    return text in _STAMP_ALONE or is_stamp(f"{text}：")


def is_foot(row: Sequence[Cell], leading: Sequence[str], *, sparse: bool, alone: bool) -> bool:
    """Whether a row is a foot line: by its first text in a `sparse` row; in a full one every word must be part of it.

    A remark (以下空白, 以上共3件, 接上页, 注1：…, ※…, 单位：元) must stand `alone`.
    """
    first = leading[0]
    if first in _STAMP_ALONE:
        return True
    if not (":" in first or "：" in first):
        return (alone and _is_remark(first)) or (sparse and _SEALED.search(first) is not None)
    return (sparse and is_stamp(first)) or (alone and _is_remark(first)) or _only_stamps(row)


def _is_remark(text: str) -> bool:
    return any(form.fullmatch(text) for form in (_REMARK, _WHERE)) or only_names_units(text)


def _only_stamps(row: Sequence[Cell]) -> bool:
    """Whether every text is a stamp (审核人：李四), the value behind one (审核人： | 李四) or a number."""
    open_stamp = False
    for text in texts(row):
        if not (is_stamp(text) or open_stamp or is_number(text)):
            return False
        open_stamp = is_stamp(text) and text[-1] in ":："
    return True


def is_closing(row: Sequence[Cell]) -> bool:
    """Whether a row below the last data has one text only, a numbered sentence or a day: 2、每周五前报送."""
    words = [*texts(row)]
    typed = any(not isinstance(cell, str) for cell in row)
    return len(words) == 1 and not typed and bool(_NUMBERED.fullmatch(words[0]) or _DAY.fullmatch(words[0]))


def only_placeholders(row: Sequence[Cell], filled: Sequence[int]) -> bool:
    """Whether every filled cell stands for nothing (/)."""
    return all(isinstance(row[at], str) and str(row[at]).strip() in PLACEHOLDERS for at in filled)


def group_name(text: str) -> str | None:
    """What a group title names, without numbering, frame, count and colon; None for a text with none of them.

    一、漕河镇（2件）, 【漕河镇】, 漕河镇：, （一）漕河镇 共2件 → 漕河镇.
    """
    name = _NUMBERING.sub("", text, count=1).strip()
    if frame := _FRAME.fullmatch(name.rstrip("：: ")):
        name = frame[1]
    name = _COUNT.sub("", name.rstrip("：: ")).rstrip("：: ").strip()
    return name if name and name != text.strip() else None
