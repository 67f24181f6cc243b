"""A value read once more from its own crop, by a reader who has not seen the first one's answer."""

from __future__ import annotations

import cv2
import numpy as np

from domain.geometry import Box
from ingest.formats.contract import Image
from ingest.images.ink import grey, ink
from ingest.images.rules import without_edge_lines
from ingest.readers.contract import Crop, Reader
from ingest.readers.tesseract import TesseractReader, script_of

_MARGINS = ((0.05, 0.15, 48), (0.15, 0.25, 60))
"""Margins above and beside the box in heights of the line, and the height to which it is
enlarged: as it is read first, and as it is tried again when that gave little."""

_LITTLE = 0.5
"""Confidence below which the crop is tried again; one in eight is, and half of those are won."""

_PAPER = 12
"""White pixels around the crop: letters at the very edge are lost on Tesseract."""


def second_look(image: Image, box: Box, reader: Reader, text: str = "") -> Crop:
    """What `reader` sees in `box` of the upright page.

    `text` is what the first reader saw there; it is not believed, but tells the script in which
    to read. A box without content gives an empty text and no confidence.
    """
    best = Crop("", 0.0)
    for above, beside, height in _MARGINS:
        cut = _cut_out(image, box, above, beside, height)
        if cut is not None:
            best = max(best, _read(cut, reader, text), key=lambda crop: crop.confidence)
        if best.confidence >= _LITTLE:
            break
    return best


def _read(cut: Image, reader: Reader, text: str) -> Crop:
    if isinstance(reader, TesseractReader):
        crop = reader.read_crop(cut, script_of(text))
    else:
        crop = reader.read_crop(cut)
    # What is left of a ruled line at the side is read as a bar; no value begins or ends with one.
    return Crop(crop.text.strip("| "), crop.confidence)


def _cut_out(image: Image, box: Box, above: float, beside: float, least: int) -> Image | None:
    """The box with its margins, without ruled lines, on white paper, at least so many pixels high.

    None for a box that is empty, or too small to hold anything.
    """
    height, width = image.shape[:2]
    over, aside = above * box.height * height, beside * box.height * height
    top, bottom = round(box.y0 * height - over), round(box.y1 * height + over)
    left, right = round(box.x0 * width - aside), round(box.x1 * width + aside)
    part = image[max(0, top) : bottom, max(0, left) : right]
    if min(part.shape[:2]) < 4:
        return None
    clean = without_edge_lines(part)
    if not ink(grey(clean), reach=2 * max(part.shape[:2])).any():
        return None
    if clean.shape[0] != least:
        ratio = least / clean.shape[0]
        size = (max(1, round(clean.shape[1] * ratio)), least)
        how = cv2.INTER_CUBIC if ratio > 1 else cv2.INTER_AREA
        clean = np.asarray(cv2.resize(clean, size, interpolation=how), dtype=np.uint8)
    white = (255, 255, 255)
    framed = cv2.copyMakeBorder(
        clean, _PAPER, _PAPER, _PAPER, _PAPER, cv2.BORDER_CONSTANT, value=white
    )
    return np.asarray(framed, dtype=np.uint8)
