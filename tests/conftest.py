"""Fixtures many tests share."""

from __future__ import annotations

import pytest

from expectations.county import County
from tests.frames import COUNTY


@pytest.fixture
def county() -> County:
    """A county of two towns and two units, of which one must send every sheet."""
    return COUNTY
