"""Boxes that a machine has set as characters: a text layer tells their state without any ink."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.geometry import Box
from domain.page import Line
from ingest.readers.ticking.looks import NUMERALS
from ingest.readers.ticking.states import Ticked
from ingest.readers.ticking.surroundings import places_in

_SQUARE, _CIRCLE = "□☐▢◻", "○◯"
_TICKED_SQUARE, _TICKED_CIRCLE = "☑☒☓⊠", "◉⊙⊗"
_TICK = "√✓✔✗✘"
_SOLID_SQUARE, _SOLID_CIRCLE = "■", "●"
_BOX = re.compile(
    rf"[{_SQUARE}{_CIRCLE}][{_TICK}]|[{_TICK}][{_SQUARE}{_CIRCLE}]"
    rf"|[{_SQUARE}{_CIRCLE}{_TICKED_SQUARE}{_TICKED_CIRCLE}{_TICK}{_SOLID_SQUARE}{_SOLID_CIRCLE}]"
)
_CERTAIN = 0.99
_FEWEST_CIRCLES = 2
"""Empty circles on one line, at least, where none on the page is filled: else they are bullets."""


def printed(lines: Sequence[Line]) -> tuple[Ticked, ...]:
    """The boxes that stand as characters in `lines`, from top to bottom.

    What is filled in begins a list's items as well, and a bare tick may stand in any table, so
    that these count only on a page that shows an empty or a ticked box of their shape.
    """
    text = "\n".join(line.text for line in lines)
    counted = ""
    if any(char in text for char in _SQUARE + _TICKED_SQUARE):
        counted += _SQUARE + _TICKED_SQUARE + _SOLID_SQUARE + _TICK
    if any(char in text for char in _TICKED_CIRCLE) or _has_circles(lines):
        counted += _CIRCLE + _TICKED_CIRCLE + _SOLID_CIRCLE
    found = [one for line in lines for one in _boxes(line, counted)] if counted else []
    return tuple(sorted(found, key=lambda one: (one.box.y0, one.box.x0)))


def marked(boxes: Sequence[Ticked], drawn: Sequence[Ticked]) -> tuple[Ticked, ...]:
    """The boxes, with what is drawn besides: further boxes, and ticks over empty ones."""
    known = [_with_ink(box, drawn) for box in boxes]
    known += [one for one in drawn if not any(_same_place(one, box) for box in boxes)]
    return tuple(sorted(known, key=lambda one: (one.box.y0, one.box.x0)))


def _has_circles(lines: Sequence[Line]) -> bool:
    """Whether circles are there to be filled, and are neither bullets nor the zeros of a year."""
    empty = [sum(_is_circle(line.text, at) for at in range(len(line.text))) for line in lines]
    filled = any(_SOLID_CIRCLE in line.text for line in lines)
    return max(empty, default=0) >= (1 if filled else _FEWEST_CIRCLES)


def _is_circle(text: str, at: int) -> bool:
    beside = set(text[max(0, at - 1) : at] + text[at + 1 : at + 2])
    return text[at] in _CIRCLE and not beside & NUMERALS


def _boxes(line: Line, counted: str) -> Iterator[Ticked]:
    places = {at: (x0, x1) for at, x0, x1 in places_in(line)}
    for match in _BOX.finditer(line.text):
        start, end = match.start(), match.end() - 1
        shown = match.group()
        if shown[0] not in counted or start not in places or end not in places:
            continue
        if shown in _CIRCLE and not _is_circle(line.text, start):
            continue
        x0, x1 = places[start][0], places[end][1]
        box = Box.clipped(x0, line.box.y0, x1, line.box.y1)
        circles = _CIRCLE + _TICKED_CIRCLE + _SOLID_CIRCLE
        empty = len(shown) == 1 and shown in _SQUARE + _CIRCLE
        yield Ticked(box, any(char in circles for char in shown), not empty, _CERTAIN)


def _with_ink(box: Ticked, drawn: Sequence[Ticked]) -> Ticked:
    over = next((one for one in drawn if one.checked and _same_place(one, box)), None)
    if box.checked or over is None:
        return box
    return replace(box, checked=True, confidence=over.confidence)


def _same_place(one: Ticked, other: Ticked) -> bool:
    return other.box.holds(one.box.centre) or one.box.holds(other.box.centre)
