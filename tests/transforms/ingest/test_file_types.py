"""What a clerk reads of a file whose extension is not of its format (domain.md §12, M05)."""

from __future__ import annotations

import pytest

from transforms.ingest.file_types import misnamed_type


@pytest.mark.parametrize(
    ("file", "called"),
    [
        ("台账.xlsx.crdownload", "文件扩展名是 .crdownload，"),  # the whole of it
        ("台账.xls", "文件扩展名是 .xls，"),
        ("台账", "文件没有扩展名，"),
    ],
)
def test_the_extension_is_named_as_it_stands(file: str, called: str) -> None:
    notice = misnamed_type(file, "html")
    assert notice is not None
    assert notice.message.startswith(called)
