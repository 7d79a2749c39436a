"""From the tables of an edition to the quality pages' lines (VALIDATIONS, ISSUES, LEDGER → SheetQuality)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.rules import Reaction
from report_templates.overviews.quality_model import RuleLine, SheetQuality, Spot
from report_templates.reports.sections.quality import REACTIONS
from report_templates.words.numbers import NONE
from transforms.cells.personal_data.redaction import without_personal_data
from transforms.figures import Light
from transforms.records.ledger import ACCEPTED, REJECTED, SET_ASIDE

MOST_SPOTS = 5
UNKNOWN_TITLE = "未能识别的文件和工作表"
REACTION_WORDS = {Reaction.FIX.value: "自动更正", **REACTIONS, Reaction.FILE.value: "整表未接收"}
REFUSED = (Reaction.ROW, Reaction.FILE)
"""Reactions that reject rows; a broken rule with one of them is red."""

FindingsOfFile = Mapping[tuple[str | None, str, str], dict[str, Any]]
"""(sheet, rule, reaction) → headings, words, `place_count` and the first files, worksheets, rows and cells."""


def sheet_qualities(validations: pl.DataFrame, issues: pl.DataFrame, ledger: pl.DataFrame) -> tuple[SheetQuality, ...]:
    """Every sheet with a rule or a row, in the order of the contracts; unrecognised files and worksheets come last."""
    findings = _findings(issues)
    ruled = validations.partition_by("sheet", as_dict=True, maintain_order=True)
    fates = {(sheet, fate): count for sheet, fate, count in ledger.group_by("sheet", "fate").len().iter_rows()}
    named = {sheet for (sheet,) in ruled} | {sheet for sheet, *_ in (*fates, *findings)}
    order = [*(sheet for sheet in SHEETS if sheet in named), *sorted(named - SHEETS.keys() - {None}), None]
    return tuple(_sheet(sheet, ruled.get((sheet,)), findings, fates) for sheet in order if sheet in named)


def _sheet(
    sheet: str | None, rules: pl.DataFrame | None, findings: FindingsOfFile, fates: Mapping[tuple[str | None, str], int]
) -> SheetQuality:
    lines = () if rules is None else tuple(_rule(row, findings) for row in rules.iter_rows(named=True))
    ruled = {line.rule for line in lines}
    unruled = {key: finding for key, finding in findings.items() if key[0] == sheet and key[1] not in ruled}
    accepted, rejected, aside = (fates.get((sheet, fate), 0) for fate in (ACCEPTED, REJECTED, SET_ASIDE))
    return SheetQuality(
        id=sheet,
        title=SHEETS[sheet].title if sheet and sheet in SHEETS else (sheet or UNKNOWN_TITLE),
        read=accepted + rejected + aside,
        accepted=accepted,
        rejected=rejected,
        aside=aside,
        rules=lines,
        findings=tuple(_finding(rule, reaction, finding) for (_, rule, reaction), finding in unruled.items()),
    )


def _rule(row: Mapping[str, Any], findings: FindingsOfFile) -> RuleLine:
    finding = findings.get((row["sheet"], row["rule"], row["reaction"]), {})
    return RuleLine(
        rule=row["rule"],
        heading=row["heading"] or NONE,
        words=row["because"],
        reaction=REACTION_WORDS[row["reaction"]],
        light=_light(row["reaction"], row["checked"], row["failed"]),
        checked=row["checked"],
        failed=row["failed"],
        place_count=finding.get("place_count", 0),
        spots=_spots(finding),
    )


def _finding(rule: str, reaction: str, finding: Mapping[str, Any]) -> RuleLine:
    return RuleLine(
        rule=rule,
        heading="、".join(finding["headings"]) or NONE,
        words=finding["words"] or NONE,
        reaction=REACTION_WORDS[reaction],
        light=_light(reaction, finding["place_count"], finding["place_count"]),
        place_count=finding["place_count"],
        spots=_spots(finding),
    )


def _light(reaction: str, checked: int, failed: int) -> Light:
    if not checked:
        return Light.GREY
    if not failed:
        return Light.GREEN
    return Light.RED if reaction in REFUSED else Light.YELLOW


def _findings(issues: pl.DataFrame) -> FindingsOfFile:
    """The places by sheet, rule and reaction, the most frequent first; silent repairs are left to issues.csv."""
    places = ("file", "worksheet", "row", "cell")
    grouped = (
        issues.filter(pl.col("reaction") != Reaction.FIX)
        .sort("file", "worksheet", "row", "column", nulls_last=False)
        .group_by("sheet", "rule", "reaction", maintain_order=True)
        .agg(
            pl.col(places).head(MOST_SPOTS),
            place_count=pl.len(),
            headings=pl.col("heading").drop_nulls().unique(maintain_order=True),
            words=pl.col("message").str.extract(r"^([^；。]+)").drop_nulls().sort().mode(maintain_order=True).first(),
        )
        .sort("place_count", "sheet", "rule", "reaction", descending=[True, False, False, False])
    )
    return {(row["sheet"], row["rule"], row["reaction"]): row for row in grouped.iter_rows(named=True)}


def _spots(finding: Mapping[str, Any]) -> tuple[Spot, ...]:
    places = zip(*(finding.get(name, ()) for name in ("file", "worksheet", "row", "cell")), strict=True)
    return tuple(
        Spot(
            file=without_personal_data(file),
            worksheet=without_personal_data(worksheet or NONE),
            cell=cell or (f"第{row}行" if row else "整表"),
        )
        for file, worksheet, row, cell in places
    )
