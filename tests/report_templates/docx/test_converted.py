"""LibreOffice opens the .docx and lays it out on as many pages as the PDF has, one more or less."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from report_templates.docx.paper import county_docx, reader_docx
from report_templates.fonts import OFFICE, STACKS
from report_templates.model.report import Report
from report_templates.render.pdf import pdf
from report_templates.render.reader_page import reader_pdf
from report_templates.reports.county_report import county_report
from report_templates.reports.variants.reports import reader_reports
from tests.support.pace import NIGHTLY
from tests.support.runs.weeks import TUESDAY, W47, counted, received, story
from transforms.indicators.places import place_figures

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.usefixtures("plainly"),
    pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine"),
]
ALIAS = """<match target="pattern"><test name="family"><string>{face}</string></test>
<edit name="family" mode="assign" binding="strong"><string>{open}</string></edit></match>"""
PAPERS: dict[str, tuple[Callable[[Report], bytes], Callable[[Report], bytes]]] = {
    "county": (county_docx, pdf),
    **dict.fromkeys(("township:QC-CHZ", "public", "inspection")[: 3 if NIGHTLY else 1], (reader_docx, reader_pdf)),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    workspace = received(tmp_path_factory.mktemp("converted"), story(scale=0.2 if NIGHTLY else 0.05, dirt=0.3))
    week = counted(workspace, W47, TUESDAY)
    own = dict(place_figures(week.dataset))
    readers = dict(reader_reports(week.dataset, week.figures, own, 1, "0.2"))
    return {"county": county_report(week.dataset, week.figures, 1, "0.2"), **readers}


@pytest.fixture(scope="module")
def converted(reports: dict[str, Report], tmp_path_factory: pytest.TempPathFactory) -> dict[str, PdfReader]:
    """The PDFs that LibreOffice makes of all papers, in the open typefaces that the PDF has."""
    folder = tmp_path_factory.mktemp("office")
    files = {name: folder / f"{place}.docx" for place, name in enumerate(PAPERS)}
    for name, (make, _) in PAPERS.items():
        files[name].write_bytes(make(reports[name]))
    command = [str(SOFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    environment = {**os.environ, "FONTCONFIG_FILE": str(aliases(folder))}
    subprocess.run([*command, "--outdir", folder, *files.values()], env=environment, check=True, timeout=240)
    if not any(folder.glob("*.pdf")):
        pytest.skip("the LibreOffice of this machine has no Writer")
    return {name: PdfReader(file.with_suffix(".pdf")) for name, file in files.items()}


def aliases(folder: Path) -> Path:
    """Settings of fontconfig by which each face of an office is the open one of its stack."""
    lines = [ALIAS.format(face=face, open=STACKS[role][-1]) for role, face in OFFICE.items() if role in STACKS]
    file = folder / "fonts.conf"
    text = "\n".join(["<fontconfig><include>/etc/fonts/fonts.conf</include>", *lines, "</fontconfig>"])
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", PAPERS)
def test_it_has_as_many_pages_as_the_pdf(
    name: str, reports: dict[str, Report], converted: dict[str, PdfReader]
) -> None:
    printed = PdfReader(BytesIO(PAPERS[name][1](reports[name])))
    assert abs(len(converted[name].pages) - len(printed.pages)) <= 1


def test_the_imprint_stands_at_the_foot_of_the_last_page(converted: dict[str, PdfReader]) -> None:
    heights: list[tuple[str, float]] = []

    def visit(text: str, page: list[float], line: list[float], *_: object) -> None:
        heights.append((text, page[5] + page[3] * line[5]))

    converted["county"].pages[-1].extract_text(visitor_text=visit)
    end = [height / 72 * 25.4 for text, height in heights if "规" in text]
    assert end
    assert 35 <= min(end) < 45  # millimetres above the edge: the text of a page ends at 35
