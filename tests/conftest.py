"""Fixtures many tests share, and which tests run in which order (`tests/support/pace.py`)."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from expectations.county.county import County
from tests.support.frames import COUNTY
from tests.support.pace import NIGHTLY, alone, is_quick, turn

settings.register_profile("wuwei", deadline=None, max_examples=25)  # the first call of a query is slow: no deadline
settings.register_profile("nightly", deadline=None, max_examples=500)
settings.load_profile("nightly" if NIGHTLY else "wuwei")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="only the files that are quick (tests/support/pace.py)")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "case(number, **rules): shows a case of messiness (docs/messiness.md)")
    config.addinivalue_line("markers", "slow: starts a process or takes long, in a file that is quick but for that")
    config.addinivalue_line("markers", "nightly: takes so long that it runs with WUWEI_NIGHTLY=1 only")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With `--quick` slow files are not even imported."""
    if config.getoption("quick") and collection_path.name.startswith("test_"):
        return not is_quick(collection_path.read_text(encoding="utf-8")) or None
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest files come first; what is for the night waits for it."""
    items.sort(key=lambda item: turn(item.nodeid.partition("::")[0]))
    for item in items:
        if item.get_closest_marker("nightly") and not NIGHTLY:
            item.add_marker(pytest.mark.skip(reason="takes a night: script/test --nightly"))
        if config.getoption("quick") and (item.get_closest_marker("slow") or not _of_quick_file(item.path)):
            item.add_marker(pytest.mark.skip(reason="is not quick; without --quick it runs"))


def pytest_collection_finish() -> None:
    """What was imported and collected stays: looking through it for garbage again and again was 9 % of the CPU."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@cache
def _of_quick_file(path: Path) -> bool:
    """A slow file that is named is imported all the same."""
    return is_quick(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session", autouse=True)
def _quick_tests_are_alone(pytestconfig: pytest.Config) -> Iterator[None]:
    if pytestconfig.getoption("quick"):
        with alone():
            yield
    else:
        yield


@pytest.fixture
def county() -> County:
    """A county of two towns and two units, of which one must send every sheet."""
    return COUNTY


@pytest.fixture(scope="module")
def plainly() -> Iterator[None]:
    """For files about something else than judging: their weeks are judged without Great Expectations."""
    from tests.support.runs.small_weeks import judged_plainly  # noqa: PLC0415 - it loads all that a week needs

    with judged_plainly():
        yield


@pytest.fixture(scope="module")
def unprinted() -> Iterator[None]:
    """For files about something else than pages: their PDFs and pictures are of none."""
    from tests.support.pages.unprinted import no_pages_printed  # noqa: PLC0415 - as above

    with no_pages_printed():
        yield
