"""The files of an edition that people and other programs open: summary.json and the lists as CSV (design.md §6)."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import polars as pl

from flows.editions.distributed_papers import PRIVATE
from flows.store.atomic_files import make_private, named, sync_folder
from report_templates.words.list_words import ISSUE_WORDS, LEDGER_WORDS, QUEUE_WORDS
from transforms.judge.errata import ERRATUM
from transforms.records.ledger import ACCEPTED, REJECTED, SET_ASIDE
from transforms.records.submission import file_digits_of

_RUNS_AS_FORMULA = r"^(?:[\t\r\n]|[\p{Z}\p{Cc}\p{Cf}\"“”‘’]*[=+\-@＝＋－＠﹦﹢﹣﹫])"
"""A text Excel may take for a formula; it looks past blanks, invisible characters and quotes, and at full width."""


def csv_for_excel(frame: pl.DataFrame) -> bytes:
    """CSV that Excel opens in Chinese (UTF-8 with BOM, CRLF), in which no text runs as a formula (domain.md M69).

    Such a text gets an apostrophe before it. Numbers stay numbers, negative ones too.
    """
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    guarded = frame.with_columns(
        pl.when(pl.col(name).str.contains(_RUNS_AS_FORMULA)).then("'" + pl.col(name)).otherwise(name).alias(name)
        for name in texts
    )
    return guarded.write_csv(include_bom=True, line_terminator="\r\n").encode()


def issues_by_cell(issues: pl.DataFrame, words: Mapping[str, str] = ISSUE_WORDS) -> pl.DataFrame:
    """The issues in the order of the files and their cells, the columns of `words` in their order."""
    placed = issues.sort("file", "worksheet", "row", "column", nulls_last=False, maintain_order=True)
    return placed.select(*words)


def queue_by_cell(queue: pl.DataFrame, submissions: pl.DataFrame) -> pl.DataFrame:
    """The queue with the file and worksheet of each row, in their order (columns: QUEUE_WORDS)."""
    locations = submissions.select("submission", "file", "worksheet").unique(
        "submission", keep="first", maintain_order=True
    )
    placed = queue.join(locations, on="submission", how="left", maintain_order="left")
    return placed.sort("file", "worksheet", "row", nulls_last=False, maintain_order=True).select(*QUEUE_WORDS)


def ledger_by_file(ledger: pl.DataFrame, submissions: pl.DataFrame) -> pl.DataFrame:
    """One line per worksheet: the columns of LEDGER_WORDS, and `set_aside_<reason>` for each reason there is.

    Submissions without a row have a line too: unreadable files and duplicates.
    """
    reasons = sorted(ledger.filter(pl.col("fate") == SET_ASIDE)["reason"].drop_nulls().unique())
    counted = ledger.group_by("submission", "worksheet", "sheet").agg(
        rows_read=pl.len(),
        accepted=(pl.col("fate") == ACCEPTED).sum(),
        corrected=((pl.col("fate") == ACCEPTED) & (pl.col("reason") == ERRATUM)).sum(),
        rejected=(pl.col("fate") == REJECTED).sum(),
        set_aside=(pl.col("fate") == SET_ASIDE).sum(),
        **{f"set_aside_{r}": ((pl.col("fate") == SET_ASIDE) & (pl.col("reason") == r)).sum() for r in reasons},
    )
    facts = submissions.select("submission", "submitter", "period", "version", "refused", "standing")
    files = submissions.select("file", sha=file_digits_of("submission")).unique(
        "sha", keep="first", maintain_order=True
    )
    *before, last = LEDGER_WORDS
    empty = submissions.join(counted, on="submission", how="anti").select("submission", "worksheet", "sheet")
    return (
        pl.concat([counted, empty], how="diagonal")
        .join(facts, on="submission", how="left")
        .join(files, left_on=file_digits_of("submission"), right_on="sha", how="left")
        .with_columns(pl.selectors.integer().fill_null(0))
        .select(*before, pl.selectors.starts_with("set_aside_"), last)
        .sort("file", "worksheet", last, nulls_last=True)
    )


def write_outputs(folder: Path, deliverables: Iterable[tuple[str, bytes]], others: Collection[str] = ()) -> Path:
    """Write all deliverables, then show them: a new folder in one step, in one that exists each file in one step.

    So whoever reads an edition's papers, which all tell of the same edition, always finds them whole, also while two
    write them at once or after a kill. What is not among them is removed at the end, but not the entries `others` of
    the folder, which somebody else writes. Only its owner may enter the PRIVATE ones.
    """
    draft = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}")
    try:
        for name, content in deliverables:
            if (private := name.partition("/")[0]) in PRIVATE:
                make_private(draft / private)
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            with named(draft / name):
                (draft / name).write_bytes(content)
        _show(draft, folder, others)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    sync_folder(folder.parent)
    return folder


def _show(draft: Path, folder: Path, others: Collection[str]) -> None:
    written = {path.relative_to(draft) for path in draft.rglob("*") if path.is_file()}
    with suppress(OSError):  # it is there already
        draft.rename(folder)
        return
    for private in PRIVATE:
        if (draft / private).exists():
            make_private(folder / private)
    for name in sorted(written):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (draft / name).replace(folder / name)
    for path in [*folder.rglob("*")]:
        name = path.relative_to(folder)
        if path.is_file() and name not in written and name.parts[0] not in others:
            path.unlink(missing_ok=True)
