"""The papers of an edition that went out (印发), kept by their hash apart from those that can be made again.

<out>/issued/<period>/edition-<N>/lists/<sha256>      name → SHA-256 of all papers of a distribution
<out>/issued/<period>/edition-<N>/papers/<sha256>     the papers, with the office's own
<out>/issued/<period>/edition-<N>/returns/<sha256>    marked workbooks; they go after the term of all others (retention)

They are never rewritten. What is removed of them on purpose, by an erasure or after a term, stands in its record; a
paper of that name is then made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from flows.county.workspace import Workspace
from flows.store.atomic_files import json_bytes, make_private, write_if_absent, write_whole
from flows.store.edition import Edition
from flows.store.seals import KeptFileDamaged, is_whole

RETURNS, PERSONS, OFFICE = PRIVATE = "returns", "persons", "office"
"""Folders of an edition's papers that only their owner may enter; the pages of persons are no part of it. In OFFICE lie
the office's own copies, edited and signed, as they went out."""


def office_name(path: Path) -> str:
    """Under which name a file of the office is one of an edition's papers."""
    return f"{OFFICE}/{path.name}"


def keep_papers(
    workspace: Workspace, edition: Edition, went_out: Mapping[str, str], office: Mapping[str, bytes]
) -> tuple[dict[str, str], str]:
    """Keep all papers of an edition, those that `went_out` before as they were, and copies of the `office` by name.

    Gives name → SHA-256 of all, and the SHA-256 of that list.
    """
    files = dict(went_out)
    make_private(workspace.out / "issued")
    for name, data in (*_rendered(workspace.papers(edition.period, edition.number), files), *office.items()):
        files[name] = hashlib.sha256(data).hexdigest()
        write_if_absent(kept_paper(workspace, edition, name, files[name]), data)
    content = json_bytes(dict(sorted(files.items())))
    listed = hashlib.sha256(content).hexdigest()
    write_if_absent(_list(workspace, edition, listed), content)
    return files, listed


def _rendered(folder: Path, known: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of the papers that lie in the folder; not those that are known, nor the pages of persons."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts)
        if path.is_file() and not hidden and name.parts[0] != PERSONS and name.as_posix() not in known:
            yield name.as_posix(), path.read_bytes()


def papers_of(workspace: Workspace, edition: Edition, listed: str) -> dict[str, str]:
    """Name → SHA-256 of the papers in a list. Raises KeptFileDamaged."""
    path = _list(workspace, edition, listed)
    if not is_whole(path, listed):
        raise KeptFileDamaged(
            f"edition {edition.number} of {edition.period}: {path}, the list of the papers that went out, is not what "
            "was written; restore it from its backup"
        )
    papers: dict[str, str] = json.loads(path.read_bytes())
    return papers


def paper(workspace: Workspace, edition: Edition, name: str, sha256: str) -> bytes | None:
    """The bytes that went out, also where only the folder of papers has them still; None where they are lost."""
    kept, shown = kept_paper(workspace, edition, name, sha256), workspace.papers(edition.period, edition.number) / name
    for path in (kept, shown):
        if is_whole(path, sha256):
            data = path.read_bytes()
            if path == shown:
                with suppress(OSError):  # a store that can only be read
                    make_private(workspace.out / "issued")
                    write_whole(kept, data)
            return data
    return None


def lost_papers(workspace: Workspace, edition: Edition, went_out: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each paper that went out and is no longer there as it was."""
    for name, sha256 in went_out.items():
        if paper(workspace, edition, name, sha256) is None:
            path = kept_paper(workspace, edition, name, sha256)
            yield (
                f"edition {edition.number} of {edition.period}: {name} as it went out is lost; restore {path} from its "
                f"backup, or a copy that was handed out (SHA-256 {sha256}) as {path}"
            )


def kept_paper(workspace: Workspace, edition: Edition, name: str, sha256: str) -> Path:
    """Where a paper that went out is kept."""
    in_returns = name.startswith(f"{RETURNS}/")
    return (kept_returns(workspace, edition) if in_returns else _folder(workspace, edition) / "papers") / sha256


def kept_returns(workspace: Workspace, edition: Edition) -> Path:
    """The folder of the marked workbooks that went out."""
    return _folder(workspace, edition) / RETURNS


def _list(workspace: Workspace, edition: Edition, listed: str) -> Path:
    return _folder(workspace, edition) / "lists" / listed


def _folder(workspace: Workspace, edition: Edition) -> Path:
    return workspace.out / "issued" / edition.period / f"edition-{edition.number}"
