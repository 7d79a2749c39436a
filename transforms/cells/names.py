"""Names of persons: how they are shown and how they are compared (domain.md §9.2)."""

from __future__ import annotations

import re
from functools import cache

from opencc import OpenCC

from transforms.cells.plain import bare

HAN = r"〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003347f"
"""Chinese characters inside a character class, those outside the basic plane included."""

_SEPARATORS = re.compile(rf"[•‧∙⋅・●·]|(?<=[{HAN}])\.(?=[{HAN}])")
_NOT_MERGED = frozenset("於乾")  # 於/于 and 乾/干 are different surnames: suggested, never merged


def display_name(text: str) -> str:
    """NFKC, no white space inside, every separator of a minority name as · (U+00B7)."""
    return _SEPARATORS.sub("·", bare(text)).strip("·")


@cache
def _simplified(character: str) -> str:
    return character if character in _NOT_MERGED else _converter().convert(character)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def name_key(text: str) -> str:
    """Comparison key of a name, equal for all its spellings; never shown."""
    return "".join(map(_simplified, display_name(text)))
