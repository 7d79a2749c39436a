"""What a worker does at Ctrl+C: it ends, and prints nothing. For the forkserver alone, which importing it changes.

Ctrl+C reaches every process of the terminal at once: the parent stops, perhaps while it hands a newborn worker what it
is to do, and the worker is interrupted wherever it is. Only the parent has something to say about that.
"""

from __future__ import annotations

import signal
import sys
from pickle import UnpicklingError
from types import TracebackType


def _print_unless_cut_off(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, (EOFError, UnpicklingError)):  # the parent ended before it had handed over the task
        sys.__excepthook__(kind, error, trace)


# The workers inherit both when they are forked.
signal.signal(signal.SIGINT, signal.SIG_DFL)
sys.excepthook = _print_unless_cut_off
