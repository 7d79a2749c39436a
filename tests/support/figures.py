"""The figures of a dataset, each measured when it is asked for: most tests look at two or three of fifty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from transforms.dataset import Dataset
from transforms.figures import Figure
from transforms.indicators import measure
from transforms.indicators.catalogue import INDICATORS


class FiguresOnDemand(Mapping[str, Figure]):
    """What `measure.figures` gives of all codes."""

    def __init__(self, dataset: Dataset, given: dict[str, Any]) -> None:
        self._dataset, self._given = dataset, given
        self._measured: dict[str, Figure] = {}

    def __getitem__(self, code: str) -> Figure:
        if code not in self._measured:
            if code not in INDICATORS:
                raise KeyError(code)
            self._measured |= measure.figures(self._dataset, codes=(code,), **self._given)
        return self._measured[code]

    def __iter__(self) -> Iterator[str]:
        return iter(INDICATORS)

    def __len__(self) -> int:
        return len(INDICATORS)


def figures(dataset: Dataset, previous: Mapping[str, float] | None = None, **given: Any) -> FiguresOnDemand:
    """Of a dataset; `given` are `history` or `place` as `measure.figures` takes them."""
    return FiguresOnDemand(dataset, {"previous": previous, **given})
