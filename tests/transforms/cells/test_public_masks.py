"""How a person appears where the public reads (domain.md §11.3)."""

from __future__ import annotations

import polars as pl
import pytest

from transforms.cells.public_masks import five_year_band, masked_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三丰", "张**"),
        ("张三", "张*"),
        ("买买提•吐尔逊", "买买提·**"),
        ("欧阳 晓明", "欧**"),
        ("", ""),
        ("赵", "赵*"),
    ],
)
def test_no_name_is_shown_whole(name: str, shown: str) -> None:
    assert masked_name(name) == shown


def test_ages_stand_in_bands_of_five_years() -> None:
    ages = pl.DataFrame({"age": [49, 50, 54, 55, None]}, schema={"age": pl.Int64})
    assert ages.select(band=five_year_band(pl.col("age")))["band"].to_list() == [
        "45–49",
        "50–54",
        "50–54",
        "55–59",
        None,
    ]
