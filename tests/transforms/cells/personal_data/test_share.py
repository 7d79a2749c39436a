"""The measured share of personal tokens that are not seen, and of ordinary cells taken for such (domain.md §11.4)."""

from __future__ import annotations

import pytest

from expectations.catalogue import SHEETS
from expectations.contract.contract import Kind, Privacy
from flows.county.county_file import load_county, shipped_example
from samples.story.story import inboxes
from samples.story.submission import meant
from tests.support.planted_tokens import NUMBERS, SPELLED_WORDS, Planted, ordinary, planted
from tests.support.workbooks.tables import W47
from transforms.cells.personal_data.redaction import without_personal_data

AROUND = ("{}", "联系人张三{}", "请打（{}）处理，谢谢", "因{}请假", "李四 {}")
TOKENS = planted()  # each seen in five surroundings
MOST_LEFT, MOST_ALARMS = 0.01, 0.001


def unseen(kind: str) -> list[tuple[str, str]]:
    """Tokens of a kind of which something is left, in any surroundings."""
    sentences = (
        (token, around.format(token.text), around) for token in TOKENS for around in AROUND if token.kind == kind
    )
    return [(token.spelling, text) for token, text, around in sentences if is_left(token, text, around)]


def is_left(token: Planted, text: str, around: str) -> bool:
    """Whether more of the token is left than of the words around it, which hold a 三."""
    return token.left_in(without_personal_data(text).replace("张三", ""))


def test_there_are_2400_tokens_in_42_spellings() -> None:
    assert len(NUMBERS) + len(SPELLED_WORDS) == 42
    assert len(TOKENS) >= 2400
    assert all(token.left_in(token.text) for token in TOKENS)


@pytest.mark.parametrize("kind", ["id", "mobile"])
def test_no_id_and_no_mobile_number_is_left_however_it_is_written(kind: str) -> None:
    assert unseen(kind) == []


def test_of_all_tokens_at_most_one_in_a_hundred_is_left() -> None:
    left = unseen("landline") + unseen("word")
    assert len(left) <= MOST_LEFT * len(TOKENS) * len(AROUND), left[:20]


def test_of_ordinary_cells_at_most_one_in_a_thousand_is_changed() -> None:
    changed = [text for text in ordinary(20_000) if without_personal_data(text) != text]
    assert len(changed) <= 20_000 * MOST_ALARMS, changed[:20]


def test_the_clean_synthetic_county_holds_nothing_that_looks_personal() -> None:
    texts = set()
    for submission in inboxes(load_county(shipped_example()), periods=(W47,), scale=0.1)[W47]:
        for column in SHEETS[submission.sheet].columns:
            if column.kind is Kind.TEXT and column.privacy is not Privacy.P0:
                texts |= {str(meant(row, column.name)) for row in submission.rows}
    changed = [text for text in texts if without_personal_data(text) != text]
    assert len(texts) > 300
    assert changed == []
