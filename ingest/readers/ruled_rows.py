"""Rules across a page that have one length: what stands between them is rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.geometry import Box
from domain.page import Line
from ingest.readers.columns import rows_of

_SAME_END = 0.012
"""How far the ends of rules of one length may lie apart, in shares of the page's width."""

_SHORTEST = 0.2
"""Width of a table between rules, at least, in shares of the page's."""

_WIDE = 0.55
"""A row whose only line is wider than this share of the rules is running text."""


@dataclass(frozen=True, slots=True)
class Band:
    """What stands between two rules: their ends and heights, the lines, and shorter rules."""

    box: Box
    lines: tuple[Line, ...]
    inner: tuple[Box, ...]


def bands(across: Sequence[Box], lines: Sequence[Line]) -> Iterator[list[Band]]:
    """Runs of two bands or more between rules of one length, without running text in them."""
    for group in _groups(across):
        run: list[Band] = []
        for upper, lower in pairwise(group):
            band = _band(upper, lower, across, lines)
            if band.lines and not _runs_on(band):
                run.append(band)
                continue
            if not band.lines and run:  # a double rule, or an empty row
                continue
            if len(run) >= 2:
                yield run
            run = []
        if len(run) >= 2:
            yield run


def _groups(across: Sequence[Box]) -> list[list[Box]]:
    """Rules of one length and place, each group from top to bottom."""
    groups: list[list[Box]] = []
    for rule in sorted(across, key=lambda rule: rule.y0):
        if rule.width < _SHORTEST:
            continue
        same = next((group for group in groups if _ends_alike(group[-1], rule)), None)
        if same is None:
            groups.append([rule])
        else:
            same.append(rule)
    return [group for group in groups if len(group) >= 3]


def _ends_alike(first: Box, other: Box) -> bool:
    return abs(first.x0 - other.x0) <= _SAME_END and abs(first.x1 - other.x1) <= _SAME_END


def _band(upper: Box, lower: Box, across: Sequence[Box], lines: Sequence[Line]) -> Band:
    left, right = min(upper.x0, lower.x0), max(upper.x1, lower.x1)
    box = Box(left, upper.centre[1], right, lower.centre[1])
    inner = (
        rule
        for rule in across
        if box.holds(rule.centre) and rule is not upper and rule is not lower
    )
    return Band(
        box,
        tuple(line for line in lines if box.holds(line.box.centre)),
        tuple(rule for rule in inner if rule.width < 0.95 * box.width),
    )


def _runs_on(band: Band) -> bool:
    """Whether a band holds two rows or more, or half of its rows, of running text."""
    rows = rows_of(band.lines)
    wide = [row for row in rows if len(row.lines) == 1 and row.box.width > _WIDE * band.box.width]
    return len(wide) >= 2 and 2 * len(wide) >= len(rows)
