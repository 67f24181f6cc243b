"""What every reader promises: an upright page in, lines with boxes and confidence out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.geometry import Box
from domain.page import Line
from ingest.formats.contract import Image


@dataclass(frozen=True, slots=True)
class Crop:
    """The text in a small part of a page, and the reader's confidence in it, 0..1."""

    text: str
    confidence: float


class Reader(Protocol):
    """Reads upright images, blue green red, 8 bit.

    `name` and `version` say who read, and go into the page. A reader keeps nothing between
    calls, and an image without text gives no lines and no error.
    """

    name: str
    version: str

    def read(self, image: Image, cells: Sequence[Box] = ()) -> tuple[Line, ...]:
        """All lines on the page, from top to bottom; boxes are shares of the image.

        `cells` are those of ruled tables, where they are known. A reader may use them to read
        better, and to keep what stands in one cell apart from what stands in the next.
        """

    def read_crop(self, image: Image) -> Crop:
        """The text of an image that holds one value, on one line or a few."""
