"""Tables that come as plain text or as web pages: encodings, delimiters, tables of a page (domain.md M05–M07)."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.read.formats.delimited import delimited_grids
from flows.read.formats.encodings import check_text
from flows.read.workbook import read_workbook
from flows.read.workers.pool import outcome
from flows.receive.guard import LIMITS, Limits
from transforms.recognise.grid import Grid, Merge, Workbook
from transforms.records.notice import Unreadable

LINES = [
    "跟踪联系记录表（2021年第47周）",
    "填报单位：县委组织部",
    "姓名,联系日期,备注",
    "张三,2021-11-22,稳定",
    "李四,,",
]
ROWS = [
    ["跟踪联系记录表（2021年第47周）", "", ""],
    ["填报单位：县委组织部", "", ""],
    ["姓名", "联系日期", "备注"],
    ["张三", "2021-11-22", "稳定"],
    ["李四", "", ""],
]


def workbook_of(tmp_path: Path, content: bytes | str, limits: Limits = LIMITS) -> Workbook:
    path = tmp_path / "x.xls"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_workbook(path, limits)


def grid_of(tmp_path: Path, content: bytes | str, limits: Limits = LIMITS) -> Grid:
    (grid,) = workbook_of(tmp_path, content, limits).grids
    return grid


def refusal(tmp_path: Path, content: bytes | str, limits: Limits = LIMITS) -> str:
    with pytest.raises(Unreadable) as caught:
        workbook_of(tmp_path, content, limits)
    assert "请" in caught.value.notice.message
    return caught.value.notice.rule


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_is_read_in_every_encoding_and_with_every_delimiter_m06(
    tmp_path: Path, encoding: str, mark: str, end: str
) -> None:
    text = end.join(line.replace(",", mark) for line in LINES)
    workbook = workbook_of(tmp_path, text.encode(encoding))
    assert workbook.format == "csv"
    assert workbook.grids[0].rows == ROWS


@pytest.mark.parametrize(
    "text",
    ["姓名,聯繫日期,聯繫方式\n張三,2021-11-22,面談\n", "姓名,單位\n張三,蘄春縣漕河鎮\n", "事項編號,責任領導\n1,陳一\n"],
)
def test_big5_is_told_from_gb18030_whose_bytes_it_mostly_fits(tmp_path: Path, text: str) -> None:
    rows = [line.split(",") for line in text.splitlines()]
    assert grid_of(tmp_path, text.encode("big5")).rows == rows
    assert grid_of(tmp_path, text.encode("gb18030")).rows == rows


@pytest.mark.parametrize(
    "text", ["姓名,单位\n", "漕河镇,蕲春县\n", "控制数项目,申报数\n二次分工人数,19\n", "龑喆鑫犇骉,x\n"]
)
def test_gb18030_is_never_taken_for_big5(tmp_path: Path, text: str) -> None:
    assert grid_of(tmp_path, text.encode("gb18030")).rows == [line.split(",") for line in text.splitlines()]


def test_characters_that_only_gb18030_has(tmp_path: Path) -> None:
    content = "姓名,单位\n䶮㛃,𬭼镇\n".encode("gb18030")
    assert grid_of(tmp_path, content).rows[1] == ["䶮㛃", "𬭼镇"]


def test_every_cell_of_a_text_file_is_a_text(tmp_path: Path) -> None:
    line = "421126199001010112,4.21126E+17,1965.1,85%,#N/A,TRUE,0012"
    grid = grid_of(tmp_path, f"{','.join('甲乙丙丁戊己庚')}\n{line}\n")
    assert grid.rows[1] == line.split(",")
    assert not grid.digits
    assert not grid.errors


def test_quoted_cells_keep_delimiters_and_line_breaks(tmp_path: Path) -> None:
    grid = grid_of(tmp_path, '姓名,备注\n张三,"一,二\n三 ""四"""\n李四,="0012"\n')
    assert grid.rows == [["姓名", "备注"], ["张三", '一,二\n三 "四"'], ["李四", "0012"]]


def test_an_open_quotation_mark_swallows_no_row(tmp_path: Path) -> None:
    assert len(grid_of(tmp_path, '姓名,备注\n张三,"稳定\n李四,稳定\n王五,稳定\n').rows) == 4


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            '姓名,内容\n张三,"医保"政策\n李四,"楼道堆放,请清理"\n',
            [["张三", '"医保"政策'], ["李四", "楼道堆放,请清理"]],
        ),
        ('姓名,内容\n张三,管径5"\n李四,"一,二"\n', [["张三", '管径5"'], ["李四", "一,二"]]),
        ('姓名,内容\n张三,政策"医保"\n李四,"一\n二"\n', [["张三", '政策"医保"'], ["李四", "一\n二"]]),
        ('姓名,内容\n张三,"医保\n李四,"一,二"\n', [["张三", '"医保'], ["李四", "一,二"]]),
        ('姓名,内容\n张三,"医保\n李四,政策"\n', [["张三", '"医保'], ["李四", '政策"']]),  # as many cells as each line
        ('姓名,内容\n张三,"医保\n李四,平\n王五,政策"\n', [["张三", '"医保'], ["李四", "平"], ["王五", '政策"']]),
        ('姓名,内容\n张三, "一,二" \n', [["张三", "一,二"]]),
        ('姓名,内容\n"张三","一""二"""\n', [["张三", '一"二"']]),
        ('姓名,内容\n"张三",""\n李四,"', [["张三", ""], ["李四", '"']]),
    ],
)
@pytest.mark.parametrize("mark", [",", "\t", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_stray_quotation_mark_is_a_character_and_quoting_goes_on(
    tmp_path: Path, text: str, rows: list[list[str]], mark: str, end: str
) -> None:
    read = grid_of(tmp_path, text.replace(",", mark).replace("\n", end)).rows[1:]
    assert read == [[cell.replace(",", mark).replace("\n", end) for cell in row] for row in rows]


cells = st.text('甲,\t;" ', max_size=6)


@given(st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_a_writer_has_quoted_is_read_as_it_was(rows: list[list[str]]) -> None:
    text = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)
    (read,) = delimited_grids(f"sep=,\n{text}".encode(), LIMITS)
    filled = max((at for at, row in enumerate(rows, start=1) if any(row)), default=0)
    assert [row[:width] for row, width in zip(read.rows, read.widths, strict=True)] == rows[:filled]


LETTERS = ["BM", "BMBH", "GIF89a", "GIF8", "PK", "PKH", "Rar!", "RIFF", "MM", "II", "%PDF", "<60岁"]


@pytest.mark.parametrize("heading", LETTERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_heading_of_letters_is_no_other_format(tmp_path: Path, heading: str, encoding: str) -> None:
    grid = grid_of(tmp_path, f"{heading},XM\n001,张三\n".encode(encoding))
    assert grid.rows == [[heading, "XM"], ["001", "张三"]]


def test_a_delimiter_that_the_file_names_itself(tmp_path: Path) -> None:
    assert grid_of(tmp_path, "sep=;\n姓名;说明\n张三;一,二,三,四\n").rows[0] == ["姓名", "说明"]


CHINESE = "跟踪联系记录表 填报单位：县委组织部 姓名 联系日期 联系方式 思想动态 张三 面谈 稳定 李四 电话 平稳"


@pytest.mark.parametrize(
    ("written", "read"),
    [("gb18030", "utf-8"), ("utf-8", "gb18030"), ("utf-8", "cp1252"), ("utf-8", "latin-1"), ("gb18030", "latin-1")],
)
def test_text_that_a_wrong_encoding_has_destroyed_m07(tmp_path: Path, written: str, read: str) -> None:
    destroyed = CHINESE.encode(written).decode(read, "replace")
    assert refusal(tmp_path, destroyed.replace(" ", ",")) == "text_destroyed"


def test_text_of_question_marks_and_of_the_famous_characters_m07(tmp_path: Path) -> None:
    assert refusal(tmp_path, CHINESE.replace(" ", ",").encode("ascii", "replace")) == "text_destroyed"
    twice = CHINESE.encode("gb18030").decode("utf-8", "replace").encode().decode("gb18030", "replace")
    assert "锟斤拷" in twice
    assert refusal(tmp_path, twice.replace(" ", ",")) == "text_destroyed"


def test_a_lost_character_costs_no_file(tmp_path: Path) -> None:
    assert len(grid_of(tmp_path, "姓名,单位,备注\n张?,县委组织部,李??来电\n龙�,县纪委,\n").rows) == 3


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=200))
def test_no_chinese_text_is_taken_for_a_destroyed_one(text: str) -> None:
    famous = ("锟斤", "烫烫", "屯屯")
    if not any(mark in text for mark in famous):
        check_text(text)


def test_bytes_that_are_text_in_no_encoding(tmp_path: Path) -> None:
    assert refusal(tmp_path, "姓名,单位\n".encode("gb18030") + b"\xff\xfe\xfd\xff,\n") == "text_undecodable"


PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312"><title>不读</title><style>td {color: red}</style>
<!--[if gte mso 9]><xml><x:Name>注释</x:Name></xml><![endif]--></head><body>
<h1>跟踪联系记录表</h1>
<table border=1><tr><td colspan=3>填报单位：<b>县委</b>组织部</td></tr>
<tr><th>姓名<th>联系<br>日期<th>备注</tr>
<tr><td rowspan=2>张三<td>2021-11-22<td>1965.1</td></tr>
<tr style='display:none'><td>2021-11-23</td><td>&nbsp;</td></tr>
<tr><td>李　四</td><td x:num="4.2E17">421126199001010112</td><td><p>一</p><p>二 &amp; 三</p></td></tr>
</table>填表人：经办员</body></html>"""


def test_a_page_named_xls_m05(tmp_path: Path) -> None:
    workbook = workbook_of(tmp_path, PAGE.encode("gb18030"))
    assert workbook.format == "html"
    (grid,) = workbook.grids
    assert grid.rows == [
        ["跟踪联系记录表", "", ""],
        ["填报单位：县委组织部", "", ""],
        ["姓名", "联系\n日期", "备注"],
        ["张三", "2021-11-22", "1965.1"],
        ["", "2021-11-23", ""],
        ["李　四", "421126199001010112", "一\n二 & 三"],
        ["填表人：经办员", "", ""],
    ]
    assert set(grid.merges) == {Merge(1, 0, 1, 2), Merge(3, 0, 4, 0)}
    assert grid.hidden_rows == {4}
    assert not grid.digits


def test_tables_within_tables_stand_below_each_other(tmp_path: Path) -> None:
    inner = "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>"
    grid = grid_of(tmp_path, f"<table><tr><td>{inner}</td></tr></table><table><tr><td>丁</td></tr></table>")
    assert [row for row in grid.rows if any(row)] == [["甲", "乙"], ["丙", ""], ["丁", ""]]


def test_a_page_without_a_table(tmp_path: Path) -> None:
    assert refusal(tmp_path, "<html><body><p>请先登录</p></body></html>") == "html_without_table"


@pytest.mark.parametrize("span", ["999999999", "-1", "x", "", "²"])
def test_spans_that_mean_nothing(tmp_path: Path, span: str) -> None:
    grid = grid_of(
        tmp_path,
        f"<table><tr><td rowspan='{span}' colspan='{span}'>甲</td></tr><tr><td>乙</td></tr></table>",
        Limits(max_columns=1_024),  # browsers count no more than 1,000
    )
    assert grid.rows[0][0] == "甲"
    assert any("乙" in row for row in grid.rows)


def test_a_page_saved_as_a_single_file(tmp_path: Path) -> None:
    message = EmailMessage()
    message.set_content("<html><frameset><frame src='sheet001.htm'></frameset></html>", subtype="html")
    message.make_related()
    for title in ("一月", "二月"):
        page = f"<html><table><tr><td>{title}</td></tr></table></html>".encode("gb18030")
        message.add_related(page, maintype="text", subtype="html", cte="quoted-printable")
    workbook = workbook_of(tmp_path, b"MIME-Version: 1.0\n" + bytes(message))
    assert workbook.format == "mhtml"
    assert [grid.rows for grid in workbook.grids] == [[["一月"]], [["二月"]]]


def test_limits_hold_for_text_and_pages(tmp_path: Path) -> None:
    page = "<table>" + "<tr><td>甲</td><td>乙</td></tr>" * 6 + "</table>"
    for content in ("甲,乙\n" * 6, page):
        assert len(grid_of(tmp_path, content, Limits(max_rows=6, max_columns=2)).rows) == 6
        assert refusal(tmp_path, content, Limits(max_rows=5)) == "sheet_too_large"
        assert refusal(tmp_path, content, Limits(max_columns=1)) == "sheet_too_large"


hostile = st.lists(
    st.sampled_from(
        ["<table>", "</table>", "<tr>", "</tr>", "<td>", "<td colspan=3>", "<td rowspan=2>", "</td>", "<p>", "</p>"]
    )
    | st.sampled_from(
        ["<title>", "</title>", "<br>", "<!--", "-->", "<![CDATA[", "<xml>", "</xml>", "甲", "&lt;", "&#0;", "<"]
    ),
    max_size=30,
)


@given(hostile)
@example(["<tr>", *["&#0;"] * 4])  # text without a letter is destroyed text, table or not
def test_no_page_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, tags: list[str]) -> None:
    result = outcome(lambda html: grid_of(tmp_path_factory.mktemp("page"), html), f"<html>{''.join(tags)}")
    if isinstance(result, Unreadable):
        assert result.notice.rule in {"html_without_table", "text_destroyed"}
    else:
        assert len({len(row) for row in result.rows}) <= 1
