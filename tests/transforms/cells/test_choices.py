"""The option ticked among several (domain.md §12, M62)."""

from __future__ import annotations

import pytest

from transforms.cells.choices import ticked


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("☑是 □否", ("是",)),
        ("□是☑否", ("否",)),
        ("是☑ 否□", ("是",)),
        ("是√ 否", ("是",)),
        ("√是 否", ("是",)),
        ("（√）是 （  ）否", ("是",)),
        ("是[√]、否[ ]", ("是",)),
        ("○男 ●女", ("女",)),
        ("☑党员 ☑干部 □群众", ("党员", "干部")),
        ("□是 □否", ()),
        ("√", None),  # an answer by itself
        ("是", None),
        ("（ ）", None),
        ("其他（ ）", None),
        ("", None),
    ],
)
def test_the_ticked_options(text: str, options: tuple[str, ...] | None) -> None:
    assert ticked(text) == options
