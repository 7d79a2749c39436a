"""What Great Expectations imports in vain is loaded when somebody asks for one of its names."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import pytest

from expectations.suites import loaded_late


@pytest.mark.parametrize(("modules", "at_once"), [({"some_words"}, []), (set(), ["run"])])
def test_the_code_of_such_a_module_waits(
    modules: set[str], at_once: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loaded_late, "MODULES", modules)
    monkeypatch.setattr(sys, "some_words_were", [], raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "some_words.py").write_text("import sys\nsys.some_words_were.append('run')\nWORD = '甲'\n", "utf-8")
    module = import_module("some_words")
    try:
        assert sys.some_words_were == at_once  # type: ignore[attr-defined]
        assert module.WORD == "甲"
        assert sys.some_words_were == ["run"]  # type: ignore[attr-defined]
    finally:
        del sys.modules["some_words"]
