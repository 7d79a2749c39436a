"""Whether this machine can print a Chinese PDF; where it cannot, WeasyPrint would print boxes without an error."""

from __future__ import annotations

import subprocess
import warnings
from functools import cache

from report_templates.fonts import PACKAGES, lacking

ADVICE = "Run script/setup, which installs what a report needs, or install the package yourself."


class RenderFailed(Exception):
    """No PDF was made; the message says why and what to do."""


@cache
def check_machine() -> None:
    """Once per process. Raises RenderFailed where a library or a typeface is not installed."""
    if not subsets_fonts():
        raise RenderFailed(f"The library harfbuzz-subset (Debian: libharfbuzz-subset0) is not installed. {ADVICE}")
    if absent := lacking(installed_families()):
        named = "; ".join(f"{family} (Debian: {PACKAGES[family]})" for family in dict.fromkeys(absent))
        raise RenderFailed(f"These fonts are not installed: {named}. {ADVICE}")


def subsets_fonts() -> bool:
    """Whether WeasyPrint found a harfbuzz-subset it uses. Without it fonts cost 22 times the time.

    Raises RenderFailed where it cannot even load Pango.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # WeasyPrint's only sign of the lack; ours is an error
        try:
            from weasyprint.text.ffi import harfbuzz, harfbuzz_subset  # noqa: PLC0415 - half a second to import
        except OSError as error:
            raise RenderFailed(f"Pango (Debian: libpango-1.0-0, libpangoft2-1.0-0): {error}. {ADVICE}") from error
    return harfbuzz_subset is not None and bool(harfbuzz.hb_version_atleast(4, 1, 0))


def installed_families() -> frozenset[str]:
    """Names of all font families fontconfig knows, in every language they have one."""
    try:
        # As every program of the system it is found on the PATH.
        listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, check=True, encoding="utf-8")  # noqa: S607
    except (OSError, subprocess.CalledProcessError) as error:
        raise RenderFailed(f"fc-list (Debian: fontconfig) does not work: {error}. {ADVICE}") from error
    return frozenset(name.strip() for line in listed.stdout.splitlines() for name in line.split(","))
