"""Figures in rows and columns, each with the name of its row and the head of its column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.fields.pairs.link import Link, shared
from ingest.fields.pairs.looks import is_datum, is_label_like
from ingest.fields.pairs.phrases import Phrase

_STEP = 5.0
"""In heights: cells of one column follow one another no farther apart."""
_LINE = 1.35
"""In heights: lines of one name stand no farther apart."""
_HEAD_LINE = 1.7
"""And those of a head."""
_NEAR = 2.6
"""In heights: a head over one figure stands no farther above it."""


_DEEP = 3
"""So many figures under one head make a list of their own."""


class Columns:
    """The figures of a page, what stands left of them, and the heads above them."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.phrases = phrases
        self.rows = rows_of(phrases)
        self.row_of = {id(one): at for at, row in enumerate(self.rows) for one in row}
        self.data = {id(one) for one in phrases if not one.closed and is_datum(one.text)}
        for row in self.rows:
            self._name_first(row)
        self.head_of = {
            id(one): head
            for one in phrases
            if id(one) in self.data and (head := self._head(one)) is not None
        }

    def _name_first(self, row: Sequence[Phrase]) -> None:
        """A figure that begins a row of figures names it, where words begin other rows so."""
        first = row[0]
        if id(first) not in self.data or len(row) < 2 or id(row[1]) not in self.data:
            return
        if any(
            abs(one.box.x0 - first.box.x0) <= 0.01
            and abs(one.box.centre[1] - first.box.centre[1]) <= 6 * first.height
            and id(one) not in self.data
            for one in self.phrases
        ):
            self.data.discard(id(first))

    def in_lists(self) -> list[Link]:
        """A link for each cell of a list and its head, and for its figures and their rows' names.

        What stands under a head of its own names no row.
        """
        found: list[Link] = []
        for heads, cells in self._lists():
            headed: set[int] = set()
            for cell in cells:
                head = self.head_of.get(id(cell)) or _over(cell, heads)
                if head is not None:
                    headed.add(id(cell))
                    found.append(Link((*self._upper(head, heads), head), (cell,)))
            for cell in cells:
                name = self._name(cell) if id(cell) in self.data else None
                if name is not None and id(name) not in headed:
                    found.append(Link(self._whole_name(name), (cell,)))
        return found

    def alone(self) -> list[Link]:
        """A link for each figure and what names it: beside it, else above it."""
        found: list[Link] = []
        for datum in self.phrases:
            if id(datum) not in self.data:
                continue
            if name := self._name(datum):
                found.append(Link(self._whole_name(name), (datum,)))
            elif (head := self.head_of.get(id(datum))) and _is_near(head, datum):
                found.append(Link((*self._upper(head, [head]), head), (datum,)))
        return found

    def _lists(self) -> Iterator[tuple[list[Phrase], list[Phrase]]]:
        """The heads of each list, and all cells below them to its last row."""
        under: dict[int, list[Phrase]] = {}
        for one in self.phrases:
            if id(one) in self.head_of:
                under.setdefault(self.row_of[id(self.head_of[id(one)])], []).append(one)
        for at, data in sorted(under.items()):
            if not self._heads_list(at, data):
                continue
            lines = sorted({self.row_of[id(one)] for one in data})
            cells = [one for line in lines if line > at for one in self.rows[line]]
            yield self.rows[at], cells

    def _heads_list(self, at: int, data: Sequence[Phrase]) -> bool:
        """Whether a row is all heads: no figure and no closed label in it, several of them used."""
        row = self.rows[at]
        if not all(is_label_like(one.text) and not one.closed for one in row):
            return False
        used = Counter(id(self.head_of[id(one)]) for one in data)
        if len(row) == 1:
            return used.total() >= _DEEP and not any(self._name(one) for one in data)
        if len(used) >= 2:
            return True
        return len(row) >= 3 and used.total() >= 2

    def _name(self, datum: Phrase) -> Phrase | None:
        row = self.rows[self.row_of[id(datum)]]
        left = [one for one in row if one.box.x1 <= datum.box.x0 + 0.2 * datum.height]
        for one in sorted(left, key=lambda one: -one.box.x1):
            if id(one) not in self.data:
                return one if one.closed or is_label_like(one.text) or is_datum(one.text) else None
        return None

    def _head(self, datum: Phrase) -> Phrase | None:
        """The words at the top of a figure's column."""
        at = datum
        while True:
            above = [
                one
                for one in self.phrases
                if 0.6 * at.height < at.box.centre[1] - one.box.centre[1] <= _STEP * at.height
                and shared(one.box, datum.box) > 0.4
            ]
            if not above:
                return None
            nearest = max(above, key=lambda one: one.box.centre[1])
            if id(nearest) not in self.data:
                return nearest if is_label_like(nearest.text) and not nearest.closed else None
            at = nearest

    def _upper(self, head: Phrase, heads: Sequence[Phrase]) -> tuple[Phrase, ...]:
        """Further lines of a head, above its last, that stand over no other head as well."""
        lines: list[Phrase] = []
        top = head
        while len(lines) < 3:
            above = [
                one
                for one in self.phrases
                if 0.6 * top.height
                < top.box.centre[1] - one.box.centre[1]
                <= _HEAD_LINE * top.height
                and shared(one.box, top.box) > 0.5
                and not one.closed
                and id(one) not in self.data
            ]
            if not above:
                break
            top = above[-1]
            if any(other is not head and shared(other.box, top.box) > 0 for other in heads):
                break
            lines.insert(0, top)
        return tuple(lines)

    def _whole_name(self, name: Phrase) -> tuple[Phrase, ...]:
        """A row's name with the line that goes on with it: an open bracket, a small letter."""
        for one in self.phrases:
            apart = one.box.centre[1] - name.box.centre[1]
            if abs(one.box.x0 - name.box.x0) > 0.02 or one is name:
                continue
            if 0.5 * name.height < apart <= _LINE * name.height and one.text[:1] in "(（":
                return name, one
            if 0.5 * name.height < -apart <= _LINE * name.height and name.text[:1] in "(（":
                return one, name
        return (name,)


def _is_near(head: Phrase, datum: Phrase) -> bool:
    apart = datum.box.centre[1] - head.box.centre[1]
    return apart <= _NEAR * head.height and head.box.width <= 6 * max(datum.box.width, head.height)


def _over(cell: Phrase, heads: Sequence[Phrase]) -> Phrase | None:
    """The head whose column a cell stands in."""
    fitting = [head for head in heads if shared(head.box, cell.box) > 0.3 and head is not cell]
    return max(fitting, key=lambda head: shared(head.box, cell.box), default=None)


def rows_of(phrases: Sequence[Phrase]) -> list[list[Phrase]]:
    """The phrases row by row, each from left to right."""
    rows: list[list[Phrase]] = []
    for one in sorted(phrases, key=lambda one: one.box.centre[1]):
        if rows and rows[-1][-1].box.same_row(one.box):
            rows[-1].append(one)
        else:
            rows.append([one])
    return [sorted(row, key=lambda one: one.box.x0) for row in rows]
