"""`wuwei` as on a share that knows no locks, where two runs of a period meet: `python -m tests.support.runs.unlocked
WORDS…`.

No run publishes before both are about to.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from typing import Any

from flows import steps
from flows.cli import command_line

MET = "WUWEI_TESTS_MEET_IN"
PATIENCE = 120  # seconds

publish = steps.publish


def publish_when_both_are_there(*positional: Any, **named: Any) -> Any:
    """Wait for the other run, then publish; tried once more, it does not wait again."""
    folder = Path(os.environ[MET])
    (folder / str(os.getpid())).touch()
    end = time.monotonic() + PATIENCE
    while len(list(folder.iterdir())) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    return publish(*positional, **named)


if __name__ == "__main__":
    fcntl.flock = lambda *_: None  # type: ignore[assignment]
    steps.publish = publish_when_both_are_there
    command_line.main()
