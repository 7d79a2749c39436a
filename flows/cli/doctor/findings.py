"""What `wuwei doctor` looks at: each finding says how things are and, where they are not well, what to do."""

from __future__ import annotations

import datetime as dt
import locale
import os
import platform
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from expectations.catalogue import SHEETS
from flows.county.county_file import county_file, load_county
from flows.county.county_table import WrongCountyFile
from flows.county.workspace import Workspace
from flows.editions.knowledge import newest_recorded
from flows.store.pepper import PepperRefused, pepper_file, read_by_others
from flows.store.records.county_record import AnotherCounty
from flows.store.records.pepper_record import AnotherPepper
from report_templates.fonts import lacking
from report_templates.render.preflight import RenderFailed, installed_families, subsets_fonts

LEAST_ROOM = 2 << 30
"""Bytes that should be free: a week of a county of 60 senders takes some hundred megabytes with its papers."""
OLDEST_CLOCK = 2024
"""A year before which no clock is right: this version did not exist."""
_SECONDS = 3
_OF_REPORTS = ("libraries", "fonts", "prefect")
"""Looked at where reports are made: the extra `server` is installed."""


class NotWell(Exception):
    """Something is to be done; the message says how things are, `remedy` which of `[instead]` is to be done."""

    def __init__(self, state: str, remedy: str = "") -> None:
        super().__init__(state)
        self.remedy = remedy


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, how it is, and whether it is well; if not, what to do: in Chinese, in English."""

    name: str
    state: str
    good: bool
    remedy: tuple[str, str] = ("", "")


_OF_CAUSE = {WrongCountyFile: "county", AnotherPepper: "pepper", PepperRefused: "pepper"}
"""What to do by the cause, whatever was looked at when it came up."""


@cache
def _texts() -> Mapping[str, Any]:
    return tomllib.loads((files("flows.cli.doctor") / "doctor.toml").read_text("utf-8"))


def findings(out: Path, county: Path | None) -> Iterator[Finding]:
    """Everything that is looked at, in the order in which it would be mended."""
    looks: dict[str, Callable[[], str]] = {
        "program": _program,
        "libraries": _libraries,
        "fonts": _fonts,
        "locale": _locale,
        "home": _home,
        "county": lambda: _county(county),
        "folder": lambda: _folder(out, county),
        "inbox": _inbox,
        "pepper": lambda: _pepper(out, county),
        "clock": lambda: _clock(out, county),
        "prefect": _prefect,
        "disk": lambda: _disk(out),
    }
    for name, look in looks.items():
        if name in _OF_REPORTS and not _makes_reports():
            continue
        try:
            yield Finding(name, look(), good=True)
        except (NotWell, RenderFailed, WrongCountyFile, AnotherCounty, AnotherPepper, PepperRefused, OSError) as found:
            yield Finding(name, str(found), good=False, remedy=_remedy(name, found))


def _remedy(name: str, found: Exception) -> tuple[str, str]:
    """What to do: by the cause, else by what was looked at."""
    instead = "another_county" if isinstance(found, AnotherCounty) else getattr(found, "remedy", "")
    if instead:
        chinese, english = _texts()["instead"][instead]
    else:
        of = next((of for cause, of in _OF_CAUSE.items() if isinstance(found, cause)), name)
        _, chinese, english = _texts()[of]
    return chinese, english


def shown(finding: Finding) -> str:
    """A finding as lines: what was looked at, how it is, and what to do."""
    title = _texts()[finding.name][0]
    state = finding.state.replace("\n", "\n      ")
    if finding.good:
        return f"  √  {title}：{state}"
    return f"  ×  {title}：{state}\n      → {' / '.join(finding.remedy)}"


def _program() -> str:
    try:
        own = version("wuwei")
    except PackageNotFoundError:
        own = "?"
    here = f"wuwei {own}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return here if _makes_reports() else f"{here}（单位用，不出报告 / for units, makes no reports）"


def _makes_reports() -> bool:
    return find_spec("weasyprint") is not None and find_spec("prefect") is not None


def _libraries() -> str:
    if not subsets_fonts():
        raise NotWell("harfbuzz-subset is missing (Debian: libharfbuzz-subset0)")
    return "Pango, HarfBuzz"


def _fonts() -> str:
    if absent := lacking(installed_families()):
        raise NotWell("、".join(dict.fromkeys(absent)))
    return "仿宋、黑体、楷体、宋体 可用"


def _locale() -> str:
    encoding = sys.getfilesystemencoding()
    if encoding.lower() not in ("utf-8", "utf8"):
        raise NotWell(f"{encoding}")
    return f"{locale.setlocale(locale.LC_CTYPE)}, {encoding}"


def _home() -> str:
    home = Path.home()
    if os.access(home, os.W_OK):
        return str(home)
    if os.environ.get("WUWEI_PEPPER_FILE"):
        return f"{home}（不能写入，也用不着 / not written to）"
    raise NotWell(f"{home} 不能写入 / cannot be written to", "no_home")


def _county(named: Path | None) -> str:
    county, file = load_county(named), county_file(named).resolve()
    if not county.divisions:
        raise NotWell(f"{file}，乡镇名录是空的 / no division", "no_division")
    if not county.units:
        raise NotWell(f"{file}，单位名录是空的 / no unit", "no_unit")
    if silent := [f"{sheet} {SHEETS[sheet].title}" for sheet, units in county.expected.items() if not units]:
        raise NotWell(f"{file}，没有填由谁报送 / no sender：{'、'.join(silent)}", "no_sender")
    senders = {unit for units in county.expected.values() for unit in units}
    counted = f"{len(county.divisions)}个乡镇（园区），{len(senders)}个报送单位"
    return f"{file}，{county.name}，{counted}"


def _folder(out: Path, county: Path | None) -> str:
    there = _nearest(out)
    with tempfile.TemporaryFile(dir=there):
        pass
    if out.exists() and out.stat().st_mode & 0o022:
        raise NotWell(f"{out} 其他用户也能写入 / others may write there")
    if out.exists():
        _workspace(out, county).check_county()
        return str(out.resolve())
    return f"{out.resolve()}（首次运行时建立 / made by the first run）"


def _inbox() -> str:
    if not Path("inbox").is_dir():
        raise NotWell(f"{Path('inbox').resolve()} 不存在 / is not there")
    return str(Path("inbox").resolve())


def _pepper(out: Path, county: Path | None) -> str:
    path = pepper_file()
    if not path.exists():
        if out.exists() and _workspace(out, county).pepper_record.fingerprints:
            raise NotWell(f"{path} 不见了 / is gone")
        if not os.access(_nearest(path.parent), os.W_OK):
            raise NotWell(f"{path} 建不了 / cannot be made", "no_pepper")
        return f"{path}（首次运行时建立，请即备份：wuwei pepper backup / made by the first run）"
    if read_by_others(path):
        raise NotWell(f"{path} 其他用户也能读 / others may read it")
    if out.exists() and (known := _workspace(out, county).pepper_record.fingerprints):
        _workspace(out, county).pepper_record.opened(used=bool(known))
    return str(path)


def _clock(out: Path, county: Path | None) -> str:
    now = dt.datetime.now(dt.UTC)
    newest, of = newest_recorded(_workspace(out, county)) if out.exists() else (now, "")
    if now.year < OLDEST_CLOCK or newest > now:
        raise NotWell(f"{now.astimezone():%Y-%m-%d %H:%M}" + (f"，早于已登记的 {of}" if newest > now else ""))
    return f"{now.astimezone():%Y-%m-%d %H:%M %Z}"


def _prefect() -> str:
    try:
        installed = version("prefect")
    except PackageNotFoundError:
        raise NotWell("没有装 / not installed") from None
    if not (url := os.environ.get("PREFECT_API_URL")):
        return f"{installed}，不用服务器，每次运行时临时启动 / a temporary server for each run"
    try:
        with urlopen(f"{url.rstrip('/')}/health", timeout=_SECONDS):  # noqa: S310 - the address the user has set
            return f"{installed}，{url}"
    except (URLError, ValueError) as error:
        raise NotWell(f"{url} 连不上 / does not answer: {error}") from None


def _disk(out: Path) -> str:
    free = shutil.disk_usage(_nearest(out)).free
    if free < LEAST_ROOM:
        raise NotWell(f"只剩 {free / (1 << 30):.1f} GB / left")
    return f"{free / (1 << 30):.0f} GB"


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(there for there in (folder.resolve(), *folder.resolve().parents) if there.is_dir())


def _workspace(out: Path, county: Path | None) -> Workspace:
    return Workspace(out, load_county(county))
