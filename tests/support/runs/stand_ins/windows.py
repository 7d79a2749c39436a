"""`wuwei` as on a clerk's Windows: `python windows.py COMMANDS.json`, a list of command lines, one after the other.

While a module of ours is executed `sys.platform` is win32; it can import neither what only POSIX systems have nor what
a clerk does not install. What runs then are the branches for Windows, with its way of starting workers. The system
below stays this one: its paths, file modes and renames are not those of Windows.

Prints a line of JSON after each command: its exit code. Workers execute this module, too.
"""

from __future__ import annotations

import builtins
import importlib.abc
import importlib.machinery
import importlib.util
import json
import multiprocessing
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

# What others import of POSIX, and what the branches for Windows import, must be there before.
import pebble
import polars
import portalocker
import typer.rich_utils

OURS = ("flows", "transforms", "expectations", "report_templates")
POSIX = {"fcntl", "grp", "posix", "pwd", "resource", "termios", "multiprocessing.forkserver"}
SERVER = {
    *("altair", "asyncpg", "docx", "fastapi", "fontTools", "great_expectations", "numpy", "pandas", "PIL"),
    *("prefect", "pypdfium2", "pypinyin", "scipy", "sqlalchemy", "vl_convert", "weasyprint"),
}
LIBRARIES = (multiprocessing, pebble, polars, portalocker, typer)
_import = builtins.__import__


def _guarded(name: str, globals_: Any = None, locals_: Any = None, fromlist: Any = (), level: int = 0) -> Any:
    ours = (globals_ or {}).get("__name__", "").partition(".")[0] in OURS
    named = {name, *(f"{name}.{part}" for part in fromlist or ())}
    if ours and level == 0 and (named & POSIX or name.partition(".")[0] in SERVER):
        raise ModuleNotFoundError(f"No module named {name!r} on a clerk's Windows")
    return _import(name, globals_, locals_, fromlist, level)


@contextmanager
def _win32() -> Iterator[None]:
    before, sys.platform = sys.platform, "win32"
    try:
        yield
    finally:
        sys.platform = before


class _Finder(importlib.abc.MetaPathFinder):
    """Modules of ours, each executed with `sys.platform` as on Windows."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name.partition(".")[0] not in OURS:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec and isinstance(loader := spec.loader, importlib.machinery.SourceFileLoader):
            execute = loader.exec_module

            def exec_module(module: ModuleType) -> None:
                with _win32():
                    execute(module)

            loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


def _installed(name: str, package: str | None = None) -> Any:
    return None if name.partition(".")[0] in SERVER else _find_spec(name, package)


_find_spec = importlib.util.find_spec
importlib.util.find_spec = _installed
sys.meta_path.insert(0, _Finder())
builtins.__import__ = _guarded

if __name__ == "__main__":
    from flows.cli.command_line import main

    for words in json.loads(Path(sys.argv[1]).read_text()):
        sys.argv = ["wuwei", *words]
        try:
            main()
            code: object = 0
        except SystemExit as end:
            code = end.code or 0
        sys.stdout.write(json.dumps({"words": words, "code": code}) + "\n")
        sys.stdout.flush()
