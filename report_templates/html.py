"""The county report as one self-contained HTML page: for the screen, and, by its print styles, for paper."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from report_templates.fonts import STACKS, stack
from report_templates.model import CountyReport
from report_templates.typeset import typeset
from transforms.headline import NOT_REPORTED


@cache
def environment() -> Environment:
    """Everything is escaped and typeset, a name that is not there is an error."""
    made = Environment(
        loader=PackageLoader("report_templates", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=typeset,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"stacks": {role: stack(role) for role in STACKS}, "NOT_REPORTED": NOT_REPORTED}
    return made


def html(report: CountyReport) -> str:
    """The page. It asks for nothing from outside, runs no script, and its text is only text."""
    return environment().get_template("county.html").render(report=report)
