"""The unit and the divisor of a number format (domain.md §12, M46)."""

from __future__ import annotations

import pytest

from transforms.cells.quantities.format_units import FormatUnit, format_unit, states_unit


@pytest.mark.parametrize(
    ("code", "divisor", "unit"),
    [
        ("General", 1, ""),
        ("#,##0.00", 1, ""),
        ("0.00_ ;[Red]\\-0.00\\ ", 1, ""),
        ("_(* #,##0_)", 1, ""),
        ("# ?/?", 1, ""),
        ("0.00%", 1, ""),
        ('0.0"亿元"', 1, "亿元"),
        ("0.00万元", 1, "万元"),
        ('#,##0"名"', 1, "人"),
        ('#,##0,"千元"', 1000, "千元"),
        ('0.00,,"百万元"', 1_000_000, "百万元"),
        ("0.0,", 1000, ""),
        ('0!.0,"万"', 10_000, "万"),  # 123456 is shown as 12.3万
        ('0\\.0,"万元"', 10_000, "万元"),
        ('[>=10000]0!.0,"万";0', 10_000, "万"),
        ('"¥"#,##0.00', 1, "¥"),
        ("[$¥-804]#,##0.00", 1, "¥"),
        ("[$CNY]\\ #,##0", 1, "¥"),
        ("[$$-409]#,##0.00", 1, "外币"),
        ("[$HK$-C04]#,##0.00", 1, "外币"),
        ("#,##0.00\\ [$€-1]", 1, "外币"),
        ('0.0"万美元"', 1, "万美元"),
        ('_("$"* #,##0.00_)', 1, ""),  # the built-in format of accounts, which shows ¥ in China
        ("[$-804]0.0", 1, ""),
        ('0"%"', 1, "%"),
    ],
)
def test_what_a_number_format_does(code: str, divisor: float, unit: str) -> None:
    assert format_unit(code) == FormatUnit(divisor, unit)
    assert states_unit(code) is ((divisor, unit) != (1, ""))
