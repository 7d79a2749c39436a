"""What is read of an appointment form (干部任免审批表), by the element names of .lrmx, also for .docx.

Only these: no photograph, health, résumé, rewards, assessments, or relatives (docs/domain.md §11.1).
"""

from __future__ import annotations

from collections.abc import Mapping

Fields = Mapping[str, str]
"""Element name → text; what is empty is not there."""

LABELS = {
    "姓名": "XingMing",
    "性别": "XingBie",
    "出生年月": "ChuShengNianYue",
    "民族": "MinZu",
    "籍贯": "JiGuan",
    "出生地": "ChuShengDi",
    "入党时间": "RuDangShiJian",
    "参加工作时间": "CanJiaGongZuoShiJian",
    "专业技术职务": "ZhuanYeJiShuZhiWu",
    "熟悉专业有何专长": "ShuXiZhuanYeYouHeZhuanChang",
    "全日制教育": "QuanRiZhiJiaoYu_XueLi",
    "在职教育": "ZaiZhiJiaoYu_XueLi",
    "现任职务": "XianRenZhiWu",
    "拟免职务": "NiMianZhiWu",
    "身份证号": "ShenFenZheng",
    "身份证号码": "ShenFenZheng",
    "公民身份号码": "ShenFenZheng",
}
"""The labels of the form on paper, as they stand before their value."""

SCHOOL = "毕业院校系及专业"
"""This label stands twice: behind 全日制教育 and behind 在职教育."""

EDUCATIONS = ("QuanRiZhiJiaoYu", "ZaiZhiJiaoYu")
"""全日制教育 and 在职教育: the beginnings of their element names."""

OF_EDUCATION = ("XueLi", "XueWei", "XueLi_BiYeYuanXiaoXi", "XueWei_BiYeYuanXiaoXi")

WANTED = frozenset(LABELS.values()) | {f"{education}_{part}" for education in EDUCATIONS for part in OF_EDUCATION}
