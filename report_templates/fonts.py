"""The typefaces of an official page by their roles, the official ones first, then open ones of the same cut.

A county's own machine uses its own 仿宋 and 小标宋; anywhere else the last family of a stack does.
"""

from __future__ import annotations

STACKS: dict[str, tuple[str, ...]] = {
    "title": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "STZhongsong", "Noto Serif CJK SC"),
    "body": ("仿宋_GB2312", "FangSong_GB2312", "FangSong", "仿宋", "STFangsong", "FandolFang"),
    "heading": ("SimHei", "黑体", "Noto Sans CJK SC"),
    "subheading": ("楷体_GB2312", "KaiTi", "STKaiti", "FandolKai"),
    "serif": ("Noto Serif CJK SC",),
    "sans": ("Noto Sans CJK SC",),
}
"""`serif` sets what most official faces lack and the digits of running text, `sans` those beside 黑体. Digits of
tables are `body`'s own: of one width, and no heavier than the words beside them."""

OFFICE: dict[str, str] = {
    "title": "方正小标宋简体",
    "body": "仿宋_GB2312",
    "heading": "黑体",
    "subheading": "楷体_GB2312",
    "serif": "宋体",
    "digits": "Times New Roman",
}
"""The faces a .docx names: those of an office's machine, where it is edited; WPS and Word replace what is missing."""

PACKAGES = {
    "Noto Serif CJK SC": "fonts-noto-cjk",
    "Noto Sans CJK SC": "fonts-noto-cjk",
    "FandolFang": "the Fandol fonts of texlive-lang-chinese",
    "FandolKai": "the Fandol fonts of texlive-lang-chinese",
}
"""What brings the open family of each stack on Debian."""


def stack(role: str) -> str:
    """The `font-family` of a role; what it lacks comes from `serif`."""
    return ", ".join(f'"{family}"' for family in dict.fromkeys((*STACKS[role], *STACKS["serif"])))


def lacking(installed: frozenset[str]) -> list[str]:
    """The open family of every role for which no family is installed."""
    return [families[-1] for families in STACKS.values() if installed.isdisjoint(families)]
