"""One table of the county file; its errors name file, table, key and line, and say what to write, in both languages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from flows.county.county_text import NotAText, county_text, quoted_line
from flows.county.said import Said, both, said

T = TypeVar("T")

_AT_LINE = re.compile(r"at line ([0-9]+)")
_COMMENT = re.compile(r"\s+#.*")
_HEADER = re.compile(r"\s*\[([^\]]+)\]")


class WrongCountyFile(ValueError):
    """The county file cannot be used; the message says where and what to write instead."""


def toml_of(file: Path) -> dict[str, Any]:
    """What a TOML file of the county says. Raises WrongCountyFile, and OSError where it cannot be opened."""
    try:
        text = county_text(file).replace("\r\n", "\n")
        return tomllib.loads(text)
    except NotAText as wrong:
        raise WrongCountyFile(str(wrong)) from None
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = quoted_line(text, int(at[1]) if at else 0)
        raise wrong_file(file, said("no_toml", error=error, line=line)) from None


def wrong_file(file: Path, what: Said) -> WrongCountyFile:
    """The error for a file as a whole."""
    return WrongCountyFile(both(Said(str(file), str(file)), what))


@dataclass(frozen=True)
class CountyTable:
    """The keys of one table and their values as TOML gives them."""

    file: Path
    name: str
    values: Mapping[str, Any]

    def wrong(self, key: str, what: Said) -> WrongCountyFile:
        """The error for a key, with its line and what to write instead."""
        number, line = self._line(key)
        place = Said(f"{self.file}, table [{self.name}], key {key}", f"{self.file}，[{self.name}] 的 {key}")
        return WrongCountyFile(both(place, what, line, number))

    def value(self, key: str, kind: type[T] | tuple[type[T], ...], write: Said) -> T:
        """The value of a required key; true and false are no numbers. Raises WrongCountyFile."""
        value = self.values.get(key)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.wrong(key, said("missing" if value is None else "write", write=write))
        return value

    def check_keys(self, known: Iterable[str]) -> None:
        """Raises WrongCountyFile for an unknown key: a typing error would go unnoticed otherwise."""
        if unknown := sorted(self.values.keys() - set(known)):
            raise self.wrong(unknown[0], said("unknown_key", known=", ".join(known)))

    def _line(self, key: str) -> tuple[int, str]:
        """Number and text of the line that gives a key of this table, or its table as the key of another; else 0."""
        table, _, inner = self.name.partition(".")
        wanted = re.compile(rf"\s*[\"']?{re.escape(inner or key)}[\"']?\s*=")
        current = ""
        for number, line in enumerate(county_text(self.file).splitlines(), start=1):
            header = _HEADER.match(line)
            current = header[1].strip() if header else current
            if current in (self.name, table) and wanted.match(line):
                return number, _COMMENT.sub("", line).strip()
        return 0, ""
