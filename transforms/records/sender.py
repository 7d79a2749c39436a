"""Who sent a submission: its table, its file's name and its folder, and what is said where they disagree (M08, M09)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from expectations.contract.rules import Reaction
from expectations.county.codelist import CodeList, code_text
from transforms.cells.personal_data.redaction import without_personal_data
from transforms.recognise.notes import Notes
from transforms.records.notice import Notice
from transforms.records.submission import FileName, file_name

_LONGEST = 20  # characters of a text quoted
_SHORTEST = 3  # characters of a unit's name that is looked for among other words
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_CODE = re.compile(r"(?<![a-z0-9-])[a-z]+-[a-z0-9]+(?![a-z0-9])", re.IGNORECASE)


def submitter(notes: Notes, name: FileName, folder: str | None, units: CodeList) -> str | None:
    """Unit code of the sender: 填报单位 first, then the file's name, then its folder; None where none is known."""
    codes = (_code(text, units) for text in (notes.unit, name.unit, folder))
    return next(filter(None, codes), None)


def likely_sender(notes: Notes, file: str, folder: str | None, units: CodeList) -> str | None:
    """Whose table it seems to be while it is recognised: its sender; where none is given, that in the file's words."""
    name = file_name(file)
    given = name.unit or notes.unit
    return submitter(notes, name, folder, units) or (None if given else named_in_file(file, units))


def named_in_file(file: str, units: CodeList) -> str | None:
    """The one unit whose code or name, old or short, is part of a file's name; None for none or several.

    So XZ-001_双报到花名册.xlsx is XZ-001's, 向桥乡接单台账.xlsx that of 向桥乡. Of names within each other the longest
    counts; two characters alone are no name.
    """
    text = code_text(_stem(file))
    known = {**units.warned, **units.readings}
    codes = {known[code] for code in map(code_text, codes_in_file(file)) if code in known}
    words = [word for word in known if len(word) >= _SHORTEST and word in text and _HAN.fullmatch(word)]
    longest = [word for word in words if not any(word != other and word in other for other in words)]
    codes |= {known[word] for word in longest}
    return codes.pop() if len(codes) == 1 else None


def codes_in_file(file: str) -> list[str]:
    """What is written like a unit's code in a file's name: XZ-001 of XZ-001_双报到花名册.xlsx."""
    return _CODE.findall(unicodedata.normalize("NFKC", _stem(file)))


def _stem(file: str) -> str:
    return file.rpartition("/")[2].rpartition(".")[0]


def by_file_words(unit: str, units: CodeList) -> Notice:
    """What is said where only words in the file's name tell the unit."""
    message = (
        f"表内没有写填报单位，已按文件名中的单位代码或名称登记为“{units.labels[unit]}”的报表。"
        "请核对；下次请在表内写明“填报单位：”和单位全称，并按规定命名文件。"
    )
    return Notice("sender_by_file_words", message, Reaction.FIXW)


def sender_disagreements(
    notes: Notes, name: FileName, folder: str | None, units: CodeList, *, several: bool
) -> Iterator[Notice]:
    """What is said where name, folder and table name different units, or one that is in no list.

    Two listed units refuse the table: nobody knows whose it is. The folder counts where the name has no unit, else it
    is only warned of. In a workbook of `several` units each part is its own unit's, whoever has sent the whole.
    """
    sender = submitter(notes, name, folder, units)
    if sender is None:
        return  # the file is refused for that
    inside = [text for text in (notes.unit, *notes.other_units) if text]
    outside = _code(name.unit, units) or _code(folder, units)
    named = {code for text in inside if (code := _code(text, units))}
    if not several and len(named) > 1:
        yield _refused(f"表内写了两个填报单位：{_listed(sorted(named), units)}")
    elif not several and named and outside and outside not in named:
        place = "文件名" if _code(name.unit, units) else "文件夹名"
        yield _refused(f"{place}写的是“{units.labels[outside]}”，表内的填报单位是{_listed(sorted(named), units)}")
    elif not several and _code(folder, units) not in (None, sender):
        message = (
            f"文件放在“{units.labels[_code(folder, units) or sender]}”的文件夹里，"
            f"已按“{units.labels[sender]}”的报表登记。请核对是否放错文件夹。"
        )
        yield Notice("folder_of_other_unit", message, Reaction.FIXW)
    yield from _unlisted([*inside, *filter(None, [name.unit])], sender, units)


def _code(text: str | None, units: CodeList) -> str | None:
    return units.readings.get(code_text(text)) or units.warned.get(code_text(text)) if text else None


def _listed(codes: list[str], units: CodeList) -> str:
    return "、".join(f"“{units.labels[code]}”" for code in codes)


def _refused(fault: str) -> Notice:
    message = f"{fault}，看不出是哪个单位的表，没有登记。请核对后把文件名和填报单位改成同一个单位，重新报送。"
    return Notice("sender_disagrees", message)


def _unlisted(texts: list[str], sender: str, units: CodeList) -> Iterator[Notice]:
    unknown = (text for text in dict.fromkeys(texts) if _code(text, units) is None)
    if names := [without_personal_data(text)[:_LONGEST] for text in unknown]:
        message = (
            f"文件名或填报单位中的“{'”“'.join(names)}”不在本县单位名录中，已按“{units.labels[sender]}”的报表登记。"
            "请核对是否本单位的表，并改用名录中的单位名称。"
        )
        yield Notice("sender_unlisted", message, Reaction.FIXW)
