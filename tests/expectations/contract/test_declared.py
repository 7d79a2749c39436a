"""A name stands for one declaration: the second is refused, the first is not replaced."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from expectations.contract.declared import Catalogue, by_name


def test_declarations_are_named_in_their_order() -> None:
    first, second = SimpleNamespace(id="D12"), SimpleNamespace(id="D1")
    assert list(by_name([first, second], "id").items()) == [("D12", first), ("D1", second)]


def test_a_declaration_may_come_twice() -> None:
    declared = SimpleNamespace(id="D1")
    assert by_name([declared, declared], "id") == {"D1": declared}


def test_a_name_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="D11 is declared twice; give one of them another id"):
        by_name(
            [SimpleNamespace(id="D11", label="接单超期件数"), SimpleNamespace(id="D11", label="久未接单件数")], "id"
        )


def test_a_catalogue_has_what_a_county_declares_behind_the_built_in_ones_and_in_their_place() -> None:
    own: dict[str, int] = {}
    counties = [own, {"Z1": 9, "S1": 7}, {}]
    catalogue = Catalogue({"S1": 1, "S2": 2}, lambda: counties[0])
    assert dict(catalogue) == {"S1": 1, "S2": 2}
    counties.pop(0)
    assert list(catalogue.items()) == [("S1", 7), ("S2", 2), ("Z1", 9)]
    counties.pop(0)
    assert dict(catalogue) == {"S1": 1, "S2": 2}
