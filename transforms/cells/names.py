"""Names of persons: how they are shown, compared (domain.md §9.2), and masked where the public reads (§11.3)."""

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


def masked_name(name: str) -> str:
    """张** of three characters, 张* of two; of 买买提·吐尔逊 the first part. No name is shown whole.

    Not for leaders named in their official duty.
    """
    shown = display_name(name)
    first, dot, _ = shown.partition("·")
    if dot:
        return f"{first}·**"
    return shown[:1] + "*" * max(1, min(2, len(shown) - 1)) if shown else ""
