"""Checks with a name: what a contract may demand of a row beyond the plain rules (`rules.Named`, `rules.NotBefore`).

A check takes columns and gives an expression that is true on a good row, false on a bad one and null where it is
undecided. Null passes: a missing cell is reported by `Required` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def citizen_id(id_no: pl.Expr) -> pl.Expr:
    """18 characters with a real birth date, a sequence other than 000 and a valid check character (domain.md §3.1)."""
    shape = id_no.str.contains(r"^[1-9][0-9]{16}[0-9X]$")
    birth = id_no.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    numbered = id_no.str.slice(14, 3) != "000"
    sound = birth.is_not_null() & numbered & (_weighted_sum(id_no) % 11 == 1)
    return pl.when(shape).then(sound).otherwise(shape)  # without its shape an id is bad, and a missing one unknown


def _weighted_sum(id_no: pl.Expr) -> pl.Expr:
    """The sum GB 11643-1999 takes modulo 11: 17 weighted digits and the check character, X counting ten."""
    body = id_no.str.slice(0, 17).cast(pl.UInt64, strict=False)
    last = id_no.str.slice(17, 1).replace("X", "10").cast(pl.UInt64, strict=False)
    digits = (body // 10 ** (16 - place) % 10 for place in range(17))
    return sum((digit * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)), start=last)


def sex_agrees_with_id(sex: pl.Expr, id_no: pl.Expr) -> pl.Expr:
    """The 17th digit is odd for a man (code 1) and even for a woman (2); null for a wrong id or another code."""
    odd = id_no.str.slice(16, 1).cast(pl.Int64, strict=False) % 2 == 1
    telling = citizen_id(id_no) & sex.is_in(["1", "2"])
    return pl.when(telling).then(odd == (sex == "1"))


def not_before(later: pl.Expr, earlier: pl.Expr, *, years: int) -> pl.Expr:
    """`later` lies in the month `years` years after that of `earlier`, or after it: ages count by the month.

    Of many births and most events only the month is known, stored as its first day (domain.md §4.1).
    """
    return later.dt.truncate("1mo") >= earlier.dt.truncate("1mo").dt.offset_by(f"{years}y")


def either_filled(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """At least one of two cells is filled in."""
    return first.is_not_null() | second.is_not_null()


def left_empty(cell: pl.Expr) -> pl.Expr:
    """Nothing stands in a cell that another one makes impossible."""
    return cell.is_null()


def same(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """Two columns say the same."""
    return first == second


def after(later: pl.Expr, earlier: pl.Expr) -> pl.Expr:
    """`later` lies after `earlier`, not on it."""
    return later > earlier


def half_steps(value: pl.Expr) -> pl.Expr:
    """A whole number or a whole number and a half."""
    return value * 2 % 1 == 0


def one_number(number: pl.Expr, *key: pl.Expr) -> pl.Expr:
    """All rows with one key, as far as it is known, state the same number."""
    alike = number.drop_nulls().n_unique().over(key) == 1
    return pl.when(pl.all_horizontal(number.is_not_null(), *(part.is_not_null() for part in key))).then(alike)


CHECKS: Mapping[str, Callable[..., pl.Expr]] = {
    check.__name__: check
    for check in (
        citizen_id,
        sex_agrees_with_id,
        not_before,
        either_filled,
        left_empty,
        same,
        after,
        half_steps,
        one_number,
    )
}

OF_MISSING_CELLS = frozenset({either_filled.__name__})
"""The checks that are decided even where one of their cells is missing; the others are null then."""
