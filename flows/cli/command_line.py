"""The command line (design.md §6): every module of `flows.cli.commands` registers its commands on the one app."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from importlib import import_module

from flows.cli.commands.options import app, fail
from flows.store.atomic_files import system_number

GROUPS = (
    "county",
    "week",
    "explain",
    "suggest",
    "clerks",
    "mapping",
    "review",
    "past",
    "editions",
    "removing",
    "kept",
    "server",
)
"""The modules of `flows.cli.commands`, in the order of `wuwei --help`."""
CANNOT_WRITE = {
    errno.EACCES: "Allow this user to write there, then do it again.",
    errno.EPERM: "Let the folder belong to this user, then do it again.",
    errno.EROFS: "Make the disk writable, then do it again.",
    **dict.fromkeys(
        (errno.ENOENT, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL),
        "Name another place, then do it again.",
    ),
    errno.EIO: "Let the disk be looked at, or name another place, then do it again.",
    **dict.fromkeys((errno.EMFILE, errno.ENFILE), "Raise the number of files that may be open, then do it again."),
    errno.ENOSPC: "Make room, then do it again; what half a run has left is removed then.",
    errno.EDQUOT: "Make room or ask for more, then do it again.",
    errno.EFBIG: "Raise the limit on the size of files (ulimit -f), then do it again.",
    **dict.fromkeys((errno.EBUSY, errno.ETXTBSY, errno.ESTALE), "See what else uses it, then do it again."),
}
"""What to do where the system refuses to write; the store stays intact (tests/end_to_end/faults/test_disturbed.py)."""
NOT_INSTALLED = (
    "this installation is for units and lacks {}, which runs and reports need: call this command on the county's "
    "machine, or install wuwei[server] / 这里装的是单位用的部分，运行和出报告请到县级的机器上，或者加装 wuwei[server]"
)
INTERRUPTED = 128 + signal.SIGINT
"""The exit code where somebody has pressed Ctrl+C."""
OURS = ("flows", "report_templates", "transforms", "expectations", "samples")

for group in GROUPS:
    import_module(f"flows.cli.commands.{group}")


def main() -> None:
    """Run the command line. Our own exceptions are printed without a traceback; others are bugs."""
    _use_utf8()
    try:
        app()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            sys.stderr.write(_STOPPED)
        raise
    except Exception as error:
        if _interrupted(error):
            sys.stderr.write(_STOPPED)
            sys.exit(INTERRUPTED)
        if type(error).__module__.partition(".")[0] in OURS:
            fail(error)
        if isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] not in OURS:
            fail(NOT_INSTALLED.format(error.name))
        if (number := system_number(error)) in CANNOT_WRITE:
            cause = f"{getattr(error, 'filename', None) or 'the disk'}: {os.strerror(number)}"
            fail(f"{cause}; readers keep what they have. {CANNOT_WRITE[number]}")
        raise


def _interrupted(error: BaseException | None) -> bool:
    """Whether an error came up while Ctrl+C was dealt with, as in Prefect where a task is about to begin."""
    return error is not None and (isinstance(error, KeyboardInterrupt) or _interrupted(error.__context__))


_STOPPED = "wuwei: stopped; what readers see is whole. Do it again to go on where it stopped.\n"


def _use_utf8() -> None:
    """Begin anew in UTF-8 where names of files could not be written in Chinese, as under LC_ALL=C.

    What a stream cannot show is written out.
    """
    try:
        "五维".encode(sys.getfilesystemencoding())
    except UnicodeEncodeError:
        os.environ["PYTHONUTF8"] = "1"  # for processes this one starts
        os.environ.pop("PYTHONIOENCODING", None)
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 - this very command
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
