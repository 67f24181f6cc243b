"""Where things stand on the page of a PDF as it is shown: its pictures, and its form fields.

A PDF counts in points from the lower left, before the page is turned and cropped; pdfium itself
says where that comes to lie, so that both are undone in one place and for good.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from domain.geometry import Box
from ingest.formats.contract import Picture

_FINE = 100_000
"""Steps across and down a page in which places are told; far finer than any pixel."""

_GRID = 400
"""Pictures are put together on so many squares across and down the page: scans come in strips."""

_NARROWEST, _LOWEST = 30.0, 9.0
"""Points; a smaller picture has no room for a word of print."""

_FORMS_DEEP = 4
"""A picture may lie in a form in a form; deeper ones are ornaments."""

_UNSEEN = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)

_MOST_TEXTS = 20_000
"""So many pieces of text are looked at; no paper has more."""

Corners = tuple[float, float, float, float]
"""Left, bottom, right, top in the page's own points."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as the page draws it: its corners, and how many pixels there are to an inch."""

    corners: Corners
    dpi: float

    @property
    def width(self) -> float:
        return self.corners[2] - self.corners[0]

    @property
    def height(self) -> float:
        return self.corners[3] - self.corners[1]


def box_of(sheet: pypdfium2.PdfPage, corners: Corners) -> Box:
    """Where a rectangle of the page's own points stands on the page as it is shown."""
    left, bottom, right, top = corners
    (x0, y0), (x1, y1) = _shown(sheet, left, bottom), _shown(sheet, right, top)
    return Box.clipped(x0, y0, x1, y1)


def _shown(sheet: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(
        sheet, 0, 0, _FINE, _FINE, 0, x, y, ctypes.byref(across), ctypes.byref(down)
    )
    return across.value / _FINE, down.value / _FINE


def drawn_pictures(sheet: pypdfium2.PdfPage) -> list[Drawn]:
    """All pictures of the page in the order in which they are drawn."""
    return [held for held in _things(sheet) if isinstance(held, Drawn)]


def pictures(sheet: pypdfium2.PdfPage) -> tuple[Picture, ...]:
    """The areas that pictures cover, those that touch as one, without those too small for text."""
    things = list(_things(sheet, texts=True))
    held = [thing for thing in things if isinstance(thing, Drawn)]
    areas = [area for area in _areas(sheet, held) if _has_room(area, sheet)]
    if not areas:
        return ()
    hidden = [box_of(sheet, corners) for corners in _hidden(things)]
    return tuple(Picture(area, any(area.holds(text.centre) for text in hidden)) for area in areas)


def _things(sheet: pypdfium2.PdfPage, *, texts: bool = False) -> Iterator[Drawn | _Text]:
    """Pictures, and pieces of text if asked for, from the lowest to the uppermost."""
    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE] + ([pdfium.FPDF_PAGEOBJ_TEXT] if texts else [])
    left = _MOST_TEXTS
    for item in sheet.get_objects(filter=kinds, max_depth=_FORMS_DEEP):
        corners = _corners(item)
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            yield Drawn(corners, _dpi(item, corners))
            continue
        left -= 1
        if left < 0:
            return
        yield _Text(corners, pdfium.FPDFTextObj_GetTextRenderMode(item) in _UNSEEN)


@dataclass(frozen=True, slots=True)
class _Text:
    corners: Corners
    unseen: bool


def _corners(item: pypdfium2.PdfObject) -> Corners:
    """The rectangle around an object, through all the forms that hold it."""
    left, bottom, right, top = item.get_bounds()
    holder = item.container
    while holder is not None:
        left, bottom, right, top = holder.get_matrix().on_rect(left, bottom, right, top)
        holder = holder.container
    return left, bottom, right, top


def _dpi(item: pypdfium2.PdfObject, corners: Corners) -> float:
    left, bottom, right, top = corners
    points = max(0.0, right - left) * max(0.0, top - bottom)
    columns, rows = item.get_px_size()
    return 72.0 * float((columns * rows / points) ** 0.5) if points > 0 else 0.0


def _hidden(things: Sequence[Drawn | _Text]) -> Iterator[Corners]:
    """Pieces of text that are set unseen, or that a later picture covers."""
    above: list[Corners] = []
    for thing in reversed(things):
        if isinstance(thing, Drawn):
            above.append(thing.corners)
        elif thing.unseen or any(_covers(corners, thing.corners) for corners in above):
            yield thing.corners


def _covers(outer: Corners, inner: Corners) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _areas(sheet: pypdfium2.PdfPage, held: Iterable[Drawn]) -> Iterator[Box]:
    """The areas that pictures cover together."""
    covered: NDArray[np.uint8] = np.zeros((_GRID, _GRID), dtype=np.uint8)
    for picture in held:
        box = box_of(sheet, picture.corners)
        if box.area > 0.0:
            left, top = int(box.x0 * _GRID), int(box.y0 * _GRID)
            right, bottom = int(np.ceil(box.x1 * _GRID)), int(np.ceil(box.y1 * _GRID))
            covered[top:bottom, left:right] = 255
    count, _, stats, _ = cv2.connectedComponentsWithStats(covered, connectivity=8)
    for label in range(1, count):
        left, top, width, height = (int(value) for value in stats[label][:4])
        yield Box.clipped(left / _GRID, top / _GRID, (left + width) / _GRID, (top + height) / _GRID)


def _has_room(area: Box, sheet: pypdfium2.PdfPage) -> bool:
    width, height = sheet.get_size()
    sides = (area.width * width, area.height * height)
    return bool(max(sides) >= _NARROWEST and min(sides) >= _LOWEST)
