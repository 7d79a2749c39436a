"""Public workbooks with oddities; they are no part of the project and are tried where they are at hand."""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.project import ROOT

FOLDER = Path(os.environ.get("WUWEI_ODD_WORKBOOKS", ROOT.parent / "shared" / "odd-workbooks"))
"""Where they are: what `WUWEI_ODD_WORKBOOKS` names, else beside the project."""


def odd_workbooks() -> list[Path]:
    """All of them in the order of names; none where the folder is not there."""
    return sorted(FOLDER.iterdir()) if FOLDER.is_dir() else []
