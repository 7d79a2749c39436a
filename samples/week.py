"""Entry point: writes the inboxes of a synthetic county and their true values."""

from __future__ import annotations

from pathlib import Path

from expectations.county.county import County
from samples.dirt.dirt import soil
from samples.story.counties import county_of
from samples.story.setting import days, monday, sunday
from samples.story.story import PERIODS, SEED, Inboxes, inboxes
from samples.truth.truth import Truth, truth, write_truth
from samples.workbooks.workbooks import write_submission

DIRT = 0.2


def write_weeks(
    folder: Path,
    county: County,
    *,
    periods: tuple[str, ...] = PERIODS,
    seed: int = SEED,
    counties: int = 1,
    dirt: float = DIRT,
    scale: float = 1.0,
) -> list[Truth]:
    """Write `<folder>/inbox/<period>/*.xlsx` and `<folder>/truth-<period>.json`; return the truths in order.

    county: the configuration of one county; a product that reads the inboxes of several `counties` needs
    `counties.county_of(county, counties)`. `dirt` is 0 … 1, `scale` (0 … 1) shrinks members and orders.
    """
    boxes = inboxes(county, periods=periods, seed=seed, counties=counties, scale=scale)
    whole = county_of(county, counties)
    soil(boxes, whole, dirt, seed)
    write_inboxes(folder, boxes, whole)
    return write_truths(folder, boxes, whole)


def write_inboxes(folder: Path, boxes: Inboxes, county: County) -> None:
    """Write every submission of every inbox as a workbook."""
    for period, box in boxes.items():
        inbox = folder / "inbox" / period
        inbox.mkdir(parents=True, exist_ok=True)
        for submission in box:
            write_submission(inbox, submission, county)


def write_truths(folder: Path, boxes: Inboxes, county: County) -> list[Truth]:
    """Write and return the truth about every week; the last one as of its Tuesday, the others as of their Sunday."""
    last = max(boxes)
    truths = []
    for period in sorted(boxes):
        as_of = monday(period) + days(1) if period == last else sunday(period)
        truths.append(truth(boxes, period, as_of, county))
        write_truth(folder / f"truth-{period}.json", truths[-1])
    return truths
