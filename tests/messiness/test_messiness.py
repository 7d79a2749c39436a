"""Every case of messiness has a test on a real workbook, and the document says which."""

from __future__ import annotations

from tests.support.messiness.messiness import DOCUMENT, document, shown
from tests.support.messiness.messy_cases import CASES


def test_the_catalogue_has_82_cases() -> None:
    assert [case.number for case in CASES] == [f"M{n:02d}" for n in range(1, 83)]


def test_every_case_is_shown_by_a_test() -> None:
    assert [number for number, tests in shown().items() if not tests] == []


def test_every_reaction_of_a_case_is_shown() -> None:
    for case in CASES:
        met = {reaction for test in shown()[case.number] for reaction in test.rules}
        assert met == set(case.reactions), case.number


def test_the_document_in_the_tree_is_fresh() -> None:
    assert DOCUMENT.read_text("utf-8") == document()
