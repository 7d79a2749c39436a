"""The command line (design.md §6): every module of `flows.commands` registers its commands on the one app."""

from __future__ import annotations

from importlib import import_module

from flows.commands.options import app, fail

GROUPS = ("week", "explain", "clerks", "past", "editions", "removing", "server")
"""The modules of `flows.commands`, in the order of `wuwei --help`."""
OURS = ("flows", "report_templates", "transforms", "expectations", "samples")

for group in GROUPS:
    import_module(f"flows.commands.{group}")


def main() -> None:
    """Run the command line. Our own exceptions are written for the reader and need no traceback; others are bugs."""
    try:
        app()
    except Exception as error:
        if type(error).__module__.partition(".")[0] in OURS:
            fail(error)
        raise
