"""Pages that state part of their text and show the rest: each part from where it is best.

What a PDF states is compared with what it shows. A layer that says something else is dropped and
the page is read; else the layer stands, and only what it leaves out is read: pasted pictures, and
letters drawn as outlines.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

import numpy as np
from rapidfuzz import fuzz

from domain.geometry import Box, Rotation
from domain.page import Line, TextSource
from domain.text import squeezed
from ingest.formats.contract import Image, Picture, RawPage
from ingest.images.orientation import OrientationJudge
from ingest.images.seals import without_seals
from ingest.images.turning import turned
from ingest.images.unread import unread
from ingest.readers.contract import Reader

_FEWEST, _MOST = 4, 40
"""Letters of a line that is compared: fewer prove little, more take long to read."""

_SAMPLE, _SECOND_SAMPLE = 4, 8
"""Lines compared at first, and once more when they give reason for doubt."""

_DOUBT = 0.85
"""Agreement with the first sample below which more lines are compared."""

_MEANINGLESS = 0.5
"""Agreement below which a layer's characters are not those that its fonts draw."""

_POOR = 0.93
"""Agreement below which somebody else's reading of a scan is poor. Our own reader differs from a
faithful layer by less, crops of single lines included."""

_SECOND_HAND = 0.9
"""Confidence in a layer behind a scan that agrees throughout: nobody says how it was read."""

_WHOLE_PAGE = 0.5
"""A picture over more than this share of a page makes it a scan."""

_MOSTLY = 0.5
"""Share of a scan's print that its layer leaves out, from which it is read as a whole."""

_DRAWN = 0.8
"""Confidence below which print that is no picture was a drawing and no letters."""

_TURNED = 0.9
"""Confidence from which a pasted picture is believed to lie on its side."""

_ALMOST = 0.9999
"""Confidence of a line that was read, at most: 1 is for what the file itself states."""

_MARGIN = 0.4
"""White around a row that is read, in shares of its height."""


@dataclass(frozen=True, slots=True)
class MixedText:
    """A page's lines from layer and reader, where they come from, and the reader's seconds."""

    lines: tuple[Line, ...]
    source: TextSource
    seconds: float


def mixed(
    raw: RawPage, reader: Reader, orientation: OrientationJudge | None = None
) -> MixedText | None:
    """The text of a page with a text layer; None where the page had better be read as a whole.

    `orientation` judges pasted pictures, which may lie on their side.
    """
    if raw.text_layer is None:
        return None
    started = time.perf_counter()
    second_hand, own = _by_origin(raw.text_layer, raw.pictures)
    if agreement(own, raw.image, reader) < _MEANINGLESS:
        return None
    if second_hand:
        agreed = agreement(second_hand, raw.image, reader)
        second_hand = [_doubted(line, agreed) for line in second_hand] if agreed >= _POOR else []
    lines = [*own, *second_hand]
    boxes = [line.box for line in lines]
    left = unread(raw.image, boxes)
    is_scan = any(picture.box.area > _WHOLE_PAGE for picture in raw.pictures)
    if not lines or (is_scan and left.share > _MOSTLY):
        return None
    read = _left(raw, boxes, reader, orientation) if left.rows else []
    seconds = time.perf_counter() - started
    return MixedText((*lines, *read), _source(own, second_hand, read), seconds)


def _source(own: Sequence[Line], second_hand: Sequence[Line], read: Sequence[Line]) -> TextSource:
    if not own:
        return TextSource.OCR
    return TextSource.MIXED if second_hand or read else TextSource.TEXT_LAYER


def _by_origin(layer: Iterable[Line], pictures: Sequence[Picture]) -> tuple[list[Line], list[Line]]:
    """Lines hidden behind pictures, which somebody read there, and lines that are drawn."""
    hiding = [picture.box for picture in pictures if picture.hides_text]
    second_hand: list[Line] = []
    own: list[Line] = []
    for line in layer:
        hidden = any(box.holds(line.box.centre) for box in hiding)
        (second_hand if hidden else own).append(line)
    return second_hand, own


def _doubted(line: Line, agreed: float) -> Line:
    trust = _SECOND_HAND * agreed
    words = tuple(replace(word, confidence=trust) for word in line.words)
    return replace(line, confidence=trust, words=words)


def agreement(lines: Sequence[Line], image: Image, reader: Reader) -> float:
    """How far the reader sees what the layer states, 0..1, on lines from all over the page.

    1 where no line is long enough to tell.
    """
    telling = [line for line in lines if _FEWEST <= len(squeezed(line.text)) <= _MOST]
    scores = [_score(line, image, reader) for line in _spread(telling, _SAMPLE)]
    if scores and fmean(scores) < _DOUBT:
        scores = [_score(line, image, reader) for line in _spread(telling, _SECOND_SAMPLE)]
    return fmean(scores) if scores else 1.0


def _spread(lines: Sequence[Line], count: int) -> list[Line]:
    if len(lines) <= count:
        return list(lines)
    return [lines[(2 * at + 1) * len(lines) // (2 * count)] for at in range(count)]


def _score(line: Line, image: Image, reader: Reader) -> float:
    height, width = image.shape[:2]
    box, margin = line.box, 0.1 * line.box.height * height
    top, bottom = int(max(0, box.y0 * height - margin)), int(box.y1 * height + margin) + 1
    left, right = int(max(0, box.x0 * width - margin)), int(box.x1 * width + margin) + 1
    crop = image[top:bottom, left:right]
    if min(crop.shape[:2]) < 4:
        return 0.0
    seen = reader.read_crop(np.ascontiguousarray(crop)).text
    return fuzz.ratio(squeezed(line.text), squeezed(seen)) / 100.0


def _left(
    raw: RawPage, known: Sequence[Box], reader: Reader, orientation: OrientationJudge | None
) -> list[Line]:
    """What the reader sees beside the `known` lines, in pictures that lie on their side too."""
    image = without_seals(raw.image)
    rest = list(unread(image, known).rows)
    image = _cleared(image, known)
    found: list[Line] = []
    for picture in raw.pictures:
        own = [row for row in rest if picture.box.holds(row.centre)]
        turn = _turn(image, picture.box, orientation) if own else Rotation.NONE
        if turn is not Rotation.NONE:
            found += _read_turned(image, picture.box, turn, reader)
            rest = [row for row in rest if row not in own]
    areas = [picture.box for picture in raw.pictures if _any_in(rest, picture.box)]
    areas += [_wider(row, raw.image) for row in rest if not _any_in([row], *areas)]
    if areas:
        found += _read_areas(image, areas, reader)
    return [_almost_sure(line) for line in found if _is_print(line, raw.pictures)]


def _is_print(line: Line, pictures: Sequence[Picture]) -> bool:
    inside = any(picture.box.holds(line.box.centre) for picture in pictures)
    return inside or line.confidence >= _DRAWN


def _any_in(rows: Sequence[Box], *areas: Box) -> bool:
    return any(area.holds(row.centre) for row in rows for area in areas)


def _turn(image: Image, box: Box, orientation: OrientationJudge | None) -> Rotation:
    if orientation is None:
        return Rotation.NONE
    judged = orientation.judge(_cut(image, box))
    return judged.rotation if judged.confidence >= _TURNED else Rotation.NONE


def _read_turned(image: Image, box: Box, turn: Rotation, reader: Reader) -> list[Line]:
    """The picture's text read upright, its lines brought back to where they stand on the page."""
    lines = reader.read(np.ascontiguousarray(turned(_cut(image, box), turn)))
    return [_placed(line, box, turn) for line in lines]


def _read_areas(image: Image, areas: Sequence[Box], reader: Reader) -> list[Line]:
    """All areas at once, on white paper, so that nothing else is read twice."""
    whole = Box.around(areas)
    shown = np.full_like(image, 255)
    for area in areas:
        _cut(shown, area)[:] = _cut(image, area)
    lines = reader.read(np.ascontiguousarray(_cut(shown, whole)))
    return [_placed(line, whole, Rotation.NONE) for line in lines]


def _cleared(image: Image, known: Sequence[Box]) -> Image:
    """The page with the known lines painted over in the colour around them."""
    cleared = image.copy()
    for box in known:
        part = _cut(cleared, box)
        if part.size:
            part[:] = np.median(part.reshape(-1, 3), axis=0).astype(np.uint8)
    return cleared


def _cut(image: Image, box: Box) -> Image:
    """A view of the box's part of the page, at least one pixel wide and high."""
    height, width = image.shape[:2]
    top, left = min(int(box.y0 * height), height - 1), min(int(box.x0 * width), width - 1)
    bottom, right = max(top + 1, round(box.y1 * height)), max(left + 1, round(box.x1 * width))
    return image[top:bottom, left:right]


def _wider(row: Box, image: Image) -> Box:
    margin = _MARGIN * row.height
    beside = margin * image.shape[0] / image.shape[1]
    return Box.clipped(row.x0 - beside, row.y0 - margin, row.x1 + beside, row.y1 + margin)


def _placed(line: Line, area: Box, turn: Rotation) -> Line:
    """The line with its boxes on the page instead of in the area that was read."""
    words = tuple(replace(word, box=_onto(word.box, area, turn)) for word in line.words)
    return replace(line, box=_onto(line.box, area, turn), words=words)


def _onto(box: Box, area: Box, turn: Rotation) -> Box:
    """`turn` is how the area was turned clockwise before it was read."""
    x0, y0, x1, y1 = {
        Rotation.NONE: (box.x0, box.y0, box.x1, box.y1),
        Rotation.RIGHT: (box.y0, 1 - box.x1, box.y1, 1 - box.x0),
        Rotation.HALF: (1 - box.x1, 1 - box.y1, 1 - box.x0, 1 - box.y0),
        Rotation.LEFT: (1 - box.y1, box.x0, 1 - box.y0, box.x1),
    }[turn]
    return Box.clipped(x0, y0, x1, y1).placed(area)


def _almost_sure(line: Line) -> Line:
    words = tuple(replace(word, confidence=min(word.confidence, _ALMOST)) for word in line.words)
    return replace(line, confidence=min(line.confidence, _ALMOST), words=words)
