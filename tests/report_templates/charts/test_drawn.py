"""Every chart can be drawn of whatever little is known: one row, numbers that are missing, names that are alike."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_templates.charts.completion import STATES
from report_templates.charts.drawn import CHARTS, drawn
from report_templates.model.report import Chart
from report_templates.words.sentence import Sentence
from tests.support.pace import cases

NUMBER = st.none() | st.just(0.0) | st.floats(-100, 100)
COUNT = st.integers(0, 9)
NAME = st.sampled_from(["甲镇", "乙镇", "<b>\u202e", "\ue863✅"])
WORDS = st.sampled_from(["—", "50.0"])
FIELDS: dict[str, dict[str, st.SearchStrategy[str | float | None]]] = {
    "completeness": {"dimension": NAME, "value": NUMBER, "words": WORDS},
    "completion": {
        "division": NAME,
        "state": st.sampled_from([*STATES]),
        "items": COUNT,
        "words": WORDS,
        "rate": WORDS,
    },
    "deviation": {
        "division": NAME,
        "deviation": NUMBER,
        "light": st.sampled_from("绿黄红灰"),
        "words": WORDS,
        "items": WORDS,
        "yellow": st.just(-10),
        "red": st.just(-30),
    },
    "funnel": {"stage": NAME, "orders": st.none() | COUNT, "words": WORDS, "share": WORDS},
    "heat": {"division": NAME, "week": st.sampled_from(["46周", "47周"]), "value": NUMBER, "words": WORDS},
    "trend": {"week": st.sampled_from(["46周", "47周"]), "line": st.just("完成率"), "value": NUMBER, "words": WORDS},
}


def test_every_chart_is_here() -> None:
    assert tuple(FIELDS) == CHARTS


@pytest.mark.parametrize("name", CHARTS)
@settings(max_examples=cases(by_day=8, by_night=60))
@given(data=st.data())
def test_a_chart_is_drawn_of_whatever_is_known(name: str, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.tuples(*FIELDS[name].values()), min_size=1, max_size=4))
    chart = Chart(
        name=name, caption="图", alternative=Sentence(runs=("甲",)), fields=tuple(FIELDS[name]), rows=tuple(rows)
    )
    picture = drawn(chart)
    assert picture.startswith("<svg")
    assert "NaN" not in picture
    assert "\u202e" not in picture
