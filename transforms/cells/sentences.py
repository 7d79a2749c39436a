"""Every rule a caster may apply to a cell, and what the clerk reads about it.

A refusal gives the cause first and then the contract's own sentence on what belongs into the column; a warned repair
says how the cell was read. No sentence repeats the cell (domain.md §11).
"""

from __future__ import annotations

from expectations.contract.contract import Column
from expectations.contract.rules import Reaction
from expectations.sheets.declare import AS_TEXT
from transforms.cells.context import Reading, Value, refused, repaired

_LOST_ZERO = "，末尾的0可能已经丢失"
"""What a cause says of a number; a text has lost nothing."""

CAUSES = {
    "cell_too_long": "这一格的文字过长，不是本列要填的内容。",
    "code_text_disagree": "这一格的代码与文字不一致。",
    "date_ambiguous_month": f"这一格分不清是1月还是10月{_LOST_ZERO}。",
    "date_day_missing": "这一格只写了年月，缺少具体日期。",
    "date_day_month_order": "这一格分不清哪个是月、哪个是日。",
    "date_impossible": "这一格写的日期不存在或年份不合理。",
    "date_lunar": "这一格看来是农历日期，请换算成公历。",
    "date_month_missing": "这一格只写了年份，缺少月份。",
    "date_range": "这一格写了起止两个日期，请分别填写。",
    "date_republic_year": "这一格用了民国纪年，请换算成公历。",
    "date_two_numbers": "这一格只写了两个数，分不清是年和月，还是日和月，请写全年月日。",
    "date_unreadable": "这一格看不出是哪一天。",
    "date_year_missing": "这一格缺少年份。",
    "flag_unknown": "这一格看不出是肯定还是否定。",
    "hours_unreadable": "这一格看不出是多少小时。",
    "id_characters": "这一格含有身份证号码中不会出现的字符。",
    "id_length": "这一格的位数不对，应为18位。",
    "id_typed_as_number": "这一格被存成了数字，后几位已经丢失，无法还原。",
    "name_not_text": "这一格是数字或日期，不是姓名。",
    "name_of_nobody": "这一格写的不是一个人的姓名，无法确定是谁。",
    "name_title": "这一格写的是职务或称呼，无法确定是谁。",
    "name_unreadable": "这一格看不出姓名。",
    "number_formatted": "这一格存的是数字，由单元格格式显示成别的样子，看不出原来的文字，请改为文本格式填写。",
    "number_is_date": "这一格被表格软件当成了日期或时间。",
    "number_not_whole": "这一格不是整数。",
    "number_range": "这一格写的是一个区间，无法计算。",
    "number_too_large": "这一格的数字过大，不合常理。",
    "number_unit": "这一格的单位与本列不符。",
    "number_unreadable": "这一格看不出是哪个数字。",
    "number_vague": "这一格写的是约数，无法计算。",
    "percent_ambiguous": "这一格分不清是1%还是100%。",
    "percent_range": "这一格不在0%到100%之间。",
    "period_unreadable": "这一格看不出是哪一周。",
    "phone_lost_digits": "这一格被存成了科学计数，后几位已经丢失。",
    "error_cell": "这一格是错误值（如 #N/A、#REF!）或显示不下的 ####，请改正公式、加宽列，或直接填写内容。",
    "picture": "这一格是嵌入的图片，图片里的内容无法读取，请改填文字或数字。",
    "phone_unreadable": "这一格不是完整的电话号码。",
    "scale_unclear": "本列还填有4或5，看来用的是五级打分，与规定的等级不同，这一格的数字代表哪一级看不出来。",
    "several_numbers": "这一格写了不止一个数字。",
    "several_people": "这一格写了不止一个人。",
    "sign_unexplained": "这一格只写了代号，列名里的说明与它对不上或没有说明它是什么。",
    "unit_disputed": "这一格该用什么单位，列名、表上所注单位与单元格格式说法不一，无法换算。",
    "unknown_code": "这一格的内容不在规定的选项中。",
}

READ_AS = {
    "code_understood": "「{heading}」的写法不规范，已按最接近的选项理解；请核对，下次请从选项中选择。",
    "currency_sign": "「{heading}」前面的￥只当作货币符号，数字已按列名或表上所注的单位读取；请核对，下次请只填数字。",
    "damaged_character": "「{heading}」中有无法显示或不完整的字，已暂按原样保留；请核对并改用规范汉字。",
    "date_in_utc": "「{heading}」带有其他时区的时刻，已换算成本地的日期；请核对，下次只填年月日。",
    "date_serial_number": "「{heading}」是表格软件的日期序号，已换算成日期；请将单元格设为日期格式。",
    "date_two_digit_year": "「{heading}」的年份只有两位，已补全为四位；请核对，下次请写四位年份。",
    "date_without_year": "「{heading}」没有写年份，已按本期所在年份补全；请核对，下次请写全年月日。",
    "date_year_last": "「{heading}」的年份写在最后，已换成年月日的顺序；请核对，下次请按年月日填写。",
    "due_month_end": "「{heading}」没有写到日，已按所写时段的最后一天登记；请核对，下次请写全年月日。",
    "due_open": "「{heading}」没有写明具体日期，已按没有时限登记；如有时限，请写全年月日。",
    "hours_converted": "「{heading}」已折算成小时（一天按8小时）；请核对，下次请直接填小时数。",
    "money_in_yuan": "「{heading}」以元为单位，已折算成万元；请核对，下次请直接填万元数。",
    "name_long": "「{heading}」超过四个字又没有间隔号，已按一个姓名登记；请核对，写了几个人的请用顿号隔开。",
    "name_note_removed": "「{heading}」中的备注、序号或称呼已去掉；请核对，姓名栏只写姓名。",
    "personal_data_removed": "「{heading}」里有身份证号、电话号码或病情，已隐去；请勿在本列填写这类个人信息。",
    "number_grouped": "「{heading}」的数字中间有空格，已当作一个数读取；请核对，下次请不要在数字中间留空格。",
    "number_spelled": "「{heading}」用了汉字数字，已换成阿拉伯数字；请核对，下次请用阿拉伯数字。",
    "people_count": "「{heading}」写明的人数与列出的姓名不一致，已按列出的姓名登记；请补全名单。",
    "people_split": "「{heading}」一格写了几个人，已分别登记；请核对各人姓名。",
    "percent_mixed": "「{heading}」同一列中小数与百分数混用，已换算成百分数；请核对，下次请带上百分号。",
    "percent_spelled": "「{heading}」用了汉字写法，已换成百分数；请核对，下次请用数字加百分号。",
    "period_understood": "「{heading}」没有写全年份和周次，已按所写日期或本期年份补全；请核对。",
    "phone_area_code": "「{heading}」缺少区号，已按本地区号补全；请核对。",
    "sign_by_heading": "「{heading}」的代号已按列名里的说明读取，与规定的代码不同；请核对，下次请直接填写文字。",
    "text_is_date": "「{heading}」被表格软件当成了日期，已按完整的年月日读取；不是日期的，请改为文本格式重新填写。",
    "unknown_tag": "「{heading}」中有规范词汇以外的词，已作为新词建议保留；请核对是否有规范说法。",
    "unlisted_text": "「{heading}」的内容不在规定的选项中，已保留文字；请对照选项改正。",
}


def refuse(rule: str, column: Column) -> Reading:
    """The cell cannot be read, for the cause of that rule."""
    return refused(rule, CAUSES[rule] + column.because)


def of_text(reading: Reading) -> Reading:
    """The refusal of a text: to make one of it is no advice."""
    if reading.reaction is not Reaction.CELL:
        return reading
    words = reading.message.replace(_LOST_ZERO, "").replace(AS_TEXT, "")
    return reading._replace(message=words) if words != reading.message else reading


def fix(value: Value, rule: str) -> Reading:
    """A silent repair; it is only logged."""
    return repaired(value, rule)


def warn(value: Value, rule: str, column: Column) -> Reading:
    """A repair with a warning to the clerk."""
    return repaired(value, rule, READ_AS[rule].format(heading=column.heading), warn=True)
