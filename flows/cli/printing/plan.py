"""A plan on the terminal: what would happen to each period, and what it would change."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from flows.cli.printing.printable import line
from flows.editions.figure_changes import codes_line, figure_lines
from flows.past.backfill.model import Plan, Step
from transforms.clock import period_end

FILES_SHOWN = 5


def print_plan(plan: Plan) -> None:
    """Print a plan for the analyst who decides on it."""
    console = Console()
    console.print(f"periods: {', '.join(plan.periods)}", highlight=False)
    for text in (text for step in plan.steps for text in _lines(step)):
        console.print(text, soft_wrap=True)
    console.print(f"{len(plan.to_run)} to run, {len(plan.touches_issued)} of them change a distributed report")


def _lines(step: Step) -> Iterator[Text]:
    day = "" if step.as_of == period_end(step.period).isoformat() else f" as of {step.as_of}"
    what = f"run → edition {step.number}{day}: {', '.join(step.why)}" if step.runs else f"skip{day}"
    yield line((step.period, "bold"), f"  {what}")
    shown = list(step.files.items())[:FILES_SHOWN]
    yield from (line(f"    file {change}: {name}") for name, change in shown)
    if len(step.files) > FILES_SHOWN:
        yield line(f"    and {len(step.files) - FILES_SHOWN} more files")
    yield from (line(f"    {text}") for text in figure_lines(step.figures))
    for table, counts in step.tables.items():
        yield line(f"    {table}: " + ", ".join(f"{count} {change}" for change, count in counts.items() if count))
    if step.issued:
        recipients, codes = ", ".join(step.issued["recipients"]), codes_line(step.issued["codes"])
        yield line("    ", (f"distributed as edition {step.issued['edition']}", "red"), f" to {recipients}: {codes}")
