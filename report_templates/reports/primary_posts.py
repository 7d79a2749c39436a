"""The cadres in a second post, each by the post that counts, in the order in which papers list them."""

from __future__ import annotations

import polars as pl

from transforms.dataset import Dataset
from transforms.indicators.declare.breakdown import labels


def primary_posts(dataset: Dataset) -> pl.DataFrame:
    """The primary assignments with the columns of `five_dim` for their person (`…_of_person` where both have one), by
    organ in their order, then by post and name."""
    organs = list(labels("organ"))
    place = pl.col("organ").replace_strict(organs, list(range(len(organs))), default=len(organs))
    return (
        dataset.assignments.filter("is_primary")
        .join(dataset.five_dim, on="person_id", how="left", maintain_order="left", suffix="_of_person")
        .sort(place, "post_code", "name", nulls_last=True, maintain_order=True)
    )
