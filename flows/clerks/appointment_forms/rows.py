"""The rows of S1 and S2 that an appointment form fills; what it does not say stays empty, to be filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from expectations.county.codelist import CodeList
from flows.clerks.appointment_forms.fields import EDUCATIONS, Fields

Row = dict[str, str]
"""Column name → text, as a clerk would type it."""

_MONTH = re.compile(r"((?:19|20)[0-9]{2})[-.．/年]?(0[1-9]|1[0-2])(?:月|[-.．/]?[0-9]{2}日?)?")
_PARTS = re.compile(r"[；;，,、\s]+")
_SCHOOLS = ("大学", "学院", "学校", "党校", "系", "院")
_SCHOOL = re.compile(rf"(.*(?:{'|'.join(_SCHOOLS)}))(.+?)(?:专业)?")
_MODES = dict(zip(EDUCATIONS, ("全日制", "在职"), strict=True))
PARTY_MEMBER = "中共党员"
"""A month under 入党时间 is that of the Party; members of other parties have their name there."""


def cadre_row(fields: Fields) -> Row:
    """The row of S1. The post that is left is 拟免职务, or 现任职务 where that is empty. Level and exit stay empty."""
    taken = {
        "name": "XingMing",
        "id_no": "ShenFenZheng",
        "sex": "XingBie",
        "ethnicity": "MinZu",
        "native_place": "JiGuan",
        "growth_place": "ChuShengDi",
    }
    row = {column: fields.get(name, "") for column, name in taken.items()}
    row |= {"birth_ym": _month(fields, "ChuShengNianYue"), "work_start_ym": _month(fields, "CanJiaGongZuoShiJian")}
    row["former_post"] = fields.get("NiMianZhiWu") or fields.get("XianRenZhiWu", "")
    return _filled(row | _party(fields.get("RuDangShiJian", "")))


def expertise_row(fields: Fields, education: CodeList) -> Row:
    """The row of S2: of both educations the higher one, of equal ones 全日制."""
    levels = [education.read(fields.get(f"{name}_XueLi", ""))[0] for name in EDUCATIONS]
    chosen = EDUCATIONS[_in_service_is_higher(fields, levels)]
    school, major = _school(fields, chosen)
    return _filled(
        {
            "name": fields.get("XingMing", ""),
            "id_no": fields.get("ShenFenZheng", ""),
            "birth_ym": _month(fields, "ChuShengNianYue"),
            "edu_level": fields.get(f"{chosen}_XueLi", ""),
            "edu_mode": _MODES[chosen] if f"{chosen}_XueLi" in fields else "",
            "degree": fields.get(f"{chosen}_XueWei", ""),
            "school": school,
            "major": major,
            "tech_title": fields.get("ZhuanYeJiShuZhiWu", ""),
            "skill_tag": fields.get("ShuXiZhuanYeYouHeZhuanChang", ""),
        }
    )


def _in_service_is_higher(fields: Fields, levels: list[str | None]) -> bool:
    """By the codes of GB/T 4658, of which the lower ones are higher; a text without a code is passed over."""
    full_time, in_service = levels
    if in_service is None or full_time is None:
        return full_time is None and f"{EDUCATIONS[1]}_XueLi" in fields
    return in_service < full_time


def _month(fields: Fields, name: str) -> str:
    """1965-10 of 196510, 1965.10 or 19651015; another text as it is, to be told of when it is checked."""
    text = fields.get(name, "")
    month = _MONTH.fullmatch(re.sub(r"\s", "", text))
    return f"{month[1]}-{month[2]}" if month else text


def _party(text: str) -> Row:
    """入党时间 is a month, the name of another party, or both."""
    parts = list(filter(None, _PARTS.split(text)))
    months = [f"{month[1]}-{month[2]}" for part in parts if (month := _MONTH.fullmatch(part))]
    if months:
        return {"political_status": PARTY_MEMBER, "party_join_ym": months[0]}
    return {"political_status": text}


def _school(fields: Fields, education: str) -> tuple[str, str]:
    """School and major: in one text, or the major where the school of the degree stands."""
    text, more = (fields.get(f"{education}_{part}_BiYeYuanXiaoXi", "") for part in ("XueLi", "XueWei"))
    whole = re.sub(r"\s", "", text if more in text else f"{text}{more}" if text not in more else more)
    parts = None if whole.endswith(_SCHOOLS) else _SCHOOL.fullmatch(whole)
    return (parts[1], parts[2]) if parts else (whole, "")


def _filled(row: Mapping[str, str]) -> Row:
    """Without what is empty; line breaks within a field, which only fill its box on paper, are blanks."""
    return {column: " ".join(text.split()) for column, text in row.items() if text.strip()}
