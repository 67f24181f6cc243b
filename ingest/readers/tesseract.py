"""The second reader, and a complete page reader too: Tesseract, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from domain.geometry import WHOLE, Box
from domain.han import SIMPLIFIED
from domain.page import Line
from domain.text import is_han
from ingest.formats.contract import Image
from ingest.formats.glyphs import Glyph, line_of, side_by_side
from ingest.images.ink import grey, ink
from ingest.images.rules import without_rules
from ingest.readers.cells import joined
from ingest.readers.contract import Crop
from ingest.readers.engines import BLOCK, ONE_LINE, AsProgramme, InProcess, engine

_LANGUAGES = ("chi_sim", "chi_tra", "eng")

_SAMPLE = 0.12
"""Height of the strip, in shares of the page, by which its language is judged."""

_SAMPLES = 6
"""Cells by which the language is judged besides."""

_SIMPLER = 0.03
"""By how much surer Traditional must be than Simplified."""

_LOW = 0.06
"""Height of a cell, in shares of the page's, above which it is not for a single line."""

_INKED = 0.002
"""Share of a cell's pixels below which the cell is empty."""


_DOUBTFUL = 0.8
"""Confidence below which Simplified Chinese is compared with what else it may be."""


class TesseractReader:
    """Reads pages and crops in Simplified or Traditional Chinese or English, whichever fits."""

    name = "tesseract"

    def __init__(self, *, in_process: bool = True) -> None:
        self._in_process = in_process
        self.version = self._engine("eng").version

    def read(self, image: Image, cells: Sequence[Box] = ()) -> tuple[Line, ...]:
        """Lines of the page. Every cell is read by itself: ruled lines confuse Tesseract."""
        rest = without_rules(image)
        language = self._language(_samples(image, rest, cells))
        lines: list[Line] = []
        for cell in cells:
            lines.extend(self._cell(image, cell, language))
            _wipe(rest, cell)
        # As one block: Tesseract's own layout analysis leaves out a third of a noisy form.
        lines.extend(self._lines(rest, WHOLE, language, BLOCK))
        return tuple(sorted(lines, key=lambda line: (line.box.y0, line.box.x0)))

    def read_crop(self, image: Image, script: str = "") -> Crop:
        """The text of a small image; `script` is a language of Tesseract's, "" to find out."""
        mode = ONE_LINE if _is_one_line(image) else BLOCK
        if script:
            return self._crop(image, script, mode)
        first = self._crop(image, "chi_sim", mode)
        if first.confidence >= _DOUBTFUL and any(is_han(char) for char in first.text):
            return first
        other = "chi_tra" if _is_mostly_han(first.text) else "eng"
        return max(first, self._crop(image, other, mode), key=lambda crop: crop.confidence)

    def _crop(self, image: Image, language: str, mode: int) -> Crop:
        found = (line_of(glyphs) for glyphs in self._engine(language).lines(image, mode))
        lines = [line for line in found if line]
        if not lines:
            return Crop("", 0.0)
        trust = sum(line.confidence * len(line.text) for line in lines)
        return Crop(
            joined(line.text for line in lines), trust / sum(len(line.text) for line in lines)
        )

    def _cell(self, image: Image, cell: Box, language: str) -> list[Line]:
        inner = _inner(cell, image)
        part = _part(image, inner)
        if min(part.shape[:2]) < 8 or (ink(grey(part), reach=51) > 0).mean() < _INKED:
            return []
        mode = ONE_LINE if cell.height < _LOW and _is_one_line(part) else BLOCK
        return self._lines(part, inner, language, mode)

    def _lines(self, part: Image, where: Box, language: str, mode: int) -> list[Line]:
        height, width = part.shape[:2]
        lines = []
        for row in self._engine(language).lines(part, mode):
            for run in side_by_side(row, width / height):
                line = line_of([_placed(glyph, where) for glyph in self._better(part, run)])
                if line:
                    lines.append(line)
        return lines

    def _better(self, part: Image, run: list[Glyph]) -> list[Glyph]:
        """A line without ideographs read in English too; the surer reading counts."""
        text = "".join(glyph.text for glyph in run)
        if any(is_han(char) for char in text) or not any(char.isalpha() for char in text):
            return run
        where = _widened(Box.around(glyph.box for glyph in run), part)
        english = self._engine("eng").lines(_part(part, where), ONE_LINE)
        again = [_placed(glyph, where) for row in english for glyph in row]
        return max(run, again, key=_trust)

    def _language(self, samples: Sequence[Image]) -> str:
        """The language in which parts of the page are read with the most confidence."""
        trust = {
            name: sum(self._crop(sample, name, BLOCK).confidence for sample in samples)
            for name in _LANGUAGES
        }
        # Readings of the two Chinese scripts are alike where their characters are.
        trust["chi_sim"] += _SIMPLER * len(samples)
        return max(_LANGUAGES, key=trust.__getitem__)

    def _engine(self, language: str) -> InProcess | AsProgramme:
        return engine(language, in_process=self._in_process)


def script_of(text: str) -> str:
    """The language of Tesseract's that fits `text`, "" where there is nothing to go by."""
    han = [char for char in text if is_han(char)]
    if not han:
        return "eng" if text else ""
    traditional = sum(char in SIMPLIFIED for char in han)
    return "chi_tra" if traditional > 0.15 * len(han) else "chi_sim"


def _is_mostly_han(text: str) -> bool:
    return 2 * sum(is_han(char) for char in text) > len(text)


def _is_one_line(image: Image) -> bool:
    """Whether the ink of a crop lies in one row; specks and dots above letters are no row."""
    inked = (ink(grey(image), reach=2 * image.shape[0]) > 0).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(np.int8)))
    heights = edges[1::2] - edges[::2]
    return int((heights > 0.25 * max(1, inked.sum())).sum()) < 2


def _samples(image: Image, rest: Image, cells: Sequence[Box]) -> list[Image]:
    """Parts of the page by which to judge its language: full cells, and the fullest strip."""
    inner = [_part(image, _inner(cell, image)) for cell in cells]
    roomy = [part for part in inner if min(part.shape[:2]) >= 12]
    fullest = sorted(roomy, key=lambda part: -int((ink(grey(part), reach=51) > 0).sum()))
    rows = (ink(grey(rest)) > 0).sum(axis=1)
    height = max(1, round(_SAMPLE * len(rows)))
    start = int(np.argmax(np.convolve(rows, np.ones(height), mode="valid")))
    return [*fullest[:_SAMPLES], rest[start : start + height]]


def _part(image: Image, box: Box) -> Image:
    height, width = image.shape[:2]
    rows = slice(round(box.y0 * height), round(box.y1 * height))
    return np.ascontiguousarray(image[rows, round(box.x0 * width) : round(box.x1 * width)])


def _inner(cell: Box, image: Image) -> Box:
    """The cell without its ruled lines, which are up to a five-hundredth of the page thick."""
    inset = max(2.0, max(image.shape[:2]) / 600)
    across, down = inset / image.shape[1], inset / image.shape[0]
    if cell.width <= 2 * across or cell.height <= 2 * down:
        return cell
    return Box(cell.x0 + across, cell.y0 + down, cell.x1 - across, cell.y1 - down)


def _widened(box: Box, image: Image) -> Box:
    """The box with a margin of a third of its height all around."""
    height, width = image.shape[:2]
    down = box.height / 3
    across = down * height / width
    return Box.clipped(box.x0 - across, box.y0 - down, box.x1 + across, box.y1 + down)


def _trust(glyphs: Sequence[Glyph]) -> float:
    return sum(glyph.confidence for glyph in glyphs) / len(glyphs) if glyphs else 0.0


def _wipe(image: Image, cell: Box) -> None:
    height, width = image.shape[:2]
    margin = max(image.shape[:2]) // 400 + 1
    top, bottom = round(cell.y0 * height) - margin, round(cell.y1 * height) + margin
    left, right = round(cell.x0 * width) - margin, round(cell.x1 * width) + margin
    image[max(0, top) : bottom, max(0, left) : right] = 255


def _placed(glyph: Glyph, where: Box) -> Glyph:
    """A glyph of a part of the page, placed on the whole page."""
    return Glyph(glyph.text, glyph.box.placed(where), glyph.confidence)
