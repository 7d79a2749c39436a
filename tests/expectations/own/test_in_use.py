"""What is made of a catalogue is remembered until another county is in use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from expectations.own.in_use import NOTHING, Own, declare, declared, remembered


@pytest.fixture(autouse=True)
def afterwards_nothing_is_declared() -> Iterator[None]:
    yield
    declare(NOTHING)


def test_what_is_remembered_is_forgotten_with_another_county() -> None:
    made: list[str] = []

    @remembered
    def words(of: str) -> int:
        made.append(of)
        return len(declared().sheets)

    assert (words("S1"), words("S1"), words("S2")) == (0, 0, 0)
    declare(Own())
    assert words("S1") == 0
    assert made == ["S1", "S2", "S1"]
