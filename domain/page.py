"""A page that has been read: what stands where, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.geometry import Box, Corners, Rotation

LEVEL = 0.1
"""Degrees of skew below which a page is level enough: it is left as it is."""


class TextSource(StrEnum):
    """Where a page's text comes from.

    `OCR`: read from the picture, by us or by whoever put an unseen layer behind a scan. `MIXED`:
    the lines that the file itself states, and those read in its pictures; only the former have a
    confidence of 1.
    """

    OCR = "ocr"
    TEXT_LAYER = "text_layer"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Word:
    """A run without a break: a Latin word, a number, or a stretch of Han characters.

    `confidence` is the reader's, 0..1.
    """

    text: str
    box: Box
    confidence: float
    handwritten: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line as printed or written; `words` stand in reading order and make up `text`.

    `handwritten` says that a considerable part is; which, the words tell.
    """

    text: str
    box: Box
    confidence: float
    words: tuple[Word, ...] = ()
    handwritten: bool = False

    def placed(self, part: Box) -> Line:
        """The line, read on `part` of a page, where it stands on the page."""
        words = tuple(replace(word, box=word.box.placed(part)) for word in self.words)
        return replace(self, box=self.box.placed(part), words=words)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; a merged cell spans more than one row or column."""

    row: int
    column: int
    box: Box
    text: str = ""
    row_span: int = 1
    column_span: int = 1
    confidence: float = 1.0
    handwritten: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its frame, and its cells row by row.

    `wired` is False where no lines part the columns: they were seen by what stands in them.
    """

    box: Box
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    wired: bool = True

    def placed(self, part: Box) -> Table:
        """The table, seen on `part` of a page, where it stands on the page."""
        cells = tuple(replace(cell, box=cell.box.placed(part)) for cell in self.cells)
        return replace(self, box=self.box.placed(part), cells=cells)


@dataclass(frozen=True, slots=True)
class CheckBox:
    """A square or circle to be marked, and whether it is.

    `confidence` (0..1) is that of `checked`. `option` is the words that belong to it, `group` the
    label of what is asked, empty where none was found.
    """

    box: Box
    checked: bool
    confidence: float
    option: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Barcode:
    """A code that machines read: its kind (qr, code_128, code_39, ...) and what it says."""

    kind: str
    text: str
    box: Box


class SealColour(StrEnum):
    """The ink of a seal; grey is that of a copy."""

    RED = "red"
    BLUE = "blue"
    GREY = "grey"


class SealShape(StrEnum):
    """The outline of a seal: a company's is round, a person's square, a receipt stamp oblong."""

    ROUND = "round"
    OVAL = "oval"
    SQUARE = "square"
    OBLONG = "oblong"


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal or stamp on a page; `confidence` (0..1) is that it is one."""

    box: Box
    colour: SealColour
    shape: SealShape
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """One upright page.

    `number` counts from 1 in the scan. `width` and `height` are pixels of the upright image
    to which all boxes relate; `rotation` and `skew` (degrees, counter-clockwise positive) are
    what was undone to set it upright. Before that the page was cut out of the scan where a desk
    or a dark border was around it: `cut` says where its corners lay, in 0..1 of the scan as it
    was opened, None for the whole scan. `lines` are in reading order; cells repeat the text of
    the lines that stand in them.
    """

    number: int
    width: int
    height: int
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    rotation: Rotation = Rotation.NONE
    skew: float = 0.0
    dpi: float | None = None
    source: TextSource = TextSource.OCR
    reader: str = ""
    blank: bool = False
    checkboxes: tuple[CheckBox, ...] = ()
    barcodes: tuple[Barcode, ...] = ()
    seals: tuple[Seal, ...] = ()
    cut: Corners | None = None

    def beneath(self, seal: Seal) -> tuple[Line, ...]:
        """The lines that a seal overlaps."""
        return tuple(line for line in self.lines if line.box.overlap(seal.box) > 0)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def confidence(self) -> float:
        """Mean of the lines' confidences, weighted by their length; 1.0 for an empty page."""
        letters = sum(len(line.text) for line in self.lines)
        if letters == 0:
            return 1.0
        return sum(line.confidence * len(line.text) for line in self.lines) / letters
