"""Answer sheets: rings or ovals of one size in rows and columns, and how dark each is inside.

A ring may have a letter printed in it, so that only its outline tells it, and one filled carelessly
has no outline of its own. Single outlines prove nothing, for O and 0 are such too; many of one
size, evenly apart in rows with white between them, are a sheet. Where rows and columns cross, those
are found of which nothing but the filling is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from domain.geometry import WHOLE, Box
from ingest.formats.contract import Image
from ingest.images.ink import Grey, Mask
from ingest.images.lattice import Lattice, Ring, lattices
from ingest.images.written import at_working_scale

_MOST_ENLARGED = 2.5
"""Times that a small page is enlarged, at most, before rings are looked for."""
_CONTRAST = 8
_SMALLEST, _LARGEST = 13, 200
"""Sides of a ring in working pixels: 1.7 to 25 mm on A4."""
_FLATTEST, _TALLEST = 0.5, 1.22
"""Height of a ring in widths; a printed zero is taller."""
_FILLS = (0.93, 1.05)
"""What the outline of a ring encloses, in shares of the ellipse in its bounding box."""
_INNER = 0.72
"""Part of a ring's width and height that counts as its inside."""
_RIM = 0.55
"""Share of its rim that a ring has inked of which no outline was seen."""
_WHITE, _USUALLY = 0.04, 0.75
"""Ink between two rings of a row at most, and the share of rows' gaps that hold no more."""
_STANDS_OUT = 0.16
"""How much darker filled rings are than empty ones, in shares of the paper's brightness."""
_ALL_FILLED = 0.5
"""Darkness from which rings are filled, even if none of them is empty."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """A ring in its place on a sheet: `row` and `column` count from 0 within one grid.

    `darkness` is how much darker than paper it is inside, in 0..1; `confidence` is that of
    `filled`.
    """

    box: Box
    row: int
    column: int
    darkness: float
    filled: bool
    confidence: float


Grid = tuple[Bubble, ...]
"""The rings of one block, row by row."""


def bubble_grids(image: Image, part: Box = WHOLE) -> tuple[Grid, ...]:
    """The blocks of rings on `part` of an upright, level page, from top to bottom; mostly none."""
    shades, found = at_working_scale(image, part, _MOST_ENLARGED, _CONTRAST)
    grids = [
        lattice for lattice in lattices(_distinct(_rings(found))) if _is_parted(lattice, found)
    ]
    if not grids:
        return ()
    sheet = [_completed(lattice, found) for lattice in grids]
    paper = _paper(shades)
    dark = [{place: _darkness(ring, shades, paper) for place, ring in one.items()} for one in sheet]
    limit, spread = _limit([value for one in dark for value in one.values()])
    rows, columns = shades.shape
    made = [
        tuple(
            Bubble(
                _box(ring, rows, columns).placed(part),
                *place,
                round(values[place], 3),
                values[place] >= limit,
                _confidence(values[place], limit, spread),
            )
            for place, ring in sorted(one.items())
        )
        for one, values in zip(sheet, dark, strict=True)
    ]
    return tuple(sorted(made, key=lambda grid: (grid[0].box.y0, grid[0].box.x0)))


def _rings(found: Mask) -> Iterator[Ring]:
    """Outlines that enclose an ellipse, from without or from within."""
    contours, _ = cv2.findContours(found, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        left, top, width, height = cv2.boundingRect(contour)
        if min(width, height) < _SMALLEST or max(width, height) > _LARGEST:
            continue
        if not _FLATTEST <= height / width <= _TALLEST:
            continue
        area = cv2.contourArea(cv2.convexHull(contour)), cv2.contourArea(contour)
        whole = np.pi / 4 * (width - 1) * (height - 1)
        if all(_FILLS[0] - 0.06 <= one / whole <= _FILLS[1] for one in area):
            yield Ring(left + width / 2, top + height / 2, float(width), float(height))


def _distinct(rings: Iterable[Ring]) -> list[Ring]:
    """Each ring once, the outer outline of the two that it has."""
    kept: list[Ring] = []
    taken: dict[tuple[int, int], list[Ring]] = {}
    for ring in sorted(rings, key=lambda one: -one.width * one.height):
        x, y = int(ring.x) // _LARGEST, int(ring.y) // _LARGEST
        near = [
            one for i in (-1, 0, 1) for j in (-1, 0, 1) for one in taken.get((x + i, y + j), ())
        ]
        if not any(
            abs(one.x - ring.x) < one.width / 2 and abs(one.y - ring.y) < one.height / 2
            for one in near
        ):
            kept.append(ring)
            taken.setdefault((x, y), []).append(ring)
    return kept


def _is_parted(lattice: Lattice, found: Mask) -> bool:
    """Whether it is white between the rings of a row: what has words there is a form's boxes."""
    gaps: list[bool] = []
    for (row, column), ring in lattice.rings.items():
        other = lattice.rings.get((row, column + 1))
        if other is None:
            continue
        start, end = round(ring.x + 0.62 * ring.width), round(other.x - 0.62 * other.width)
        top, bottom = round(ring.y - 0.35 * ring.height), round(ring.y + 0.35 * ring.height)
        part = found[max(0, top) : bottom, start:end]
        gaps.append(part.size == 0 or float((part > 0).mean()) <= _WHITE)
    return bool(gaps) and sum(gaps) >= _USUALLY * len(gaps)


def _completed(lattice: Lattice, found: Mask) -> dict[tuple[int, int], Ring]:
    """The rings seen, and those whose rim or filling stands where a row and a column cross."""
    more = {place: ring for place, ring in lattice.missing() if _rim(ring, found) >= _RIM}
    return {**lattice.rings, **more}


def _rim(ring: Ring, found: Mask) -> float:
    """Share of the directions from the middle of a ring in which ink stands about its rim."""
    turns = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    held = np.zeros(len(turns), bool)
    for reach in (0.38, 0.42, 0.46, 0.5, 0.54):
        xs = np.clip(np.round(ring.x + reach * ring.width * np.cos(turns)), 0, found.shape[1] - 1)
        ys = np.clip(np.round(ring.y + reach * ring.height * np.sin(turns)), 0, found.shape[0] - 1)
        held |= found[ys.astype(int), xs.astype(int)] > 0
    return float(held.mean())


def _paper(shades: Grey) -> Grey:
    """How bright the paper is at each place, in an image of an eighth of the size."""
    small = cv2.resize(shades, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    side = max(9, max(small.shape) // 24) | 1
    bright = cv2.dilate(small, np.ones((side, side), np.uint8))
    return np.asarray(cv2.blur(bright, (side, side)), np.uint8)


def _darkness(ring: Ring, shades: Grey, paper: Grey) -> float:
    across, down = _INNER * ring.width / 2, _INNER * ring.height / 2
    left, top = max(0, round(ring.x - across)), max(0, round(ring.y - down))
    part = shades[top : round(ring.y + down) + 1, left : round(ring.x + across) + 1]
    if not part.size:
        return 0.0
    ys, xs = np.ogrid[: part.shape[0], : part.shape[1]]
    within = ((xs + left - ring.x) / across) ** 2 + ((ys + top - ring.y) / down) ** 2 <= 1.0
    row = min(paper.shape[0] - 1, int(ring.y / 8))
    bright = float(paper[row, min(paper.shape[1] - 1, int(ring.x / 8))])
    return max(0.0, 1.0 - float(part[within].mean()) / max(1.0, bright))


def _limit(values: Sequence[float]) -> tuple[float, float]:
    """The darkness that parts filled from empty rings of a sheet, and how far those are apart."""
    ordered = np.sort(np.asarray(values))
    counts = np.arange(1, len(ordered))
    low = np.cumsum(ordered)[:-1] / counts
    high = (ordered.sum() - np.cumsum(ordered)[:-1]) / (len(ordered) - counts)
    between = counts * (len(ordered) - counts) * (high - low) ** 2
    at = int(np.argmax(between))
    if high[at] - low[at] < _STANDS_OUT:
        return _ALL_FILLED, _STANDS_OUT
    return float(low[at] + high[at]) / 2, float(high[at] - low[at])


def _confidence(value: float, limit: float, spread: float) -> float:
    return round(min(0.99, 0.5 + abs(value - limit) / spread), 3)


def _box(ring: Ring, rows: int, columns: int) -> Box:
    across, down = ring.width / 2, ring.height / 2
    return Box.clipped(
        (ring.x - across) / columns,
        (ring.y - down) / rows,
        (ring.x + across) / columns,
        (ring.y + down) / rows,
    )


def usual_size(grid: Grid) -> tuple[float, float]:
    """Width and height of a grid's rings, in shares of the page."""
    return median(one.box.width for one in grid), median(one.box.height for one in grid)
