"""Values in tables: right of their label, below it, in its cell, or in a list's column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.geometry import Box
from domain.page import Cell, Line, Page, Table
from domain.values import FORMAL_KINDS, parse
from ingest.fields.book import LabelBook, unit_of
from ingest.fields.found import Found
from ingest.fields.grid import Grid
from ingest.fields.heads import is_upright, settle_labels
from ingest.fields.lines import values_on
from ingest.fields.seams import parted
from ingest.fields.squares import Square, below_its_label


class _Values:
    """What stands beside and below the labels of a table."""

    def __init__(self, table: Table, lines: Iterable[Line], book: LabelBook, aspect: float) -> None:
        self.grid = Grid(table, lines, book, aspect)
        self.upright = is_upright(self.grid)
        self.headers = settle_labels(self.grid, self.upright)
        self.taken: set[int] = set()

    def found(self) -> Iterator[Found]:
        """Every label of the table with its value, in reading order."""
        order = sorted(self.grid.squares, key=lambda square: (square.cell.row, square.cell.column))
        for square in order:
            if square.label is None:
                below = below_its_label(square) if self.grid.inside else None
                if below is not None:
                    yield below
                elif id(square) not in self.taken:
                    yield from values_on(
                        square.rows, self.grid.book, self.grid.aspect, square.cell.box
                    )
            elif square.cell.row in self.headers:
                yield from self._listed(square)
            else:
                yield from self._single(square)

    def _single(self, square: Square) -> Iterator[Found]:
        """The value right of a label; below it where nothing but labels or the edge is right."""
        right, below = self.grid.right(square), self.grid.below(square)
        free_below = below is not None and not below.holds_label
        if right and not any(other.holds_label for other in right):
            empty = all(other.blank for other in right)
            upright = (
                free_below
                and not square.closed
                and (self.upright or (empty and bool(self.headers)))
            )
            yield self._pair(square, [below] if upright and below else right)
        elif free_below and below and not self._heads(right) and self._can_be(square, below):
            yield self._pair(square, [below])
        elif square.closed:
            yield self._blank(square)

    def _heads(self, right: list[Square]) -> bool:
        """Whether the cells to the right make a label the heading of a group."""
        return len(right) > 1 or any(other.rows and other.label is None for other in right)

    def _blank(self, square: Square) -> Found:
        """A label whose cell has nothing but its colon."""
        assert square.label is not None  # noqa: S101 - only labelled squares are asked
        label, key, unit = square.label
        printed = "".join(square.text.split()).rstrip(":：")
        box = square.cell.box
        left = max((strip.box.x1 for strip in square.strips), default=box.x0)
        place = Box.clipped(left, box.y0, box.x1, box.y1)
        return Found(key, label, printed, (), place, box, unit)

    def _can_be(self, square: Square, value: Square) -> bool:
        kind = self.grid.kind(square)
        return value.blank or kind not in FORMAL_KINDS or parse(kind, value.text).well_formed

    def _listed(self, head: Square) -> Iterator[Found]:
        """The column under a list's head, to the first row that is no longer part of it."""
        below = self.grid.below(head)
        first = True
        while below is not None and not below.holds_label:
            if first or not below.blank:
                yield self._pair(head, [below])
            first = False
            below = self.grid.below(below)

    def runs_on(self, head: Square) -> bool:
        """Whether a list reaches from its head to the table's last row."""
        last, below = head, self.grid.below(head)
        while below is not None and not below.holds_label:
            last, below = below, self.grid.below(below)
        return last.last_row == max(square.last_row for square in self.grid.squares)

    def _pair(self, square: Square, values: list[Square]) -> Found:
        assert square.label is not None  # noqa: S101 - only labelled squares are paired
        label, key, unit = square.label
        strips = tuple(strip for value in values for strip in value.strips if not value.blank)
        place = Box.around(strip.box for strip in strips) if strips else values[0].cell.box
        for value in values:
            self.taken.add(id(value))
        after = self.grid.right(values[-1])
        if not unit and len(after) == 1 and len(after[0].text) <= 6:
            unit = unit_of(after[0].text)
        printed = "".join(square.text.split()).rstrip(":：")
        return Found(key, label, printed, strips, place, square.cell.box, unit)


def values_in(table: Table, page: Page, book: LabelBook, aspect: float) -> list[Found]:
    """Every known label of `table` with its value, blanks among them, in reading order."""
    whole = parted(table, page.lines, book)
    return list(_Values(whole, page.lines, book, aspect).found())


def is_list(table: Table, page: Page, book: LabelBook, aspect: float) -> bool:
    """Whether a row of `table` heads a list whose columns have known labels."""
    return bool(_Values(table, page.lines, book, aspect).headers)


def open_head(table: Table, page: Page, book: LabelBook, aspect: float) -> tuple[Cell, ...]:
    """The head of the list with which `table` ends; no cells where it does not end with one."""
    values = _Values(table, page.lines, book, aspect)
    if not values.headers:
        return ()
    heads = values.grid.row(max(values.headers))
    labelled = [head for head in heads if head.label]
    return tuple(head.cell for head in heads) if all(map(values.runs_on, labelled)) else ()
