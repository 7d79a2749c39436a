"""An edition that was published before a table was declared is no damaged one: to its pages the table is empty."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.report.per_audience import pages_for
from flows.store.edition import MANIFEST, Edition, manifest_bytes
from flows.store.seals import KeptFileDamaged
from tests.support.runs.small_weeks import START, run, send, small_place

pytestmark = pytest.mark.usefixtures("plainly")


def without(edition: Edition, table: str) -> Edition:
    """The edition as it would have been published when nobody had declared the table."""
    manifest = dict(edition.manifest)
    manifest["tables"] = {name: facts for name, facts in manifest["tables"].items() if name != table}
    (edition.folder / MANIFEST).write_bytes(manifest_bytes(manifest))
    (edition.folder / f"{table}.parquet").unlink()
    return Edition(edition.folder, edition.number)


def test_the_analysts_page_of_an_older_edition_lacks_the_table_alone(tmp_path: Path) -> None:
    workspace = small_place(tmp_path)
    send(workspace, "2021-W47", 3)
    edition = run(workspace, "2021-W47", START)
    (before,) = pages_for(workspace, edition, "analyst")
    (page,) = pages_for(workspace, without(edition, "order_members"), "analyst")
    assert json.loads(page.content)["figures"] == json.loads(before.content)["figures"]


def test_a_table_that_was_published_and_is_gone_is_damage_all_the_same(tmp_path: Path) -> None:
    workspace = small_place(tmp_path)
    send(workspace, "2021-W47", 3)
    edition = run(workspace, "2021-W47", START)
    (edition.folder / "order_members.parquet").unlink()
    with pytest.raises(KeptFileDamaged, match=r"order_members\.parquet is gone"):
        pages_for(workspace, edition, "analyst")
