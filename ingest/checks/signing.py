"""What stands at a place for a signature: ink of a hand, a typed name, or nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from domain.geometry import Box
from domain.page import Line, Page, SealColour, Word
from domain.signing import SignPlace, SignState
from domain.text import folded
from ingest.checks.places import Asked, asked
from ingest.formats.contract import Image
from ingest.forms.strips import glyphs_of
from ingest.images.ink import Mask, grey, ink

_UNITS = re.compile(r"^[年月日/.:()\-_—\s签字名章盖期]*$")
"""What forms print at a place for a signature without anybody having signed."""
_SURE = 0.8
"""Confidence (0..1) below which what was read as print may as well be a scribble."""
_RED = 18
"""By how much red outshines the other colours in a seal's ink, thin and worn as it may be."""
_COLOUR, _COLOURED = 45, 0.0003
"""How far the colours of a pixel lie apart that is not grey, and the share of them on a page."""
_LINE = 2.5
"""Heights of the label from which on a straight run of ink is a rule."""
_SPECK = 0.22
"""Heights across up to which a piece of ink is dirt."""
_LARGE, _ENOUGH = 0.5, 0.08
"""A signature has a piece at least so many heights across, and so much ink in squared heights."""


def sign_places(page: Page, image: Image, labels: Iterable[str]) -> tuple[SignPlace, ...]:
    """The places for signatures on an upright page, and whether anybody signed there.

    `image` is the page that the boxes relate to. Of a place under the grey seal of a copy nothing
    can be said, and it is left out. REQ-002, REQ-118.
    """
    places = asked(page, labels)
    in_rows = Counter(place.row for place in places)
    words = [word for line in page.lines for word in line.words]
    copied = [seal.box for seal in page.seals if seal.colour is SealColour.GREY]
    return tuple(
        _seen(one, in_rows[one.row] > 1, words, image)
        for one in places
        if not any(one.box.overlap(seal) > 0 for seal in copied)
    )


def shows_colour(image: Image) -> bool:
    """Whether there is any colour on the page; on one without, a seal is hardly seen as one."""
    blue, green, red = cv2.split(np.ascontiguousarray(image[::4, ::4]))
    strongest, weakest = cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red)
    apart = np.asarray(cv2.subtract(strongest, weakest))
    return bool((apart > _COLOUR).mean() > _COLOURED)


def _seen(place: Asked, in_row: bool, words: Sequence[Word], image: Image) -> SignPlace:
    near = [word for word in words if word.box.overlap(place.box) > 0]
    printed = [word for word in near if _is_print(word)]
    inside = [
        glyph for word in printed for glyph in glyphs_of(Line(word.text, word.box, word.confidence))
    ]
    core = _core(place)
    said = any(
        not _UNITS.match(folded(glyph.character)) and core.holds(glyph.box.centre)
        for glyph in inside
    )
    written = any(word.handwritten and word.box.covered_by(place.box) > 0.5 for word in near)
    height = max(4, round(place.label_box.height * image.shape[0]))
    amount = _amount(place.box, printed, image, height)
    if written or amount >= _ENOUGH:
        state = SignState.SIGNED
    else:
        state = SignState.PRINTED if said else SignState.EMPTY
    around = _amount(_surroundings(place.label_box, image), words, image, height)
    return SignPlace(
        place.label,
        place.label_box,
        place.box,
        state,
        round(amount, 3),
        in_row,
        round(around, 3),
    )


def _surroundings(label: Box, image: Image) -> Box:
    """Where the seal would be for which a label asks."""
    tall = label.height
    wide = tall * image.shape[0] / image.shape[1]
    return Box.clipped(
        max(0.0, label.x0 - wide),
        max(0.0, label.y0 - 2 * tall),
        min(1.0, label.x1 + 9 * wide),
        min(1.0, label.y1 + 5 * tall),
    )


def _core(place: Asked) -> Box:
    """The part of a place in which print belongs to it: on the label's line, or all of a cell."""
    box, label = place.box, place.label_box
    if not box.y0 <= label.centre[1] <= box.y1:
        return box
    rim = 0.3 * label.height
    return Box.clipped(box.x0, max(box.y0, label.y0 - rim), box.x1, min(box.y1, label.y1 + rim))


def _is_print(word: Word) -> bool:
    if word.handwritten:
        return False
    return word.confidence >= _SURE or bool(_UNITS.match(folded(word.text)))


def _amount(box: Box, printed: Iterable[Word], image: Image, height: int) -> float:
    """Ink by hand in `box`, in squares of `height` pixels; 0.0 where it is all specks."""
    tall, wide = image.shape[:2]
    x0, y0, x1, y1 = _pixels(box, wide, tall)
    part = image[y0:y1, x0:x1]
    if min(part.shape[:2]) < 4:
        return 0.0
    mask = ink(grey(_without_red(part)), 25, 4 * height)
    mask = _without_rules(mask, height)
    for word in printed:
        a, b, c, d = _pixels(word.box, wide, tall)
        rim = max(1, height // 5)
        mask[
            max(0, b - y0 - rim) : max(0, d - y0 + rim), max(0, a - x0 - rim) : max(0, c - x0 + rim)
        ] = 0
    return _written(mask, height) / height**2


def _pixels(box: Box, wide: int, tall: int) -> tuple[int, int, int, int]:
    return round(box.x0 * wide), round(box.y0 * tall), round(box.x1 * wide), round(box.y1 * tall)


def _without_red(part: Image) -> Image:
    """A seal pressed over the place is no signature."""
    blue, green, red = cv2.split(part)
    tint = np.asarray(cv2.subtract(red, cv2.max(blue, green)))
    if not (tint > _RED).any():
        return part
    seal = cv2.dilate((tint > _RED).astype(np.uint8), np.ones((5, 5), np.uint8))
    clean = part.copy()
    clean[(seal > 0) & (red >= 90)] = 255
    return clean


def _without_rules(mask: Mask, height: int) -> Mask:
    """The ink without the line to write upon and the borders of cells."""
    length = max(12, round(_LINE * height))
    for size in ((length, 1), (1, length)):
        if mask.shape[0] < size[1] or mask.shape[1] < size[0]:
            continue
        rules = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((size[1], size[0]), np.uint8))
        grown = cv2.dilate(rules, np.ones((5, 5), np.uint8))
        mask = np.asarray(cv2.subtract(mask, grown), dtype=np.uint8)
    return mask


def _written(mask: Mask, height: int) -> float:
    """Pixels in pieces of ink larger than specks; 0.0 where none is as large as a stroke."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    pieces = stats[1:]
    sides = np.maximum(pieces[:, cv2.CC_STAT_WIDTH], pieces[:, cv2.CC_STAT_HEIGHT])
    if not len(sides) or sides.max() < _LARGE * height:
        return 0.0
    return float(pieces[sides > _SPECK * height, cv2.CC_STAT_AREA].sum())
