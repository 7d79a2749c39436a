"""Checks a file before it is opened: its true format and whether it is safe (domain.md §12, M04, M05, M08).

The first bytes decide, not the file name. Every refusal says in Chinese what is wrong and what to do.
"""

from __future__ import annotations

import math
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from flows.receive.sniff import CONTENT_TYPES, declared_format, is_package, package_format, plain_format
from transforms.records.notice import Unreadable


@dataclass(frozen=True)
class Limits:
    """The limits of one file; beyond them it is refused.

    `max_ratio` (unpacked to packed) applies beyond 16 MiB unpacked only: a small package is harmless. `max_cells`,
    `max_rows` and `max_columns` bound the rectangle from A1 to a worksheet's furthest filled cell, `max_cells` also all
    worksheets together; `max_merges` the merged ranges of a worksheet. `seconds` of the processor and `memory_bytes`
    apply to one file in one worker process. How long a busy machine takes by the clock says nothing of the file: a
    worker that takes `patience` times as long is ended. A county sets its own in `wuwei.toml` (flows.county.limits).
    """

    max_bytes: int = 20 << 20
    max_unpacked_bytes: int = 200 << 20
    max_ratio: int = 200
    max_members: int = 5_000
    max_cells: int = 2_000_000
    max_rows: int = 100_000
    max_columns: int = 512
    max_merges: int = 100_000
    seconds: float = 30
    patience: float = 20
    memory_bytes: int = 1024 << 20

    def allow(self, rows: int, columns: int) -> bool:
        """Whether a sheet of this size is within the limits."""
        return rows <= self.max_rows and columns <= self.max_columns and rows * columns <= self.max_cells


LIMITS = Limits()

_HARMLESS_BYTES = 16 << 20
_SAVE_AS_XLSX = "请用 Excel 或 WPS 打开原表，另存为“Excel 工作簿（.xlsx）”后重新上报。"
_FILL_IN = "请把内容填入下发的 .xlsx 模板后重新上报。"

REFUSED: dict[str, str] = {
    "empty": "文件是空的（0 字节），可能没有保存或没有传完。请重新保存后上报。",
    "encrypted": "文件设有打开密码，系统无法读取。请取消密码，另存为“Excel 工作簿（.xlsx）”后重新上报。"
    "没有设过密码而打开时也不用输入的，是“保护工作簿”加了密，请在“审阅”里取消后再另存。",
    "biff": f"收到的是 Excel 95 以前的旧版工作簿。{_SAVE_AS_XLSX}",
    "lrmx": "收到的是干部任免审批表（.lrmx），不是报送表。请由县委组织部用 wuwei import 转为《退出领导岗位干部台账》"
    "和《干部特长与专业登记表》，补填空缺的栏目后上报。",
    "xml": f"收到的是 XML 文件，不是 Excel 工作簿。{_SAVE_AS_XLSX}",
    "exchange": f"收到的是 .slk 或 .dif 格式的数据交换文件，不是 Excel 工作簿。{_SAVE_AS_XLSX}",
    "document": f"收到的是 Word 文档或演示文稿，不是 Excel 工作簿。{_FILL_IN}",
    "ole": f"收到的是旧版 Office 或 WPS 文档，但其中没有工作表。{_SAVE_AS_XLSX}",
    "pdf": f"收到的是 PDF 文件，不是 Excel 工作簿。{_FILL_IN}",
    "image": f"收到的是图片，不是 Excel 工作簿。{_FILL_IN}",
    "archive": "收到的是 rar、7z 等压缩包，系统只能解开 .zip。请解压后把其中的表格逐个上报，或改用 .zip 压缩。",
    "zip": "收到的是压缩包，其中没有文件，或者压缩包里又套着压缩包。请解压后把其中的表格逐个上报。",
    "unknown": f"无法识别文件的格式，它不是 Excel 工作簿。{_SAVE_AS_XLSX}",
}
"""Format → message to the clerk, for formats that are recognised but not read. A new reader removes its line."""

_STRAYS = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[A-Za-z]:|\0")
"""Member names with path traversal; nothing is unpacked to disk, but no sound writer makes them."""


def contents(path: Path, limits: Limits) -> bytes:
    """The bytes of a file within the size limit. Raises Unreadable when it is larger."""
    with path.open("rb") as file:
        data = file.read(limits.max_bytes + 1)
    check_bytes(len(data), limits)
    return data


def check_bytes(size: int, limits: Limits) -> None:
    """Raises Unreadable when a file is larger than the limit."""
    if size > limits.max_bytes:
        raise Unreadable(
            "file_too_large",
            f"文件有 {math.ceil(size / 2**20)} MB，超过 {limits.max_bytes / 2**20:.0f} MB 的上限。"
            "请删除图片和多余的工作表后重新上报。",
        )


def admitted(data: bytes, limits: Limits) -> str:
    """The format of a file's bytes. Raises Unreadable for refused formats and for unsafe or broken packages."""
    packed = is_package(data)
    members = package_members(data) if packed else []
    check_directory(members, len(data), limits)
    kind = package_kind(data, members) if packed else plain_format(data)
    if any(_STRAYS.search(member.orig_filename) for member in members):
        raise damaged()
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("format_encrypted", REFUSED["encrypted"])
    if kind in REFUSED:
        raise Unreadable(f"format_{kind}", REFUSED[kind])
    return kind


def plain_name(name: str) -> str:
    """A member's name for look-up: forward slashes, lower case."""
    return name.replace("\\", "/").lstrip("/").lower()


def package_members(data: bytes) -> list[zipfile.ZipInfo]:
    """The directory of a zip package. Raises Unreadable when it is cut off or broken."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise damaged() from error


def package_kind(data: bytes, members: Iterable[zipfile.ZipInfo]) -> str:
    """The format of a zip package whose directory has been checked; `zip` for one that is no document."""
    named = {plain_name(member.filename): member for member in members}
    kind = package_format(named.keys())
    if kind != "zip" or CONTENT_TYPES not in named:
        return kind
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return declared_format(package.read(named[CONTENT_TYPES]))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError):
        return kind


def sheet_too_large(rows: int, columns: int) -> Unreadable:
    """The refusal of a workbook with a worksheet of this size, or with too many of them."""
    return Unreadable(
        "sheet_too_large",
        f"有工作表一直填到第 {rows} 行、第 {columns} 列，超出可读取的范围。"
        "请删除表格以外的多余行和列（按 Ctrl+End 可找到最远的单元格）和多余的工作表，保存后重新上报。",
    )


def damaged() -> Unreadable:
    """The refusal of a workbook that is cut off or broken."""
    return Unreadable("file_damaged", f"文件不完整或已经损坏，可能没有传完。{_SAVE_AS_XLSX}")


def check_directory(members: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    """Raises Unreadable when a package would unpack to more than the limits allow, or has a member twice."""
    unpacked = sum(member.file_size for member in members)
    bloated = unpacked > max(_HARMLESS_BYTES, packed * limits.max_ratio)
    if len(members) > limits.max_members or unpacked > limits.max_unpacked_bytes or bloated:
        raise Unreadable(
            "package_too_large",
            "文件解压后异常庞大。请把需要上报的内容复制到下发的空白模板中，保存后重新上报。",
        )
    names = {plain_name(member.filename) for member in members}
    if len(names) < len(members):  # readers differ in which of two they take
        raise damaged()
