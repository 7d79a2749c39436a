"""The command line (design.md §6): every module of `flows.cli.commands` registers its commands on the one app."""

from __future__ import annotations

import errno
import signal
import sys
from importlib import import_module

from flows.cli.commands.options import app, fail

GROUPS = ("week", "explain", "clerks", "past", "editions", "removing", "kept", "server")
"""The modules of `flows.cli.commands`, in the order of `wuwei --help`."""
CANNOT_WRITE = {
    errno.EACCES: "Allow this user to write there, then do it again.",
    errno.EPERM: "Let the folder belong to this user, then do it again.",
    errno.EROFS: "Make the disk writable, then do it again.",
    errno.ENOSPC: "Make room, then do it again; what half a run has left is removed then.",
    errno.EDQUOT: "Make room or ask for more, then do it again.",
}
"""What to do where the system refuses to write; the store stays intact (tests/end_to_end/faults/test_disturbed.py)."""
INTERRUPTED = 128 + signal.SIGINT
"""The exit code where somebody has pressed Ctrl+C."""
OURS = ("flows", "report_templates", "transforms", "expectations", "samples")

for group in GROUPS:
    import_module(f"flows.cli.commands.{group}")


def main() -> None:
    """Run the command line. Our own exceptions are printed without a traceback; others are bugs."""
    try:
        app()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            sys.stderr.write("wuwei: stopped; what readers see is whole. Do it again to go on where it stopped.\n")
        raise
    except Exception as error:
        if type(error).__module__.partition(".")[0] in OURS:
            fail(error)
        if isinstance(error, OSError) and error.errno in CANNOT_WRITE:
            cause = f"{error.filename or 'the disk'}: {error.strerror}"
            fail(f"{cause}; readers keep what they have. {CANNOT_WRITE[error.errno]}")
        raise
