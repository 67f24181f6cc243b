"""Opening a PDF: with the passwords that are known, and repaired where it is damaged."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from domain.errors import NeedsPassword, TooLarge, UnreadableFile
from ingest.formats.damage import DAMAGE
from ingest.formats.pdf_repair import Repaired, repaired
from ingest.options import ReadingOptions

_TAIL = 2048
"""A PDF ends in a pointer to its table of contents within this many bytes."""


@dataclass(frozen=True, slots=True)
class OpenPdf:
    """An open document, and how it was repaired if it had to be."""

    document: pypdfium2.PdfDocument
    repair: Repaired | None

    @property
    def pages(self) -> int:
        """Its pages; those that are missing count as one, which fails and says so."""
        own = len(self.document)
        return own + 1 if self.repair and self.repair.missing else own


@contextmanager
def opened(path: Path, options: ReadingOptions, *, repair: bool = False) -> Iterator[OpenPdf]:
    """Open the file, at once through repair if `repair` says so or it breaks off.

    Form fields are made ready to be drawn. What libraries say about the file becomes
    UnreadableFile, NeedsPassword or TooLarge.
    """
    held = _open(path, options, repair=repair)
    try:
        with suppress(pypdfium2.PdfiumError):  # a page is worth drawing without its fields too
            held.document.init_forms()
        yield held
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(path.name, f"the PDF is damaged ({error})") from error
    except MemoryError as error:
        raise TooLarge(path.name, "the page does not fit into memory") from error
    finally:
        held.document.close()


def _open(path: Path, options: ReadingOptions, *, repair: bool) -> OpenPdf:
    if not repair and not _breaks_off(path):
        try:
            return OpenPdf(_as_it_is(path, options.passwords), None)
        except pypdfium2.PdfiumError:
            return _through_repair(path, options)
    try:
        return _through_repair(path, options)
    except UnreadableFile:
        if repair:
            raise
        return _whatever_opens(path, options)


def _whatever_opens(path: Path, options: ReadingOptions) -> OpenPdf:
    """A file without an end that repair cannot help: one of the two may still understand it."""
    try:
        return OpenPdf(_as_it_is(path, options.passwords), None)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(path.name, "the PDF is damaged and cannot be opened") from error


def _as_it_is(path: Path, passwords: tuple[str, ...]) -> pypdfium2.PdfDocument:
    """The document, opened by the first password that fits. Raises NeedsPassword, PdfiumError."""
    name = os.fsencode(path) + b"\0"
    for password in (None, *passwords):
        raw = pdfium.FPDF_LoadDocument(name, password and password.encode() + b"\0")
        if raw:
            return pypdfium2.PdfDocument(raw)
        code = pdfium.FPDF_GetLastError()
        if code != pdfium.FPDF_ERR_PASSWORD:
            raise pypdfium2.PdfiumError(f"cannot be opened, error {code}")
    said = "None of the passwords in reading.passwords opens it." if passwords else ""
    raise NeedsPassword(path.name, said)


def _through_repair(path: Path, options: ReadingOptions) -> OpenPdf:
    sound = repaired(path, options.passwords, options.limits.pages)
    sound.file.seek(0)
    try:
        return OpenPdf(pypdfium2.PdfDocument(sound.file), sound)
    except (pypdfium2.PdfiumError, *DAMAGE) as error:
        raise UnreadableFile(path.name, "the PDF is damaged beyond repair") from error


def _breaks_off(path: Path) -> bool:
    """Whether the pointer at the end is missing, as in a file that was cut off."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        return b"startxref" not in file.read()
