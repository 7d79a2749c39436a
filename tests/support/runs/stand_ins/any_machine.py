"""Stands in for `report_templates.render.preflight`: whoever prints no pages needs no typefaces."""

from __future__ import annotations

ADVICE = ""


class RenderFailed(Exception):
    """Never raised."""


def check_machine() -> None:
    """Looks for nothing."""
