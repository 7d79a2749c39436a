"""The benchmark runs in its small size and names every step of a week."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_quick_benchmark_tells_of_every_step(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.week", "--quick"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=True)
    for step in ("receive", "read, recognise, clean", "judge", "identify, join", "count", "publish", "report"):
        assert f"| {step} |" in told.stdout
