"""The mark below the text, drawn for the first page of a PDF and shown again on all others.

WeasyPrint draws the background of every page anew, and the outlines of a watermark are a sixth of what a paper costs. A
picture it stores once and shows by name, so the drawing is handed to it as one. This goes into private parts of
WeasyPrint, as `justify.py` does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.document import Document
from weasyprint.images import SVGImage


class _DrawnOnce:
    """Draws in place of an SVG; to WeasyPrint's stream it is a picture with this `id`."""

    def __init__(self, draw: Callable[..., None], number: int) -> None:
        self._draw, self.id = draw, f"drawing{number}"
        self._form: Any = None

    def __call__(self, stream: Any, width: float, height: float, style: Any) -> None:
        if self._form is None:
            self._form = stream.add_group(0, 0, width, height)
            del stream._resources["XObject"][self._form.id]  # it is written as a picture
            self._draw(self._form, width, height, style)
        stream.draw_x_object(stream.add_image(self, interpolate=False, ratio=1))

    def get_x_object(self, _interpolate: bool, _dpi_ratio: float) -> Any:
        """What WeasyPrint writes of the picture."""
        return self._form


def draw_backgrounds_once(document: Document) -> int:
    """Let each drawing behind the pages be drawn once; gives how many there are."""
    number = 0
    for page in document.pages:
        for layer in getattr(page._page_box.background, "layers", ()):
            if isinstance(layer.image, SVGImage) and not isinstance(layer.image.draw, _DrawnOnce):
                layer.image.draw = _DrawnOnce(layer.image.draw, number)
                number += 1
    return number
