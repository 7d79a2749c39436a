"""What Prefect adds to a week: the same inbox by plain steps and through the flow, in turns, with no server configured.

    python -m benchmarks.orchestration [--times N] [--scale S]

Each call is a process of its own, as `wuwei run` is one, and makes a first edition in an empty folder. Prefect's import
and the server that is there for the time of the run count as Prefect's; processor time is that of all processes
together.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.cost import Cost, cost
from benchmarks.inboxes import PERIOD, inbox_of

PLAIN = f"""
import sys
from pathlib import Path
from flows.report.publish import write_missing
from flows import steps
from flows.county.county_file import load_county
from flows.steps import build_edition
from flows.county.workspace import Workspace
from transforms.clock import Clock, period_end
import datetime as dt

inbox, out = map(Path, sys.argv[1:])
workspace = Workspace(out, load_county(None))
clock = Clock("{PERIOD}", period_end("{PERIOD}"), dt.datetime.now(dt.UTC).replace(microsecond=0))
intake = steps.read(workspace, steps.receive(workspace, inbox, clock.period, clock.knowledge))
edition = build_edition(workspace, intake, clock)
write_missing(workspace, edition)
from multiprocessing import forkserver
forkserver._forkserver._stop()  # waited for, its workers' time is counted
"""
"""`flows.weekly.run_period` without Prefect."""

FLOW = f"""
import sys
from pathlib import Path
from flows.cli.commands.options import prepare_prefect
prepare_prefect()
from flows.server.temporary import some_server

inbox, out = map(Path, sys.argv[1:])
with some_server():
    from flows.weekly import run_period

    run_period("{PERIOD}", inbox, out)
from multiprocessing import forkserver
forkserver._forkserver._stop()  # waited for, its workers' time is counted
"""

EMPTY_DATABASE = """
import os
from pathlib import Path
from flows.server.empty_database import EMPTY, put_empty_database
home = Path(os.environ["PREFECT_HOME"])
"""


def run(program: str, inbox: Path, home: Path) -> None:
    """One week in a process and a folder of its own; the empty database of its temporary server is in `home`."""
    with tempfile.TemporaryDirectory(prefix="wuwei-bench-") as folder:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        environment = inherited | {"WUWEI_PEPPER_FILE": f"{folder}/pepper", "PREFECT_HOME": str(home)}
        command: Sequence[str] = [sys.executable, "-c", program, str(inbox), f"{folder}/output"]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_empty_database(home: Path) -> None:
    """The empty database of temporary servers, which a machine's first run makes."""
    program = f"{EMPTY_DATABASE}put_empty_database(home / 'prefect.db', home / EMPTY)"
    environment = {**os.environ, "PREFECT_HOME": str(home)}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment, stdout=subprocess.DEVNULL)


def print_cost(name: str, spent: Cost, note: str = "") -> None:
    """One line of the result."""
    print(f"{name:<24} {spent.wall:7.1f} s wall {spent.cpu:7.1f} s CPU  {note}", flush=True)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=3, help="how often each is run; the cheapest counts")
    options.add_argument("--scale", type=float, default=1.0, help="size of the county; 1 is the acceptance case")
    chosen = options.parse_args()
    inbox = inbox_of(1, chosen.scale)
    with tempfile.TemporaryDirectory(prefix="wuwei-bench-prefect-") as home:
        print_cost(
            "an empty database",
            cost(partial(make_empty_database, Path(home))),
            "once on a machine, counted nowhere below",
        )
        rounds = [
            [cost(partial(run, program, inbox, Path(home))) for program in (PLAIN, FLOW)] for _ in range(chosen.times)
        ]
    plain, flow = (min(calls, key=lambda call: call.cpu) for calls in zip(*rounds, strict=True))
    print_cost("plain steps", plain)
    print_cost("the flow, no server", flow, f"Prefect's share {(flow.cpu - plain.cpu) / flow.cpu:.0%}")


if __name__ == "__main__":
    main()
