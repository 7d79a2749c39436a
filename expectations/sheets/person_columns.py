"""The columns by which a person is known, declared once for all sheets (domain.md §4.1), and the rules over them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from expectations.contract.contract import Kind, Need
from expectations.contract.rules import Between, Named, NotBefore, Rule
from expectations.sheets.declare import CELL, FIXW, P0, P1, RECOMMENDED, REQUIRED, ROW, column

NAME = column(
    "name",
    "姓名",
    Kind.NAME,
    "张三",
    "干部姓名、党员姓名、名字",
    need=REQUIRED,
    on_failure=ROW,
    because="「姓名」应填一个人的姓名，不带职务、称谓和备注；请每行只填一人，缺少姓名的行不予接收。",
)
ID_NO = column(
    "id_no",
    "身份证号",
    Kind.ID,
    "11010519491231002X",
    "身份证号码、公民身份号码、公民身份证号码、身份证、证件号码、身份证号(18位)",
    need=RECOMMENDED,
    privacy=P0,
)
BIRTH_YM = column(
    "birth_ym",
    "出生年月",
    Kind.BIRTH,
    "1965-10",
    "出生日期、出生年月日、出生年月（岁）、出生时间",
    need=RECOMMENDED,
    privacy=P1,
)
UNIT_CODE = column(
    "unit_code",
    "单位",
    Kind.CODE,
    "{units[0]}",
    "工作单位、所在单位、单位名称、原单位",
    codes="units",
    need=RECOMMENDED,
    on_failure=FIXW,
    keeps_text=True,
)
PHONE = column(
    "phone",
    "联系电话",
    Kind.PHONE,
    "13900000000",
    "手机、手机号、手机号码、联系方式、电话",
    need=RECOMMENDED,
    privacy=P0,
)

REQUIRED_BIRTH_YM = replace(BIRTH_YM, need=REQUIRED)
ASKED_BIRTH_YM = replace(BIRTH_YM, need=Need.OPTIONAL, hint="应填出生的年份和月份，只在需要区分同名人员时填写")
"""For sheets that name people by name and unit: by it namesakes of one unit are told apart."""
REQUIRED_UNIT_CODE = replace(UNIT_CODE, need=REQUIRED)

ID_RULES: tuple[Rule, ...] = (
    Named(
        id="id_no_checksum",
        check="citizen_id",
        on=("id_no",),
        because="「身份证号」的校验码、出生日期或顺序码不成立；请照证件逐位核对后重新录入。",
    ),
)

BIRTH_RULES: tuple[Rule, ...] = (
    Between(
        id="birth_ym_since_1930",
        column="birth_ym",
        low=dt.date(1930, 1, 1),
        because="「出生年月」早于1930年1月；请以干部档案为准核对后重新填写。",
    ),
    NotBefore(
        id="birth_ym_of_age",
        later="period_end",
        earlier="birth_ym",
        years=18,
        blames="birth_ym",
        reaction=CELL,
        because="按「出生年月」计算本人未满18周岁；请以干部档案为准核对后重新填写。",
    ),
)

SEX = column("sex", "性别", Kind.CODE, "男", "男/女、性别(1男2女)", codes="sex", need=REQUIRED)

SEX_RULE: Rule = Named(
    id="sex_agrees_with_id_no",
    check="sex_agrees_with_id",
    on=("sex", "id_no"),
    reaction=FIXW,
    because="「性别」与身份证号不一致，已按所填性别接收；请核对性别和身份证号。",
)
