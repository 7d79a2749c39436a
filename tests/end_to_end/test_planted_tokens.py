"""2,400 personal tokens in cells, names and headings of one week: what of them comes out anywhere (domain.md §11.4).

Allowed are the archive and the marked copies that go back to their own clerk.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from flows import steps
from flows.report.per_audience import pages_for, write_pages
from flows.report.publish import write_deliverables
from samples.week import write_inboxes
from tests.support.pace import NIGHTLY
from tests.support.pages.unpacked import unpacked
from tests.support.planted_tokens import Planted, planted
from tests.support.runs.counties import qichun
from tests.support.runs.weeks import KNOWLEDGE, W46, published, rows_of, story, workspace_at
from tests.support.workbooks.tables import contact_log, talk, written

pytestmark = pytest.mark.usefixtures("plainly", *([] if NIGHTLY else ["unprinted"]))  # a PDF says what its HTML says
TOKENS = planted()
FIELDS = ("title", "narrative", "link_target", "content")
ALONE = [token for token in TOKENS if token.kind != "word"][::7]
"""These stand for the number of an order, and behind the name of a community."""
IN_NAMES = [token for token in TOKENS if not set(token.text) & set("/\\:*?[]\n\u200b\u200d")][::29]
ALLOWED = ("archive", "inbox", "returns", "persons", "pepper")
PUBLIC_MOST = 0.01


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Everything a week leaves outside the allowed places, by its path."""
    home = tmp_path_factory.mktemp("planted")
    boxes = story(periods=(W46,), scale=0.02)
    items = rows_of(boxes, W46, "S8")
    for place, token in enumerate(TOKENS):
        item, field = items[place % len(items)], FIELDS[place // len(items) % len(FIELDS)]
        item |= {field: f"{item[field] or ''}，联系{token.text}；", "public_ok": True}
    orders = rows_of(boxes, W46, "S10")
    for token, order in zip(ALONE, orders, strict=False):
        order |= {"order_no": token.text, "community_code": f"某社区{token.text}"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WUWEI_PEPPER_FILE", str(home / "pepper"))
        workspace = workspace_at(home)
        write_inboxes(home, boxes, qichun())
        _strangers(home / "inbox" / W46)
        steps.receive(workspace, home / "inbox", W46, KNOWLEDGE)
        edition = published(workspace, W46, dt.date(2021, 11, 21))
        write_deliverables(workspace, edition)
        write_pages(
            workspace,
            edition,
            [page for reader in ("public", "analyst") for page in pages_for(workspace, edition, reader)],
        )
    return dict(_read(home))


def _strangers(inbox: Path) -> None:
    """Files, worksheets, titles, headings and foot lines that hold a token."""
    for place, token in enumerate(IN_NAMES):
        rows = contact_log(
            talk("张甲", "2021-11-16"),
            period="2021年第46周",
            headings=("姓名", "联系日期", "联系方式", f"备用{token.text}"),
        )
        rows[0][0], rows[-1][0] = f"跟踪联系记录表（2021年第46周）{token.text}", f"填表人：{token.text}"
        written(inbox / f"QC-{place}联系{token.text}.xlsx", rows)


def _read(home: Path) -> Iterator[tuple[str, str]]:
    for folder, _, files in os.walk(home):
        for file in files:
            path = Path(folder, file)
            name = path.relative_to(home).as_posix()
            if not set(ALLOWED) & set(name.split("/")):
                yield name, f"{name}\n{_text(path)}"


def _text(path: Path) -> str:
    if path.suffix == ".parquet":
        return pl.read_parquet(io.BytesIO(path.read_bytes())).write_json()
    text = path.read_bytes().decode("utf-8", "ignore") if path.suffix != ".pdf" else ""
    return text + unpacked(text) if path.as_posix().endswith("analyst/report.html") else text


def spellings(token: Planted) -> set[str]:
    """The token as it was written, and as cleaning or a page may write it."""
    tidy = "".join(char for char in token.text if unicodedata.category(char) != "Cf")
    return {token.text, tidy, unicodedata.normalize("NFKC", tidy), tidy.replace("\n", "\\n"), tidy.replace("\n", " ")}


def left(text: str, kinds: set[str]) -> list[Planted]:
    return [token for token in TOKENS if token.kind in kinds and any(form in text for form in spellings(token))]


def test_the_week_was_read(texts: dict[str, str]) -> None:
    assert "［已隐去］" in texts[next(name for name in texts if name.endswith("items.parquet"))]
    assert "某社区［已隐去］" in texts[next(name for name in texts if name.endswith("orders.parquet"))]
    assert "［已隐去］" in texts[next(name for name in texts if name.endswith("readers/public/report.html"))]


def test_no_id_and_no_mobile_number_is_anywhere(texts: dict[str, str]) -> None:
    assert {name: tokens for name, text in texts.items() if (tokens := left(text, {"id", "mobile"}))} == {}


def test_of_all_tokens_the_public_reads_at_most_one_in_a_hundred(texts: dict[str, str]) -> None:
    public = "\n".join(text for name, text in texts.items() if "readers/public" in name)
    assert len(left(public, {"id", "mobile", "landline", "word"})) <= len(TOKENS) * PUBLIC_MOST


def test_no_landline_is_in_any_list_or_table(texts: dict[str, str]) -> None:
    remaining = {name: len(left(text, {"landline"})) for name, text in texts.items()}
    assert {name: count for name, count in remaining.items() if count} == {}
