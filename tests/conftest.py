"""Fixtures many tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from expectations.county.county import County
from tests.support.frames import COUNTY

settings.register_profile("wuwei", deadline=None)  # the first call of a query is slower than the rest
settings.load_profile("wuwei")


def pytest_configure(config: pytest.Config) -> None:
    """The mark of `tests.support.messiness.messiness`."""
    config.addinivalue_line("markers", "case(number, **rules): shows a case of messiness (docs/messiness.md)")


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
