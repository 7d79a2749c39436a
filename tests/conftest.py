"""Fixtures many tests share."""

from __future__ import annotations

import pytest
from hypothesis import settings

from expectations.county import County
from tests.frames import COUNTY

settings.register_profile("wuwei", deadline=None)  # the first call of a query is slower than the rest
settings.load_profile("wuwei")


@pytest.fixture
def county() -> County:
    """A county of two towns and two units, of which one must send every sheet."""
    return COUNTY
