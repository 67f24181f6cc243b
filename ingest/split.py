"""Where one document ends and the next begins in a pile of pages scanned together.

Every page of the scan belongs to exactly one document, so that no sheet is lost to sight: a
blank back stays with its front, a page that could not be read stays with the page before it, and
so does a separator sheet, behind which a new document begins whatever it looks like.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.outcome import Stage
from domain.page import Page
from domain.reading import PageReading
from domain.text import squeezed
from ingest.joints import begins
from ingest.paging import Marker, page_marker

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


def is_separator(page: Page) -> bool:
    """Whether the page is a sheet put between two documents: its barcode says so."""
    says_so = any(squeezed(code.text) in _SEPARATORS for code in page.barcodes)
    return says_so and sum(len(line.text) for line in page.lines) <= _MOST_PRINT


def was_read(reading: PageReading) -> bool:
    """Whether a page's text could be had at all."""
    return bool(reading.page.lines) or not any(
        failure.stage in UNREADABLE_STAGES for failure in reading.failures
    )


@dataclass(slots=True)
class _Pile:
    """The pages seen so far of the document at hand, and how it would go on."""

    pages: list[int] = field(default_factory=list)
    seen: list[PageReading] = field(default_factory=list)
    separated: bool = False
    expected: Marker | None = None

    @property
    def has_text(self) -> bool:
        return bool(self.seen)

    def add(self, number: int, reading: PageReading | None) -> None:
        """Take a page with text, or one that could not be read, which counts all the same."""
        self.pages.append(number)
        self.separated = False
        if reading:
            self.seen.append(reading)
        marker = (page_marker(reading.page) if reading else None) or self.expected
        self.expected = marker.next() if marker else None


def _groups(
    last: int, readings: Mapping[int, PageReading], said: Mapping[int, bool]
) -> Iterator[tuple[int, ...]]:
    pile = _Pile()
    for number in range(1, last + 1):
        known = readings.get(number)
        reading = known if known is not None and was_read(known) else None
        aside = reading is not None and (is_separator(reading.page) or reading.page.blank)
        if pile.pages and said.get(number, not aside and _parts(pile, reading, readings)):
            yield tuple(pile.pages)
            pile = _Pile()
        if not aside:
            pile.add(number, reading)
            continue
        pile.pages.append(number)
        if reading and is_separator(reading.page):
            pile.separated, pile.expected = True, None
    yield tuple(pile.pages)


def _parts(pile: _Pile, reading: PageReading | None, readings: Mapping[int, PageReading]) -> bool:
    """Whether the document at hand ends before this page."""
    if not pile.has_text:
        return False
    if pile.separated:
        return True
    if reading is None or _is_counted_on(pile.expected, reading.page, readings):
        return False
    return begins(pile.seen, reading, pile.expected)


def _is_counted_on(
    expected: Marker | None, page: Page, readings: Mapping[int, PageReading]
) -> bool:
    """Whether a page without a number stands where the count of those around it wants one."""
    if expected is None or not expected.total or page_marker(page) is not None:
        return False
    ahead = range(1, expected.total - expected.number + 1)
    later = (readings.get(page.number + step) for step in ahead)
    markers = (page_marker(one.page) for one in later if one)
    return any(
        marker is not None and marker.total == expected.total and marker.number > expected.number
        for marker in markers
    )


def split(
    readings: Sequence[PageReading], pages: int = 0, said: Mapping[int, bool] | None = None
) -> tuple[Span, ...]:
    """Divide a scan of `pages` pages (at least as many as were read) into its documents.

    Pages before the first one with text belong to the document that follows them. `said` is a
    person's word on pages: True where a document begins, False where none does; it outweighs all
    else.
    """
    known = {reading.page.number: reading for reading in readings}
    last = max([pages, *known])
    if last == 0:
        return ()
    return tuple(_span(group, known) for group in _groups(last, known, said or {}))


def _span(group: tuple[int, ...], known: Mapping[int, PageReading]) -> Span:
    readings = tuple(known[number] for number in group if number in known)
    legible = {reading.page.number for reading in readings if was_read(reading)}
    return Span(group, readings, tuple(number for number in group if number not in legible))
