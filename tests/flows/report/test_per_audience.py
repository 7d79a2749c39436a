"""The papers of all readers of one small week: nothing leaks, hostile cells are text, and a real browser can use them.

The week is run once for all tests of this file; a browser is started once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pypdf import PdfReader
from python_calamine import load_workbook
from typer.testing import CliRunner

from expectations.catalogue import SHEETS
from expectations.contract.contract import Privacy
from flows.cli.command_line import app
from flows.report.index_page import write_site
from flows.report.per_audience import MESSAGE, PICTURE, NoSuchAudience, pages_for, write_pages
from flows.report.publish import write_deliverables
from flows.store.edition import AUDIENCE_REPORTS
from report_templates.model.message import LONGEST
from report_templates.model.report import Report
from report_templates.model.report_json import report_from_line
from report_templates.render.html import html
from report_templates.render.picture import page_picture
from samples.story.story import Inboxes
from samples.story.submission import meant
from tests.support.pages.docx_text import docx_everything
from tests.support.pages.offline import CHROMIUM
from tests.support.pages.unpacked import unpacked
from tests.support.runs.weeks import W46, published, received, rows_of, story, workspace_at

WITH_BROWSER = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine; script/test installs one")
HOSTILE = (
    "<script>document.title='坏'</script><img src=file:///etc/passwd>{{7*7}}\u202e倒" + "长" * 300 + "x" * 200 + "😀"
)
SECRET_WISH, SECRET_PLACE, MEMBER = "秘密意愿岗位", "秘密成长地", "欧阳无双"
pytestmark = pytest.mark.usefixtures("plainly")
RENDERED = ("analyst", "public", "inspection", "group", "township:QC-CHZ", "township:QC-LHZ")
"""Beside what is rendered for the county's leaders."""


@dataclass(frozen=True)
class Papers:
    """Where the papers lie, and what of the workbooks is of class P0."""

    home: Path
    folder: Path
    vault: frozenset[str]

    texts: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """All that a paper says, read out of it once."""
        if name not in self.texts:
            self.texts[name] = self._text(name)
        return self.texts[name]

    def report(self, audience: str) -> Report:
        edition = workspace_at(self.home).store.edition(W46)
        return dict(map(report_from_line, edition.document(AUDIENCE_REPORTS).splitlines()))[audience]

    def _text(self, name: str) -> str:
        """A page's source and what is packed in it, a .docx's parts and text, a PDF's text, metadata, attachments."""
        path = self.folder / name
        if path.suffix == ".html":
            page = path.read_text("utf-8")
            return page + unpacked(page) if name == PAGES[0] else page
        if path.suffix == ".docx":
            return docx_everything(path.read_bytes())
        if path.suffix == ".txt":
            return path.read_text("utf-8")
        if path.suffix == ".png":
            return html(self.report("group"), paper=True)  # what was drawn; that nothing else is in it, see below
        read = PdfReader(path)
        parts = [page.extract_text() for page in read.pages]
        parts += [str(value) for value in (read.metadata or {}).values()]
        parts += [name + repr(content) for name, content in read.attachments.items()]
        return "\n".join(parts)


def vault(boxes: Inboxes) -> frozenset[str]:
    """Every text of a P0 column of every workbook, those too short to be told from others left out."""
    texts = set()
    for submission in boxes[W46]:
        secret = [c.name for c in SHEETS[submission.sheet].columns if c.privacy is Privacy.P0]
        texts |= {str(meant(row, name)) for row in submission.rows for name in secret if meant(row, name)}
    return frozenset(text for text in texts if len(text) > 4)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    home = tmp_path_factory.mktemp("readers")
    boxes = story(periods=(W46,), scale=0.02)
    rows_of(boxes, W46, "S8")[0] |= {"title": HOSTILE, "public_ok": True}
    rows_of(boxes, W46, "S1")[0]["growth_place"] = SECRET_PLACE
    for row in rows_of(boxes, W46, "S3"):
        row["pref_post_1"] = SECRET_WISH
    rows_of(boxes, W46, "S9", "QC-CHZ")[0]["name"] = MEMBER
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WUWEI_PEPPER_FILE", str(home / "pepper"))
        workspace = received(home, boxes)
        edition = published(workspace, W46, dt.date(2021, 11, 21))
        folder = write_deliverables(workspace, edition)
        pages = [page for reader in RENDERED for page in pages_for(workspace, edition, reader)]
        write_pages(workspace, edition, pages)
        write_site(workspace)
        patch.setattr("flows.report.suggestion.reader_pdf", lambda _: b"")  # drawn as the papers of other readers
        patch.setattr("flows.cli.commands.suggest.workspace_in", lambda *_: workspace)
        decided = rows_of(boxes, W46, "S6")[0]
        (home / "plan.csv").write_text(f"姓名,岗位编号\n{decided['name']},{decided['post_code']}\n", "utf-8")
        said = CliRunner().invoke(app, ["suggest", W46, "--keep", "--compare", str(home / "plan.csv")])
        assert said.exit_code == 0, said.output
        patch.setattr("flows.cli.commands.dispatch.workspace_in", lambda *_: workspace)
        said = CliRunner().invoke(app, ["dispatch", W46, "--unit", "QC-CHZ"])
        assert said.exit_code == 0, said.output
        patch.setattr("flows.cli.commands.explain.workspace_in", lambda *_: workspace)
        (home / "traced.txt").write_text(CliRunner().invoke(app, ["trace", W46, "suggest/posts/seats"]).output, "utf-8")
    return Papers(home, folder, vault(boxes))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


PAGES = ("readers/analyst/report.html", "readers/public/report.html", "readers/inspection/report.html", "report.html",
         "annex.html", "readers/inspection/annex.html")  # fmt: skip
PDFS = ("report.pdf", "annex.pdf", "readers/inspection/annex.pdf", "readers/public/report.pdf",
        "readers/inspection/report.pdf", "readers/township/QC-CHZ.pdf", "readers/township/QC-LHZ.pdf")  # fmt: skip
DOCX = tuple(f"{name.removesuffix('.pdf')}.docx" for name in PDFS)
GROUP = (MESSAGE, PICTURE)
NUMBERS = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|1[3-9]\d{9})(?![0-9A-Za-z])")


SUGGESTION = "persons/suggestion.html"


@pytest.mark.parametrize("name", [*PAGES, *PDFS, *DOCX, *GROUP, SUGGESTION])
def test_nothing_of_the_vault_and_no_number_of_a_person_is_in_any_paper(papers: Papers, name: str) -> None:
    text = papers.text(name)
    assert len(papers.vault) > 50
    assert [secret for secret in papers.vault if secret in text] == []
    assert NUMBERS.findall(text) == []


@pytest.mark.parametrize("name", [*PAGES[1:], *PDFS, *DOCX, *GROUP])
def test_wishes_and_origins_are_for_the_organisation_department_alone(papers: Papers, name: str) -> None:
    text = papers.text(name)
    assert SECRET_WISH not in text
    assert SECRET_PLACE not in text


def test_a_proposal_is_for_the_organisation_department_alone(papers: Papers) -> None:
    folder = (papers.folder / SUGGESTION).parent
    assert folder.stat().st_mode & 0o077 == 0
    assert {path.name for path in folder.glob("*.*")} == {f"suggestion.{kind}" for kind in ("html", "pdf", "xlsx")}
    assert SECRET_WISH in papers.text(SUGGESTION)  # their own wishes, and what becomes of them
    assert SECRET_PLACE not in papers.text(SUGGESTION)
    assert "手工方案安排1名，其中与建议一致1名。" in re.sub("<[^>]*>", "", papers.text(SUGGESTION))
    sheets = load_workbook(BytesIO((folder / "suggestion.xlsx").read_bytes())).sheet_names
    assert sheets[:3] == ["各系统安排人数", "建议安排的岗位和得分", "各人四项得分的依据"]


@pytest.mark.parametrize("name", [*PAGES[1:], *PDFS, *DOCX, *GROUP])
def test_a_member_is_named_to_his_own_township_alone(papers: Papers, name: str) -> None:
    squeezed = re.sub(r"\s", "", papers.text(name))
    assert (MEMBER in squeezed) == name.startswith("readers/township/QC-CHZ.")


def test_a_number_of_the_proposal_is_traced(papers: Papers) -> None:
    text = (papers.home / "traced.txt").read_text("utf-8")
    assert text.startswith("suggest/posts/seats 二次分工建议方案")
    assert re.search(r"value    \d+", text)


def test_the_list_of_a_town_names_members_of_its_own_register_and_nothing_of_the_vault(papers: Papers) -> None:
    """Of each order neither what it is about nor a telephone number."""
    (path,) = (papers.folder / "persons" / "dispatch").iterdir()
    assert path.name == "QC-CHZ.xlsx"
    assert path.parent.stat().st_mode & 0o077 == 0
    rows = load_workbook(BytesIO(path.read_bytes())).get_sheet_by_index(0).to_python()
    text = "\n".join(str(cell) for row in rows for cell in row)
    assert [secret for secret in papers.vault if secret in text] == []
    assert NUMBERS.findall(text) == []
    register = workspace_at(papers.home).store.edition(W46).table("registrations")
    own = set(register.filter(town="421126100")["name"])
    asked = {name for row in rows[3:] for name in re.findall(r"^(\w+)（.*）$", str(row[5]))}
    assert asked
    assert asked <= own


def test_nobody_is_named_to_a_work_group(papers: Papers) -> None:
    """Neither cadres nor members nor leaders: what it reads is passed on."""
    edition = workspace_at(papers.home).store.edition(W46)
    named = {"assignments": "name", "registrations": "name", "leaders": "leader"}
    names = {name for table, column in named.items() for name in edition.table(table)[column].drop_nulls()}
    assert len(names) > 50
    for name in GROUP:
        assert [person for person in names if person in papers.text(name)] == []


def test_a_work_group_reads_page_one_in_three_hundred_characters_and_a_picture(papers: Papers) -> None:
    text = papers.text(MESSAGE)
    assert text.startswith(
        "【“五维”干部数据工作周报】第46期（11月15日至11月21日，数据截至11月21日）\n需要关注：亮红灯指标"
    )
    assert "\n办理要求：" in text
    assert len(text) <= LONGEST + 1  # and the end of the last line
    content = (papers.folder / PICTURE).read_bytes()
    picture = Image.open(BytesIO(content))
    assert (picture.format, picture.size) == ("PNG", (1080, 1614))  # 172 mm by 257 mm of the page
    assert picture.info == {}  # neither text nor time
    assert len(picture.convert("RGB").getcolors(1 << 24) or []) > 50


def test_the_picture_of_the_same_report_has_the_same_bytes(papers: Papers) -> None:
    assert page_picture(papers.report("group")) == (papers.folder / PICTURE).read_bytes()


def test_folders_may_be_entered_by_those_whom_their_class_allows(papers: Papers) -> None:
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (papers.folder / "readers").iterdir()}
    assert modes == {
        "analyst": "0o700",
        "inspection": "0o750",
        "township": "0o750",
        "public": "0o755",
        "group": "0o750",
    }


def test_a_report_rendered_again_has_the_same_bytes(papers: Papers) -> None:
    workspace = workspace_at(papers.home)
    edition = workspace.store.current(W46)
    assert edition is not None
    pages = pages_for(workspace, edition, "township:QC-CHZ")
    assert [Path(page.name).suffix for page in pages] == [".pdf", ".docx"]
    for page in pages:
        assert page.make(page.content) == (papers.folder / page.name).read_bytes()


def test_a_reader_nobody_knows_is_told_who_there_is(papers: Papers) -> None:
    workspace = workspace_at(papers.home)
    edition = workspace.store.current(W46)
    assert edition is not None
    with pytest.raises(NoSuchAudience, match="township:QC-CHZ"):
        pages_for(workspace, edition, "township:QC-NONE")


def opened(browser: Browser, path: Path, scheme: str = "light", width: int = 1280) -> tuple[Page, list[str]]:
    """A page, and what it asks for or complains of."""
    log: list[str] = []
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
    page.on("request", lambda request: log.append(request.url))
    page.on("console", lambda message: log.append(message.text))
    page.on("pageerror", lambda error: log.append(str(error)))
    page.goto(path.as_uri())
    return page, [entry for entry in log if entry != path.as_uri() and not entry.startswith("data:")]


LOOKS = (("light", 1440), ("dark", 390))
"""Colours do not follow the width, nor widths the colours: on a wide screen by day, on a telephone by night."""
LOOKED_AT = [
    pytest.param(name, *look, marks=[pytest.mark.nightly] if place % 2 == turn and name != "report.html" else [])
    for place, name in enumerate([*PAGES, "status.html", "quality/index.html", "../../../index.html"])
    for turn, look in enumerate(LOOKS)
]
"""All pages have one style: every other is looked at in one way, those between in the other, and one in both."""


@WITH_BROWSER
@pytest.mark.parametrize(("name", "scheme", "width"), LOOKED_AT)
def test_axe_finds_nothing_and_nothing_is_asked_for(
    papers: Papers, browser: Browser, name: str, scheme: str, width: int
) -> None:
    page, log = opened(browser, (papers.folder / name).resolve(), scheme, width)
    violations = Axe().run(page).response["violations"]
    page.close()
    assert log == []
    assert [(violation["id"], violation["nodes"][0]["html"][:200]) for violation in violations] == []


@WITH_BROWSER
@pytest.mark.parametrize("name", PAGES[:3])
def test_hostile_words_are_text_and_break_no_layout(papers: Papers, browser: Browser, name: str) -> None:
    page, _ = opened(browser, papers.folder / name)
    assert "坏" not in page.title()
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    if "inspection" not in name:
        assert "<script>document.title='坏'</script><img src=file:///etc/passwd>{{7*7}}倒" in str(
            page.locator("body").text_content()
        )
    page.close()


@WITH_BROWSER
@pytest.mark.parametrize(
    "name", [*PAGES, "status.html", "quality/index.html", "quality/S10.html", "../../../index.html"]
)
def test_a_page_is_read_on_a_narrow_screen(papers: Papers, browser: Browser, name: str) -> None:
    """Tables scroll in themselves, and no name is set one character below the other."""
    page, _ = opened(browser, (papers.folder / name).resolve(), width=360)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    widths = page.locator("table:not(.grid) tbody th[scope=row]:visible").evaluate_all(
        "them => them.map(one => one.clientWidth)"
    )
    assert all(width >= 60 for width in widths)
    page.close()


NEXT_FRAME = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
HINT = "one => parseFloat(getComputedStyle(one, '::before').height) > 0"


@WITH_BROWSER
@pytest.mark.parametrize("scrolled", ["0", "one.scrollWidth"])
def test_on_a_telephone_name_and_light_of_a_row_stay_while_its_numbers_are_scrolled(
    papers: Papers, browser: Browser, scrolled: str
) -> None:
    page, _ = opened(browser, papers.folder / "report.html", width=390)
    box = page.locator(".scrolled", has=page.locator("table.figures"))
    box.evaluate(f"one => {{ one.scrollLeft = {scrolled} }}")
    seen = box.locator("tbody tr:not(.family)").first
    for cell in (seen.locator("th"), seen.locator("td.light"), box.locator("thead th.light")):
        place = cell.bounding_box()
        assert place is not None
        assert 0 <= place["x"] < place["x"] + place["width"] <= 390
    page.close()


@WITH_BROWSER
@pytest.mark.parametrize("width", [390, 1440])
def test_a_table_says_that_it_is_wider_than_the_screen_just_where_it_is(
    papers: Papers, browser: Browser, width: int
) -> None:
    page, _ = opened(browser, papers.folder / "report.html", width=width)
    page.evaluate(NEXT_FRAME)
    tables = page.locator(".scrolled").evaluate_all(
        f"them => them.map(one => [one.scrollWidth > one.clientWidth, ({HINT})(one)])"
    )
    assert len(tables) > 3
    assert [said for wider, said in tables] == [wider for wider, said in tables]
    page.close()


@WITH_BROWSER
@pytest.mark.parametrize("width", [390, 1440])
def test_the_towns_of_the_status_page_are_as_long_as_the_page(papers: Papers, browser: Browser, width: int) -> None:
    page, _ = opened(browser, papers.folder / "status.html", width=width)
    assert page.locator(".scrolled").evaluate("one => one.scrollHeight - one.clientHeight") <= 1
    page.close()


@WITH_BROWSER
def test_a_page_leads_to_its_files_and_its_sections(papers: Papers, browser: Browser) -> None:
    page, _ = opened(browser, papers.folder / "report.html")
    links = page.locator("nav.contents a")
    targets = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert targets[:3] == ["report.pdf", "report.docx", "report-data.xlsx"]
    assert all((papers.folder / name).is_file() for name in targets[:3])
    assert len(targets[3:]) == page.locator("h2").count() > 5
    for target, heading in zip(targets[3:], page.locator("h2").all_inner_texts(), strict=True):
        assert page.locator(f"{target} h2").inner_text() == heading == page.locator(f"a[href='{target}']").inner_text()
    page.emulate_media(media="print")
    assert page.locator("nav.contents").is_hidden()
    page.close()


@WITH_BROWSER
def test_the_index_leads_to_every_variant(papers: Papers, browser: Browser) -> None:
    page, _ = opened(browser, papers.home / "index.html")
    links = page.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    start = f"periods/{W46}/edition-1/"
    for name in (*PAGES, *GROUP, "report-data.xlsx", "readers/public/report.pdf", "readers/township/QC-CHZ.pdf"):
        assert start + name in links
    page.get_by_role("link", name="组织部分析版").click()
    assert "指标分析" in page.title()
    page.close()


@WITH_BROWSER
def test_an_analyst_filters_sorts_and_opens_a_figure_down_to_its_row(papers: Papers, browser: Browser) -> None:
    page, _ = opened(browser, papers.folder / PAGES[0])
    shown = page.locator("#figures tbody tr:visible")
    page.get_by_label("类别").select_option("C")
    assert {code[0] for code in shown.locator("a.open").all_inner_texts()} == {"C"}
    page.get_by_label("查找").fill("认领件数")
    expect(shown.locator("a.open").first).to_have_text("C2")
    page.get_by_label("查找").fill("")
    page.get_by_label("类别").select_option("")
    page.get_by_role("button", name="指标", exact=True).click()
    assert page.locator("#figures th[aria-sort=ascending]").inner_text() == "指标"
    page.locator("a.open[data-code=A1]").press("Enter")
    panel = page.locator("#panel")
    panel.wait_for()
    assert panel.locator("tbody tr").count() == 24
    assert re.search(
        r"QC-ZZB_S1_2021W46_v1\.xlsx › .+ › 第(\d+)行 [A-Z]+\1\b", panel.locator("tbody tr").first.inner_text()
    )
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert page.evaluate("document.activeElement.dataset.code") == "A1"
    page.close()


@WITH_BROWSER
@pytest.mark.parametrize("name", ["report.html", "readers/inspection/report.html", "readers/public/report.html"])
def test_a_reader_sorts_a_table_by_its_heads(papers: Papers, browser: Browser, name: str) -> None:
    """Every table whose rows may stand in another order; the row that sums the others stays the last."""
    page, _ = opened(browser, papers.folder / name)
    assert page.locator("table.sortable").count()
    for table in page.locator("table.sortable").all():
        rows = table.locator("tbody tr")
        last = rows.last.inner_text()
        before = sorted(rows.all_inner_texts())
        head = table.locator("thead th").first
        for direction in ("ascending", "descending"):
            head.get_by_role("button").press("Enter")
            assert head.get_attribute("aria-sort") == direction
        assert sorted(rows.all_inner_texts()) == before
        assert "summed" not in str(table.get_attribute("class")) or rows.last.inner_text() == last
    assert Axe().run(page).response["violations"] == []
    page.close()


@WITH_BROWSER
def test_the_parts_of_a_figure_are_listed_when_they_are_asked_for(papers: Papers, browser: Browser) -> None:
    page, _ = opened(browser, papers.folder / PAGES[0])
    lines = page.locator("#figures tbody tr")
    listed = lines.count()
    page.locator("#parts").check()
    page.locator("#figures tr:not([data-main]) td").first.wait_for()
    page.get_by_label("查找").fill("A2-")
    expect(page.locator("#found")).not_to_have_text(f"{listed}项")
    codes = page.locator("#figures tbody tr:visible a.open").all_inner_texts()
    assert codes
    assert all(code.startswith("A2-") for code in codes)
    page.locator("#figures tbody tr:visible a.open").first.press("Enter")
    expect(page.locator("#panel-title")).to_contain_text(codes[0])
    assert Axe().run(page).response["violations"] == []
    page.close()


@WITH_BROWSER
def test_the_course_of_a_figure_is_drawn_with_its_gaps_and_marks(papers: Papers, browser: Browser) -> None:
    """Of five weeks the second is unknown: two lines, a dot for each number, the highest and the lowest written out."""
    page, _ = opened(browser, papers.folder / PAGES[0])
    page.evaluate(
        "document.body.append(course('完成率', ['一', '二', '三', '四', '五'], ['90%', '—', '−5%', '7%', '8%']))"
    )
    drawn = page.locator("body > svg.course")
    assert drawn.get_attribute("aria-label") == "完成率走势：一90%，三−5%，四7%，五8%"
    assert str(drawn.locator("path").get_attribute("d")).count("M") == 2
    assert drawn.locator("circle").count() == 4
    assert drawn.locator("text").all_text_contents() == ["90%", "−5%", "一", "五"]
    page.close()


@WITH_BROWSER
def test_numbers_are_sorted_by_value_and_not_by_their_digits(papers: Papers, browser: Browser) -> None:
    page, _ = opened(browser, papers.folder / PAGES[0])
    page.locator("#parts").check()
    page.locator("#figures tr:not([data-main]) td").first.wait_for()
    page.locator("#figures thead").get_by_role("button", name="本期").click()
    shown = [
        re.match(r"-?[\d.]+", text.replace("−", "-"))
        for text in page.locator("#figures tbody tr:visible td:nth-child(3)").all_inner_texts()
    ]
    values = [float(match[0]) for match in shown if match]
    assert values == sorted(values)
    assert len(set(values)) > 10
    page.close()


@WITH_BROWSER
def test_without_its_script_the_page_opens_figures_in_place(papers: Papers, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((papers.folder / PAGES[0]).as_uri())
    assert page.locator("form.filters").is_hidden()
    first = page.locator("details").first
    first.locator("summary").click()
    assert "第" in first.locator(".place").first.inner_text()
    context.close()


@WITH_BROWSER
def test_a_browser_too_old_to_unpack_opens_figures_in_place(papers: Papers, browser: Browser) -> None:
    context = browser.new_context()
    context.add_init_script("delete window.DecompressionStream")
    page = context.new_page()
    page.goto((papers.folder / PAGES[0]).as_uri())
    assert page.locator("form.filters").is_hidden()
    page.locator("a.open[data-code=A1]").click()
    assert page.url.endswith(f"#{page.locator('details[open]').get_attribute('id')}")
    assert page.locator("details[open] summary").inner_text().startswith("A1")
    context.close()


@WITH_BROWSER
def test_print_view_has_the_tables_and_not_the_filters(papers: Papers, browser: Browser) -> None:
    page, _ = opened(browser, papers.folder / PAGES[0])
    page.emulate_media(media="print")
    assert page.locator("form.filters").is_hidden()
    assert page.locator("#figures").is_visible()
    page.close()
