"""What has become of a matter that the paper before demanded and this one does not (落实情况)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import polars as pl

from transforms.dataset import Dataset
from transforms.figures import Figure
from transforms.join.latest import latest_reports


class Outcome(StrEnum):
    """What is known of it."""

    DONE = "done"
    EASED = "eased"  # no longer red
    DROPPED = "dropped"  # reported on, but named no more
    UNSENT = "unsent"  # nothing was reported


def outcome(matter: str, step: str, dataset: Dataset, figures: Mapping[str, Figure]) -> str:
    """The Outcome of a matter of DEMANDS (`transforms.editions.demands`); `figures` are those of all places by code."""
    kind, _, key = matter.partition("/")
    if kind == "items":
        return _of_item(key, step, dataset)
    if kind == "duties":
        return _of_request(key, dataset)
    if kind == "orders":
        return Outcome.UNSENT if figures["D11"].missing else Outcome.DONE
    figure = figures.get(key)
    return Outcome.UNSENT if figure is None or figure.measured.value is None else Outcome.EASED


def _of_item(code: str, step: str, dataset: Dataset) -> str:
    """An item that is on the list no more is dropped; so is a problem that is named no more."""
    item = dataset.items.filter(pl.col("item_code") == code)
    if item.is_empty():
        return Outcome.DROPPED
    if item["completed"][0]:
        return Outcome.DONE
    return Outcome.DROPPED if step == "solve" else Outcome.EASED


def _of_request(key: str, dataset: Dataset) -> str:
    """Done where the task it was made for is finished by now."""
    asked = dataset.duties.filter(pl.col("duty_id") == key).select("person_id", "task_name")
    latest = latest_reports(dataset.duties, dataset.clock.weeks).join(asked.unique("person_id"), "person_id", "semi")
    if latest.is_empty():
        return Outcome.UNSENT
    same = latest.join(asked, on=["person_id", "task_name"], how="semi")
    return Outcome.DONE if (same["task_pct"] >= 100).any() else Outcome.DROPPED
