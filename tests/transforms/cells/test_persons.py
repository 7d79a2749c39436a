"""Names of persons in cells (domain.md §12, M31–M38)."""

import datetime as dt

import pytest

from expectations.contract.contract import Kind
from expectations.contract.rules import Reaction
from expectations.sheets.declare import column
from transforms.cells.casters import read_cell
from transforms.cells.context import Context

NAME = column("name", "姓名", Kind.NAME, "张三")
PEOPLE = column("member_name", "接单党员", Kind.PEOPLE, "张三、李四")
CONTEXT = Context(period_end=dt.date(2021, 11, 28))
FIX, FIXW, CELL = Reaction.FIX, Reaction.FIXW, Reaction.CELL


@pytest.mark.parametrize(
    ("cell", "value", "reaction", "rule"),
    [
        pytest.param("张三", "张三", None, "", id="as_it_stands"),
        pytest.param("欧阳明珠", "欧阳明珠", None, "", id="compound_surname"),
        pytest.param("张　三", "张三", FIX, "name_tidied", id="M31_ideographic_space"),
        pytest.param("张\u00a0三", "张三", FIX, "name_tidied", id="M31_nbsp"),
        pytest.param("张\u200b三", "张三", FIX, "name_tidied", id="M31_zero_width"),
        pytest.param("欧阳 明珠", "欧阳明珠", FIX, "name_tidied", id="M31_space_after_compound_surname"),
        pytest.param("张三（女）", "张三", FIXW, "name_note_removed", id="M32_sex"),
        pytest.param("李四*", "李四", FIXW, "name_note_removed", id="M32_star"),
        pytest.param("王五(挂职)", "王五", FIXW, "name_note_removed", id="M32_post"),
        pytest.param("赵六①", "赵六", FIXW, "name_note_removed", id="M32_circled"),
        pytest.param("钱七（已退休", "钱七", FIXW, "name_note_removed", id="M32_bracket_left_open"),
        pytest.param("张三同志", "张三", FIXW, "name_note_removed", id="M32_comrade"),
        pytest.param("1.张三", "张三", FIXW, "name_note_removed", id="M32_number"),
        pytest.param("买买提•吐尔逊", "买买提·吐尔逊", FIX, "name_tidied", id="M33"),
        pytest.param("张?", "张?", FIXW, "damaged_character", id="M34_question_mark"),
        pytest.param("张□", "张□", FIXW, "damaged_character", id="M34_box"),
        pytest.param("张\ue863", "张\ue863", FIXW, "damaged_character", id="M34_private_use"),
        pytest.param("刘龙+天", "刘龙+天", FIXW, "damaged_character", id="M34_composed"),
        pytest.param("陈zhe", "陈zhe", FIXW, "damaged_character", id="M34_pinyin"),
        pytest.param("王（石见）", "王", FIXW, "damaged_character", id="M34_only_the_surname_left"),
        pytest.param("刘䶮", "刘䶮", None, "", id="M34_rare_but_sound"),
        pytest.param("⼈民生", "人民生", FIX, "name_tidied", id="M35"),
        pytest.param("王书记", None, CELL, "name_title", id="M37_title"),
        pytest.param("李主任", None, CELL, "name_title", id="M37_director"),
        pytest.param("县委书记王五", None, CELL, "name_title", id="M37_title_before_name"),
        pytest.param("李总", None, CELL, "name_title", id="M37_short"),
        pytest.param("张三、李四", None, CELL, "several_people", id="M38_two"),
        pytest.param("张三 李四", None, CELL, "several_people", id="M38_by_space"),
        pytest.param("张三等3人", None, CELL, "several_people", id="M38_and_others"),
        pytest.param("张三等人", None, CELL, "several_people", id="M38_open_count"),
        *(
            pytest.param(word, None, CELL, "name_of_nobody", id=f"M37_{word}")
            for word in ("张某某", "热心群众", "全体党员", "志愿者们", "第一党支部", "县信访局", "合 计")
        ),
        *(pytest.param(name, name, None, "", id=f"M37_{name}") for name in ("李群众望", "王民生", "党员生", "郑和平")),
        *(
            pytest.param(names, names, FIXW, "name_long", id=f"M38_{names}")
            for names in ("张三和李四", "王一山王二山", "阿卜杜拉买买提")
        ),
        pytest.param("??", None, CELL, "name_unreadable", id="nothing_left"),
        pytest.param(5.0, None, CELL, "name_not_text", id="number"),
    ],
)
def test_name(cell, value, reaction, rule):
    reading = read_cell(cell, NAME, CONTEXT)
    assert (reading.value, reading.reaction, reading.rule) == (value, reaction, rule)


def test_a_title_stays_where_a_list_of_leaders_tells_later_who_is_meant():
    leader = column("leader", "责任领导", Kind.PEOPLE, "王建国", titled=True)
    reading = read_cell("王书记、张三", leader, CONTEXT)
    assert (reading.value, reading.rule) == (("王书记", "张三"), "people_split")


@pytest.mark.parametrize(
    ("cell", "value", "reaction", "rule"),
    [
        pytest.param("张三", ("张三",), None, "", id="one"),
        pytest.param("张三、李四,王五 等3人", ("张三", "李四", "王五"), FIXW, "people_split", id="M38_count_agrees"),
        pytest.param("张三，李四等三人", ("张三", "李四"), FIXW, "people_count", id="M38_count_disagrees"),
        pytest.param("张三等人", ("张三",), FIXW, "people_count", id="M38_open_count"),
        pytest.param("张三；李四/王五\n赵六", ("张三", "李四", "王五", "赵六"), FIXW, "people_split", id="M38_mixed"),
        pytest.param("张三 李四", ("张三", "李四"), FIXW, "people_split", id="M38_by_space"),
        pytest.param("1.张三 2.李四", ("张三", "李四"), FIXW, "name_note_removed", id="M38_numbered"),
        pytest.param("张三、张三", ("张三",), None, "", id="M38_named_twice"),
        pytest.param("买买提•吐尔逊", ("买买提·吐尔逊",), FIX, "name_tidied", id="M33"),
        pytest.param("张三、李?", ("张三", "李?"), FIXW, "damaged_character", id="M34"),
        pytest.param("张三、王书记", None, CELL, "name_title", id="M37"),
        pytest.param("、", None, CELL, "name_unreadable", id="only_separators"),
        pytest.param(3.0, None, CELL, "name_not_text", id="number"),
    ],
)
def test_people(cell, value, reaction, rule):
    reading = read_cell(cell, PEOPLE, CONTEXT)
    assert (reading.value, reading.reaction, reading.rule) == (value, reaction, rule)
