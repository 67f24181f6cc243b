"""A scan set straight: the page cut out, turned upright, levelled, or known to be blank."""

from __future__ import annotations

from dataclasses import dataclass

from domain.geometry import Corners, Rotation
from domain.page import LEVEL
from ingest.formats.contract import Image
from ingest.images import blank
from ingest.images import skew as skewness
from ingest.images.edges import cut_out
from ingest.images.ink import grey, scaled
from ingest.images.light import cleared
from ingest.images.orientation import OrientationJudge
from ingest.images.turning import levelled, turned
from ingest.readers.orient import upright


@dataclass(frozen=True, slots=True, eq=False)
class Straight:
    """An upright, level page, and what was done to the scan: cut, then turned, then levelled."""

    image: Image
    cut: Corners | None
    rotation: Rotation = Rotation.NONE
    skew: float = 0.0
    blank: bool = False


def set_straight(scan: Image, judge: OrientationJudge) -> Straight:
    """The page on `scan` as a person would hold it."""
    page = cut_out(scan)
    image = cleared(page.image)
    small = scaled(grey(image), max(blank.WORKING_SIDE, skewness.WORKING_SIDE))
    if blank.is_blank(small):
        return Straight(page.image, page.corners, blank=True)
    rotation = upright(image, judge)
    image = turned(image, rotation)
    skew = skewness.skew_of(turned(small, rotation))
    if abs(skew) >= LEVEL:
        image = levelled(image, skew)
    return Straight(image, page.corners, rotation, skew)
