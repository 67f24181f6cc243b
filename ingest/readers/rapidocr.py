"""The page reader: PP-OCR's networks from the rapidocr wheel, on OpenVINO or onnxruntime."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from itertools import pairwise

import numpy as np

from domain.geometry import Box
from domain.page import Line
from ingest.formats.contract import Image
from ingest.formats.glyphs import Glyph, line_of
from ingest.images.written import written_part
from ingest.readers import relooking
from ingest.readers.bent import Bent
from ingest.readers.contract import Crop
from ingest.readers.cutting import parted
from ingest.readers.detection import Detector, Quad
from ingest.readers.level import Level
from ingest.readers.lone import lone
from ingest.readers.recognition import Mark, Recogniser
from ingest.readers.sideways import sideways
from ingest.readers.stacked import Area, Column, column
from ingest.readers.thumbnail import thumbnail

_WEAKEST = 0.5
"""Lines below this mean confidence are drawings, stamps or dirt more often than text."""


_TALL = 1.5
"""From this ratio of height to width a line may be characters one below the other."""

_WIDEST = 1.3
"""Width of a stacked character, at most, in heights of the page's usual line."""


_SURER = 0.1
"""By so much turned print must be surer than characters one below the other at its place."""


class RapidOcrReader:
    """Finds lines with the detector and reads each from the page's full resolution."""

    name = "rapidocr"

    def __init__(self, threads: int = 1) -> None:
        self._detector = Detector(threads)
        self._recogniser = Recogniser(threads)
        parts = (version("rapidocr"), self._detector.backend, _words(self._recogniser))
        self.version = "+".join(part for part in parts if part)

    def read(self, image: Image, cells: Sequence[Box] = ()) -> tuple[Line, ...]:
        size = (image.shape[1], image.shape[0])
        part = written_part(image)
        on_page = self._detector.find(image, part)
        quads = parted(on_page.straight, cells, image)
        columns, quads = _columns(image, quads, cells)
        copy = thumbnail(image, part)
        beside = sideways(image, self._recogniser, copy)
        turned = [area for area, _ in beside]
        quads = [quad for quad in quads if not _in_any(quad, turned)]
        lines: list[Level | Bent] = [*(Level(quad) for quad in quads), *on_page.bent]
        marks = self._recogniser.read(
            [line.cut(image) for line in lines] + [column.line for column in columns]
        )
        marks[: len(lines)] = self._looked_at_again(marks[: len(lines)], lines, image)
        glyphs = [_glyphs(found, line, size) for found, line in zip(marks, lines, strict=False)]
        stacks = zip(marks[len(lines) :], columns, strict=True)
        below = [column.glyphs(found, size) for found, column in stacks]
        glyphs += _surer(below, [found for _, found in beside])
        stacked = [area for column in columns for area in column.areas]
        taken = [*map(_corners, (*turned, *stacked)), *(line.outline for line in on_page.bent)]
        glyphs += lone(image, copy, quads, taken, self._recogniser)
        written = (line_of(found) for found in glyphs)
        kept = [line for line in written if line and line.confidence >= _WEAKEST]
        return tuple(sorted(kept, key=lambda line: (line.box.y0, line.box.x0)))

    def _looked_at_again(
        self, marks: Sequence[list[Mark]], lines: Sequence[Level | Bent], image: Image
    ) -> list[list[Mark]]:
        """What the lines say, words that are none replaced where a second look has better."""
        done = list(marks)
        if (spelling := self._recogniser.spelling) is None:
            return done
        again = [
            (at, line.cut_again(image))
            for at, line in enumerate(lines)
            if isinstance(line, Level) and relooking.is_doubtful(marks[at], spelling)
        ]
        seconds = self._recogniser.read([cut for _, cut in again])
        for (at, _), second in zip(again, seconds, strict=True):
            done[at] = relooking.corrected(marks[at], second, spelling)
        return done

    def read_crop(self, image: Image) -> Crop:
        marks = self._recogniser.read([image])[0]
        line = line_of([Glyph(mark.text, Box(0, 0, 1, 1), mark.confidence) for mark in marks])
        return Crop(line.text, line.confidence) if line else Crop("", 0.0)


def _words(recogniser: Recogniser) -> str:
    return recogniser.spelling.version if recogniser.spelling else ""


def _columns(
    image: Image, quads: Sequence[Quad], cells: Sequence[Box]
) -> tuple[list[Column], list[Quad]]:
    """Stacked characters, in narrow cells and where the detector saw a tall line; and the rest."""
    if not quads:
        return [], []
    rows, width = image.shape[:2]
    usual = float(np.median([_height(quad) for quad in quads]))
    areas = [_inside(cell, width, rows) for cell in cells]
    areas = [area for area in areas if area[3] - area[1] > _TALL * (area[2] - area[0])]
    areas += [_around(quad) for quad in quads if _is_tall(quad) and not _in_any(quad, areas)]
    found = [(area, column(image, area, _WIDEST * usual)) for area in areas]
    taken = [area for area, held in found if held]
    return (
        [held for _, held in found if held],
        [quad for quad in quads if not _in_any(quad, taken)],
    )


def _surer(stacked: Sequence[list[Glyph]], turned: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """Readings of characters one below the other, and of turned lines, no place read twice.

    Where both see something, turned print must be surer to be believed.
    """
    kept = [run for run in stacked if run]
    for run in turned:
        same = [other for other in kept if _overlap(run, other)]
        if all(_sureness(run) > _sureness(other) + _SURER for other in same):
            kept = [other for other in kept if other not in same] + [run]
    return kept


def _overlap(one: Sequence[Glyph], other: Sequence[Glyph]) -> bool:
    around = Box.around(glyph.box for glyph in other)
    return Box.around(glyph.box for glyph in one).covered_by(around) > 0.5


def _sureness(run: Sequence[Glyph]) -> float:
    return float(np.mean([glyph.confidence for glyph in run]))


def _height(quad: Quad) -> float:
    return float(np.linalg.norm(quad[3] - quad[0]))


def _is_tall(quad: Quad) -> bool:
    return _height(quad) > _TALL * float(np.linalg.norm(quad[1] - quad[0]))


def _around(quad: Quad) -> Area:
    left, top = (int(value) for value in quad.min(axis=0))
    right, bottom = (int(value) + 1 for value in quad.max(axis=0))
    return left, top, right, bottom


def _corners(area: Area) -> Quad:
    left, top, right, bottom = area
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)


def _inside(cell: Box, width: int, height: int) -> Area:
    """The cell in pixels, without its ruled lines."""
    inset = max(3, max(width, height) // 400)
    return (
        round(cell.x0 * width) + inset,
        round(cell.y0 * height) + inset,
        round(cell.x1 * width) - inset,
        round(cell.y1 * height) - inset,
    )


def _in_any(quad: Quad, areas: Sequence[Area]) -> bool:
    x, y = (float(value) for value in quad.mean(axis=0))
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in areas)


def _glyphs(marks: Sequence[Mark], line: Level | Bent, size: tuple[int, int]) -> list[Glyph]:
    """Give every character a box: from half way to its neighbour to half way to the next."""
    columns, rows = size
    edges = _edges([mark.at for mark in marks])
    glyphs = []
    for mark, (start, end) in zip(marks, edges, strict=True):
        corners = line.part(start, end)
        left, top = corners.min(axis=0)
        right, bottom = corners.max(axis=0)
        box = Box.clipped(
            float(left) / columns, float(top) / rows, float(right) / columns, float(bottom) / rows
        )
        glyphs.append(Glyph(mark.text, box, mark.confidence, mark.handwritten))
    return glyphs


def _edges(middles: Sequence[float]) -> list[tuple[float, float]]:
    """Borders of characters whose middles are known, in shares of the line."""
    if not middles:
        return []
    if len(middles) == 1:
        return [(0.0, 1.0)]
    cuts = [(a + b) / 2 for a, b in pairwise(middles)]
    first = max(0.0, 2 * middles[0] - cuts[0])
    last = min(1.0, 2 * middles[-1] - cuts[-1])
    borders = [first, *cuts, last]
    return list(pairwise(borders))
