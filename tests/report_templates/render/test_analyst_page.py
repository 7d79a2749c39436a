"""What lies packed in the analysts' page: it comes out as it went in, and is never markup."""

from __future__ import annotations

import json

from report_templates.render.analyst_page import packed
from tests.support.pages.unpacked import unpacked

ROWS = {"figures": [{"code": "A1"}], "tables": {"items": {"rows": [["</script><b>路灯&\u202e", "第3行"]] * 500}}}


def in_a_page(data: str) -> str:
    return f'<p>前</p><script type="text/plain" id="data">{data}</script><p>后</p>'


def test_what_is_packed_comes_out_again() -> None:
    again = json.loads(unpacked(in_a_page(packed(ROWS))))
    assert again["figures"] == ROWS["figures"]
    assert again["tables"]["items"]["rows"][0] == ["</script><b>路灯&[U+202E]", "第3行"]


def test_what_is_packed_is_letters_alone_and_small_and_always_the_same() -> None:
    data = packed(ROWS)
    assert not set(data) & set("<>&\"'")
    assert len(data) < len(json.dumps(ROWS)) / 20
    assert data == packed(ROWS)
