"""Bytes of a text file → text (domain.md M06), and whether a wrong encoding has destroyed it before (M07)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.receive.sniff import unmarked_utf16
from transforms.records.notice import Unreadable

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HEAD = 4096
_LOST = re.compile(r"\ufffd|\?{2,}|锟斤拷?|烫烫烫|屯屯屯|ï¿½")
_MISREAD = (("gb18030", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "gb18030"))
"""(encoding a text was wrongly read in, encoding it was written in)."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_FOREIGN = re.compile(r"[^\x00-\x7f，。、；：？！（）“”《》—…　]+")
_LETTERS = re.compile(r"[^\W\d_]")
_LETTERS_OF_TWO = re.compile(r"[\u3040-\u9fff\ue000-\uf8ff]")  # what bytes read in a wrong encoding become
_SAMPLE = 20_000
_MOSTLY = 0.7
_TOLERATED = 0.3  # of the bytes of a misread text may be lost on the way


def decoded(data: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-16 by its zeros, else UTF-8, Big5 or GB18030, each strictly.

    Raises Unreadable where none fits.
    """
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(
        "text_undecodable",
        "文件是纯文本，但文字编码无法识别，内容会变成乱码。"
        "请用 Excel 或 WPS 打开原表，确认文字正常后另存为“Excel 工作簿（.xlsx）”重新上报。",
    )


def _encodings(data: bytes) -> Iterator[str]:
    if marked := next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None):
        yield marked
    elif wide := unmarked_utf16(data[:_HEAD]):
        yield wide
    else:
        yield "utf-8"
        yield "big5hkscs" if _is_big5(data) else "gb18030"


def _is_big5(data: bytes) -> bool:
    """Whether bytes are Big5: nearly all are GB18030, too, but then of characters that hardly anybody writes."""
    in_big5 = _frequent(data, "big5hkscs", "big5", range(0xA4, 0xC7))
    return in_big5 >= _MOSTLY > _frequent(data, "gb18030", "gb2312", range(0xB0, 0xD8))


def _frequent(data: bytes, encoding: str, standard: str, rows: range) -> float:
    """The share of characters in those rows of a standard that have the frequent ones; 0 where the bytes do not fit."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    sample = _LETTERS_OF_TWO.findall(text[:_SAMPLE])
    codes = [code for char in sample if (code := str(char).encode(standard, "ignore"))]
    return sum(code[0] in rows for code in codes) / max(1, len(sample))


def check_text(text: str) -> None:
    """Raises Unreadable when half of the text is lost or misread (mojibake): it cannot be restored."""
    if _lost(text) or _misread(text):
        raise Unreadable(
            "text_destroyed",
            "表中文字已经变成乱码（如“锟斤拷”“???”），原来的内容无法还原。"
            "请从文字正常的原表另存为“Excel 工作簿（.xlsx）”后重新上报。",
        )


def _lost(text: str) -> bool:
    lost = sum(map(len, _LOST.findall(text)))
    return lost > 3 and lost > len(_LETTERS.findall(_LOST.sub("", text)))


def _misread(text: str) -> bool:
    """Whether the text becomes Chinese when decoded with the right encoding; correct text never does."""
    words = "".join(_FOREIGN.findall(text))
    legible = any(_makes_chinese(words, wrong, right) for wrong, right in _MISREAD)
    return legible and 2 * len(words) > len(_LETTERS.findall(text))


def _makes_chinese(words: str, wrong: str, right: str) -> bool:
    # Characters lost in the wrong decoding are now replacement characters or question marks: they are skipped.
    kept = words.encode(wrong, "ignore")
    text = kept.decode(right, "ignore")
    return (
        len(kept) > (1 - _TOLERATED) * len(words.encode(wrong, "replace"))
        and len(text.encode(right)) > (1 - _TOLERATED) * len(kept)
        and len(_CHINESE.findall(text)) > max(9, _TOLERATED * len(text))
    )
