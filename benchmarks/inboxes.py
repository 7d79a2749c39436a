"""The inbox of a week of any number of counties, written once and kept in the system's folder for temporary files."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import tempfile
from functools import cache
from pathlib import Path

import samples
from expectations.county.county import County
from flows.county.county_file import load_county, shipped_example
from samples.dirt.dirt import soil
from samples.story.counties import county_of
from samples.story.story import SEED, inboxes
from samples.week import DIRT, write_inboxes

PERIOD = "2021-W47"


def county(counties: int) -> County:
    """The example county and its sisters as one."""
    return county_of(load_county(shipped_example()), counties)


def inbox_of(counties: int, scale: float = 1.0) -> Path:
    """The folder with the workbooks of PERIOD; written by all cores where it is not there yet."""
    folder = Path(tempfile.gettempdir()) / f"wuwei-bench-{_generator()}" / f"{counties}-counties-scale-{scale:g}"
    if not (folder / "written").exists():
        shares = os.cpu_count() or 1
        with multiprocessing.get_context("spawn").Pool(shares) as pool:
            pool.starmap(_write_share, [(folder, counties, scale, share, shares) for share in range(shares)])
        (folder / "written").touch()
    return folder / "inbox"


def _write_share(folder: Path, counties: int, scale: float, share: int, shares: int) -> None:
    """Every process builds the whole story, which is quick, and writes its share of the workbooks."""
    whole = county(counties)
    boxes = inboxes(load_county(shipped_example()), periods=(PERIOD,), seed=SEED, counties=counties, scale=scale)
    soil(boxes, whole, DIRT, SEED)
    write_inboxes(folder, {period: box[share::shares] for period, box in boxes.items()}, whole)


@cache
def _generator() -> str:
    """A digest of the generator and the county; workbooks of another one are written anew."""
    sources = sorted(Path(samples.__path__[0]).rglob("*.py"))
    source = b"".join(path.read_bytes() for path in sources) + repr(county(1)).encode()
    return hashlib.sha256(source).hexdigest()[:12]
