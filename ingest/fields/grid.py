"""A table by rows and columns: its cells, which touch which, and which hold labels or values."""

from __future__ import annotations

from collections.abc import Iterable

from domain.fields import ValueKind
from domain.page import Line, Table
from ingest.fields.book import LabelBook
from ingest.fields.squares import Square, is_gloss, opened, square_of


class Grid:
    """The cells of a table; what is a label in them may turn out to be a value."""

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

    def row_numbers(self) -> set[int]:
        """The rows in which cells begin."""
        return {square.cell.row for square in self.squares}

    def told(self, others: Iterable[Square | None]) -> bool:
        """Whether these cells hold a value and no label."""
        known = [other for other in others if other is not None]
        return any(not other.blank for other in known) and not any(
            other.holds_label for other in known
        )

    def any_told(self, others: Iterable[Square | None]) -> bool:
        """Whether any of these cells holds a value and no label."""
        return any(self.told([other]) for other in others)

    def surely_label(self, square: Square) -> bool:
        """Whether a cell holds a label that could not as well be a value."""
        if square.label is None:
            return square.holds_label
        return square.closed or square.label[0] not in self.book.weak

    def kind(self, square: Square) -> ValueKind:
        """What kind of values the label of a cell has."""
        return self.book.kinds[square.label[1]] if square.label else ValueKind.TEXT

    def set_value(self, square: Square) -> None:
        """From here on a square holds a value and no label."""
        plain = square.plain()
        self.squares[self.squares.index(square)] = plain
        for place, held in self.at.items():
            if held is square:
                self.at[place] = plain


def _distinct(squares: Iterable[Square | None]) -> list[Square]:
    kept: list[Square] = []
    for square in squares:
        if square is not None and all(square is not other for other in kept):
            kept.append(square)
    return kept
