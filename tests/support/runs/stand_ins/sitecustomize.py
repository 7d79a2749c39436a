"""First on PYTHONPATH, it lets a process judge plainly and print no pages, in a third of the CPU.

For processes of tests that are about neither: what is kept, killed, locked or told to a server. Each module here stands
in for one of the product, which loads Great Expectations, WeasyPrint or PDFium; the product asks for them where it
needs them first. It works in every process that inherits the path: workers, served runs, `prefect.engine`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

STAND_INS = {
    "expectations.suites.judge": "plain_judge.py",
    "expectations.suites.data_docs": "no_data_docs.py",
    "report_templates.render.picture": "no_picture.py",
    "report_templates.render.preflight": "any_machine.py",
    "report_templates.render.weasy": "no_pages.py",
}


class Finder:
    """Finds the file that stands in for a module."""

    @staticmethod
    def find_spec(name: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> ModuleSpec | None:
        """Of a module that has a stand-in, that."""
        file = STAND_INS.get(name)
        return spec_from_file_location(name, Path(__file__).with_name(file)) if file else None


sys.meta_path.insert(0, Finder)  # type: ignore[arg-type]  # a class with find_spec is a finder
