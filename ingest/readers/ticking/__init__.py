"""Boxes to tick on a page that was read: which they are, what they stand for, how they are set.

The frames come from the image, the words from the reader. The reader's text tells a box from a
character that looks like one; the frames tell where the reader, who loses marked boxes, should
have seen one. Lines are given back with ☑ and □, ● and ○ where they stand. The rings of answer
sheets stand in no line; they are found first, and the rest is looked for without them.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.geometry import WHOLE, Box
from domain.page import CheckBox, Line
from ingest.formats.contract import Image
from ingest.images.marks import FrameFinder
from ingest.readers.ticking.believe import believed
from ingest.readers.ticking.lonely import overlooked
from ingest.readers.ticking.looks import CropReader
from ingest.readers.ticking.options import checkboxes
from ingest.readers.ticking.pieces import Cutter
from ingest.readers.ticking.printed import marked, printed
from ingest.readers.ticking.sheets import answered
from ingest.readers.ticking.states import judged
from ingest.readers.ticking.surroundings import Surroundings

__all__ = ["CropReader", "ticked"]


def ticked(
    image: Image,
    lines: Sequence[Line],
    cells: Sequence[Box],
    read_crop: CropReader | None,
    part: Box = WHOLE,
) -> tuple[tuple[Line, ...], tuple[CheckBox, ...]]:
    """The lines with their boxes in place, and the boxes from top to bottom, answer sheets first.

    `cells` are those of ruled tables. `read_crop` reads what stands between two boxes; without it
    words are shared out by their places and the lines stay as they are, as befits text that a
    machine has set. Boxes are looked for on `part` of the page.
    """
    sheets = answered(image, lines, read_crop, part)
    finder = FrameFinder(sheets.image, part)
    parted, boxes = _in_lines(finder, sheets.image, sheets.lines, cells, read_crop)
    return parted, (*sheets.boxes, *boxes)


def _in_lines(
    finder: FrameFinder,
    image: Image,
    lines: Sequence[Line],
    cells: Sequence[Box],
    read_crop: CropReader | None,
) -> tuple[tuple[Line, ...], tuple[CheckBox, ...]]:
    """The boxes with words beside them, and the lines with those in place."""
    aspect = image.shape[1] / image.shape[0]
    around = Surroundings(lines, aspect)
    frames = believed(finder, image, around, read_crop)
    if read_crop is not None and (more := overlooked(finder, frames, around)):
        around = Surroundings([*lines, *more], aspect)
        frames = believed(finder, image, around, read_crop)
    boxes = judged(frames)
    if read_crop is None:
        boxes = marked(printed(lines), boxes)
    if not boxes:
        return tuple(lines), ()
    cuts = Cutter(image, around, read_crop).cut(boxes)
    found = checkboxes(cuts, cells)
    if read_crop is None:
        return tuple(lines), found
    written = (cut.line() for cut in cuts)
    return tuple(line for line in written if line.text), found
