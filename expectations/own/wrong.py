"""A mistake in a declaration, and how a part of it is made of plain data, with types checked by pydantic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")

Place = tuple[str | int, ...]
"""Where something stands in a declaration, as in ("column", 2, "kind"): the kind of the third column."""


class WrongDeclaration(ValueError):
    """A declaration cannot be used. `says` names a sentence of `flows/county/said.toml`, `facts` fill its fields."""

    def __init__(self, place: Place, says: str, **facts: object) -> None:
        super().__init__(f"{place}: {says} {facts}")
        self.place, self.says, self.facts = place, says, facts


def check_keys(values: Mapping[str, Any], known: Iterable[str], place: Place) -> None:
    """Raises WrongDeclaration for a key that is not `known`: a typing error would go unnoticed otherwise."""
    known = [*known]
    if unknown := next((key for key in values if key not in known), None):
        raise WrongDeclaration((*place, unknown), "unknown_key", known=", ".join(known))


def made(kind: type[T], values: Mapping[str, Any], place: Place) -> T:
    """An object of a dataclass from its fields as TOML gives them. Raises WrongDeclaration."""
    from pydantic import ValidationError  # noqa: PLC0415 - only where a county declares something

    check_keys(values, (field.name for field in fields(kind)), place)  # type: ignore[arg-type] # all are dataclasses
    try:
        checked: T = _adapter(kind).validate_python(dict(values))  # type: ignore[arg-type] # a class can be hashed
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise _wrong(str(first["loc"][0]), first["type"], place) from None
    return checked


@cache
def _adapter(kind: type[Any]) -> Any:
    """What checks the fields of a dataclass; to make it takes longer than a hundred checks."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - see above

    return TypeAdapter(kind)


def _wrong(key: str, fault: str, place: Place) -> WrongDeclaration:
    """What to write in place of a value that has the wrong type, is missing or none of a list."""
    if known := CHOICES.get(key):
        return WrongDeclaration((*place, key), "one_of", known=", ".join(known))
    write = next((sentence for kind, sentence in _WRITE.items() if fault.startswith(kind)), "write_text")
    return WrongDeclaration((*place, key), "missing" if fault == "missing" else "write", write=write)


_WRITE = {"bool": "true_or_false", "int": "write_number", "float": "write_number", "tuple": "write_texts"}
"""By the beginning of pydantic's word for a fault what should be there; else it is a text."""


CHOICES: dict[str, list[str]] = {}
"""By key the words it takes, where they are few."""


def choices(key: str, words: type[StrEnum]) -> None:
    """A key takes the values of an enumeration."""
    CHOICES[key] = [str(word.value) for word in words]
