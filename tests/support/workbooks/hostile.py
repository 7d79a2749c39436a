"""Hostile files, made here byte by byte: each does to an unguarded reader what its name says."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from expectations.catalogue import SHEETS
from tests.support.workbooks.packages import MAIN, SHEET, sheet, workbook_file

BOOK, STYLES, STRINGS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
LAUGHS = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
BILLION = f'<!DOCTYPE x [<!ENTITY a "ha">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ORDERS = [column.heading for column in SHEETS["S10"].columns]
LONG = "字" * 32_767
FIRST = "<c><v>1</v></c>"
ANY = ""
"""Readers differ in why they give up."""


def cells(*rows: str) -> bytes:
    """A worksheet of these rows of cells."""
    return sheet("".join(f'<row r="{n}">{row}</row>' for n, row in enumerate(rows, start=1)))


def texts(number: int, *words: str) -> str:
    """The cells of a row with these words."""
    letters = (chr(65 + at) for at in range(len(words)))
    return "".join(
        f'<c r="{letter}{number}" t="str"><v>{word}</v></c>' for letter, word in zip(letters, words, strict=True)
    )


def packaged(path: Path, *names: str) -> Path:
    """A workbook with further members of these names."""
    with zipfile.ZipFile(workbook_file(path), "a") as package:
        for name in names:
            information = zipfile.ZipInfo("x")
            information.filename = name
            package.writestr(information, b"outside")
    return path


def understated(path: Path, member: str, content: bytes) -> Path:
    """The member unpacks to its content, but the directory says that it has ten bytes."""
    data = bytearray(workbook_file(path, {member: content}).read_bytes())
    at = data.rindex(member.encode()) - 46
    struct.pack_into("<I", data, at + 24, 10)
    path.write_bytes(bytes(data))
    return path


def looping(path: Path) -> Path:
    """An OLE file all of whose sector chains lead back to themselves."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 40, 0, 1, 1, 0, 4096, 2, 1, 1, 1)
    struct.pack_into("<109I", header, 76, 0, *[0] * 108)
    table = struct.pack("<128I", *[1] * 128)
    entry = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBB", 18, 2, 1) + b"\xff" * 12
    folder = (entry + bytes(36) + struct.pack("<III", 1, 1 << 30, 0)).ljust(512, b"\0")
    path.write_bytes(bytes(header) + table + folder)
    return path


def encrypted(path: Path) -> Path:
    """What Excel makes of a workbook with a password."""
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"))
    return path


def truncated(path: Path) -> Path:
    """Half a workbook."""
    data = workbook_file(path).read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def _parts(member: str, content: Callable[[], bytes]) -> Callable[[Path], Path]:
    return lambda path: workbook_file(path, {member: content()})


def _orders(rows: Callable[[], Iterable[str]]) -> Callable[[Path], Path]:
    """A list of orders (S10) with these rows of cells below its headings."""
    return _parts(SHEET, lambda: cells(texts(1, *ORDERS), *rows()))


def _merges(number: int) -> bytes:
    """A worksheet whose first rows are merged again and again."""
    ranges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 1_001)) * (number // 1_000)
    rows = cells(*(texts(n, "姓名", "单位") for n in range(1, 1_001)))
    return rows.replace(b"</worksheet>", f"<mergeCells>{ranges}</mergeCells></worksheet>".encode())


def _filled(rows: int, columns: int) -> bytes:
    row = '<c t="n"><v>1</v></c>' * columns
    return sheet(f"<row>{row}</row>" * rows)


def _formulas() -> bytes:
    row = "<row>" + "<c><f>A1+A1</f></c>" * 500 + "</row>"
    return sheet(row + "<row><c><f>1</f></c></row>" * 90_000)


def _strings(number: int) -> bytes:
    return b"<sst>" + b"<si><t>x</t></si>" * number + b"</sst>"


def _styles(number: int) -> bytes:
    return b"<styleSheet><cellXfs>" + b"<xf/>" * number + b"</cellXfs></styleSheet>"


def _names(number: int) -> bytes:
    """A workbook part with so many defined names."""
    names = "".join(f'<definedName name="n{n}">Sheet1!$A$1:$XFD$1048576</definedName>' for n in range(number))
    start = (
        f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets>'
    )
    return f"{start}<definedNames>{names}</definedNames></workbook>".encode()


def _entity(name: str, before: str) -> Callable[[], bytes]:
    return lambda: sheet(f'<row r="1">{texts(1, name)}</row>', before=before)


def _dittos() -> Iterator[str]:
    """The longest text in every column, and “as above” below it."""
    yield texts(2, *[LONG] * len(ORDERS))
    yield from (texts(n, *["同上"] * 9) for n in range(3, 9_000))


HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "最远的单元格": (_parts(SHEET, lambda: cells(f'{FIRST}<c r="XFD1048576"><v>1</v></c>')), "sheet_too_large"),
    "第四十二亿行": (_parts(SHEET, lambda: sheet(f'<row r="4294967295">{FIRST}</row>')), "sheet_too_large"),
    "单元格炸弹": (_parts(SHEET, lambda: _filled(50_000, 60)), "package_too_large"),
    "行数炸弹": (_parts(SHEET, lambda: _filled(110_000, 2)), "sheet_too_large"),
    "共享字符串炸弹": (_parts(STRINGS, lambda: _strings(2_000_000)), "package_too_large"),
    "嵌套标签炸弹": (_parts(SHEET, lambda: sheet("<a>" * 500_000 + "</a>" * 500_000)), "unknown_sheet"),
    "样式炸弹": (_parts(STYLES, lambda: _styles(9_000_000)), "package_too_large"),
    "略小的样式炸弹": (_parts(STYLES, lambda: _styles(500_000)), "unknown_sheet"),
    "谎报大小": (lambda path: understated(path, SHEET, _filled(20_000, 10)), "file_damaged"),
    "百万合并": (_parts(SHEET, lambda: _merges(1_000_000)), "too_many_merges"),
    "十亿个哈": (_parts(SHEET, _entity("&j;", BILLION)), "xml_doctype"),
    "外部实体": (_parts(SHEET, _entity("&a;", OUTSIDE)), "xml_doctype"),
    "共享字符串里的实体": (_parts(STRINGS, f"{BILLION}<sst><si><t>&j;</t></si></sst>".encode), "file_damaged"),
    "有密码": (encrypted, "format_encrypted"),
    "传了一半": (truncated, "file_damaged"),
    "首尾相接": (looping, ANY),
    "上级目录": (lambda path: packaged(path, "../../outside.txt"), "file_damaged"),
    "绝对路径": (lambda path: packaged(path, "/tmp/wuwei-outside.txt"), "unknown_sheet"),
    "盘符": (lambda path: packaged(path, "C:\\outside.txt"), "file_damaged"),
    "空字符": (lambda path: packaged(path, "xl/a\0b.xml"), "file_damaged"),
    "平方的空格": (_orders(lambda: (texts(n, "备注" + " " * 30_000) for n in range(2, 60))), "unknown_submitter"),
    "平方的括号": (
        _parts(SHEET, lambda: cells(*(texts(n, *["(" * 30_000] * 20) for n in range(1, 16)))),
        "unknown_sheet",
    ),
    "平方的单位": (
        _parts(SHEET, lambda: cells(texts(1, *["填报单位（" * 6_000] * 9), texts(2, *ORDERS))),
        "unknown_submitter",
    ),
    "最长的单元格": (_orders(lambda: (texts(n, *[LONG] * len(ORDERS)) for n in range(2, 9))), "unknown_submitter"),
    "同上同上": (_orders(_dittos), "too_much_text"),
    "公式泛滥": (_parts(SHEET, _formulas), "sheet_too_large"),
    "名称泛滥": (_parts(BOOK, lambda: _names(200_000)), "unknown_sheet"),
}
"""Name of the file → how it is made, and the rule under which it comes back."""


def write_hostile(folder: Path) -> Iterator[str]:
    """Write all of them; gives their names."""
    for name, (make, _) in HOSTILE.items():
        yield make(folder / f"{name}.xlsx").name
