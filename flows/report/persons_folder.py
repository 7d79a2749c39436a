"""The folder of an edition for what names persons: pages, proposals, lists; only its owner may enter."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flows.county.workspace import Workspace
from flows.editions.distributed_papers import PERSONS
from flows.store.atomic_files import make_private, write_whole
from flows.store.edition import Edition
from flows.store.locks import shared_lock


def write_for_persons(
    workspace: Workspace, edition: Edition, files: Mapping[str, bytes], into: Path | None = None
) -> list[Path]:
    """Write files, by name and perhaps subfolder, while nothing is removed; gives their paths.

    into: another folder than that of the edition; one that exists keeps its permissions.
    """
    folder = into or workspace.papers(edition.period, edition.number) / PERSONS
    with shared_lock(workspace.out):
        for place in dict.fromkeys((folder, *((folder / name).parent for name in files))):
            if not (into and place.exists()):
                make_private(place)
        for name, content in files.items():
            write_whole(folder / name, content)
    return [folder / name for name in files]
