"""What lies packed in the analysts' page, as its script reads it."""

from __future__ import annotations

import base64
import gzip


def unpacked(page: str) -> str:
    """The JSON of the parts and rows."""
    _, _, rest = page.partition('<script type="text/plain" id="data">')
    return gzip.decompress(base64.b64decode(rest.partition("<")[0])).decode()
