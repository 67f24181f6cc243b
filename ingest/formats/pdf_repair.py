"""Damaged PDFs: what is still there is gathered into a sound file, and what is lost is named.

qpdf rebuilds the table of contents of a file that breaks off or lies about its parts. What it
cannot find it leaves out in silence, so that a lost page would come out blank; therefore every
page of a repaired file is checked for its contents.
"""

from __future__ import annotations

import logging
import tempfile
import weakref
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import pikepdf

from domain.errors import NeedsPassword, TooLarge, UnreadableFile
from ingest.formats.damage import DAMAGE

logging.getLogger("pikepdf").setLevel(logging.CRITICAL)

_NEARLY = 0.98
"""Share of its stated length that a stream must have where its data do not show their end."""

_PIECE = 1 << 20

_DEEP = 50
"""No page tree is deeper; one that is runs in a circle."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Repaired:
    """A file made sound.

    `file` has no name: it vanishes with this object, and with the process however that ends.
    `lost` are the numbers of pages whose contents are gone; `missing` pages were promised and are
    not there at all.
    """

    file: IO[bytes]
    pages: int
    lost: frozenset[int]
    missing: int


def repaired(path: Path, passwords: tuple[str, ...], most_pages: int) -> Repaired:
    """The file at `path` made sound; kept for the next question about the same file.

    Raises UnreadableFile when nothing can be saved, NeedsPassword, TooLarge.
    """
    state = path.stat()
    return _repaired(path, state.st_mtime_ns, state.st_size, passwords, most_pages)


@lru_cache(maxsize=1)
def _repaired(
    path: Path, _changed: int, _size: int, passwords: tuple[str, ...], most_pages: int
) -> Repaired:
    try:
        with _opened(path, passwords) as document:
            return _saved(path, document, most_pages)
    except (pikepdf.PdfError, *DAMAGE) as error:
        raise UnreadableFile(path.name, "the PDF is damaged and cannot be opened") from error
    except MemoryError as error:
        raise TooLarge(path.name, "the PDF does not fit into memory") from error


def _opened(path: Path, passwords: tuple[str, ...]) -> pikepdf.Pdf:
    for password in ("", *passwords):
        try:
            return pikepdf.open(path, password=password, suppress_warnings=True)
        except pikepdf.PasswordError:
            continue
    raise NeedsPassword(path.name)


def _saved(path: Path, document: pikepdf.Pdf, most_pages: int) -> Repaired:
    promised = _promised(document)
    pages = len(document.pages)
    if pages == 0:
        raise UnreadableFile(path.name, "the PDF has no pages")
    if pages > most_pages:
        raise TooLarge(path.name, f"{pages} pages are more than limits.pages = {most_pages}")
    lost = frozenset(
        number for number, page in enumerate(document.pages, 1) if not _has_contents(page.obj)
    )
    file = tempfile.TemporaryFile()  # noqa: SIM115 - kept open for as long as it is asked for
    try:
        document.save(file, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    except BaseException:
        file.close()
        raise
    sound = Repaired(file, pages, lost, max(0, min(promised, most_pages) - pages))
    weakref.finalize(sound, file.close)
    return sound


def _promised(document: pikepdf.Pdf) -> int:
    """How many pages the file says it has; 0 when it does not say."""
    try:
        return int(document.Root.Pages.Count)
    except DAMAGE:
        return 0


def _has_contents(page: Any) -> bool:
    """Whether all that the page draws is in the file."""
    try:
        contents = page.get("/Contents")
        if contents is None:
            return False
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        if not all(_is_filled(stream) for stream in streams):
            return False
        return all(_is_filled(drawn) for drawn in _drawn(page))
    except (pikepdf.PdfError, zlib.error, *DAMAGE):
        return False


def _is_filled(stream: Any) -> bool:
    """Whether it is a stream that does not break off.

    Only a stream shorter than it says is suspect; many writers state a length that is a little
    too long, so that the data themselves must tell.
    """
    if not isinstance(stream, pikepdf.Stream):
        return False
    raw = stream.read_raw_bytes()
    stated = int(stream.get("/Length", 0))
    if not raw or len(raw) >= stated:
        return bool(raw)
    packing = stream.get("/Filter")
    if isinstance(packing, pikepdf.Array):
        packing = packing[0] if len(packing) else None
    if packing == pikepdf.Name.DCTDecode:
        return b"\xff\xd9" in raw[-16:]
    if packing == pikepdf.Name.FlateDecode:
        return _is_whole_zlib(raw)
    return len(raw) >= _NEARLY * stated


def _is_whole_zlib(raw: bytes) -> bool:
    """Whether packed data have their end; unpacked piece by piece, since they may be a bomb."""
    unpacking = zlib.decompressobj()
    while raw and not unpacking.eof:
        unpacking.decompress(raw, _PIECE)
        raw = unpacking.unconsumed_tail
    return unpacking.eof


def _drawn(page: Any) -> Iterator[Any]:
    """The pictures and forms that the page draws, None for one that is not in the file."""
    held = _inherited(page, "/Resources")
    parts = held.get("/XObject") if held is not None else None
    for instruction in pikepdf.parse_content_stream(page, "Do"):
        name = str(instruction.operands[0])
        yield parts.get(name) if parts is not None else None


def _inherited(page: Any, key: str) -> Any:
    """A value of the page or of the branch of the tree it hangs on."""
    for _ in range(_DEEP):
        if page is None or (value := page.get(key)) is not None:
            return None if page is None else value
        page = page.get("/Parent")
    return None
