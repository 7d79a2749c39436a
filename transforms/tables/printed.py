"""Tables of printed numbers. They follow from the dataset, no report is made from them, so nobody is named to see them.

Reports take figures by the families of indicators (`audience.audiences.Terms`).
"""

from __future__ import annotations

from transforms.tables.table import Table

TABLES = (
    Table(
        name="figures",
        title="指标数值",
        row="printed number: indicator, part of one (`A6-CW`), or number beside one (`C5-longest`)",
        key=("code",),
        seen_by={},
        compared=False,
    ),
    Table(
        name="figure_rows",
        title="指标依据",
        row="printed number and row behind its numerator or denominator",
        key=("code", "side", "table", "key"),
        seen_by={},
        compared=False,
    ),
    Table(
        name="history",
        title="往期指标",
        row="earlier period and printed number: what its current and its first edition said",
        key=("period", "code"),
        seen_by={},
    ),
    Table(
        name="corrections",
        title="更正情况",
        row="printed number that an issued edition gave otherwise (更正), with cause and files; else empty",
        key=("code",),
        seen_by={},
        compared=False,
    ),
    Table(
        name="demands",
        title="办理要求",
        row="matter that something is demanded for: until when, how often before, and what has become of the last ones",
        key=("matter",),
        seen_by={},
        compared=False,
    ),
)
