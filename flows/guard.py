"""The guard at the door: what a file really is, and whether it is safe to open (domain.md §12, M04, M05, M08).

A file name proves nothing, so the first bytes decide. Every refusal says in Chinese what was found and what to do.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from transforms.grid import Unreadable


@dataclass(frozen=True)
class Limits:
    """What one file may cost before it goes back to the clerk.

    `max_ratio` (unpacked to packed) only counts beyond 16 MiB unpacked: a small package cannot hurt. `max_cells`,
    `max_rows` and `max_columns` bound the rectangle from A1 to a worksheet's furthest filled cell. `seconds` and
    `memory_bytes` hold for one file in one worker process.
    """

    max_bytes: int = 20 << 20
    max_unpacked_bytes: int = 300 << 20
    max_ratio: int = 200
    max_members: int = 5_000
    max_cells: int = 10_000_000
    max_rows: int = 200_000
    max_columns: int = 1_024
    seconds: float = 30.0
    memory_bytes: int = 1536 << 20

    def allow(self, rows: int, columns: int) -> bool:
        """Whether a sheet of this size may be read."""
        return rows <= self.max_rows and columns <= self.max_columns and rows * columns <= self.max_cells


LIMITS = Limits()

_HARMLESS_BYTES = 16 << 20
_SAVE_AS_XLSX = "请用 Excel 或 WPS 打开原表，另存为“Excel 工作簿（.xlsx）”后重新上报。"
_FILL_IN = "请把内容填入下发的 .xlsx 模板后重新上报。"

REFUSED: dict[str, str] = {
    "empty": "文件是空的（0 字节），可能没有保存或没有传完。请重新保存后上报。",
    "encrypted": "文件设有打开密码，系统无法读取。请取消密码，另存为“Excel 工作簿（.xlsx）”后重新上报。",
    "xls": f"收到的是旧版 Excel 97—2003 工作簿（.xls 或 WPS 的 .et）。{_SAVE_AS_XLSX}",
    "xlsb": f"收到的是 Excel 二进制工作簿（.xlsb）。{_SAVE_AS_XLSX}",
    "ods": f"收到的是 OpenDocument 电子表格（.ods）。{_SAVE_AS_XLSX}",
    "html": f"收到的其实是网页（HTML）文件，只是扩展名像表格。{_SAVE_AS_XLSX}",
    "xml": f"收到的是 XML 文件，不是 Excel 工作簿。{_SAVE_AS_XLSX}",
    "csv": f"收到的是纯文本（如 CSV）文件，不是 Excel 工作簿。{_SAVE_AS_XLSX}",
    "document": f"收到的是 Word 文档或演示文稿，不是 Excel 工作簿。{_FILL_IN}",
    "ole": f"收到的是旧版 Office 或 WPS 文档，但其中没有工作表。{_SAVE_AS_XLSX}",
    "pdf": f"收到的是 PDF 文件，不是 Excel 工作簿。{_FILL_IN}",
    "image": f"收到的是图片，不是 Excel 工作簿。{_FILL_IN}",
    "archive": "收到的是压缩包。请解压后把其中的 .xlsx 文件逐个上报。",
    "unknown": f"无法识别文件的格式，它不是 Excel 工作簿。{_SAVE_AS_XLSX}",
}
"""Formats that are recognised but not read, with the sentence for the clerk. A new reader takes its line out."""

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\x09\x08", "xls"),  # a bare BIFF stream, as Excel 5 and some exports write it
    (b"\x09\x04", "xls"),
    (b"\x09\x02", "xls"),
)
_MEMBERS = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "document"),
    ("ppt/presentation.xml", "document"),
    ("content.xml", "ods"),
)
_STREAMS = (("EncryptedPackage", "encrypted"), ("Workbook", "xls"), ("Book", "xls"), ("WordDocument", "document"))
_HTML = re.compile(r"<(?:html|table|body|head|meta|!doctype html)[\s>]|^mime-version:", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def guard(path: Path, limits: Limits = LIMITS) -> str:
    """The format of a file that may be opened, such as `xlsx`. Raises Unreadable for everything else."""
    return admitted(contents(path, limits), limits)


def contents(path: Path, limits: Limits) -> bytes:
    """The bytes of a file within the size limit. Raises Unreadable when it is larger."""
    if (size := path.stat().st_size) > limits.max_bytes:
        raise Unreadable(
            "file_too_large",
            f"文件有 {size / 2**20:.0f} MB，超过 {limits.max_bytes / 2**20:.0f} MB 的上限。"
            "请删除图片和多余的工作表后重新上报。",
        )
    return path.read_bytes()


def admitted(data: bytes, limits: Limits) -> str:
    """The format of a file's bytes. Raises Unreadable for refused formats and for unsafe or broken packages."""
    packed = data.startswith(b"PK")
    members = package_members(data) if packed else []
    found = _package_format(members) if packed else _plain_format(data)
    if found in REFUSED:
        raise Unreadable(f"format_{found}", REFUSED[found])
    _check_directory(members, len(data), limits)
    return found


def _package_format(members: list[zipfile.ZipInfo]) -> str:
    names = {plain_name(member.filename) for member in members}
    return next((found for name, found in _MEMBERS if name in names), "archive")


def _plain_format(data: bytes) -> str:
    if not data:
        return "empty"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return next((found for stream, found in _STREAMS if stream.encode("utf-16-le") in data), "ole")
    if data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "image"
    return next((found for magic, found in _MAGIC if data.startswith(magic)), None) or _text_format(data[:4096])


def plain_name(name: str) -> str:
    """A member's name as readers look it up: slashes one way, case ignored."""
    return name.replace("\\", "/").lstrip("/").lower()


def package_members(data: bytes) -> list[zipfile.ZipInfo]:
    """The directory of a zip package. Raises Unreadable when it is cut off or broken."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise damaged() from error


def damaged() -> Unreadable:
    """The refusal of a workbook that is cut off or broken."""
    return Unreadable("file_damaged", f"文件不完整或已经损坏，可能没有传完。{_SAVE_AS_XLSX}")


def _check_directory(members: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    unpacked = sum(member.file_size for member in members)
    bloated = unpacked > max(_HARMLESS_BYTES, packed * limits.max_ratio)
    if len(members) > limits.max_members or unpacked > limits.max_unpacked_bytes or bloated:
        raise Unreadable(
            "package_too_large",
            "文件解压后异常庞大。请把需要上报的内容复制到下发的空白模板中，保存后重新上报。",
        )
    if len({plain_name(member.filename) for member in members}) < len(members):  # readers differ in which one they take
        raise damaged()
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("format_encrypted", REFUSED["encrypted"])


def _text_format(head: bytes) -> str:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if wide else "latin-1", "ignore").removeprefix("\xef\xbb\xbf").lstrip()
    if _HTML.search(text):
        return "html"
    if text.startswith("<"):
        return "xml"
    return "unknown" if _CONTROL.search(text) else "csv"
