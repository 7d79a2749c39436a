"""The command line (design.md §6): every module of `flows.cli.commands` registers its commands on the one app."""

from __future__ import annotations

import errno
import os
import signal
import sys
from importlib import import_module

from flows.cli.commands.options import app, fail, interrupted
from flows.cli.printing.printable import echo
from flows.cli.surroundings import have_a_home, use_utf8
from flows.county.said import bilingual, said
from flows.store.atomic_files import system_number

GROUPS = (
    "county",
    "week",
    "explain",
    "suggest",
    "contacts",
    "clerks",
    "mapping",
    "importing",
    "review",
    "dispatch",
    "past",
    "editions",
    "removing",
    "kept",
    "server",
)
"""The modules of `flows.cli.commands`, in the order of `wuwei --help`."""
CANNOT_WRITE = {
    errno.EACCES: "again_allowed",
    errno.EPERM: "again_owned",
    errno.EROFS: "again_writable",
    **dict.fromkeys(
        (errno.ENOENT, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL),
        "again_elsewhere",
    ),
    errno.EIO: "again_examined",
    **dict.fromkeys((errno.EMFILE, errno.ENFILE), "again_more_files"),
    errno.ENOSPC: "again_room",
    errno.EDQUOT: "again_quota",
    errno.EFBIG: "again_larger",
    **dict.fromkeys((errno.EBUSY, errno.ETXTBSY, errno.ESTALE), "again_free"),
}
"""What to do (`said.toml`) where the system refuses to write; the store stays intact (test_disturbed.py)."""
INTERRUPTED = 128 + signal.SIGINT
"""The exit code where somebody has pressed Ctrl+C."""
OURS = ("flows", "report_templates", "transforms", "expectations", "samples")

for group in GROUPS:
    import_module(f"flows.cli.commands.{group}")


def main() -> None:
    """Run the command line. Our own exceptions are printed without a traceback; others are bugs."""
    use_utf8()
    have_a_home()
    try:
        app()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            _say_stopped()
        raise
    except Exception as error:
        if interrupted(error):
            _say_stopped()
            sys.exit(INTERRUPTED)
        if type(error).__module__.partition(".")[0] in OURS:
            fail(error)
        if isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] not in OURS:
            fail(bilingual("not_installed", name=error.name))
        if (number := system_number(error)) in CANNOT_WRITE:
            what = getattr(error, "filename", None) or said("the_disk")
            fail(bilingual("cannot_write", what=what, why=os.strerror(number), then=said(CANNOT_WRITE[number])))
        raise


def _say_stopped() -> None:
    for at, each in enumerate(bilingual("stopped").split("\n")):
        echo(f"{'  ' if at else 'wuwei: '}{each}", err=True)
