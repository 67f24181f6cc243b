"""Rings of one size that stand evenly apart in rows and columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

_ALIKE = 0.16
"""Rings of one lattice differ by this share of their width and height at most."""
_OUT_OF_LINE = 0.45
"""How far a neighbour stands out of line, in heights or widths of the ring."""
_CLOSEST, _FARTHEST = 1.08, 4.5
"""How far apart the middles of neighbours stand, in widths or heights."""
_WIDER, _NEXT = 1.4, 0.35
"""Usual steps that a neighbour is away at most, and that a ring of the next line is at least."""
_EVEN, _MOSTLY = 0.18, 0.6
"""How much the steps from column to column differ, and the share of them that must not."""
_FEWEST_ROWS, _FEWEST_COLUMNS, _FEWEST_IN_ONE_ROW = 2, 3, 4
_FEWEST, _FULL = 8, 0.45
"""Rings that a lattice of rows has at least, and the share of its places where rings were seen."""


@dataclass(frozen=True, slots=True)
class Ring:
    """An ellipse by its middle, width and height, in pixels."""

    x: float
    y: float
    width: float
    height: float

    def like(self, other: Ring) -> bool:
        return (
            abs(self.width - other.width) <= _ALIKE * other.width + 1
            and abs(self.height - other.height) <= _ALIKE * other.height + 1
        )


@dataclass(frozen=True, slots=True)
class Lattice:
    """Rings by row and column, both from 0."""

    rings: Mapping[tuple[int, int], Ring]

    def missing(self) -> Iterator[tuple[tuple[int, int], Ring]]:
        """Places where no ring was seen, with the ring that would stand there.

        It stands where the rings of its row and its column, and the slant of both, put it.
        """
        rows = {row for row, _ in self.rings}
        columns = {column for _, column in self.rings}
        for place in sorted({(r, c) for r in rows for c in columns} - set(self.rings)):
            row, column = place
            across = {c: ring for (r, c), ring in self.rings.items() if r == row}
            down = {r: ring for (r, c), ring in self.rings.items() if c == column}
            x = _on_line([(r, ring.y, ring.x) for r, ring in down.items()], row)
            y = _on_line([(c, ring.x, ring.y) for c, ring in across.items()], column)
            near = sorted(self.rings.items(), key=lambda item: _apart(item[0], place))[:4]
            width = median(ring.width for _, ring in near)
            height = median(ring.height for _, ring in near)
            yield place, Ring(x, y, width, height)


def lattices(rings: Sequence[Ring]) -> list[Lattice]:
    """The lattices that rings of one size make up; rings that stand otherwise are in none."""
    found: list[Lattice] = []
    for alike in _by_size(rings):
        links = [*_near(alike, across=True), *_near(alike, across=False)]
        for block in _blocks(alike, links):
            lattice = _lattice(block)
            if lattice is not None:
                found.append(lattice)
    return found


def _apart(one: tuple[int, int], other: tuple[int, int]) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _on_line(known: Sequence[tuple[int, float, float]], at: int) -> float:
    """Where the line through the nearest of `known` (index, along, across) stands at an index."""
    nearest = sorted(known, key=lambda one: abs(one[0] - at))[:4]
    if len(nearest) < 3:
        return median(one[2] for one in nearest)
    slope, start = np.polyfit([one[0] for one in nearest], [one[2] for one in nearest], 1)
    return float(slope * at + start)


def _by_size(rings: Sequence[Ring]) -> Iterator[list[Ring]]:
    """Rings of one size together, the most frequent size first."""
    rest = list(rings)
    while len(rest) >= _FEWEST_IN_ONE_ROW:
        sizes = np.array([(ring.width, ring.height) for ring in rest])
        near = np.abs(sizes[:, None] - sizes[None]) <= _ALIKE * sizes[None] + 1
        company = near.all(axis=2)
        middle = int(np.argmax(company.sum(axis=0)))
        alike = [ring for ring, same in zip(rest, company[:, middle], strict=True) if same]
        if len(alike) < _FEWEST_IN_ONE_ROW:
            return
        yield alike
        rest = [ring for ring, same in zip(rest, company[:, middle], strict=True) if not same]


def _links(rings: Sequence[Ring], *, across: bool) -> Iterator[tuple[int, int]]:
    """Pairs of neighbours, to the right or downwards."""
    middles = np.array([(ring.x, ring.y) for ring in rings])
    sizes = np.array([(ring.width, ring.height) for ring in rings])
    along, beside = (0, 1) if across else (1, 0)
    for at, (middle, size) in enumerate(zip(middles, sizes, strict=True)):
        step = (middles[:, along] - middle[along]) / size[along]
        off = np.abs(middles[:, beside] - middle[beside]) / size[beside]
        fits = np.flatnonzero((step >= _CLOSEST) & (step <= _FARTHEST) & (off <= _OUT_OF_LINE))
        if len(fits):
            yield at, int(fits[np.argmin(step[fits])])


def _near(rings: Sequence[Ring], *, across: bool) -> list[tuple[int, int]]:
    """Neighbours no farther apart than is usual; a wider gap parts one block from the next."""
    links = list(_links(rings, across=across))
    most = _WIDER * _step(rings, links, across=across)
    return [link for link in links if _step(rings, [link], across=across) <= most]


def _step(rings: Sequence[Ring], links: Sequence[tuple[int, int]], *, across: bool) -> float:
    """The usual distance of neighbours, in pixels."""
    steps = [
        rings[other].x - rings[one].x if across else rings[other].y - rings[one].y
        for one, other in links
    ]
    return median(steps) if steps else 0.0


def _blocks(rings: Sequence[Ring], links: Sequence[tuple[int, int]]) -> Iterator[list[Ring]]:
    """Rings that are neighbours of neighbours."""
    home = list(range(len(rings)))

    def root(at: int) -> int:
        while home[at] != at:
            home[at] = home[home[at]]
            at = home[at]
        return at

    for one, other in links:
        home[root(one)] = root(other)
    blocks: dict[int, list[Ring]] = {}
    for at, ring in enumerate(rings):
        blocks.setdefault(root(at), []).append(ring)
    yield from (block for block in blocks.values() if len(block) >= _FEWEST_IN_ONE_ROW)


def _lattice(block: Sequence[Ring]) -> Lattice | None:
    """The rows and columns of a block, the lines being as far aslant as its neighbours are."""
    lean = _slant(block, across=False)
    sink = _slant(block, across=True)
    right = _step(block, list(_links(block, across=True)), across=True)
    down = _step(block, list(_links(block, across=False)), across=False)
    columns = _numbered([r.x - lean * r.y for r in block], _NEXT * right)
    rows = _numbered([r.y - sink * r.x for r in block], _NEXT * down)
    seen = Lattice(dict(zip(zip(rows, columns, strict=True), block, strict=True)))
    return seen if _is_sheet(seen) else None


def _slant(block: Sequence[Ring], *, across: bool) -> float:
    """How far a line of neighbours goes aside for each pixel along."""
    slopes = []
    for one, other in _links(block, across=across):
        along, beside = block[other].x - block[one].x, block[other].y - block[one].y
        slopes.append(beside / along if across else along / beside)
    return median(slopes) if slopes else 0.0


def _numbered(values: Sequence[float], gap: float) -> list[int]:
    """Which line each value belongs to, where a new one starts after a gap."""
    order = sorted(range(len(values)), key=lambda at: values[at])
    numbers = [0] * len(values)
    for before, at in pairwise(order):
        numbers[at] = numbers[before] + (values[at] - values[before] > gap)
    return numbers


def _is_sheet(lattice: Lattice) -> bool:
    """Whether rings stand in enough places, and evenly enough, for none to stand so by chance."""
    rings = lattice.rings
    rows, columns = {r for r, _ in rings}, {c for _, c in rings}
    if len(columns) < _FEWEST_COLUMNS or len(rings) < _FULL * len(rows) * len(columns):
        return False
    if len(rows) < _FEWEST_ROWS:
        if len(columns) < _FEWEST_IN_ONE_ROW:
            return False
    elif len(rings) < _FEWEST:
        return False
    places = [median(ring.x for (_, c), ring in rings.items() if c == at) for at in sorted(columns)]
    steps = np.diff(places)
    usual = float(np.median(steps))
    return float((np.abs(steps - usual) <= _EVEN * usual).mean()) >= _MOSTLY
