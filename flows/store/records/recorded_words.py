"""What people write into the records of decisions: who, why, to whom, and names of files. It stays there for good.

So it holds nothing of class P0: whoever decides is told at once, before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable

from transforms.cells.personal_data.redaction import has_personal_data


class PersonalDataInRecord(Exception):
    """Words for a record hold an id or telephone number, or an illness; the message says which, not what."""


def check_recorded(**words: str | Iterable[str]) -> None:
    """Raises PersonalDataInRecord, which names the option (`by`, `because`, `to`, `file`) whose words may not stay."""
    for option, texts in words.items():
        if any(map(has_personal_data, [texts] if isinstance(texts, str) else texts)):
            raise PersonalDataInRecord(
                f"--{option}: leave id and phone numbers out, and illnesses; what is recorded stays for good. "
                "Nothing was changed"
            )
