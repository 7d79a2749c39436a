"""Print what `wuwei map` proposes: a table of columns for each worksheet, and the first rows as they would be read."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from expectations.catalogue import SHEETS
from flows.clerks.own_tables.proposals import Worksheet
from flows.cli.printing.printable import line
from transforms.ingest.mapping.preview import Preview
from transforms.ingest.mapping.propose import Line, Proposal
from transforms.ingest.mapping.sayings import because, because_open, from_words, target_words


def print_worksheet(sheet: Worksheet, console: Console) -> None:
    """What a worksheet is, or may be read as."""
    name = sheet.label
    if sheet.known:
        console.print(line((f"{name}：已能读作{_titles(sheet.known)}，不必登记。", "green")))
    elif sheet.like:
        console.print(line(f"{name}：表头与{sheet.like}相同，照那张表的读法。"))
    elif sheet.proposal is None:
        console.print(line((f"{name}：与规定的表都不相近，没有可登记的读法。", "yellow")))
    else:
        _print_proposal(name, sheet.proposal, console)


def _print_proposal(name: str, found: Proposal, console: Console) -> None:
    table = Table(title=line(f"{name}：拟读作{_titles(found.sheets)}"), header_style="bold", expand=True)
    for heading, ratio in (("本单位表头", 3), ("读作", 5), ("依据", 5), ("", 1)):
        table.add_column(heading, overflow="fold", ratio=ratio)
    for each in found.lines:
        says = from_words(each.source) or f"（统一为“{each.source.value}”）"
        table.add_row(line(says), line(target_words(each.sheet, each.column)), line(because(each)), _mark(each))
    for heading in found.open:
        table.add_row(line(heading), line(("不读", "dim")), line((because_open(heading, found), "dim")), line(""))
    console.print(table)
    for sheet in found.sheets:
        if missing := found.missing(sheet):
            names = "".join(f"「{column.heading}」" for column in missing)
            console.print(line((f"《{SHEETS[sheet].title}》还缺必填列{names}；不补上，报送时会被退回。", "red")))
        if assumed := SHEETS[sheet].assumed(found.answered(sheet)):
            names = "".join(f"「{column.heading}」" for column in assumed)
            says = f"《{SHEETS[sheet].title}》还缺必填列{names}；不补上，各行都按这一列不填时统计。"
            console.print(line((says, "yellow")))
    for sheet, heading in found.rows_with.items():
        console.print(line(f"「{heading}」没有填的行，不计入《{SHEETS[sheet].title}》。"))


def _mark(each: Line) -> Text:
    return line(("√", "green") if each.sure else ("？", "yellow"))


def _titles(sheets: Iterable[str]) -> str:
    return "".join(f"《{SHEETS[sheet].title}》" for sheet in sheets)


def print_previews(previews: Iterable[Preview], console: Console) -> None:
    """The first rows of each sheet, or why it would be refused; personal data are masked."""
    for preview in previews:
        for sentence in preview.refusal:
            console.print(line((sentence, "red")))
        if preview.refusal:
            console.print(line(f"补不上的，请不要读作《{SHEETS[preview.sheet].title}》，否则每次报送都会退回。"))
            continue
        counts = f"{preview.accepted}行可读，{preview.rejected}行不予接收，{preview.cells}格要改正"
        table = Table(title=line(f"《{SHEETS[preview.sheet].title}》前{len(preview.rows)}行（{counts}）"), expand=True)
        for column in preview.columns:
            table.add_column(line(column.heading), overflow="fold")
        for row in preview.rows:
            table.add_row(*map(line, row))
        console.print(table)
