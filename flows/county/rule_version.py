"""The version of the rules an edition is made with: a digest of contracts, code lists, transforms and settings."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

from expectations.county.county import County

RULE_PACKAGES = ("expectations", "transforms")


def _sources(folder: Traversable) -> list[Traversable]:
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    sources = [entry for entry in entries if entry.name.endswith((".py", ".toml"))]
    folders = [entry for entry in entries if entry.is_dir() and entry.name != "__pycache__"]
    return sources + [source for inner in folders for source in _sources(inner)]


@cache
def _digest_of_rules() -> str:
    digest = hashlib.sha256()
    for package in RULE_PACKAGES:
        for source in _sources(files(package)):
            digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()


def rule_version(county: County) -> str:
    """`<release>+<digest>`: changes with the contracts, code lists, transforms, and the county's own settings."""
    try:
        release = version("wuwei")
    except PackageNotFoundError:
        release = "0"
    digest = hashlib.sha256((_digest_of_rules() + repr(county)).encode()).hexdigest()
    return f"{release}+{digest[:12]}"
