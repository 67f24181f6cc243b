"""Running text: lines gathered into paragraphs, and paragraphs that stand in columns put in order.

Lines follow one another where each is the only one close below the other. Paragraphs that stand
side by side are read as Breuel's rules have it: what is above comes first; what is left comes
first, unless something that spans both stands between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from statistics import median

from domain.geometry import Box
from domain.page import Line

_STEP = 0.9
"""White between two lines of a paragraph, at most, in heights of a line."""

_NEXT = 1.4
"""Lines up to this many times as far away as the nearest are next to a line too."""

_ALIKE = 1.7
"""Ratio of the heights of two lines of a paragraph, at most."""

_BELOW = 0.6
"""Share of the narrower line's width that two lines of a paragraph have in common."""

_FEWEST = 4
"""Lines of a paragraph that proves columns, at least."""

_FILLS, _LETTERS = 0.72, 10
"""Running text fills this share of its column, with so many letters, in the median."""

_AROUND = 2
"""Lines above and below with which a line's width is compared."""

_NARROWEST = 0.12
"""Width of a column, at least, in shares of the page's."""

_GUTTER = 0.01
"""White between columns, at least, in shares of the page's width."""

_MOSTLY = 0.75
"""Share of the lines among the columns that are running text; forms have values beside labels."""

_SHARED = 0.5
"""Boxes that share this much of the narrower one's width stand one above the other."""


def columns_of_prose(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """The parts of a page that are set in columns, each in reading order; none on most pages.

    A part holds also the headings and short lines among its columns.
    """
    runs = [run for run in _runs(lines) if _is_prose(run)]
    running = {id(line) for run in runs for line in run}
    parts = []
    for frame in _frames([Box.around(line.box for line in run) for run in runs]):
        held = [line for line in lines if frame.holds(line.box.centre)]
        if sum(id(line) in running for line in held) >= _MOSTLY * len(held):
            parts.append(_in_order(held))
    return parts


def _runs(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that follow one another without a doubt, from top to bottom."""
    below = {at: _next([line.box for line in lines], at, 1) for at in range(len(lines))}
    above = {at: _next([line.box for line in lines], at, -1) for at in range(len(lines))}
    following = {
        at: found[0] for at, found in below.items() if len(found) == 1 and above[found[0]] == [at]
    }
    starts = set(range(len(lines))) - set(following.values())
    runs = []
    for start in sorted(starts):
        run = [lines[start]]
        while start in following:
            start = following[start]
            run.append(lines[start])
        runs.append(run)
    return runs


def _next(boxes: Sequence[Box], at: int, way: int) -> list[int]:
    """The lines next below (`way` 1) or above (-1): more than one where they stand side by side."""
    own = boxes[at]
    steps = {
        other: way * (box.centre[1] - own.centre[1])
        for other, box in enumerate(boxes)
        if other != at and (_follows(own, box) if way > 0 else _follows(box, own))
    }
    steps = {other: step for other, step in steps.items() if step > 0}
    nearest = min(steps.values(), default=0.0)
    return [other for other, step in steps.items() if step <= _NEXT * nearest]


def _follows(upper: Box, lower: Box) -> bool:
    heights = sorted((upper.height, lower.height))
    white = lower.y0 - upper.y1
    return (
        -0.5 * heights[0] <= white <= _STEP * heights[0]
        and heights[1] <= _ALIKE * heights[0]
        and _shared(upper, lower) >= _BELOW
    )


def _shared(one: Box, other: Box) -> float:
    """Share of the narrower box's width that the two have in common."""
    common = min(one.x1, other.x1) - max(one.x0, other.x0)
    return common / max(1e-9, min(one.width, other.width))


def _is_prose(run: Sequence[Line]) -> bool:
    if len(run) < _FEWEST or median(len(line.text) for line in run) < _LETTERS:
        return False
    widths = [line.box.width for line in run]
    # A column may grow narrower beside a picture, so lines are compared to those around them.
    near = [max(widths[max(0, at - _AROUND) : at + _AROUND + 1]) for at in range(len(run))]
    fills = median(width / widest for width, widest in zip(widths, near, strict=True))
    return max(widths) >= _NARROWEST and fills >= _FILLS


def _frames(paragraphs: Sequence[Box]) -> list[Box]:
    """Frames around paragraphs of which at least two stand side by side."""
    groups: list[list[Box]] = []
    for box in paragraphs:
        near = [group for group in groups if any(_together(box, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([box, *(other for group in near for other in group)])
    return [
        Box.around(group)
        for group in groups
        if any(_side_by_side(one, other) for one, other in combinations(group, 2))
    ]


def _together(one: Box, other: Box) -> bool:
    """Whether two paragraphs are of one text: side by side, or one closely below the other."""
    white = max(one.y0, other.y0) - min(one.y1, other.y1)
    return white < 0 or (white < 0.05 and _shared(one, other) >= _SHARED)


def _side_by_side(one: Box, other: Box) -> bool:
    common = min(one.y1, other.y1) - max(one.y0, other.y0)
    white = max(one.x0, other.x0) - min(one.x1, other.x1)
    return common > 0.3 * min(one.height, other.height) and white >= _GUTTER


def _in_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Paragraphs and single lines one after the other."""
    runs = _runs(lines)
    boxes = [Box.around(line.box for line in run) for run in runs]
    left = set(range(len(runs)))
    before = {
        at: {other for other in left if other != at and _precedes(boxes[other], boxes[at], boxes)}
        for at in left
    }
    ordered: list[Line] = []
    while left:
        ready = [at for at in left if not before[at] & left]
        # Boxes that lie askew may each seem to come before the other: the higher one is taken.
        chosen = min(ready or left, key=lambda at: (boxes[at].y0, boxes[at].x0))
        ordered += runs[chosen]
        left.remove(chosen)
    return tuple(ordered)


def _precedes(one: Box, other: Box, boxes: Sequence[Box]) -> bool:
    """Whether `one` is read before `other`."""
    if _shared(one, other) >= _SHARED:
        return one.centre[1] < other.centre[1]
    if one.centre[0] > other.centre[0]:
        return False
    top, bottom = sorted((one.centre[1], other.centre[1]))
    return not any(
        top < box.centre[1] < bottom
        and _shared(box, one) >= _SHARED
        and _shared(box, other) >= _SHARED
        for box in boxes
        if box not in (one, other)
    )
