"""What a section is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from report_templates.model import Paragraph
from report_templates.wording import Wording
from transforms.dataset import Dataset
from transforms.figures import Figure


@dataclass(frozen=True)
class Material:
    """A dataset without what the reader may not hold (`transforms.readers`), its figures, and the words for them."""

    dataset: Dataset
    figures: Mapping[str, Figure]
    words: Wording

    def paragraph(self, section: str, key: str = "said", **facts: object) -> Paragraph:
        """What wording.toml says under `key` of `section`."""
        return Paragraph(said=self.words.say(section, key, self.figures, **facts))

    def known(self, codes: Iterable[str]) -> list[Figure]:
        """Those of `codes` that the reader is told."""
        return [self.figures[code] for code in codes if code in self.figures]
