"""What an opened file gives: how many pages, and each page as pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.geometry import Box
from domain.page import Line

Image = NDArray[np.uint8]
"""Pixels as OpenCV likes them: rows x columns x 3, blue green red, 8 bit."""


@dataclass(frozen=True, slots=True)
class ScanContents:
    """How many pages a file has, and what kind of file it is by its content."""

    pages: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Where a picture is drawn on a page of a PDF.

    `hides_text`: text lies under it, or unseen over it, as somebody else's reading of a scan does.
    """

    box: Box
    hides_text: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class RawPage:
    """One page as it was scanned, before anything is straightened.

    `dpi` is the resolution the file claims, None where it claims none or an impossible one.
    `text_layer` holds the lines that a PDF itself states, None where the page must be read;
    `pictures` are those on a page with a text layer which are large enough to hold text.
    """

    image: Image
    dpi: float | None = None
    text_layer: tuple[Line, ...] | None = None
    pictures: tuple[Picture, ...] = ()
