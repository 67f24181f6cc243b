"""Vertical print: columns of characters from right to left, in registers one below the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import TypeVar

from domain.geometry import Box
from domain.page import Line, Table

_TALL = 1.5
"""A line is a vertical one if it is this many times as high as wide."""

_FEWEST = 3
"""Vertical lines that a page of vertical print has at least."""

_MOSTLY = 0.5
"""Share of the page's letters that stand in vertical lines."""

_WHITE = 0.25
"""White between two registers, in widths of a column."""

_SAME = 0.5
"""Lines that share this much of the narrower one's width stand one below the other."""

_Item = TypeVar("_Item")


def is_vertical(lines: Sequence[Line], aspect: float) -> bool:
    """Whether most of what is written in `lines` runs from top to bottom.

    `aspect` is the page's width by its height.
    """
    tall = [line for line in lines if _is_tall(line, aspect)]
    letters = sum(len(line.text) for line in lines)
    return len(tall) >= _FEWEST and sum(len(line.text) for line in tall) > _MOSTLY * letters


def _is_tall(line: Line, aspect: float) -> bool:
    return len(line.text) > 1 and line.box.height > _TALL * line.box.width * aspect


def print_is_vertical(table: Table, lines: Sequence[Line], aspect: float) -> bool:
    """Whether the lines down of a `table` only part columns of vertical print."""
    own = [line for line in lines if table.box.holds(line.box.centre)]
    return table.rows <= 2 and is_vertical(own, aspect)


def right_to_left(
    items: Sequence[_Item], box: Callable[[_Item], Box], aspect: float
) -> Iterator[_Item]:
    """The items register by register, each from right to left.

    Where a title stands beside several registers, it comes before them.
    """
    rest = list(items)
    while rest:
        registers = _registers(rest, box, aspect)
        if len(registers) > 1:
            for register in registers:
                yield from right_to_left(register, box, aspect)
            return
        column = _rightmost(rest, box)
        yield from sorted(column, key=lambda item: box(item).y0)
        taken = {id(item) for item in column}
        rest = [item for item in rest if id(item) not in taken]


def _registers(
    items: Sequence[_Item], box: Callable[[_Item], Box], aspect: float
) -> list[list[_Item]]:
    """The items parted at white strips across all of them, from top to bottom."""
    white = _WHITE * aspect * median(box(item).width for item in items)
    registers: list[list[_Item]] = []
    reached = -1.0
    for item in sorted(items, key=lambda item: box(item).y0):
        if not registers or box(item).y0 - reached > white:
            registers.append([])
        registers[-1].append(item)
        reached = max(reached, box(item).y1)
    return registers


def _rightmost(items: Sequence[_Item], box: Callable[[_Item], Box]) -> list[_Item]:
    """The item farthest to the right, and those that stand above or below it."""
    last = box(max(items, key=lambda item: box(item).centre[0]))
    return [
        item
        for item in items
        if min(box(item).x1, last.x1) - max(box(item).x0, last.x0)
        >= _SAME * min(box(item).width, last.width)
    ]
