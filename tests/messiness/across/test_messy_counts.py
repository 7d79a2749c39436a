"""What counts beside rosters, control totals and zero reports, on real workbooks (domain.md §12, M71, M78, M81)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.figures import figures
from tests.support.messiness.across import cadres, put
from tests.support.messiness.messiness import case
from tests.support.messiness.messy import compared_week, judged, page, reactions, received, sent, values
from tests.support.workbooks.tables import W46, W47
from transforms.dataset import Dataset
from transforms.figures import Light

POST = {"birth_ym": "1965-10", "post_code": "ZF-001"}


@pytest.fixture(scope="module")
def weeks(plainly: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Dataset]:
    """Two in which one cadre is at a post, as the first control total says and the second does not."""
    folder = tmp_path_factory.mktemp("counts")
    cadres(folder, "陈一", period=W46)
    put(folder, W46, "S6", {"name": "陈一", **POST})
    put(folder, W46, "R8", {"total": "二次分工人数", "declared": 1.0, "as_of": "2021-11-21"})
    cadres(folder, "陈一")
    put(folder, W47, "S6", {"name": "陈一", **POST}, {"name": "陈九", **POST})
    put(folder, W47, "R8", {"total": "二次分工人数", "declared": 19.0})
    intake = received(folder)
    return {period: compared_week(intake, period) for period in (W46, W47)}


@case("M71")
def test_who_is_on_no_roster_waits_in_the_queue_and_counts_nowhere(weeks: dict[str, Dataset]) -> None:
    assert weeks[W47].queue.select("sheet", "name").rows() == [("S6", "陈九")]
    assert weeks[W47].assignments["name"].to_list() == ["陈一"]


@case("M78")
@pytest.mark.parametrize(("period", "light"), [(W46, Light.GREEN), (W47, Light.RED)])
def test_a_control_total_that_differs_turns_e5_red(weeks: dict[str, Dataset], period: str, light: Light) -> None:
    assert figures(weeks[period])["E5"].light == light


@case("M81", FIXW="zero_report_with_rows")
def test_rows_win_over_a_zero_report(plainly: None, tmp_path: Path) -> None:
    intake = sent(tmp_path, [*page("S4", {"name": "陈一"}), ["本周无变化"]])
    assert values(judged(intake), "S4.name") == [["陈一"]]
    assert reactions(intake) == {("zero_report_with_rows", "FIXW")}
    assert intake.submissions["zero_report"].to_list() == [False]
