"""The version of the rules an edition was made with: everything that decides what a workbook becomes."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

from expectations.county.county import County

RULE_PACKAGES = ("expectations", "transforms")


def _sources(folder: Traversable) -> list[Traversable]:
    inside = sorted(folder.iterdir(), key=lambda one: one.name)
    found = [one for one in inside if one.name.endswith((".py", ".toml"))]
    return found + [deep for one in inside if one.is_dir() and one.name != "__pycache__" for deep in _sources(one)]


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
