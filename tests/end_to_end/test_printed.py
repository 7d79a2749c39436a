"""Every number of every reader's report follows from the rows behind its code (design.md §5.6)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl
import pytest

from expectations.catalogue import SHEETS
from flows.county.workspace import Workspace
from flows.editions.distribution import distribute
from flows.report.lists import write_outputs
from flows.store.edition import EditionTables
from flows.store.store import Edition
from report_templates.docx.paper import county_docx, reader_docx
from report_templates.model.imprint import law_line, made_by, serial_words
from report_templates.model.message import message
from report_templates.model.report import Chart, Content, Formulas, Paragraph, Report, Table, annex_of, walk
from report_templates.model.report_json import report_from, report_from_line
from report_templates.render.html import html
from report_templates.render.reader_page import reader_html
from report_templates.render.weasy import laid_out
from report_templates.reports.correction_marks import MARKED
from report_templates.words.sentence import Number, Sentence, Side
from samples.story.story import Inboxes
from samples.story.submission import Submission
from tests.support.pace import NIGHTLY
from tests.support.pages.boxes import faults_of, filled, lonely_rows
from tests.support.pages.docx_text import docx_words, page_words, tight
from tests.support.pages.printed import ENCLOSED, numbers, pieces, unvouched
from tests.support.pages.recomputed import Check, Opened, with_unit
from tests.support.runs.counties import qichun
from tests.support.runs.weeks import KNOWLEDGE, TUESDAY, W46, W47, also_received, published, received, story
from transforms.indicators.catalogue import INDICATORS
from transforms.indicators.trace import trace

MONTH, QUARTER, YEAR = "2021-11", "2021-Q4", "2021"
CORRECTED = f"{W47}, corrected"
FIRST = f"{W46}, as first published"
YEAR_END, HOUR, DAY = dt.date(2021, 12, 31), dt.timedelta(hours=1), dt.timedelta(days=1)
ALL = (
    W47,
    CORRECTED,
    *(pytest.param(period, marks=pytest.mark.nightly) for period in (W46, MONTH, QUARTER, YEAR)),
)
pytestmark = pytest.mark.usefixtures("plainly")


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Edition]:
    """Two dirty weeks of a small county, by night the month, quarter and year they lie in, too.

    In the first week one township's orders come when it has been published: the second looks back on a correction.
    In the second week another's come when it has been issued: then that is corrected itself.
    """
    boxes = story(scale=0.05, dirt=0.3)
    late = {week: held_back(boxes, week, unit) for week, unit in ((W46, "QC-LHZ"), (W47, "QC-CHZ"))}
    workspace = received(tmp_path_factory.mktemp("printed"), boxes)
    ends = {W46: TUESDAY, W47: TUESDAY}
    ends |= {MONTH: dt.date(2021, 11, 30), QUARTER: YEAR_END, YEAR: YEAR_END} if NIGHTLY else {}
    first = published(workspace, W46, TUESDAY)
    also_received(workspace, {W46: late[W46]}, KNOWLEDGE + HOUR)
    by_name = {period: published(workspace, period, day, KNOWLEDGE + HOUR) for period, day in ends.items()}
    return by_name | {FIRST: first, CORRECTED: corrected(workspace, by_name[W47], {W47: late[W47]})}


def held_back(boxes: Inboxes, period: str, unit: str) -> list[Submission]:
    """Take a unit's orders out of an inbox."""
    late = [submission for submission in boxes[period] if (submission.sheet, submission.submitter) == ("S10", unit)]
    boxes[period] = [submission for submission in boxes[period] if submission not in late]
    return late


def corrected(workspace: Workspace, edition: Edition, late: Inboxes) -> Edition:
    """Issue an edition, receive files that were late, and publish the period again."""
    write_outputs(workspace.papers(edition.period, edition.number), [("report.json", edition.document("report.json"))])
    distribute(workspace, edition, ("县委办",), "值班员", KNOWLEDGE + HOUR)
    also_received(workspace, late, KNOWLEDGE + DAY)
    return published(workspace, edition.period, TUESDAY, KNOWLEDGE + DAY)


@pytest.fixture(scope="module")
def opened(editions: dict[str, Edition]) -> dict[str, Opened]:
    return {period: Opened.of(edition) for period, edition in editions.items()}


def checks(edition: str, editions: dict[str, Edition], opened: dict[str, Opened]) -> Iterator[tuple[str, Check]]:
    """By reader, what the numbers of his report must read."""
    before = opened[W46] if edition in {W47, CORRECTED} else None
    issued = reports(editions[W47]) if edition == CORRECTED else {}
    for reader, report in reports(editions[edition]).items():
        then = Check(issued[reader], opened[W47], opened, before, opened[FIRST]) if issued else None
        yield reader, Check(report, opened[edition], opened, before, opened[FIRST], then)


def reports(edition: Edition) -> dict[str, Report]:
    """By reader, the county's leaders among them."""
    of_readers = map(report_from_line, edition.document("readers.jsonl").splitlines())
    return {"county": report_from(edition.document("report.json")), **dict(of_readers)}


@pytest.mark.parametrize("edition", ALL)
def test_every_printed_number_is_what_the_rows_behind_its_code_give(
    edition: str, editions: dict[str, Edition], opened: dict[str, Opened]
) -> None:
    wrong, checked = [], 0
    for reader, check in checks(edition, editions, opened):
        for number, where in numbers(check.report):
            if number.side is Side.PLAIN:
                continue
            checked += 1
            wanted = check.wanted(number)
            if str(number) not in wanted:
                label = f"{number.code} ({number.side.value} {number.period} {number.edition})"
                wrong.append(f"{reader}, {where}: {label} reads {str(number)!r}, its rows give {sorted(wanted)}")
    assert wrong == []
    assert checked > 1000


@pytest.mark.parametrize("edition", ALL)
def test_no_number_is_printed_without_a_code(
    edition: str, editions: dict[str, Edition], opened: dict[str, Opened]
) -> None:
    known = known_texts(opened[edition])
    loose = [
        f"{reader}: {words}"
        for reader, report in reports(editions[edition]).items()
        for words in unvouched(report, known)
    ]
    assert loose == []


@pytest.mark.parametrize("edition", [W47, CORRECTED])
def test_every_number_of_a_message_is_one_that_its_report_prints(edition: str, editions: dict[str, Edition]) -> None:
    """Those are made anew above."""
    report = reports(editions[edition])["group"]
    printed = {(*side_of(number), str(number)) for number, _ in numbers(report)}
    said = [(*side_of(run), str(run)) for run in message(report).runs if isinstance(run, Number)]
    assert len(said) > 3
    assert set(said) <= printed


@pytest.mark.parametrize("edition", [pytest.param(MONTH, marks=pytest.mark.nightly), CORRECTED])
@pytest.mark.parametrize("reader", ["county", "inspection", "township:QC-CHZ", "public", "annex"])
def test_every_docx_prints_the_numbers_of_its_report_and_no_other_text(
    edition: str, reader: str, editions: dict[str, Edition]
) -> None:
    by_reader = reports(editions[edition])
    report = annex_of(by_reader["county"]) if reader == "annex" else replace(by_reader[reader], annex=())
    county = reader == "county"
    words = docx_words((county_docx if county else reader_docx)(report))
    drawn = {block.name for block in walk((*report.summary, *report.sections)) if isinstance(block, Chart)}
    shown = [number for number, where in numbers(report) if where not in {*drawn, ENCLOSED}]
    assert [number for number in shown if tight(number) not in words] == []
    assert shown
    if county:
        assert words == page_words(html(report))
    else:  # the foot of the page is a foot of the document
        assert page_words(reader_html(report)).removeprefix(words) == tight(provenance(report))


@pytest.mark.parametrize("edition", [pytest.param(MONTH, marks=pytest.mark.nightly), CORRECTED])
def test_every_printed_code_can_be_traced(edition: str, editions: dict[str, Edition]) -> None:
    codes = {code for report in reports(editions[edition]).values() for code in printed_codes(report)}
    assert codes == set(INDICATORS)
    tables = EditionTables(editions[edition])
    assert [trace(code, tables).line["code"] for code in codes] == [*codes]


@pytest.mark.parametrize("edition", ALL)
def test_no_person_is_named_but_to_those_who_may_know(
    edition: str, editions: dict[str, Edition], opened: dict[str, Opened]
) -> None:
    """By the matrix of domain.md §11.2; leaders are named everywhere but to the public."""
    tables, named = opened[edition].tables, dict[str, set[str]]()
    leaders = {*tables["leaders"]["leader"], *tables["items"]["leader"]} - {None}
    persons = leaders | persons_of(tables["assignments"], tables["registrations"])
    found = re.compile("|".join(sorted(persons, key=len, reverse=True)))  # 高芳 is not in 高芳华
    for reader, report in reports(editions[edition]).items():
        printed = "\n".join(piece.text for piece in pieces(report))
        named[reader] = {*found.findall(printed)}
        allowed = may_know(reader, tables) | (set() if reader == "public" else leaders)
        assert named[reader] <= allowed, reader
    assert named["county"]
    assert len(named["township:QC-CHZ"]) > 10


def may_know(reader: str, tables: Mapping[str, pl.DataFrame]) -> set[str]:
    """Whom a reader may find: cadres in a second post, those he hosts, members of his unit or in his division."""
    variant, _, code = reader.partition(":")
    in_post = tables["assignments"].filter("in_effect")
    if variant == "county":
        return persons_of(in_post)
    if variant != "township":
        return set()
    here = next(unit.division for unit in qichun().units if unit.code == code)
    members = tables["registrations"].filter((pl.col("unit_code") == code) | pl.col("town").eq_missing(pl.lit(here)))
    return persons_of(in_post.filter(pl.col("host_unit") == code), members)


def persons_of(*tables: pl.DataFrame) -> set[str]:
    return {name for table in tables for name in table["name"].drop_nulls()}


def test_what_was_first_published_of_the_week_before_is_recomputed_too(editions: dict[str, Edition]) -> None:
    firsts = [number for number, _ in numbers(reports(editions[W47])["county"]) if number.side is Side.FIRST]
    assert {"D3", "E1"} <= {number.code for number in firsts}


@pytest.mark.parametrize("reader", ["township:QC-CHZ", "township:QC-ZFB"])
def test_a_unit_is_told_the_codes_of_its_own_numbers(reader: str, editions: dict[str, Edition]) -> None:
    report = reports(editions[W47])[reader]
    table = next(block for block in walk(report.sections) if isinstance(block, Table) and block.name == "compared")
    note = table.note.text if isinstance(table.note, Sentence) else table.note
    place = re.findall("代码后加“-(.+?)”是本单位数字的代码", note)[0]
    tables = EditionTables(editions[W47])
    for code, _, value, *_ in table.rows:
        line = trace(f"{code}-{place}", tables).line
        known = with_unit(line["value"], str(line["unit"]))  # type: ignore[arg-type] # a number
        assert str(value) in ({known, "—"} if line["value"] is not None else {"未报", "无应办事项", "无可比基数"})


def test_a_correction_marks_every_number_it_changes_and_no_other(editions: dict[str, Edition]) -> None:
    issued, marks = reports(editions[W47]), 0
    for reader, report in reports(editions[CORRECTED]).items():
        if reader == "public":
            continue
        before = {(*side_of(old), str(old)) for old, _ in numbers(issued[reader])}
        sides = {side[:3] for side in before}
        drawn = {block.name: block.caption for block in report.blocks if isinstance(block, Chart)}
        printed = [Number(""), *(new for new, where in numbers(report) if where not in {*drawn, ENCLOSED}), Number("")]
        for last, number, following in zip(printed, printed[1:], printed[2:], strict=False):
            if number.edition:
                assert (*side_of(number), str(number)) in before
                marks += 1
            elif number.side in MARKED and side_of(number) in sides:
                neighbours = [
                    neighbour
                    for neighbour in (last, following)
                    if neighbour.edition and side_of(neighbour) == side_of(number)
                ]
                assert bool(neighbours) != ((*side_of(number), str(number)) in before), (reader, number.code, number)
        assert not drawn or "“接单服务”办理过程（累计）〔已更正〕" in drawn.values()
        assert not drawn or "五个维度的数据完整度" in drawn.values()
    assert marks > 100


def side_of(number: Number) -> tuple[str, str, str]:
    return (number.code, number.side, number.period)


LAID_OUT = ("county", "annex", "inspection", "township:QC-CHZ", "public")
LAID_OUT_BY_DAY = {W47: ("county", "inspection"), CORRECTED: ("county", "annex", "township:QC-CHZ", "public")}


@pytest.mark.parametrize("edition", [W47, CORRECTED, pytest.param(MONTH, marks=pytest.mark.nightly)])
def test_no_text_of_a_paper_stands_over_another_or_out_of_its_cell(edition: str, editions: dict[str, Edition]) -> None:
    by_reader = reports(editions[edition])
    by_reader["annex"] = annex_of(by_reader["county"])
    for name in LAID_OUT if NIGHTLY else LAID_OUT_BY_DAY[edition]:
        document = laid_out((html if name == "county" else reader_html)(by_reader[name]))
        assert faults_of(document) == [], name
        assert lonely_rows(document) == [], name
        assert min([*filled(document)[:-1], 1.0]) >= 2 / 3, name
        if name == "county" and edition != CORRECTED:  # that has a page of corrections before all else
            assert len(document.pages) <= 8


def test_the_public_is_told_that_a_number_is_corrected_but_not_from_what(editions: dict[str, Edition]) -> None:
    report = reports(editions[CORRECTED])["public"]
    assert "已更正" in reader_html(report)
    assert "原报" not in reader_html(report)
    assert [number for number, _ in numbers(report) if number.edition] == []


def test_a_number_without_a_code_would_be_found(editions: dict[str, Edition]) -> None:
    report = reports(editions[W47])["county"]
    table = next(block for block in walk(report.sections) if isinstance(block, Table) and block.name == "divisions")
    assert any(number.code for number, _ in numbers(report))
    bare = [f"{cell}" for cell in table.rows[0]]
    assert any(re.search(r"\d", cell) and not isinstance(cell, Number) for cell in bare)


@pytest.mark.parametrize("period", [W47, pytest.param(YEAR, marks=pytest.mark.nightly)])
def test_every_number_of_the_analysts_page_is_what_its_rows_give(period: str, opened: dict[str, Opened]) -> None:
    recounted = opened[period]
    wrong = [
        (code, line["value"], recounted.value(code))
        for code, line in recounted.lines.items()
        if line["value"] is not None and recounted.value(code) != pytest.approx(line["value"], rel=1e-9)
    ]
    assert wrong == []


@pytest.mark.nightly  # by day that of a month of one sheet, in tests/end_to_end/test_longer_periods.py
@pytest.mark.parametrize(
    ("period", "days", "title"),
    [
        (MONTH, "11月1日至11月30日", "工作月报"),
        (QUARTER, "10月1日至12月31日", "工作季报"),
        (YEAR, "1月1日至12月31日", "工作年报"),
    ],
)
def test_a_longer_period_is_said_to_be_one_to_every_reader(
    period: str, days: str, title: str, editions: dict[str, Edition]
) -> None:
    by_reader = reports(editions[period])
    variants = {name.partition(":")[0]: name for name in by_reader}
    assert set(variants) == {"county", "inspection", "township", "public", "group"}
    assert {report.masthead.title for report in by_reader.values()} == {f"“五维”干部数据{title}"}
    for variant, name in variants.items():
        page = html(by_reader[name]) if variant in {"county", "group"} else reader_html(by_reader[name])
        assert days in re.sub("<[^>]*>", "", page), name


def provenance(report: Report) -> str:
    head = report.masthead
    return f"{head.issuer}{head.issued}{made_by(head)}{law_line(head)}{serial_words(head)}"


def printed_codes(report: Report) -> Iterator[str]:
    """The codes that stand on the page."""
    for block in report.blocks:
        if isinstance(block, Paragraph):
            yield from block.said.codes
        elif isinstance(block, Formulas):
            yield from (formula.code for formula in block.formulas)
        elif isinstance(block, Table):
            codes = [at for at, column in enumerate(block.columns) if column.content is Content.FIGURE]
            yield from (str(row[at]) for row in block.rows if len(row) > 1 for at in codes)


def known_texts(opened: Opened) -> str:
    """All texts a report may quote: of the tables, of the county, of the contracts."""
    county = qichun()
    texts = [unit.short for unit in county.units] + [division.name for division in county.divisions]
    texts += [sheet.title for sheet in SHEETS.values()] + [f"{band}岁" for band in county_bands(opened)]
    for frame in opened.tables.values():
        for name, dtype in frame.schema.items():
            if dtype == pl.String:
                texts += frame[name].drop_nulls().unique().to_list()
            elif dtype == pl.List(pl.String):
                texts += frame[name].explode().drop_nulls().unique().to_list()
    return "\n".join(texts)


def county_bands(opened: Opened) -> list[str]:
    return opened.tables["five_dim"]["age_band"].drop_nulls().unique().to_list()
