"""Who a title or foot line says fills the table in, however it is written."""

from __future__ import annotations

import pytest

from transforms.recognise.notes import notes_in

NAME = "清河县信访局"


@pytest.mark.parametrize(
    "lines",
    [
        ["履职周报表", "填报单位：清河县信访局"],
        ["履职周报表（填报单位：清河县信访局）"],
        ["履职周报表(填报单位:清河县信访局)"],
        ["履职周报表【报送单位：清河县信访局】"],
        ["履职周报表［上报单位：清河县信访局］"],
        ["履职周报表（填报单位：清河县信访局 2021年第47周）"],
        ["填报单位（盖章）：清河县信访局（公章）"],
        ["填报单位 清河县信访局"],  # in the next cell
        ["填报单位清河县信访局"],
        ["履职周报表（填报单位清河县信访局）"],
        ["填报单位（清河县信访局）"],
        ["填报单位：", "清河县信访局"],
        ["填报单位", "清河县信访局", "2021年第47周"],
        ["履职周报表（单位：清河县信访局）"],
        ["单位名称：清河县信访局"],
    ],
)
def test_the_sender_is_read_wherever_it_stands_behind_its_label(lines: list[str]) -> None:
    assert (notes_in(lines, []).unit, notes_in([], lines).unit) == (NAME, NAME)


@pytest.mark.parametrize(
    "lines",
    [
        ["填报单位：", "2021年第47周"],
        ["填报单位（盖章）："],
        ["填报单位（加盖公章）"],
        ["填报单位：        填报人：张三"],
        ["履职周报表（单位：万元）"],
        ["履职周报表（单位：人）"],
        ["请各填报单位于周五前报县委组织部"],
        ["填报单位负责人签字"],
        ["清河县信访局"],
    ],
)
def test_what_names_no_sender_is_not_read_as_one(lines: list[str]) -> None:
    assert notes_in(lines, []).unit is None
