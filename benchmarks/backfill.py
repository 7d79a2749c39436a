"""A backfill over many small weeks: unchanged, and all of them changed, beside one week alone.

python -m benchmarks.backfill [--weeks 52]

A week is one unit's contact log (`tests/support/runs/small_weeks.py`), so that what is measured is what a backfill
adds: the check that nothing has changed, dry run, comparison, release. Deliverables are left out on both sides: they
cost the same with and without a backfill. Processor time is printed too, as a busy machine distorts it less.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks.cost import Cost, measured
from flows.county.workspace import Workspace
from flows.past.backfill.apply import apply
from flows.past.backfill.model import Plan
from flows.past.backfill.plan import plan
from tests.support.runs.small_weeks import after, run, send, small_place
from transforms.clock import next_period

FIRST = "2021-W01"


def main() -> None:
    """Print a table of seconds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--weeks", type=int, default=52)
    weeks = _weeks(parser.parse_args().weeks)
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(prefix="wuwei-bench-backfill-") as folder:
        _measure(Path(folder), weeks)
    print(f"load after: {os.getloadavg()[0]:.1f}")


def _weeks(number: int) -> list[str]:
    weeks = [FIRST]
    while len(weeks) < number:
        weeks.append(next_period(weeks[-1]))
    return weeks


def _measure(folder: Path, weeks: list[str]) -> None:
    workspace = small_place(folder)
    for week in weeks:
        send(workspace, week, 2)
    run(workspace, weeks[0], after(1))  # with all that is loaded once
    rest = weeks[1:]
    alone, _ = measured(lambda: [run(workspace, week, after(1)) for week in rest])
    _tell(f"{len(rest)} weeks, each alone", alone, len(rest))
    unchanged, _ = measured(lambda: _planned(workspace, weeks, 10))
    _tell(f"plan of {len(weeks)} unchanged weeks", unchanged, len(weeks))
    for week in weeks:
        send(workspace, week, 3, version=2, at=after(20))
    planning, backfill = measured(lambda: _planned(workspace, weeks, 30))
    applying, outcomes = measured(lambda: apply(workspace, backfill, now=after(40), write_papers=lambda *_: None))
    if any(outcome.failure for outcome in outcomes) or len(backfill.to_run) != len(weeks):
        raise SystemExit("not every week was made")
    _tell(f"plan of {len(weeks)} changed weeks", planning, len(weeks))
    _tell("apply it", applying, len(weeks))


def _planned(workspace: Workspace, weeks: list[str], hours: float) -> Plan:
    return plan(workspace, weeks[0], weeks[-1], requester="甲", reason="核对", now=after(hours))


def _tell(what: str, cost: Cost, weeks: int) -> None:
    each = f"{cost.wall / weeks * 1000:8.1f} ms each, {cost.cpu / weeks * 1000:8.1f} of processor time"
    print(f"{what:36} {cost.wall:8.2f} s  {each}", flush=True)


if __name__ == "__main__":
    main()
