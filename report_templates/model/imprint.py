"""The lines of the head and of the imprint (版记), the same on the page and in the .docx."""

from __future__ import annotations

from report_templates.model.report import Masthead


def period_line(head: Masthead) -> str:
    """Below the title: the period, and up to which day it is counted."""
    return f"（{head.week}：{head.days}，数据截至{head.as_of}）"


def recipient_lines(head: Masthead) -> tuple[str, ...]:
    """主送 and 抄送, as far as the county file names any."""
    lines = (("主送", head.recipients), ("抄送", head.copies))
    return tuple(f"{word}：{names}。" for word, names in lines if names)


def issued_line(head: Masthead) -> tuple[str, str]:
    """Who issues it, on the left, and when, on the right."""
    return head.issuer, f"{head.issued}印发"


def signing_line(head: Masthead) -> tuple[str, str]:
    """Who signs, on the left, and how many copies are printed, on the right; empty where the county names neither."""
    return head.signing, head.print_run


def serial_words(head: Masthead) -> str:
    """编号20214701001; a public paper has none."""
    return f"编号{head.serial}" if head.serial else ""


def made_by(head: Masthead) -> str:
    """By what an edition was made: what was known, and by which rules, which a public paper does not name."""
    return f"{head.edition}　资料收至{head.knowledge}　{f'规则{head.rules}　' if head.rules else ''}"


def law_line(head: Masthead) -> str:
    """Whose law and units apply (domain.md §5.4)."""
    return f"规定和单位按{head.law}" if head.law else ""
