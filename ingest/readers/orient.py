"""Which turn sets a page upright: the quick judge decides, Tesseract is asked when it is unsure."""

from __future__ import annotations

from domain.errors import MissingTool
from domain.geometry import Rotation
from ingest.formats.contract import Image
from ingest.images.orientation import OrientationJudge
from ingest.images.turning import within
from ingest.readers.engines import Turned, engine

_SURE = 0.7
"""Confidence from which the quick judge alone decides: it was never wrong above it."""

_SURE_ENOUGH = 0.5
"""Confidence below which its opinion is worth nothing, and the page stays as it was scanned."""

_CLEAR = 1.5
"""Tesseract's own measure of confidence from which its word counts."""

_PIXELS = 4_000_000
"""Tesseract is shown the page at this size, which is enough for it and five times as quick."""


def upright(image: Image, judge: OrientationJudge) -> Rotation:
    """The turn clockwise that sets the page upright."""
    quick = judge.judge(image)
    if quick.confidence >= _SURE:
        return quick.rotation
    thorough = _thorough(image)
    if thorough and thorough.confidence >= _CLEAR:
        return Rotation(thorough.degrees)
    return quick.rotation if quick.confidence >= _SURE_ENOUGH else Rotation.NONE


def _thorough(image: Image) -> Turned | None:
    try:
        return engine("osd").turned(within(image, _PIXELS))
    except MissingTool:
        return None
