"""What a command needs of the machine's surroundings, whoever calls it: a terminal, cron, a service without a home."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

NO_HOME = "/nonexistent"
"""The home of users that have none, as Debian writes it."""


def use_utf8() -> None:
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


def have_a_home() -> None:
    """Give a user without any home one in which nothing can be written: libraries ask for it while they are loaded."""
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = NO_HOME
