"""What Great Expectations imports for expectations nobody here uses, loaded when it is first asked for.

SciPy's statistics and Altair serve its comparison of distributions alone, and are a third of what its import costs. As
Python's documentation has it (importlib, “Implementing lazy imports”), they are modules whose code waits for the first
look at one of their names.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

MODULES = frozenset({"altair", "scipy.stats"})


class LoadedLate:
    """Finds MODULES, so that they are loaded late; of others it knows nothing."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """The module as Python finds it, its code not yet run."""
        spec = PathFinder.find_spec(name, path, target) if name in MODULES else None
        if spec and spec.loader:
            spec.loader = LazyLoader(spec.loader)
        return spec


sys.meta_path.insert(0, LoadedLate)
