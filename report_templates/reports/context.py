"""The input of a section: dataset, figures, words and history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from expectations.county.county import County
from report_templates.model.report import Paragraph
from report_templates.words.figure_view import FigureView
from report_templates.words.period_words import LAST, year_words
from report_templates.words.sentence import Sentence, plain_number
from report_templates.words.wording import Wording
from transforms.clock import is_week, kind_of
from transforms.dataset import Dataset
from transforms.editions.demands import NO_DEMANDS, standing
from transforms.figures import Figure

NO_HISTORY = pl.DataFrame(schema={"period": pl.String, "code": pl.String, "value": pl.Float64})


@dataclass(frozen=True)
class SectionContext:
    """A dataset restricted to what its audience may see (`transforms.audience.audiences`), its figures and the words.

    `history`: `period`, `code`, `value` of the figures, and of their parts, in the published editions of earlier
    periods; `within`: the same of the shorter periods of which a month, quarter or year consists. `demands`: what is
    demanded until when (`transforms.editions.demands.DEMANDS`).
    """

    dataset: Dataset
    figures: Mapping[str, Figure]
    words: Wording
    history: pl.DataFrame = field(default_factory=lambda: NO_HISTORY)
    within: pl.DataFrame = field(default_factory=lambda: NO_HISTORY)
    demands: pl.DataFrame = field(default_factory=lambda: NO_DEMANDS)

    @property
    def county(self) -> County:
        """The county of the report."""
        return self.dataset.county

    @property
    def is_first(self) -> bool:
        """Whether there is no period before to compare with."""
        return all(view.figure.previous is None for view in self.views.values())

    @property
    def compares(self) -> bool:
        """Whether columns for the period before are printed: in the first paper of a month they would be empty."""
        return is_week(self.dataset.clock.period) or not self.is_first

    def paragraph(self, section: str, key: str = "said", **facts: object) -> Paragraph:
        """What wording.toml says under `key` of `section`.

        `year` is the year of sums of the year, `as_of` the last day that counts, `last_period` 上周, 上月 …;
        `counted_days` how many days of a period have been counted that is not over, else empty.
        """
        clock = self.dataset.clock
        known = {
            "year": year_words(clock.period, clock.as_of),
            "as_of": plain_number(f"{clock.as_of.month}月{clock.as_of.day}日"),
            "last_period": LAST[kind_of(clock.period)],
            "counted_days": plain_number((clock.as_of - clock.start).days + 1) if clock.is_part else "",
            **facts,
        }
        return Paragraph(said=self.words.say(section, key, self.views, **known))

    def paragraphs(self, section: str, *keys: str) -> Iterator[Paragraph]:
        """Those of several sentences that say something of this period."""
        yield from (paragraph for key in keys if (paragraph := self.paragraph(section, key)).said.runs)

    def joined(self, section: str, *keys: str) -> Iterator[Paragraph]:
        """The same as one paragraph."""
        if said := [paragraph.said for paragraph in self.paragraphs(section, *keys)]:
            yield Paragraph(said=Sentence(runs=tuple(run for sentence in said for run in sentence.runs)))

    @cached_property
    def views(self) -> Mapping[str, FigureView]:
        """The figures as they are printed, by indicator."""
        return {code: FigureView.of(figure) for code, figure in self.figures.items()}

    def demanded(self, matter: str) -> Mapping[str, Any] | None:
        """The line of a matter that is demanded; a unit's paper looks up a few of thousands."""
        return next(standing(self.demands.filter(pl.col("matter") == matter)).iter_rows(named=True), None)

    def known(self, codes: Iterable[str]) -> list[FigureView]:
        """The views of those of `codes` that the audience may see."""
        return [self.views[code] for code in codes if code in self.views]
