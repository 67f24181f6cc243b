"""Answer sheets: what each ring of a grid stands for, and the text without what was read in them.

The letter printed in a ring is its option; where rings are empty it is the head of their column.
Where letters are the same along a row, as the digits of a number are, columns are what is asked.
"""

from __future__ import annotations

import operator
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from domain.geometry import WHOLE, Box
from domain.page import CheckBox, Line, Word
from ingest.formats.contract import Image
from ingest.images.bubbles import Bubble, Grid, bubble_grids, usual_size
from ingest.readers.ticking.looks import CropReader
from ingest.readers.ticking.surroundings import places_in, words_in

_LEGIBLE = 0.5
"""Confidence from which a letter cut out of a ring is believed."""
_BLANK = 0.035
"""Darkness up to which nothing is printed in a ring."""
_MOST_READ, _FROM_EACH = 120, 3
"""Rings of one grid that are read one by one; of larger grids so many from each column."""
_INSIDE = 0.8
"""Part of a ring in which its letter stands, in widths and heights."""
_AROUND = 1.25
"""What is taken off the page with a ring, in its widths and heights."""
_ABOVE, _HEADING, _BESIDE = 3.0, 9.0, 4.0
"""How far from its rings a column's head, a grid's heading and a row's number may stand, in heights
or widths of a ring."""

_FEWEST_COUNTED = 3
"""So many rows that count on tell the numbers of the rest."""
_RIMS = "O0Q"
_SERIES = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", "123456789")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sheets:
    """What answer sheets leave of a page, and the boxes to tick that they are."""

    image: Image
    lines: tuple[Line, ...]
    boxes: tuple[CheckBox, ...]


def answered(
    image: Image, lines: Sequence[Line], read_crop: CropReader | None, part: Box = WHOLE
) -> Sheets:
    """The rings of a page, and the page without them; text that a machine has set stays whole."""
    grids = bubble_grids(image, part)
    if not grids:
        return Sheets(image, tuple(lines), ())
    kept = tuple(_without(lines, grids)) if read_crop else tuple(lines)
    boxes = [box for grid in grids for box in _boxes(grid, image, lines, kept, read_crop)]
    return Sheets(_cleared(image, grids), kept, tuple(boxes))


def _boxes(
    grid: Grid,
    image: Image,
    lines: Sequence[Line],
    kept: Sequence[Line],
    read_crop: CropReader | None,
) -> Iterator[CheckBox]:
    """The rings of one grid with their options and groups."""
    if read_crop:
        letters = {
            (one.row, one.column): letter
            for one in _to_read(grid)
            if (letter := _letter(one, image, read_crop))
        }
    else:
        letters = {
            (one.row, one.column): text for one in grid if (text := _text_in(lines, one.box))
        }
    if _are_rims(letters):
        letters = {}
    down = _agreement(letters, 0) > _agreement(letters, 1)
    outside = kept if read_crop else [one for one in lines if not _is_inside(one, grid)]
    beside, heads = _rows_asked(grid, outside), {} if down else _heads(grid, outside)
    labels = _columns_asked(grid, outside) if down else beside
    usual = _usual(letters, 0 if down else 1)
    series = _series(heads) or _series(usual)
    for one in grid:
        option, asked = (one.row, one.column) if down else (one.column, one.row)
        own = letters.get((one.row, one.column)) or heads.get(option, "")
        if not down or _follows(one.column, letters, usual):
            text = series[option : option + 1] or own or usual.get(option, "")
        else:  # no letter of another column says what this one is
            text = own or (beside[one.row] if one.column == 0 else "")
        yield CheckBox(one.box, one.filled, one.confidence, text or str(option + 1), labels[asked])


def _are_rims(letters: Mapping[Place, str]) -> bool:
    """Whether it is the rings themselves that were read, and nothing in them."""
    rims = sum(letter in _RIMS for letter in letters.values())
    return rims > 0.5 * len(letters)


def _series(known: Mapping[int, str]) -> str:
    """The series that most of the options follow; empty where there is none.

    Small letters in rings are often misread, and one head in a row is easily lost.
    """
    for series in _SERIES:
        same = sum(series[at : at + 1] == text for at, text in known.items())
        fewest = 1 if series[0] == "A" else 2  # a lone figure may be anything
        if same >= fewest and 2 * same >= len(known):
            return series
    return ""


def _to_read(grid: Grid) -> list[Bubble]:
    """The rings that may tell their letter: not filled, and not blank."""
    legible = [one for one in grid if not one.filled and one.darkness > _BLANK]
    if len(grid) <= _MOST_READ:
        return legible
    taken: Counter[int] = Counter()
    chosen = []
    for one in sorted(legible, key=lambda one: one.darkness):
        taken[one.column] += 1
        if taken[one.column] <= _FROM_EACH:
            chosen.append(one)
    return chosen


def _letter(one: Bubble, image: Image, read_crop: CropReader) -> str:
    """What is printed in a ring, its rim whitened; empty where that is no single character."""
    rows, columns = image.shape[:2]
    box = one.box
    left, right = round(box.x0 * columns), round(box.x1 * columns) + 1
    top, bottom = round(box.y0 * rows), round(box.y1 * rows) + 1
    part = image[top:bottom, left:right]
    if min(part.shape[:2]) < 6:
        return ""
    paper = np.percentile(part.reshape(-1, 3), 90, axis=0).astype(np.uint8)
    inside = np.zeros(part.shape[:2], np.uint8)
    height, width = part.shape[:2]
    axes = (max(1, round(_INSIDE * width / 2)), max(1, round(_INSIDE * height / 2)))
    cv2.ellipse(inside, (width // 2, height // 2), axes, 0, 0, 360, (1,), -1)
    clear = np.where(inside[..., None] > 0, part, paper)
    crop = read_crop(np.ascontiguousarray(clear, dtype=np.uint8))
    text = unicodedata.normalize("NFKC", crop.text).strip().upper()  # ① is a ring with its figure
    return text if len(text) == 1 and text.isalnum() and crop.confidence >= _LEGIBLE else ""


def _follows(column: int, letters: Mapping[Place, str], usual: Mapping[int, str]) -> bool:
    """Whether most letters of a column are those of their rows."""
    same = [letter == usual[row] for (row, at), letter in letters.items() if at == column]
    return sum(same) > 0.5 * len(same)


def _agreement(letters: Mapping[Place, str], along: int) -> float:
    """Share of the letters that are the usual one of their row (0) or column (1)."""
    usual = _usual(letters, along)
    same = sum(letter == usual[place[along]] for place, letter in letters.items())
    return same / max(1, len(letters))


def _usual(letters: Mapping[Place, str], along: int) -> dict[int, str]:
    """The most frequent letter of each row (0) or column (1)."""
    counts: dict[int, Counter[str]] = {}
    for place, letter in letters.items():
        counts.setdefault(place[along], Counter())[letter] += 1
    return {at: count.most_common(1)[0][0] for at, count in counts.items()}


def _heads(grid: Grid, lines: Sequence[Line]) -> dict[int, str]:
    """The text above each column, where there is some."""
    width, height = usual_size(grid)
    top = min(one.box.y0 for one in grid)
    found = {}
    for column in {one.column for one in grid}:
        first = min((one for one in grid if one.column == column), key=lambda one: one.row)
        middle = first.box.centre[0]
        head = Box.clipped(middle - 0.75 * width, top - _ABOVE * height, middle + 0.75 * width, top)
        if text := _text_in(lines, head):
            found[column] = text
    return found


def _rows_asked(grid: Grid, lines: Sequence[Line]) -> dict[int, str]:
    """The number or words at the left of each row; its place in the grid where there are none."""
    width, _ = usual_size(grid)
    found = {}
    for row in {one.row for one in grid}:
        first = min((one for one in grid if one.row == row), key=lambda one: one.column)
        box = first.box
        left = Box.clipped(box.x0 - _BESIDE * width, box.y0, box.x0, box.y1)
        found[row] = _text_in(lines, left).strip(".,:;、)） ")
    first_number = _counted_from(found)
    if first_number is not None:
        return {row: str(first_number + row) for row in found}
    return {row: text or str(row + 1) for row, text in found.items()}


def _counted_from(labels: Mapping[int, str]) -> int | None:
    """The number of the first row, where most labels count on from it; a few may be misread."""
    starts = Counter(int(text) - row for row, text in labels.items() if text.isdecimal())
    start, same = starts.most_common(1)[0] if starts else (0, 0)
    seen = sum(map(bool, labels.values()))
    return start if same >= _FEWEST_COUNTED and 2 * same > seen else None


def _columns_asked(grid: Grid, lines: Sequence[Line]) -> dict[int, str]:
    """The heading of the grid with the number of each column."""
    _, height = usual_size(grid)
    whole = Box.around(one.box for one in grid)
    above = [
        line
        for line in lines
        if 0 < whole.y0 - line.box.centre[1] <= _HEADING * height
        and whole.x0 < line.box.centre[0] < whole.x1
        and sum(map(str.isalpha, line.text)) >= 3
    ]
    heading = max(above, key=lambda line: line.box.y0).text if above else ""
    return {one.column: f"{heading} {one.column + 1}".strip() for one in grid}


def _text_in(lines: Sequence[Line], box: Box) -> str:
    """The characters whose middles lie in a box, line by line."""
    near = [line for line in lines if box.y0 <= line.box.centre[1] <= box.y1]
    found = []
    for line in near:
        held = [at for at, x0, x1 in places_in(line) if box.x0 <= (x0 + x1) / 2 <= box.x1]
        if held:
            found.append(line.text[held[0] : held[-1] + 1])
    return " ".join(found)


def _is_inside(line: Line, grid: Grid) -> bool:
    return line.box.covered_by(Box.around(one.box for one in grid)) > 0.9


def _without(lines: Sequence[Line], grids: Sequence[Grid]) -> Iterator[Line]:
    """The lines without what was read in rings."""
    rings = [_wider(one.box) for grid in grids for one in grid]
    for line in lines:
        across = [ring for ring in rings if ring.y0 <= line.box.centre[1] <= ring.y1]
        if not across:
            yield line
        elif not any(_is_inside(line, grid) for grid in grids):
            yield from _trimmed(line, across)


def _trimmed(line: Line, rings: Sequence[Box]) -> Iterator[Line]:
    """A line without the characters whose middles lie in rings; nothing where none are left."""
    places = [
        (at, x0, x1)
        for at, x0, x1 in places_in(line)
        if not any(ring.x0 <= (x0 + x1) / 2 <= ring.x1 for ring in rings)
    ]
    kept = {at: (x0, x1) for at, x0, x1 in places}
    words: list[Word] = []
    for start, word in words_in(line):
        held = [place for place in range(start, start + len(word.text)) if place in kept]
        if held:
            box = Box.clipped(kept[held[0]][0], word.box.y0, kept[held[-1]][1], word.box.y1)
            text = "".join(line.text[place] for place in held)
            words.append(word if len(text) == len(word.text) else replace(word, text=text, box=box))
    if len(words) == len(line.words) and all(map(operator.is_, words, line.words)):
        yield line
    elif words:
        text = " ".join(word.text for word in words)
        yield replace(
            line, text=text, box=Box.around(word.box for word in words), words=tuple(words)
        )


def _wider(box: Box) -> Box:
    across, down = (_AROUND - 1) / 2 * box.width, (_AROUND - 1) / 2 * box.height
    return Box.clipped(box.x0 - across, box.y0 - down, box.x1 + across, box.y1 + down)


def _cleared(image: Image, grids: Sequence[Grid]) -> Image:
    """The image with paper in place of the rings, so that nobody finds them again."""
    clear = image.copy()
    rows, columns = image.shape[:2]
    for box in (_wider(one.box) for grid in grids for one in grid):
        left, right = round(box.x0 * columns), round(box.x1 * columns) + 1
        part = clear[round(box.y0 * rows) : round(box.y1 * rows) + 1, left:right]
        part[:] = np.percentile(part.reshape(-1, 3), 90, axis=0).astype(np.uint8)
    return clear
