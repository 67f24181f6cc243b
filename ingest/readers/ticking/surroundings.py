"""What is written where a frame stands: its line, and the characters it may have been read as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from domain.geometry import Box
from domain.page import Line, Word
from domain.text import is_han

MARKS = "□☐▢◻○◯☑☒☓√✓✔✗✘■●◉⊙⊠⊗∅"
"""What readers give for a box, empty or ticked; text holds them for hardly anything else."""

_LEAST_OF_LINE, _MOST_OF_LINE = 0.4, 1.7
"""Side of a box in heights of its line."""
_LEAST_OF_COLUMN = 0.25
"""The same for the line as it was found: one far taller is a column, set from top to bottom."""
_LEADING = 1.6
"""Height of a line, at most, in room that one of its characters takes; a mark makes it taller."""
_FEW = 3
"""With fewer characters on a line, one lost box makes each seem far larger than it is."""
_BESIDE = 2.6
"""How far from its line a box may stand, in its own sides."""
_LOST = 0.4
"""Characters' room that a line must have beyond its text for a box to have been lost there."""


class Surroundings:
    """The lines of a page, seen from its frames."""

    def __init__(self, lines: Sequence[Line], aspect: float) -> None:
        """`aspect` is the page's width by its height, since boxes are shares of either."""
        self.lines = lines
        self.aspect = aspect
        self._usual_pitch = self._pitch_of_han()
        self._usual_height = 1.0
        heights = [self.height(line) for line in lines if len(line.text) >= _FEW]
        self._usual_height = median(heights) if heights else 1.0

    def host(self, box: Box) -> Line | None:
        """The line that a box stands in or beside; None where none is of its size and height."""
        middle = box.centre[1]
        best: tuple[tuple[float, float], Line] | None = None
        for line in self.lines:
            least = max(_LEAST_OF_LINE * self.height(line), _LEAST_OF_COLUMN * line.box.height)
            fits = least <= box.height <= _MOST_OF_LINE * line.box.height
            if not fits or not line.box.y0 <= middle <= line.box.y1:
                continue
            away = max(line.box.x0 - box.x1, box.x0 - line.box.x1, 0.0)
            rank = (away, abs(line.box.x0 - box.x0))
            if away <= _BESIDE * box.width and (best is None or rank < best[0]):
                best = (rank, line)
        return best[1] if best else None

    def share(self, box: Box) -> float:
        """The side of a box in heights of its line; nothing where it has none."""
        line = self.host(box)
        return box.height / self.height(line) if line else 0.0

    def height(self, line: Line) -> float:
        """How tall a line is, without the marks that run out of it; in shares of the page."""
        few = len(line.text) < _FEW
        return min(line.box.height, self._usual_height if few else _LEADING * self._pitch(line))

    def has_room(self, line: Line) -> bool:
        """Whether a line is longer than its text, as one is of which the reader lost a box."""
        # The reader gives brackets and colons in either width; only letters are surely narrow.
        narrow = sum(char.isascii() and (char.isalnum() or char == " ") for char in line.text)
        taken = len(line.text) - 0.5 * narrow
        room = line.box.width * self.aspect / max(line.box.height, 1e-6)
        return 0.0 < self._usual_pitch < room / (taken + _LOST)

    def _pitch(self, line: Line) -> float:
        """Room that each character of a line takes along it, in shares of the page's height."""
        return line.box.width * self.aspect / max(1, len(line.text))

    def _pitch_of_han(self) -> float:
        """The usual room of a Han character, in heights of its line; 0.0 where there is none."""
        found = sorted(
            self._pitch(line) / line.box.height
            for line in self.lines
            if len(line.text) >= _FEW and line.box.height > 0 and all(map(is_han, line.text))
        )
        return found[len(found) // 3] if found else 0.0


def stands_in(box: Box, line: Line) -> bool:
    """Whether a box stands within its line and not at one of its ends."""
    return line.box.x0 < box.centre[0] < line.box.x1


def characters_near(line: Line, box: Box, window: float = 1.5) -> list[int]:
    """Indices of the characters that may stand where the box is, the nearest first.

    `window` is how far off they may be thought to stand, in sides of the box.
    """
    middle, reach = box.centre[0], window * box.width
    near = [(abs((start + end) / 2 - middle), at) for at, start, end in places_in(line)]
    return [at for away, at in sorted(near) if away <= reach]


def words_in(line: Line) -> Iterator[tuple[int, Word]]:
    """The words of a line, each with its index in the text; those that are not in it left out."""
    at = 0
    for word in line.words:
        start = line.text.find(word.text, at)
        if start >= 0:
            at = start + len(word.text)
            yield start, word


def places_in(line: Line) -> Iterator[tuple[int, float, float]]:
    """Each printed character of a line: its index in the text, where it starts, where it ends.

    Words are known by their boxes; within one, a Latin character is half as wide as a Han one.
    """
    for start, word in words_in(line):
        widths = [0.5 if ord(char) < 0x2E80 and char not in MARKS else 1.0 for char in word.text]
        step, x = word.box.width / sum(widths), word.box.x0
        for place, width in enumerate(widths):
            yield start + place, x, x + width * step
            x += width * step
