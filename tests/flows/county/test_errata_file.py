"""Errata beside the county file: read as they are written; what may not stand there is refused and not quoted."""

from __future__ import annotations

from pathlib import Path

import pytest

from expectations.county.errata import ErratumStatus
from flows.county.county_table import WrongCountyFile
from flows.county.errata_file import errata_of

LINES = {
    "id": '"K-001"', "status": '"reviewed"', "sheet": '"S1"', "name": '"张三"', "column": '"exit_date"',
    "expect": '"2012-11-01"', "becomes": '"2021-11-01"', "because": '"任免文件"', "by": '"干部信息室"',
}  # fmt: skip


def written(folder: Path, file: str = "2021.toml", **other: str | None) -> Path:
    """A county folder with one erratum, some of its lines otherwise; None leaves one out."""
    (folder / "errata").mkdir(exist_ok=True)
    said = {key: value for key, value in (LINES | other).items() if value is not None}
    text = "\n".join(["[[erratum]]", *(f"{key} = {value}" for key, value in said.items())])
    (folder / "errata" / file).write_text(text, encoding="utf-8")
    return folder / "wuwei.toml"


def test_a_county_without_the_folder_has_none(tmp_path: Path) -> None:
    assert errata_of(tmp_path / "wuwei.toml", ()) == ()


def test_an_erratum_is_read_as_it_is_written(tmp_path: Path) -> None:
    (erratum,) = errata_of(written(tmp_path), ())
    assert (erratum.id, erratum.status, erratum.name, erratum.row) == ("K-001", ErratumStatus.REVIEWED, "张三", 0)
    assert (erratum.column, erratum.expect, erratum.becomes) == ("exit_date", "2012-11-01", "2021-11-01")


def test_of_an_erased_person_the_number_alone_is_left(tmp_path: Path) -> None:
    kept = dict.fromkeys(LINES.keys() - {"id", "status"})
    (erratum,) = errata_of(written(tmp_path, status='"erased"', **kept), ())
    assert (erratum.id, erratum.name) == ("K-001", "")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"column": '"id_no"'}, "「身份证号」不得写入勘误"),
        ({"becomes": '"139 7123 4567"'}, "含有身份证号、电话号码或病情"),
        ({"becomes": '"2012-11-01"'}, "与原填值相同"),
        ({"row": "17"}, "请写明是哪一行"),
        ({"name": None}, "请写明是哪一行"),
        ({"sheet": '"S8"', "column": '"title"'}, "不是人员表"),
        ({"unit": '"XX"'}, "单位名录中没有代码"),
        ({"status": '"done"'}, "proposed, reviewed, withdrawn, erased"),
        ({"by": None}, "没有填写"),
        ({"column": '"day"'}, "可以写的有"),
    ],
)
def test_what_cannot_stand_there_is_refused_and_not_quoted(
    tmp_path: Path, other: dict[str, str | None], said: str
) -> None:
    with pytest.raises(WrongCountyFile, match=r"2021\.toml") as refused:
        errata_of(written(tmp_path, **other), ())
    assert said in str(refused.value)
    assert "139" not in str(refused.value)


def test_two_with_one_number_are_refused(tmp_path: Path) -> None:
    written(tmp_path)
    with pytest.raises(WrongCountyFile, match="出现了两次"):
        errata_of(written(tmp_path, "2022.toml"), ())
