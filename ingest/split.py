"""Where one document ends and the next begins in a pile of pages scanned together.

Every page of the scan belongs to exactly one document, so that no sheet is lost to sight: a
blank back stays with its front, a page that could not be read stays with the page before it, and
so does a separator sheet, behind which a new document begins whatever it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.outcome import Stage
from domain.page import Page
from domain.reading import PageReading
from domain.text import folded, squeezed

_OF_MANY = (
    re.compile(r"第\s*(?P<number>\d{1,4})\s*页\s*[,，/]?\s*[(（]?\s*共\s*(?P<total>\d{1,4})\s*页"),
    re.compile(r"共\s*(?P<total>\d{1,4})\s*页\s*[,，/]?\s*第\s*(?P<number>\d{1,4})\s*页"),
    re.compile(r"\bpage\s*(?P<number>\d{1,4})\s*(?:of|/)\s*(?P<total>\d{1,4})\b"),
)
_AT_THE_EDGE = re.compile(r"^[-—–·. ]*(?P<number>\d{1,4})\s*/\s*(?P<total>\d{1,4})[-—–·. ]*$")
_ATTACHED = re.compile(r"^(?:附件|附录|附页|续表|续页|附表)")
_MARGIN = 0.12
"""Share of the page's height, at its head and its foot, in which a bare "2/3" is a page number."""

_SEPARATORS = frozenset({"patcht", "anjuanseparator"})
"""What the barcode of a separator sheet says, squeezed."""
_MOST_PRINT = 900
"""Characters on a separator sheet besides its barcode; it may explain itself in two languages."""

UNREADABLE_STAGES = frozenset({Stage.OPEN, Stage.IMAGE, Stage.READ})
"""Stages without which a page has no text at all."""


@dataclass(frozen=True, slots=True)
class Span:
    """Pages of one scan that make one document.

    `pages` are all its page numbers in order, `readings` those that were read, `unread` the
    numbers of those that were not.
    """

    pages: tuple[int, ...]
    readings: tuple[PageReading, ...]
    unread: tuple[int, ...]

    @property
    def blank(self) -> bool:
        """Whether every page of it was read and found empty."""
        return not self.unread and all(reading.page.blank for reading in self.readings)


@dataclass(frozen=True, slots=True)
class Marker:
    """A page's own word on its place: page `number` of `total`."""

    number: int
    total: int

    def next(self) -> Marker:
        """The marker of the page after this one."""
        return Marker(self.number + 1, self.total)


def page_marker(page: Page) -> Marker | None:
    """What the page says of its number: 第2页共3页, page 2 of 3, or 2/3 at its edge."""
    for line in page.lines:
        at_edge = not _MARGIN < line.box.centre[1] < 1 - _MARGIN
        for pattern in (*_OF_MANY, _AT_THE_EDGE) if at_edge else _OF_MANY:
            found = pattern.search(folded(line.text))
            if found and 1 <= int(found["number"]) <= int(found["total"]):
                return Marker(int(found["number"]), int(found["total"]))
    return None


def is_separator(page: Page) -> bool:
    """Whether the page is a sheet put between two documents: its barcode says so."""
    says_so = any(squeezed(code.text) in _SEPARATORS for code in page.barcodes)
    return says_so and sum(len(line.text) for line in page.lines) <= _MOST_PRINT


def was_read(reading: PageReading) -> bool:
    """Whether a page's text could be had at all."""
    return bool(reading.page.lines) or not any(
        failure.stage in UNREADABLE_STAGES for failure in reading.failures
    )


def _begins(reading: PageReading, expected: Marker | None) -> bool:
    """Whether a new document begins here; `expected` is the marker the one before goes on with."""
    marker = page_marker(reading.page)
    if marker is not None and marker.number == 1:
        return True
    if marker is not None and expected in (None, marker):
        return False
    return reading.starts_document and not _ATTACHED.match(folded(reading.title))


def _groups(last: int, readings: Mapping[int, PageReading]) -> Iterator[tuple[int, ...]]:
    group: list[int] = []
    has_text = separated = False
    expected: Marker | None = None
    for number in range(1, last + 1):
        known = readings.get(number)
        reading = known if known is not None and was_read(known) else None
        if reading and is_separator(reading.page):
            separated, expected = True, None
        elif reading is None or not reading.page.blank:
            if has_text and (separated or (reading and _begins(reading, expected))):
                yield tuple(group)
                group, expected, has_text = [], None, False
            separated, has_text = False, has_text or reading is not None
            marker = (page_marker(reading.page) if reading else None) or expected
            expected = marker.next() if marker else None
        group.append(number)
    yield tuple(group)


def split(readings: Sequence[PageReading], pages: int = 0) -> tuple[Span, ...]:
    """Divide a scan of `pages` pages (at least as many as were read) into its documents.

    Pages before the first one with text belong to the document that follows them.
    """
    known = {reading.page.number: reading for reading in readings}
    last = max([pages, *known])
    if last == 0:
        return ()
    return tuple(_span(group, known) for group in _groups(last, known))


def _span(group: tuple[int, ...], known: Mapping[int, PageReading]) -> Span:
    readings = tuple(known[number] for number in group if number in known)
    legible = {reading.page.number for reading in readings if was_read(reading)}
    return Span(group, readings, tuple(number for number in group if number not in legible))
