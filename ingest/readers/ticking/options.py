"""What a box stands for: the words beside it, and the question they answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from domain.geometry import Box
from domain.page import CheckBox
from ingest.readers.cells import by_rows, joined
from ingest.readers.ticking.pieces import Cut, Item, Piece
from ingest.readers.ticking.states import Ticked

_COLONS = ":："
_EDGES = " \t　、,，;；|/()（）"
_ABSENT = 4.0
"""What a missing neighbour counts as, in sides of the box."""
_LONGEST = 40
"""Characters of a question, at most, in a cell of its own."""
_ABOVE = 3.2
"""How far above its options a question may stand, in heights of their line."""


def checkboxes(cuts: Sequence[Cut], cells: Sequence[Box]) -> tuple[CheckBox, ...]:
    """The boxes with their options and groups, in rows from top to bottom."""
    rows = [_Row(items, cell) for items, cell in _rows(cuts, cells)]
    behind = sum(row.leaning() for row in rows if row.boxes) > 0
    found: list[CheckBox] = []
    group = ""
    for place, row in enumerate(rows):
        if row.asks_each:
            found.extend(row.answers())
            group = ""
        elif row.boxes:
            above = _above(rows[:place], row)
            group = row.question(behind) or _beside(row, cells, cuts) or above or group
            found.extend(row.options(group, behind=behind))
        else:
            group = ""
    return tuple(option for option in found if option.option)


def _rows(cuts: Sequence[Cut], cells: Sequence[Box]) -> Iterator[tuple[list[Item], Box | None]]:
    """What stands side by side in one cell, or outside of all."""
    homes: dict[int, tuple[Box | None, list[Item]]] = {}
    for cut in cuts:
        middle = cut.source.box.centre
        cell = next((cell for cell in cells if cell.holds(middle)), None)
        homes.setdefault(id(cell), (cell, []))[1].extend(cut.items)
    found = [
        (row, cell)
        for cell, items in homes.values()
        for row in by_rows(items, lambda item: item.box)
    ]
    yield from sorted(found, key=lambda pair: (pair[0][0].box.centre[1], pair[0][0].box.x0))


class _Row:
    """Pieces and boxes side by side, from left to right."""

    def __init__(self, items: Sequence[Item], cell: Box | None) -> None:
        self.items = sorted(items, key=lambda item: item.box.centre[0])
        self.cell = cell
        self.box = Box.around(item.box for item in items)

    @property
    def boxes(self) -> list[Ticked]:
        return [item for item in self.items if isinstance(item, Ticked)]

    @property
    def asks_each(self) -> bool:
        """Whether every box answers a question of its own before it: Delivered: ☑ Paid: □."""
        before = [
            self.items[at - 1] if at else None
            for at, item in enumerate(self.items)
            if isinstance(item, Ticked)
        ]
        return (
            isinstance(self.items[-1], Ticked)
            and bool(before)
            and all(isinstance(one, Piece) and one.text.rstrip()[-1:] in _COLONS for one in before)
        )

    def answers(self) -> Iterator[CheckBox]:
        """Each box with the question before it."""
        for before, box in pairwise(self.items):
            if isinstance(before, Piece) and isinstance(box, Ticked):
                yield _option(box, _bare(before.text), "")

    def leaning(self) -> float:
        """How much farther the words behind the boxes stand than those before them, in sides."""
        places = [at for at, item in enumerate(self.items) if isinstance(item, Ticked)]
        return sum(self._gap(at, 1) - self._gap(at, -1) for at in places)

    def _gap(self, place: int, step: int) -> float:
        """To the words on one side of a box, in its sides; a question is not its option."""
        at = place + step
        if not 0 <= at < len(self.items) or isinstance(self.items[at], Ticked):
            return _ABSENT
        box, words = self.items[place].box, self.items[at]
        if step < 0 and isinstance(words, Piece) and words.text.rstrip()[-1:] in _COLONS:
            return _ABSENT
        away = words.box.x0 - box.x1 if step > 0 else box.x0 - words.box.x1
        return min(_ABSENT, max(0.0, away / max(box.width, 1e-6)))

    def question(self, behind: bool) -> str:
        """The words before the first box that are not its option."""
        first = next(at for at, item in enumerate(self.items) if isinstance(item, Ticked))
        words = [item.text for item in self.items[:first] if isinstance(item, Piece)]
        if behind and words:
            words[-1], _ = _parted(words[-1])
        closed = bool(words) and words[-1].rstrip()[-1:] in _COLONS
        return _bare(words[-1] if closed else "".join(words))

    def options(self, group: str, *, behind: bool) -> Iterator[CheckBox]:
        """Each box with the words that belong to it; a question within the row begins a group."""
        placed = [(at, item) for at, item in enumerate(self.items) if isinstance(item, Ticked)]
        places = [at for at, _ in placed]
        for number, (at, box) in enumerate(placed):
            if behind:
                words = self._words(places[number - 1] + 1 if number else 0, at)
                if number and len(words) > 1:
                    group = _bare(words[0])
                yield _option(box, _parted(words[-1])[1] if words else "", group)
                continue
            words = self._words(at + 1, places[number + 1] if at != places[-1] else len(self.items))
            asks = len(words) > 1 and words[-1][-1:] in _COLONS
            yield _option(box, joined(words[:-1] if asks else words), group)
            if asks:
                group = _bare(words[-1])

    def _words(self, start: int, end: int) -> list[str]:
        return [item.text.strip() for item in self.items[start:end] if isinstance(item, Piece)]


def _option(box: Ticked, option: str, group: str) -> CheckBox:
    return CheckBox(box.box, box.checked, box.confidence, _stripped(option, _EDGES), group)


def _stripped(text: str, edges: str) -> str:
    """`text` without marks at its edges, but with the bracket that closes one inside it."""
    bare = text.strip(edges)
    for opening, closing in ("()", "（）"):
        if bare.count(opening) > bare.count(closing) and closing in text[text.find(bare) :]:
            bare += closing
    return bare


def _parted(text: str) -> tuple[str, str]:
    """The question with its colon, empty for none, and the option behind it."""
    end = max(text.rfind(colon) for colon in _COLONS) + 1
    return text[:end], text[end:]


def _beside(row: _Row, cells: Sequence[Box], cuts: Sequence[Cut]) -> str:
    """The label in the cell to the left."""
    home = row.cell
    if home is None:
        return ""
    middle = row.box.centre[1]
    left = [cell for cell in cells if cell.x1 <= home.x0 + 0.005 and cell.y0 <= middle <= cell.y1]
    if not left:
        return ""
    nearest = max(left, key=lambda cell: cell.x1)
    inside = [cut for cut in cuts if nearest.holds(cut.source.box.centre)]
    if any(cut.boxes for cut in inside):
        return ""
    label = _bare("".join(cut.source.text for cut in inside))
    return label if len(label) <= _LONGEST else ""


def _above(before: Sequence[_Row], row: _Row) -> str:
    """The question on the line above, where the options are listed below it."""
    for other in reversed(before):
        if other.cell is not row.cell or other.box.centre[1] >= row.box.y0:
            continue
        if other.boxes or row.box.y0 - other.box.y1 > _ABOVE * row.box.height:
            return ""
        text = "".join(item.text for item in other.items if isinstance(item, Piece)).strip()
        return _bare(text) if text[-1:] in _COLONS or row.cell is not None else ""
    return ""


def _bare(text: str) -> str:
    return _stripped(text, _EDGES + _COLONS)
