"""The line of a place in a TOML file, in the long form and with a part on each line."""

from __future__ import annotations

import pytest

from flows.county.declarations.lines import line_of

LONG = """\
id = "Z1"
key = ["no"]

[codes.state]
RUN = ["在建"]

[[column]]
name = "no"
kind = "text"

[[column]]
name = "state"
kind = "code"

[[rule]]
rule = "required"
"""
SHORT = """\
id = "Z1"
column = [
  { name = "no", kind = "text" },
  { name = "state", kind = "code" },
]
rule = [
  { rule = "required", column = "no" },
]
"""


@pytest.mark.parametrize(
    ("text", "place", "number"),
    [
        (LONG, ("id",), 1),
        (LONG, ("codes", "state"), 4),
        (LONG, ("column", 1, "kind"), 13),
        (LONG, ("column", 1, "heading"), 11),  # a key that is missing: its table
        (LONG, ("rule", 0, "rule"), 16),
        (LONG, ("title",), 0),  # nowhere
        (SHORT, ("column", 1, "kind"), 4),
        (SHORT, ("rule", 0, "low"), 7),
    ],
)
def test_a_place_has_its_line(text: str, place: tuple[str | int, ...], number: int) -> None:
    found, line = line_of(text, place)
    assert found == number
    assert line == (text.splitlines()[number - 1].strip() if number else "")
