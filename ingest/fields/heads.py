"""Which words of a table are labels and which are values, and which rows head a list."""

from __future__ import annotations

from collections.abc import Iterable

from domain.fields import ValueKind
from domain.text import squeezed
from domain.values import FORMAL_KINDS, parse
from ingest.fields.grid import Grid
from ingest.fields.squares import Square

_KIN = frozenset(("关系", "与本人关系", "与客户关系", "与业主关系", "称谓", "家庭成员", "成员姓名"))
"""Headings of a list that is about other people than the customer."""


def is_upright(grid: Grid) -> bool:
    """Whether more of the labels have a value below them than beside them."""
    labelled = [square for square in grid.squares if square.label is not None]
    below = sum(grid.told([grid.below(square)]) for square in labelled)
    return below > sum(grid.told(grid.right(square)) for square in labelled)


def settle_labels(grid: Grid, upright: bool) -> frozenset[int]:
    """Take for a value what could be a label but stands where a label's value must stand.

    职务 | 经理, and 投诉方式 | 电话 | 受理人 | 张三, where 电话 would itself have no value.
    Returns the rows that head a list.
    """
    _demote_others_lists(grid)
    if upright:
        _demote_under_labels(grid)
    headers = frozenset(row for row in grid.row_numbers() if is_header(grid, row))
    for row in headers:
        for head in grid.row(row):
            _demote_below(grid, head)
    for square in list(grid.squares):
        left = grid.at.get((square.cell.row, square.cell.column - 1))
        if square.label is None or square.closed or left is None or left.label is None:
            continue
        if upright and grid.told([grid.below(square)]) and grid.told([grid.below(left)]):
            continue
        right = grid.right(square)
        valueless = not right or all(other.label is not None for other in right)
        weak = square.label[0] in grid.book.weak and left.label[0] not in grid.book.weak
        if square.cell.row not in headers and (weak or (valueless and _open(grid, left))):
            grid.set_value(square)
    return headers


def _demote_others_lists(grid: Grid) -> None:
    """A list of the customer's relatives and the like has no values of the customer."""
    for row in grid.row_numbers():
        if any(squeezed(square.text) in _KIN for square in grid.row(row)):
            for head in grid.row(row):
                _demote_column(grid, head)


def _demote_column(grid: Grid, head: Square) -> None:
    below = grid.below(head)
    grid.set_value(head)
    while below is not None:
        following = grid.below(below)
        grid.set_value(below)
        below = following


def _demote_under_labels(grid: Grid) -> None:
    """Where values stand below their labels, a word below a label is no label.

    Unless it has a value of its own below it.
    """
    for square in sorted(grid.squares, key=lambda square: square.cell.row):
        above = grid.at.get((square.cell.row - 1, square.cell.column))
        if square.label is None or square.closed or above is None or above.label is None:
            continue
        if not grid.told([grid.below(square)]) and grid.below(above) is square:
            grid.set_value(square)


def _demote_below(grid: Grid, head: Square) -> None:
    """Under the head of a list stand values, to the first cell that is surely a label."""
    below = grid.below(head)
    while not (below is None or grid.surely_label(below) or _heads_again(grid, below)):
        following = grid.below(below)
        if below.label is not None:
            grid.set_value(below)
        below = following


def _heads_again(grid: Grid, square: Square) -> bool:
    """Whether a row of labels stands here again, below the values of the row above."""
    others = [other for other in grid.row(square.cell.row) if not other.blank]
    sure = sum(other.label is not None and grid.surely_label(other) for other in others)
    return square.label is not None and 2 * sure >= len(others)


def is_header(grid: Grid, row: int) -> bool:
    """Whether a row is the head of a list: labels side by side, and values under them."""
    squares = [square for square in grid.row(row) if not square.blank]
    labelled = [square for square in squares if square.label]
    sure = [square for square in labelled if grid.surely_label(square)]
    if len(sure) < 2 or 2 * len(labelled) < len(squares):
        return False
    under = [grid.below(square) for square in labelled]
    if any(below is None or grid.surely_label(below) for below in under):
        return False
    if any(below and below.label for below in under) and not grid.any_told(under):
        return False
    return any(_labelled_or_edge(grid, square) for square in labelled) or _better_below(
        grid, labelled
    )


def _labelled_or_edge(grid: Grid, square: Square) -> bool:
    right = grid.right(square)
    return not right or any(other.label is not None for other in right)


def _better_below(grid: Grid, labelled: Iterable[Square]) -> bool:
    """Whether strict kinds of values stand below their labels and not to their right."""
    for square in labelled:
        kind = grid.kind(square)
        right, below = grid.right(square), grid.below(square)
        if kind in FORMAL_KINDS and right and below:
            beside, under = parse(kind, right[0].text), parse(kind, below.text)
            if under.well_formed and not beside.well_formed and not right[0].blank:
                return True
    return False


def _open(grid: Grid, square: Square) -> bool:
    """Whether a label's value may be any words."""
    return grid.kind(square) in (ValueKind.TEXT, ValueKind.CHOICE)
