"""A chart is read from a grey copy, and without a lens."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import pairwise

import pytest

from report_templates.charts import completion, deviation
from report_templates.charts.drawn import drawn
from report_templates.charts.theme import INK, LATE
from report_templates.model.report import Chart
from report_templates.words.sentence import Sentence

ROWS: dict[str, tuple[tuple[str, ...], tuple[tuple[str | float | None, ...], ...]]] = {
    "completeness": (("dimension", "value", "words"), (("总量结构", 99.0, "99.0%"),)),
    "completion": (("division", "state", "items", "words", "rate"), (("甲镇", "逾期", 3, "3", "0.0%"),)),
    "deviation": (
        ("division", "deviation", "light", "words", "items", "yellow", "red"),
        (("甲镇", -12.0, "黄", "−12.0", "3", -10.0, -30.0),),
    ),
    "funnel": (("stage", "orders", "words", "share"), (("点单", 3, "3", "100.0%"),)),
    "heat": (
        ("division", "week", "value", "words"),
        (("甲镇", "46周", 30.0, "30.0"), ("甲镇", "47周", 100.0, "100.0")),
    ),
    "trend": (
        ("week", "line", "value", "words"),
        (("46周", "完成率", 91.0, "91.0%"), ("47周", "完成率", 95.0, "95.0%")),
    ),
}


def luminance(colour: str) -> float:
    """Of #rrggbb, 0–1 (WCAG 2)."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("fills", [completion.STATES, deviation._FILLS])
def test_neighbouring_fills_differ_in_a_grey_copy_and_the_worst_is_the_darkest(fills: dict[str, str]) -> None:
    by_lightness = sorted(fills.values(), key=luminance)
    assert by_lightness[0] == LATE
    assert all(contrast(dark, light) >= 1.5 for dark, light in pairwise(by_lightness))


def test_the_words_of_lights_are_read_on_paper() -> None:
    """Each is written in its colour; which light it is the word says, in a grey copy too."""
    styles = (files("report_templates") / "pages" / "styles" / "paper.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"\.(red|yellow|green|grey) \{ color: (#\w+) \}", styles))
    assert colours.keys() == {"red", "yellow", "green", "grey"}
    assert all(contrast(colour, "#fff") >= 4.5 for colour in colours.values())


def test_numbers_are_read_on_the_fill_they_stand_on() -> None:
    for state, fill in completion.STATES.items():
        assert contrast("#fff" if state in completion._DARK else INK, fill) >= 4.5


def test_the_worst_value_of_a_heat_map_is_the_darkest() -> None:
    fills = re.findall(r'<path aria-[^>]*fill="(#\w+|rgb[^"]*)"|<path[^>]*fill="(#\w+|rgb[^"]*)"', picture("heat"))
    shades = [next(filter(None, fill)) for fill in fills]
    numbers = [tuple(map(int, re.findall(r"\d+", shade))) for shade in shades if shade.startswith("rgb")]
    assert (255, 255, 255) in numbers
    assert min(map(sum, numbers)) == sum(numbers[0])  # the first is that of 30.0


@pytest.mark.parametrize("name", ROWS)
def test_no_label_is_smaller_than_eight_points(name: str) -> None:
    sizes = [float(size) * 72 / 96 for size in re.findall(r'font-size="([\d.]+)px"', picture(name))]
    assert sizes
    assert min(sizes) >= 8
    width = re.search(r'<svg[^>]* width="([\d.]+)"', picture(name))
    assert width
    assert float(width[1]) * 25.4 / 96 <= 156  # else the page would draw it smaller


def picture(name: str) -> str:
    fields, rows = ROWS[name]
    return drawn(Chart(name=name, caption="图", alternative=Sentence(runs=("甲",)), fields=fields, rows=rows))
