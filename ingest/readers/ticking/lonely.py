"""Boxes whose words the reader did not see: faint print beside boxes that are plain.

A form prints its boxes alike. Frames like those that are known, white around them, with no line of
text to host them, show where a line was overlooked; what stands behind them is read from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.geometry import Box
from domain.page import Line
from ingest.images.marks import Frame, FrameFinder
from ingest.readers.ticking.states import EMPTY
from ingest.readers.ticking.surroundings import Surroundings

_FEWEST = 3
"""Known boxes of a page that may speak for others."""

_ALIKE = 0.1
"""Sides of alike boxes differ by this share at most."""

_BEYOND = 14.0
"""How far behind its last box a line is thought to reach, in boxes."""

_OVER = 0.3
"""How far a line of print reaches above and below its boxes, in boxes."""

_BETWEEN = 1.5
"""White before the next line of the row, in boxes: its own first box stands there."""


def overlooked(
    finder: FrameFinder, known: Sequence[Frame], around: Surroundings
) -> tuple[Line, ...]:
    """A line without text for each row of boxes that no line hosts, from top to bottom."""
    whole = [frame for frame in known if frame.whole]
    if len(whole) < _FEWEST:
        return ()
    lone = [
        frame
        for frame in finder.whole()
        if frame.inked < EMPTY
        and frame.apart
        and around.host(frame.box) is None
        and any(frame.is_like(one, _ALIKE) for one in whole)
    ]
    return tuple(_line(row, around.lines) for row in _rows(lone))


def _rows(frames: Sequence[Frame]) -> Iterator[list[Box]]:
    """The frames' boxes row by row."""
    rest = sorted((frame.box for frame in frames), key=lambda box: (box.y0, box.x0))
    while rest:
        row = [box for box in rest if box.same_row(rest[0])]
        yield sorted(row, key=lambda box: box.x0)
        rest = [box for box in rest if box not in row]


def _line(row: Sequence[Box], lines: Sequence[Line]) -> Line:
    """Where the line of a row of boxes must stand, up to the next line that was read."""
    boxes = Box.around(row)
    width, over = row[-1].width, _OVER * boxes.height
    beyond = boxes.x1 + _BEYOND * width
    next_to = (line.box.x0 for line in lines if line.box.same_row(boxes) and line.box.x0 > boxes.x1)
    end = min([beyond, *(start - _BETWEEN * width for start in next_to)])
    return Line(
        "", Box.clipped(boxes.x0, boxes.y0 - over, max(end, boxes.x1), boxes.y1 + over), 0.5
    )
