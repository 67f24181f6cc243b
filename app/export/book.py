"""Documents put together into one PDF, page by page, and written in one piece."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, OutlineItem, Stream

from app.export import archival, scans, text_layer
from app.export.geometry import Matrix, Sheet, sheet
from app.export.invisible import InvisibleFont
from app.export.pictures import Picture, drawn, picture
from app.export.saving import save
from domain.document import Document
from domain.errors import BadInput, NeedsPassword, UnreadableFile
from domain.ids import DocumentId, ScanId
from domain.page import Page, TextSource
from ingest import formats
from ingest.formats import kinds
from ingest.options import Limits, ReadingOptions
from records.archive import Archive

_UNUSABLE = (pikepdf.PdfError, pikepdf.DependencyError, ValueError, RuntimeError)
"""What damaged PDF raises when it is taken apart; its pages can perhaps still be drawn."""

_SMALLEST, _LARGEST = 3.0, 14_400.0
"""Points that a page of a PDF may measure."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A document of the book, and what its bookmark says."""

    document: Document
    title: str


@dataclass(frozen=True, slots=True)
class MissingPage:
    """A page whose original could not be shown, and why."""

    document: DocumentId
    page: int
    error: BadInput


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: pages, bytes, and `conformance`, None where no archival PDF came out."""

    pages: int
    size: int
    conformance: str | None
    missing: tuple[MissingPage, ...]


def write(
    archive: Archive, chapters: Sequence[Chapter], title: str, target: Path, limits: Limits
) -> Exported:
    """Write the documents' pages in order to `target`, whole or not at all.

    More than one chapter gives bookmarks. The same documents give the same bytes. Raises
    VaultDamaged when an original is gone, UnreadableFile when no page could be shown, and
    StorageError.
    """
    with ExitStack() as opened, pikepdf.new() as pdf:
        book = _Book(archive, pdf, opened, limits)
        for chapter in chapters:
            book.add(chapter)
        if not len(pdf.pages):
            reason = book.missing[0].error.detail if book.missing else "it has no pages"
            raise UnreadableFile(title, reason)
        size = book.finish(title, max(one.document.filed_at for one in chapters), target)
        conformance = archival.CONFORMANCE if book.archival else None
        return Exported(len(pdf.pages), size, conformance, tuple(book.missing))


class _Book:
    """The file while it grows; originals stay open until it is written."""

    def __init__(
        self, archive: Archive, pdf: pikepdf.Pdf, opened: ExitStack, limits: Limits
    ) -> None:
        self._archive, self._pdf, self._opened, self._limits = archive, pdf, opened, limits
        self._font = InvisibleFont(pdf)
        self._sources: dict[tuple[ScanId, bool], pikepdf.Pdf] = {}
        self._outline: list[OutlineItem] = []
        self.missing: list[MissingPage] = []
        self.archival = True

    def add(self, chapter: Chapter) -> None:
        """Add a document; a page that cannot be shown is noted, and the others stand."""
        document, first = chapter.document, len(self._pdf.pages)
        read = {page.number: page for page in self._archive.documents.text(document.id).pages}
        path = self._archive.vault.path(document.scan)
        for number in document.pages:
            try:
                self._add_page(document.scan, path, number, read.get(number))
            except BadInput as error:
                self.missing.append(MissingPage(document.id, number, error))
        if len(self._pdf.pages) > first:
            self._outline.append(OutlineItem(chapter.title, first))

    def _add_page(self, scan: ScanId, path: Path, number: int, read: Page | None) -> None:
        kind = kinds.media_type(path)
        if kind != kinds.PDF:
            self._add_picture(picture(self._pdf, path, kind, number, self._limits), read)
            return
        try:
            self._add_from_pdf(scan, path, number, read)
        except (UnreadableFile, *_UNUSABLE):
            options = ReadingOptions(limits=self._limits)
            self._add_picture(drawn(self._pdf, formats.page(path, number, options)), read)

    def _add_from_pdf(self, scan: ScanId, path: Path, number: int, read: Page | None) -> None:
        if read is None or read.source is not TextSource.TEXT_LAYER:
            self._add_scan(self._source(scan, path, flat=True), path, number, _unstated(read))
            return
        source = self._source(scan, path, flat=False)
        _page_of(source, path, number)
        self._pdf.add_pages_from(source, [number - 1])
        self.archival = False  # it is what its maker made it

    def _add_picture(self, packed: Picture, read: Page | None) -> None:
        image = self._pdf.make_indirect(packed.stream)
        resources = Dictionary(XObject=Dictionary(Original=image))
        self._lay(sheet(packed.view, read), b"/Original Do", resources, read)

    def _add_scan(self, source: pikepdf.Pdf, path: Path, number: int, read: Page | None) -> None:
        page = _page_of(source, path, number)
        place = sheet(scans.view(page), read)
        kept = scans.drawing(self._pdf, source, page)
        self._lay(place, kept.operators, kept.resources, read)
        self.archival &= kept.archival
        if unit := page.obj.get(Name.UserUnit):
            self._pdf.pages[-1].obj.UserUnit = unit

    def _lay(self, place: Sheet, shown: bytes, resources: Dictionary, read: Page | None) -> None:
        """A new page: the original under its matrix, and the words over it."""
        words = text_layer.content(read, place, self._font) if read else ""
        width, height = (
            min(_LARGEST, max(_SMALLEST, side)) for side in (place.width, place.height)
        )
        page = self._pdf.add_blank_page(page_size=(width, height))
        if words:
            fonts = dict(resources.get(Name.Font, Dictionary()).items())
            fonts[text_layer.FONT_NAME] = self._font.reference
            resources.Font = Dictionary(fonts)
        page.obj.Resources = resources
        under = b"q %s cm\n%s\nQ\n" % (_numbers(place.matrix), shown)
        page.obj.Contents = Stream(self._pdf, under + words.encode("ascii"))

    def _source(self, scan: ScanId, path: Path, *, flat: bool) -> pikepdf.Pdf:
        """The original, opened once; `flat` with its annotations drawn into its pages."""
        if (scan, flat) not in self._sources:
            source = self._opened.enter_context(_open(path))
            if flat:
                source.flatten_annotations("screen")
            self._sources[scan, flat] = source
        return self._sources[scan, flat]

    def finish(self, title: str, made: datetime, target: Path) -> int:
        """Write it and return its size in bytes."""
        self._font.finish()
        if len(self._outline) > 1:
            with self._pdf.open_outline() as outline:
                outline.root.extend(self._outline)
        archival.describe(self._pdf, title, made, claims=self.archival)
        self._pdf.remove_unreferenced_resources()
        return save(target, lambda file: self._pdf.save(file, deterministic_id=True))


def _unstated(read: Page | None) -> Page | None:
    """The page with the lines that its PDF does not state itself; those it goes on stating."""
    if read is None or read.source is not TextSource.MIXED:
        return read
    return replace(read, lines=tuple(line for line in read.lines if line.confidence < 1.0))


def _open(path: Path) -> pikepdf.Pdf:
    try:
        return pikepdf.open(path)
    except pikepdf.PasswordError as error:
        raise NeedsPassword(path.name) from error
    except pikepdf.PdfError as error:
        raise UnreadableFile(path.name, f"the PDF is damaged ({error})") from error


def _page_of(source: pikepdf.Pdf, path: Path, number: int) -> pikepdf.Page:
    if not 1 <= number <= len(source.pages):
        raise UnreadableFile(path.name, f"it has no page {number}")
    return source.pages[number - 1]


def _numbers(matrix: Matrix) -> bytes:
    return " ".join(f"{value:.6f}" for value in matrix.as_tuple()).encode("ascii")
