"""Files become pages: what a file is, how many pages it has, and each page as pixels."""

from __future__ import annotations

from pathlib import Path

from domain.errors import TooLarge
from ingest.formats import kinds, pdf, raster
from ingest.formats.contract import Image, RawPage, ScanContents
from ingest.formats.memory import give_back
from ingest.options import ReadingOptions

__all__ = ["Image", "RawPage", "ScanContents", "contents", "page"]

_LARGE = 16_000_000
"""Samples of a page up to which what its decoding left free is not given back, only to be taken
again: A4 at 200 dpi in colour, and a little."""


def contents(path: Path, options: ReadingOptions) -> ScanContents:
    """How many pages the file at `path` has and what it is.

    Raises UnreadableFile, NeedsPassword, TooLarge.
    """
    limits = options.limits
    size = path.stat().st_size
    if size > limits.bytes:
        raise TooLarge(path.name, f"{size} bytes are more than limits.bytes = {limits.bytes}")
    kind = kinds.media_type(path)
    if kind == kinds.PDF:
        return ScanContents(pdf.count_pages(path, options), kind)
    return ScanContents(raster.count_pages(path, kind, limits), kind)


def page(path: Path, number: int, options: ReadingOptions) -> RawPage:
    """Page `number`, counted from 1, and nothing else of the file.

    Raises UnreadableFile, NeedsPassword, TooLarge.
    """
    give_back()
    kind = kinds.media_type(path)
    if kind == kinds.PDF:
        found = pdf.page(path, number, options)
    else:
        found = raster.page(path, kind, number, options.limits)
    if found.image.size > _LARGE:
        give_back()
    return found
