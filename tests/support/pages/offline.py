"""What a page refers to, read from its text and, where there is a Chromium, seen from its requests."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

_REFERRING = frozenset(
    {"action", "archive", "background", "cite", "classid", "codebase", "data", "formaction", "href", "longdesc"}
    | {"manifest", "ping", "poster", "profile", "src", "srcdoc", "srcset", "usemap", "xlink:href"}
)
_IN_STYLE = re.compile(r"""url\(\s*["']?([^"')]*)|@import\s+["']?([^"';]+)|image-set\(\s*["']([^"']*)""")
_ALONE = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
_NOBODY = "--host-resolver-rules=MAP * ~NOTFOUND"


class References(HTMLParser):
    """All addresses a page names (`found`) and the places in it that can be led to (`ids`)."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()
        self._styling = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self._styling = tag == "style"
        self.found += [value for name, value in told.items() if name in _REFERRING]
        self.found += _styled(told.get("style", ""))
        if tag == "meta" and told.get("http-equiv", "").lower() == "refresh":
            self.found.append(told["content"])
        self.ids |= {told["id"]} if "id" in told else set()

    def handle_endtag(self, tag: str) -> None:
        self._styling = False

    def handle_data(self, data: str) -> None:
        if self._styling:
            self.found += _styled(data)


def _styled(style: str) -> list[str]:
    return [next(filter(None, groups), "") for groups in _IN_STYLE.findall(style)]


def strays(page: Path, home: Path) -> list[str]:
    """The references of a page that lead to no place in it and to no file below `home`."""
    read = References(page.read_text("utf-8"))
    return [ref for ref in read.found if not (_in_page(ref, read.ids) or _beside(page, ref, home))]


def _in_page(ref: str, ids: set[str]) -> bool:
    return ref.startswith("#") and ref[1:] in ids


def _beside(page: Path, ref: str, home: Path) -> bool:
    if not re.fullmatch(r"[\w./-]+", ref, flags=re.ASCII) or ref.startswith("/"):
        return False
    target = (page.parent / ref).resolve()
    return target.is_file() and target.is_relative_to(home.resolve())


def requests(pages: Iterable[Path], folder: Path) -> set[str]:
    """The addresses that pages ask the network for when a real browser opens them; nobody answers."""
    frames = "".join(f'<iframe src="{page.resolve().as_uri()}"></iframe>' for page in pages)
    frame, log = folder / "frames.html", folder / "network.json"
    frame.write_text(f"<!DOCTYPE html>{frames}", encoding="utf-8")
    profile, seen = f"--user-data-dir={folder / 'profile'}", f"--log-net-log={log}"
    command = [str(CHROMIUM), *_ALONE, _NOBODY, profile, seen, "--dump-dom", frame.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    told = (event.get("params") or {} for event in json.loads(log.read_text("utf-8"))["events"])
    return {one["url"] for one in told if "url" in one and one.get("initiator", "not an origin") != "not an origin"}
