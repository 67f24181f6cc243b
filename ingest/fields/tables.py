"""Values in tables: right of their label, below it, in its cell, or in a list's column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.fields import ValueKind
from domain.geometry import Box
from domain.page import Cell, Line, Page, Table
from domain.text import squeezed
from domain.values import FORMAL_KINDS, parse
from ingest.fields.book import LabelBook, unit_of
from ingest.fields.found import Found
from ingest.fields.lines import values_on
from ingest.fields.seams import parted
from ingest.fields.squares import Square, below_its_label, is_gloss, opened, square_of

_KIN = frozenset(("关系", "与本人关系", "与客户关系", "与业主关系", "称谓", "家庭成员", "成员姓名"))
"""Headings of a list that is about other people than the customer."""


class _Grid:
    """A table by rows and columns."""

    def __init__(self, table: Table, lines: Iterable[Line], book: LabelBook, aspect: float) -> None:
        self.book = book
        self.aspect = aspect
        known = list(lines)
        self.squares = [square_of(cell, known, book, aspect) for cell in table.cells]
        self.squares = [self._without_gloss(square) for square in self.squares]
        self.inside = self._inside()
        if self.inside:
            self.squares = [opened(square, book, aspect) for square in self.squares]
        self.at: dict[tuple[int, int], Square] = {}
        for square in self.squares:
            for row in range(square.cell.row, square.last_row):
                for column in range(square.cell.column, square.last_column):
                    self.at.setdefault((row, column), square)
        self.taken: set[int] = set()
        self.upright = self._upright()
        self._demote()

    def _without_gloss(self, square: Square) -> Square:
        """A cell emptied that gives the English name of the label above it, and heads no value."""
        if not is_gloss(square.text, self.book):
            return square
        cell = square.cell
        above = [
            other
            for other in self.squares
            if other.last_row == cell.row and other.cell.column == cell.column
        ]
        right = [
            other
            for other in self.squares
            if other.cell.column == square.last_column and other.cell.row == cell.row
        ]
        glossed = any(one.label is not None and not one.text.isascii() for one in above)
        return square.emptied() if glossed and all(one.blank for one in right) else square

    def _inside(self) -> bool:
        """Whether the cells of this table hold their labels and values both."""
        both = sum(square.begins_with_label for square in self.squares)
        return both > sum(square.label is not None for square in self.squares)

    def _upright(self) -> bool:
        """Whether more of the labels have a value below them than beside them."""
        labelled = [square for square in self.squares if square.label is not None]
        below = sum(self._told([self.below(square)]) for square in labelled)
        return below > sum(self._told(self.right(square)) for square in labelled)

    def _any_told(self, others: Iterable[Square | None]) -> bool:
        """Whether any of these cells holds a value and no label."""
        return any(self._told([other]) for other in others)

    def _told(self, others: Iterable[Square | None]) -> bool:
        """Whether these cells hold a value and no label."""
        known = [other for other in others if other is not None]
        return any(not other.blank for other in known) and not any(
            other.holds_label for other in known
        )

    def _demote(self) -> None:
        """Take for a value what could be a label but stands where a label's value must stand.

        职务 | 经理, and 投诉方式 | 电话 | 受理人 | 张三, where 电话 would itself have no value.
        """
        self._demote_others_lists()
        if self.upright:
            self._demote_under_labels()
        self.headers = {row for row in self._row_numbers() if self.is_header(row)}
        for row in self.headers:
            for head in self.row(row):
                self._demote_below(head)
        for square in list(self.squares):
            left = self.at.get((square.cell.row, square.cell.column - 1))
            if square.label is None or square.closed or left is None or left.label is None:
                continue
            if self.upright and self._told([self.below(square)]) and self._told([self.below(left)]):
                continue
            right = self.right(square)
            valueless = not right or all(other.label is not None for other in right)
            weak = square.label[0] in self.book.weak and left.label[0] not in self.book.weak
            if square.cell.row not in self.headers and (weak or (valueless and self._open(left))):
                self._set_value(square)

    def _demote_others_lists(self) -> None:
        """A list of the customer's relatives and the like has no values of the customer."""
        for row in self._row_numbers():
            if any(squeezed(square.text) in _KIN for square in self.row(row)):
                for head in self.row(row):
                    self._demote_column(head)

    def _demote_column(self, head: Square) -> None:
        below = self.below(head)
        self._set_value(head)
        while below is not None:
            following = self.below(below)
            self._set_value(below)
            below = following

    def _demote_under_labels(self) -> None:
        """Where values stand below their labels, a word below a label is no label.

        Unless it has a value of its own below it.
        """
        for square in sorted(self.squares, key=lambda square: square.cell.row):
            above = self.at.get((square.cell.row - 1, square.cell.column))
            if square.label is None or square.closed or above is None or above.label is None:
                continue
            if not self._told([self.below(square)]) and self.below(above) is square:
                self._set_value(square)

    def _demote_below(self, head: Square) -> None:
        """Under the head of a list stand values, to the first cell that is surely a label."""
        below = self.below(head)
        while not (below is None or self._surely_label(below) or self._heads_again(below)):
            following = self.below(below)
            if below.label is not None:
                self._set_value(below)
            below = following

    def _heads_again(self, square: Square) -> bool:
        """Whether a row of labels stands here again, below the values of the row above."""
        others = [other for other in self.row(square.cell.row) if not other.blank]
        sure = sum(other.label is not None and self._surely_label(other) for other in others)
        return square.label is not None and 2 * sure >= len(others)

    def _row_numbers(self) -> set[int]:
        return {square.cell.row for square in self.squares}

    def _open(self, square: Square) -> bool:
        """Whether a label's value may be any words."""
        return self._kind(square) in (ValueKind.TEXT, ValueKind.CHOICE)

    def _set_value(self, square: Square) -> None:
        """From here on a square holds a value and no label."""
        plain = square.plain()
        self.squares[self.squares.index(square)] = plain
        for place, held in self.at.items():
            if held is square:
                self.at[place] = plain

    def right(self, square: Square) -> list[Square]:
        """The cells that touch a cell's right side, top to bottom."""
        column = square.last_column
        found = [self.at.get((row, column)) for row in range(square.cell.row, square.last_row)]
        return _distinct(found)

    def below(self, square: Square) -> Square | None:
        """The cell below that stands in the very same columns."""
        other = self.at.get((square.last_row, square.cell.column))
        same = (
            other is not None
            and other.cell.column == square.cell.column
            and other.cell.column_span == square.cell.column_span
        )
        return other if same else None

    def row(self, number: int) -> list[Square]:
        """The cells that begin in a row, left to right."""
        return sorted(
            (square for square in self.squares if square.cell.row == number),
            key=lambda square: square.cell.column,
        )

    def is_header(self, row: int) -> bool:
        """Whether a row is the head of a list: labels side by side, and values under them."""
        squares = [square for square in self.row(row) if not square.blank]
        labelled = [square for square in squares if square.label]
        sure = [square for square in labelled if self._surely_label(square)]
        if len(sure) < 2 or 2 * len(labelled) < len(squares):
            return False
        under = [self.below(square) for square in labelled]
        if any(below is None or self._surely_label(below) for below in under):
            return False
        if any(below and below.label for below in under) and not self._any_told(under):
            return False
        return any(self._labelled_or_edge(square) for square in labelled) or self._better_below(
            labelled
        )

    def _surely_label(self, square: Square) -> bool:
        """Whether a cell holds a label that could not as well be a value."""
        if square.label is None:
            return square.holds_label
        return square.closed or square.label[0] not in self.book.weak

    def _labelled_or_edge(self, square: Square) -> bool:
        right = self.right(square)
        return not right or any(other.label is not None for other in right)

    def _better_below(self, labelled: Iterable[Square]) -> bool:
        """Whether strict kinds of values stand below their labels and not to their right."""
        for square in labelled:
            kind = self._kind(square)
            right, below = self.right(square), self.below(square)
            if kind in FORMAL_KINDS and right and below:
                beside, under = parse(kind, right[0].text), parse(kind, below.text)
                if under.well_formed and not beside.well_formed and not right[0].blank:
                    return True
        return False

    def _kind(self, square: Square) -> ValueKind:
        return self.book.kinds[square.label[1]] if square.label else ValueKind.TEXT

    def found(self) -> Iterator[Found]:
        """Every label of the table with its value, in reading order."""
        order = sorted(self.squares, key=lambda square: (square.cell.row, square.cell.column))
        for square in order:
            if square.label is None:
                below = below_its_label(square) if self.inside else None
                if below is not None:
                    yield below
                elif id(square) not in self.taken:
                    yield from values_on(square.rows, self.book, self.aspect, square.cell.box)
            elif square.cell.row in self.headers:
                yield from self._listed(square)
            else:
                yield from self._single(square)

    def _single(self, square: Square) -> Iterator[Found]:
        """The value right of a label; below it where nothing but labels or the edge is right."""
        right, below = self.right(square), self.below(square)
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
        kind = self._kind(square)
        return value.blank or kind not in FORMAL_KINDS or parse(kind, value.text).well_formed

    def _listed(self, head: Square) -> Iterator[Found]:
        """The column under a list's head, to the first row that is no longer part of it."""
        below = self.below(head)
        first = True
        while below is not None and not below.holds_label:
            if first or not below.blank:
                yield self._pair(head, [below])
            first = False
            below = self.below(below)

    def runs_on(self, head: Square) -> bool:
        """Whether a list reaches from its head to the table's last row."""
        last, below = head, self.below(head)
        while below is not None and not below.holds_label:
            last, below = below, self.below(below)
        return last.last_row == max(square.last_row for square in self.squares)

    def _pair(self, square: Square, values: list[Square]) -> Found:
        assert square.label is not None  # noqa: S101 - only labelled squares are paired
        label, key, unit = square.label
        strips = tuple(strip for value in values for strip in value.strips if not value.blank)
        place = Box.around(strip.box for strip in strips) if strips else values[0].cell.box
        for value in values:
            self.taken.add(id(value))
        after = self.right(values[-1])
        if not unit and len(after) == 1 and len(after[0].text) <= 6:
            unit = unit_of(after[0].text)
        printed = "".join(square.text.split()).rstrip(":：")
        return Found(key, label, printed, strips, place, square.cell.box, unit)


def _distinct(squares: Iterable[Square | None]) -> list[Square]:
    kept: list[Square] = []
    for square in squares:
        if square is not None and all(square is not other for other in kept):
            kept.append(square)
    return kept


def values_in(table: Table, page: Page, book: LabelBook, aspect: float) -> list[Found]:
    """Every known label of `table` with its value, blanks among them, in reading order."""
    whole = parted(table, page.lines, book)
    return list(_Grid(whole, page.lines, book, aspect).found())


def is_list(table: Table, page: Page, book: LabelBook, aspect: float) -> bool:
    """Whether a row of `table` heads a list whose columns have known labels."""
    return bool(_Grid(table, page.lines, book, aspect).headers)


def open_head(table: Table, page: Page, book: LabelBook, aspect: float) -> tuple[Cell, ...]:
    """The head of the list with which `table` ends; no cells where it does not end with one."""
    grid = _Grid(table, page.lines, book, aspect)
    if not grid.headers:
        return ()
    heads = grid.row(max(grid.headers))
    labelled = [head for head in heads if head.label]
    return tuple(head.cell for head in heads) if all(map(grid.runs_on, labelled)) else ()
