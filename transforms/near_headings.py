"""A heading with one wrong character is still that heading (domain.md M15)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

SHORTEST = 3
"""In shorter headings one character makes another word."""


def one_apart(text: str, other: str) -> bool:
    """Whether one character replaced, added or left out turns one text into the other."""
    shorter, longer = sorted((text, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    return shorter[start + (len(longer) == len(shorter)) :] == longer[start + 1 :]


def nearest(keys: Iterable[str], known: dict[str, str], taken: Collection[str]) -> str | None:
    """The one column not yet found whose heading is one character away from one of `keys`; None if none or several.

    `known` maps the look-up form of a sheet's headings to columns.
    """
    texts = [key for key in keys if len(key) >= SHORTEST]
    found = {
        name
        for heading, name in known.items()
        if name not in taken and len(heading) >= SHORTEST and any(one_apart(text, heading) for text in texts)
    }
    return found.pop() if len(found) == 1 else None
