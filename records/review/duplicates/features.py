"""What a paper is found by when it comes a second time: some of its letters, or its look.

Pure. Of every page the fewest possible are kept: those runs of five letters whose hashes are the
smallest. The choice depends on the runs alone, so two scans of one page choose the same ones but
for what was misread, and a search needs only the few among them that hardly any other page has. A
page of few letters is found by its look: four pieces of its hash, each with one bit to spare.
"""

from __future__ import annotations

import heapq
import zlib
from collections.abc import Iterable, Iterator, Sequence

from domain.reading import PageReading
from domain.text import squeezed

RUN = 5
KEPT = 32
"""Runs kept of one page."""

FEW_LETTERS = 40
"""A page of fewer letters is known by its look."""

_PIECE = 16
_PIECES = 64 // _PIECE
_BEYOND_RUNS = 1 << 32


def features(pages: Iterable[PageReading]) -> frozenset[int]:
    """What the paper of these pages is found by; a blank page is found by nothing."""
    return frozenset(number for page in pages for number in _of(page, slips=False))


def wanted(pages: Iterable[PageReading]) -> frozenset[int]:
    """What to look for when these pages came again: the same, and looks that differ a little."""
    return frozenset(number for page in pages for number in _of(page, slips=True))


def letters(pages: Iterable[PageReading]) -> str:
    """The papers' letters and digits, line by line in the order of their places, folded."""
    lines = [line for page in pages for line in _in_place(page)]
    return " ".join(squeezed(line) for line in lines)


def _in_place(page: PageReading) -> list[str]:
    ordered = sorted(page.page.lines, key=lambda line: (round(line.box.y0, 2), line.box.x0))
    return [line.text for line in ordered]


def _of(page: PageReading, *, slips: bool) -> Iterator[int]:
    text = squeezed(page.page.text)
    if page.page.blank or len(text) >= FEW_LETTERS:
        yield from _smallest(text)
    elif page.picture:
        yield from _pieces(int(page.picture, 16), slips)


def _smallest(text: str) -> Sequence[int]:
    runs = {text[at : at + RUN] for at in range(len(text) - RUN + 1)}
    return heapq.nsmallest(KEPT, (zlib.crc32(run.encode()) for run in runs))


def _pieces(picture: int, slips: bool) -> Iterator[int]:
    for place in range(_PIECES):
        piece = (picture >> (place * _PIECE)) & ((1 << _PIECE) - 1)
        for mask in (0, *((1 << bit) for bit in range(_PIECE))) if slips else (0,):
            yield _BEYOND_RUNS + (place << _PIECE) + (piece ^ mask)
