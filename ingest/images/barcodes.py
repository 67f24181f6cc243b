"""Barcodes on a page, read by zxing-cpp; what it overlooks is shown to it again, enlarged.

One pass over the whole page, no larger than A4 at 200 dpi, finds nearly all of them at a fortieth
of the time that reading the page takes. Bars too fine for that are found by their edges, which all
run one way, and only they are enlarged; most pages have none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import zxingcpp

from domain.geometry import WHOLE, Box
from domain.page import Barcode
from ingest.formats.contract import Image
from ingest.images.ink import Grey, grey, scaled
from ingest.images.written import rows_of

_KINDS = {
    zxingcpp.BarcodeFormat.QRCode: "qr",
    zxingcpp.BarcodeFormat.Code128: "code_128",
    zxingcpp.BarcodeFormat.Code39: "code_39",
    zxingcpp.BarcodeFormat.EAN13: "ean_13",
    zxingcpp.BarcodeFormat.EAN8: "ean_8",
    zxingcpp.BarcodeFormat.UPCA: "upc_a",
    zxingcpp.BarcodeFormat.PDF417: "pdf_417",
}
"""What is looked for, and its name in `Barcode.kind`. Others stand on parcels, not on papers."""

_FORMATS = zxingcpp.BarcodeFormats(list(_KINDS))
_NAMES = {str(kind): name for kind, name in _KINDS.items()}

_PAGE_SIDE = 2400
"""Longer side, in pixels, at which the page is searched as a whole."""

_SHORTEST_TEXT = 4
"""Hatching is taken for bars at times, but hardly ever for as many characters as these."""

_BARS_SIDE = 700
_STEEP = 40
"""How much stronger edges across are than edges along, in the mean over a patch of bars."""
_LEAST_WIDE, _LEAST_HIGH = 36, 9
"""Sides of a row of bars in working pixels: 15 and 4 mm on A4."""
_MOST_BARS = 4
"""Rows of bars looked at again on one page, the largest first."""

_MARGIN = 0.1
"""White left around bars that are cut out, in shares of their length: codes need it."""

_Area = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


def barcodes(image: Image, part: Box = WHOLE) -> tuple[Barcode, ...]:
    """The barcodes on `part` of an upright page that can be read, from top to bottom, each once."""
    longer = max(image.shape[:2])
    shades = grey(rows_of(image, part))
    rows, columns = shades.shape
    found: dict[tuple[str, str], Barcode] = {}
    for code in _read(scaled(shades, _PAGE_SIDE, longer), (0, 0, columns, rows), (columns, rows)):
        found.setdefault((code.kind, code.text), code)
    for area in _bars(shades, longer):
        middle = (area[0] + area[2]) / 2 / columns, (area[1] + area[3]) / 2 / rows
        if not any(code.box.holds(middle) for code in found.values()):
            for code in _read(_enlarged(shades, area), area, (columns, rows)):
                found.setdefault((code.kind, code.text), code)
    ordered = sorted(found.values(), key=lambda code: (code.box.y0, code.box.x0))
    return tuple(replace(code, box=code.box.placed(part)) for code in ordered)


def _read(part: Grey, area: _Area, size: tuple[int, int]) -> Iterator[Barcode]:
    """The codes in `part`, which shows `area` of a page of `size`, at whatever scale."""
    found = zxingcpp.read_barcodes(part, formats=_FORMATS, try_invert=False)
    for code in found:
        if str(code.format) in _NAMES and len(code.text.strip()) >= _SHORTEST_TEXT:
            yield Barcode(_NAMES[str(code.format)], code.text, _box(code, part, area, size))


def _box(code: Any, part: Grey, area: _Area, size: tuple[int, int]) -> Box:
    left, top, right, bottom = area
    at = code.position
    corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    xs = [(left + corner.x * (right - left) / part.shape[1]) / size[0] for corner in corners]
    ys = [(top + corner.y * (bottom - top) / part.shape[0]) / size[1] for corner in corners]
    return Box.clipped(min(xs), min(ys), max(xs), max(ys))


def _bars(shades: Grey, longer: int) -> list[_Area]:
    """Places with edges that all run down, as bars have them, the largest first."""
    small = scaled(shades, _BARS_SIDE, longer)
    across = cv2.convertScaleAbs(cv2.Sobel(small, cv2.CV_16S, 1, 0, ksize=3))
    along = cv2.convertScaleAbs(cv2.Sobel(small, cv2.CV_16S, 0, 1, ksize=3))
    steep = cv2.blur(cv2.subtract(across, along), (13, 7)) > _STEEP
    solid = cv2.morphologyEx(
        steep.astype(np.uint8), cv2.MORPH_OPEN, np.ones((_LEAST_HIGH, _LEAST_WIDE), np.uint8)
    )
    count, _, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    found = [tuple(int(value) for value in stats[label]) for label in range(1, count)]
    largest = sorted(found, key=lambda patch: patch[4], reverse=True)[:_MOST_BARS]
    ratio = shades.shape[1] / small.shape[1]
    return [_widened(patch, ratio, shades) for patch in largest]


def _widened(patch: tuple[int, ...], ratio: float, shades: Grey) -> _Area:
    """The patch at full size, with the white around it."""
    left, top, width, height = patch[:4]
    margin = _MARGIN * width + 8
    rows, columns = shades.shape
    return (
        max(0, round((left - margin) * ratio)),
        max(0, round((top - margin) * ratio)),
        min(columns, round((left + width + margin) * ratio)),
        min(rows, round((top + height + margin) * ratio)),
    )


def _enlarged(shades: Grey, area: _Area) -> Grey:
    left, top, right, bottom = area
    part = shades[top:bottom, left:right]
    twice = cv2.resize(part, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    return np.asarray(twice, dtype=np.uint8)
