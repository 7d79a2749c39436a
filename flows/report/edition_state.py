"""How an edition stands, for the start page: its lights, and what waits for a person."""

from __future__ import annotations

import json

from flows.editions.unsettled import files_for_clerks, quarantined, totals_differ
from flows.store.edition import Edition
from flows.store.seals import KeptFileDamaged
from report_templates.overviews.site_page import SiteState
from transforms.figures import Light

_TABLES = {"issues", "queue"}


def edition_state(edition: Edition) -> SiteState | None:
    """Read from summary.json, ISSUES and QUEUE; None where one of them is damaged or there is none."""
    try:
        summary = json.loads(edition.document("summary.json"))
        if "indicators" not in summary or not edition.manifest["tables"].keys() >= _TABLES:
            return None
        named: dict[str, list[str]] = {light.value: [] for light in (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)}
        for figure in summary["indicators"].values():
            named.get(figure["light"], []).append(figure["label"])
        return SiteState(
            lights={light: tuple(labels) for light, labels in named.items()},
            returned=len(files_for_clerks(edition)),
            waiting=edition.table("queue").height,
            held=len(quarantined(edition)),
            totals_differ=totals_differ(summary),
        )
    except KeptFileDamaged:
        return None
