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
    """All addresses a page names (`urls`) and the places in it that can be led to (`ids`)."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.urls: list[str] = []
        self.ids: set[str] = set()
        self._styling = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self._styling = tag == "style"
        self.urls += [value for name, value in attributes.items() if name in _REFERRING]
        self.urls += _styled(attributes.get("style", ""))
        if tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            self.urls.append(attributes["content"])
        self.ids |= {attributes["id"]} if "id" in attributes else set()

    def handle_endtag(self, tag: str) -> None:
        self._styling = False

    def handle_data(self, data: str) -> None:
        if self._styling:
            self.urls += _styled(data)


def _styled(style: str) -> list[str]:
    return [next(filter(None, groups), "") for groups in _IN_STYLE.findall(style)]


def strays(page: Path, home: Path) -> list[str]:
    """The references of a page that lead to no place in it and to no file below `home`."""
    read = References(page.read_text("utf-8"))
    return [ref for ref in read.urls if not (_in_page(ref, read.ids) or _is_below(page, ref, home))]


def _in_page(ref: str, ids: set[str]) -> bool:
    return ref.startswith("#") and ref[1:] in ids


def _is_below(page: Path, ref: str, home: Path) -> bool:
    if not re.fullmatch(r"[\w./-]+", ref, flags=re.ASCII) or ref.startswith("/"):
        return False
    target = (page.parent / ref).resolve()
    return target.is_file() and target.is_relative_to(home.resolve())


def requests(pages: Iterable[Path], folder: Path) -> set[str]:
    """The addresses that pages ask the network for when a real browser opens them; nobody answers."""
    frames = "".join(f'<iframe src="{page.resolve().as_uri()}"></iframe>' for page in pages)
    frame, log = folder / "frames.html", folder / "network.json"
    frame.write_text(f"<!DOCTYPE html>{frames}", encoding="utf-8")
    profile, netlog = f"--user-data-dir={folder / 'profile'}", f"--log-net-log={log}"
    command = [str(CHROMIUM), *_ALONE, _NOBODY, profile, netlog, "--dump-dom", frame.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    parameters = (event.get("params") or {} for event in json.loads(log.read_text("utf-8"))["events"])
    return {
        request["url"]
        for request in parameters
        if "url" in request and request.get("initiator", "not an origin") != "not an origin"
    }
