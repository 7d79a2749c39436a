"""S2 干部特长与专业登记表: strengths and formal education, one line per strength (domain.md §4.3)."""

from __future__ import annotations

from expectations.contract.contract import Cadence, Kind, Sheet
from expectations.sheets.declare import FIXW, RECOMMENDED, REQUIRED, at_most_characters, between, column
from expectations.sheets.person_columns import BIRTH_RULES, BIRTH_YM, ID_NO, ID_RULES, NAME, UNIT_CODE

SHEET = Sheet(
    id="S2",
    name="cadre_expertise",
    title="干部特长与专业登记表",
    submitted_by="干部所在单位填报，县人社局核对职称，县委组织部汇总",
    cadence=Cadence.ON_CHANGE,
    key=("person_id", "submission", "row"),
    feeds="D2 特长优势、D4 个人专业",
    source="domain.md §4.3",
    columns=(
        NAME,
        ID_NO,
        BIRTH_YM,
        UNIT_CODE,
        column(
            "edu_level",
            "最高学历",
            Kind.CODE,
            "本科毕业",
            "学历、文化程度、学历(全日制/在职)、学历学位",
            codes="education",
            need=REQUIRED,
        ),
        column(
            "edu_mode", "学历类别", Kind.CODE, "全日制", "全日制/在职、学历性质", codes="edu_mode", need=RECOMMENDED
        ),
        column("degree", "学位", Kind.CODE, "学士", "学位名称", codes="degree"),
        column("school", "毕业院校", Kind.TEXT, "华中农业大学", "毕业学校、毕业院校系及专业"),
        column("major", "所学专业", Kind.TEXT, "农学", "专业、专业名称、所学专业名称", need=REQUIRED),
        column(
            "tech_title",
            "专业技术职务",
            Kind.TEXT,
            "高级农艺师",
            "职称、技术职称、专业技术资格",
            need=RECOMMENDED,
            nothing=("/", "—", "-", "null", "N/A"),
        ),
        column("licence", "执业资格", Kind.TEXT, "注册会计师", "职业资格、资格证书"),
        column(
            "skill_tag",
            "特长优势",
            Kind.TAGS,
            "{skill[0]}、{skill[1]}",
            "特长、专长、熟悉专业有何专长、擅长领域",
            codes="skill",
            need=REQUIRED,
            on_failure=FIXW,
        ),
        column(
            "skill_note",
            "特长说明",
            Kind.TEXT,
            "主持编制全县农业产业规划",
            "主要业绩、优势说明",
            on_failure=FIXW,
            hint="应填文字，不写身份证号和电话号码",
            because="「特长说明」应填文字，不写身份证号和电话号码；请删去个人信息后重新填写。",
        ),
        column(
            "domain_exp",
            "分管工作经历",
            Kind.CODES,
            "{central_work[0]}、{central_work[3]}",
            "曾分管工作、工作经历、主要工作经历",
            codes="central_work",
            need=REQUIRED,
        ),
        column("exp_years", "从事年限", Kind.NUMBER, "8", "分管年限、相关年限", unit="年", need=RECOMMENDED),
        column("grassroots_years", "基层工作年限", Kind.NUMBER, "5", "乡镇工作年限、基层经历", unit="年"),
        column(
            "known_towns",
            "熟悉乡镇",
            Kind.CODES,
            "{divisions[0]}、{divisions[1]}",
            "工作过的乡镇、熟悉区域",
            codes="divisions",
            on_failure=FIXW,
            keeps_text=True,
        ),
        column("role_tags", "可承担角色", Kind.CODES, "参谋顾问、传帮带", "可胜任角色、作用发挥方式", codes="role"),
    ),
    rules=(
        *ID_RULES,
        *BIRTH_RULES,
        at_most_characters("skill_note", "特长说明", 200),
        between("exp_years", "从事年限", 0, 45),
        between("grassroots_years", "基层工作年限", 0, 45),
    ),
)
