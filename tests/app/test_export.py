"""What is exported looks like the original, reads like the page, and can be copied."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pdfplumber
import pikepdf
import pypdfium2
import pytest
from PIL import Image as Pillow

from app.export import Chapter, Exported, write
from domain.document import Document
from domain.errors import ExitCode
from domain.page import Page, TextSource
from domain.text import folded, is_han
from ingest.options import Limits
from records.archive import Archive
from tests.app.conftest import SAMPLES, Run, command

pytestmark = pytest.mark.tesseract

READ = (
    "card-traditional.png",
    "card-turned-90.jpg",
    "card-skewed.jpg",
    "contract.tif",
    "two-documents.pdf",
    "invoice.pdf",
)
SCANNED = tuple(name for name in READ if name != "invoice.pdf")
A4 = (595.28, 841.89)
TOLERANCE = 1.5
"""Points."""


@dataclass(frozen=True)
class Paper:
    """A document of a sample: as the archive holds it, and as it was exported."""

    file: str
    document: Document
    pages: tuple[Page, ...]
    pdf: Path
    written: Exported


@dataclass(frozen=True)
class Shelf:
    """An archive that really read the samples, with every document of it as PDF."""

    root: Path
    papers: tuple[Paper, ...]

    def of(self, file: str) -> tuple[Paper, ...]:
        return tuple(paper for paper in self.papers if paper.file == file)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    root = tmp_path_factory.mktemp("export") / "archive"
    command("init", root)
    command("import-customers", SAMPLES / "customers.csv", "--archive", root)
    out = command("ingest", *(SAMPLES / name for name in READ), "--archive", root, "--json")
    papers = []
    with closing(Archive.open(root)) as archive:
        for record in map(json.loads, out.splitlines()):
            for document in archive.documents.of_scan(record["scan"]):
                pdf = root.parent / f"{document.id}.pdf"
                written = write(archive, [Chapter(document, "纸")], "纸", pdf, Limits())
                pages = archive.documents.text(document.id).pages
                papers.append(Paper(record["file"], document, pages, pdf, written))
    return Shelf(root, tuple(papers))


def _copied(pdf: Path) -> list[str]:
    """What marking everything and copying gives on each page."""
    with closing(pypdfium2.PdfDocument(pdf)) as opened:
        return [page.get_textpage().get_text_range() for page in opened]


def _drawn(pdf: Path, number: int, size: tuple[int, int]) -> Pillow.Image:
    with closing(pypdfium2.PdfDocument(pdf)) as opened:
        page = opened[number]
        scale = size[0] / page.get_size()[0]
        image: Pillow.Image = page.render(scale=scale).to_pil().convert("L")
        return image.resize(size)


def _likeness(one: Pillow.Image, other: Pillow.Image) -> float:
    """Correlation of the ink, seen from some way off; 1.0 for the same picture."""
    inks = [np.asarray(image.reduce(8), dtype=np.float64).ravel() for image in (one, other)]
    return float(np.corrcoef(inks[0], inks[1])[0, 1])


def _image(pdf: pikepdf.Pdf, number: int = 0) -> pikepdf.Stream:
    """The only picture of a page."""
    (image,) = pdf.pages[number].get_images().values()
    assert isinstance(image, pikepdf.Stream)
    return image


def test_every_document_has_exactly_its_own_pages(shelf: Shelf) -> None:
    assert {paper.file for paper in shelf.papers} == set(READ)
    for paper in shelf.papers:
        with closing(pypdfium2.PdfDocument(paper.pdf)) as opened:
            assert len(opened) == len(paper.document.pages) == paper.written.pages
    first, second = shelf.of("two-documents.pdf")
    assert folded(_copied(first.pdf)[0]) != folded(_copied(second.pdf)[0])
    assert len(_copied(shelf.of("contract.tif")[0].pdf)) == 3


@pytest.mark.parametrize("file", SCANNED)
def test_what_is_copied_is_what_was_read(shelf: Shelf, file: str) -> None:
    for paper in shelf.of(file):
        for page, copied in zip(paper.pages, _copied(paper.pdf), strict=True):
            assert page.text
            assert folded(copied) == folded(page.text)


@pytest.mark.parametrize("file", SCANNED)
def test_no_line_gains_a_space_between_characters(shelf: Shelf, file: str) -> None:
    for paper in shelf.of(file):
        with pdfplumber.open(paper.pdf) as plumbed:
            texts = [page.extract_text() for page in plumbed.pages]
        for page, copied, plain in zip(paper.pages, _copied(paper.pdf), texts, strict=True):
            for line in page.lines:
                assert line.text in copied
                assert line.text in plain


@pytest.mark.parametrize("file", SCANNED)
def test_every_character_lies_on_its_word(shelf: Shelf, file: str) -> None:
    for paper in shelf.of(file):
        with pdfplumber.open(paper.pdf) as plumbed:
            for page, sheet in zip(paper.pages, plumbed.pages, strict=True):
                _compare(page, [c for c in sheet.chars if c["text"].strip()], paper.file)


def _compare(page: Page, chars: Sequence[dict[str, Any]], file: str) -> None:
    """Characters come in reading order, so they can be told off word by word.

    The sheet shows the middle of the levelled page, at 72 points an inch.
    """
    left_over = iter(chars)
    scale = 72 / (page.dpi or 0)
    width, height = page.width * scale, page.height * scale
    across, down = (width - A4[0]) / 2, (height - A4[1]) / 2
    for line in page.lines:
        top, bottom = line.box.y0 * height - down, line.box.y1 * height - down
        for word in line.words or (line,):
            mine = list(itertools.islice(left_over, len(re.sub(r"\s", "", word.text))))
            assert "".join(char["text"] for char in mine) == re.sub(r"\s", "", word.text)
            for char in mine:
                assert char["top"] >= top - TOLERANCE, (file, word)
                assert char["bottom"] <= bottom + TOLERANCE, (file, word)
            if line.box.width * width > line.box.height * height:
                start, end = word.box.x0 * width - across, word.box.x1 * width - across
                assert mine[0]["x0"] == pytest.approx(start, abs=TOLERANCE), (file, word)
                assert mine[-1]["x1"] >= end - TOLERANCE, (file, word)
    assert list(left_over) == []


@pytest.mark.parametrize("file", SCANNED)
def test_the_sheet_is_as_large_as_the_paper(shelf: Shelf, file: str) -> None:
    for paper in shelf.of(file):
        with closing(pypdfium2.PdfDocument(paper.pdf)) as opened:
            for page in opened:
                assert page.get_size() == pytest.approx(A4, rel=0.01)


def test_a_turned_scan_comes_out_upright(shelf: Shelf) -> None:
    file = "card-turned-90.jpg"
    (paper,) = shelf.of(file)
    (page,) = paper.pages
    original = Pillow.open(SAMPLES / file).convert("L")
    upright = original.rotate(-int(page.rotation), expand=True)
    shown = _drawn(paper.pdf, 0, upright.size)
    level = upright.rotate(-page.skew, fillcolor=255)
    assert page.rotation
    assert _likeness(shown, level) > 0.9
    assert _likeness(shown, level.rotate(180)) < 0.5


@pytest.mark.parametrize("file", ["card-skewed.jpg", "card-turned-90.jpg"])
def test_a_jpeg_is_in_the_pdf_byte_for_byte(shelf: Shelf, file: str) -> None:
    (paper,) = shelf.of(file)
    with pikepdf.open(paper.pdf) as pdf:
        image = _image(pdf)
        assert image.Filter == "/DCTDecode"
        assert image.read_raw_bytes() == (SAMPLES / file).read_bytes()


@pytest.mark.parametrize("file", ["card-traditional.png", "contract.tif"])
def test_other_pictures_keep_every_pixel(shelf: Shelf, file: str) -> None:
    (paper,) = shelf.of(file)
    with pikepdf.open(paper.pdf) as pdf, Pillow.open(SAMPLES / file) as original:
        for number in range(len(pdf.pages)):
            original.seek(number)
            kept = pikepdf.PdfImage(_image(pdf, number)).as_pil_image()
            assert np.array_equal(_pixels(kept), _pixels(original))


def _pixels(image: Pillow.Image) -> npt.NDArray[np.uint8]:
    return np.asarray(image.convert("RGB"))


def test_a_scanned_pdf_keeps_its_picture_as_it_was(shelf: Shelf) -> None:
    with pikepdf.open(SAMPLES / "two-documents.pdf") as source:
        for paper in shelf.of("two-documents.pdf"):
            (number,) = paper.document.pages
            before = _image(source, number - 1).read_raw_bytes()
            with pikepdf.open(paper.pdf) as pdf:
                assert _image(pdf).read_raw_bytes() == before


def test_a_page_that_was_born_digital_is_taken_over_as_it_is(shelf: Shelf) -> None:
    (paper,) = shelf.of("invoice.pdf")
    (page,) = paper.pages
    assert page.source is TextSource.TEXT_LAYER
    assert paper.written.conformance is None
    with pikepdf.open(paper.pdf) as copy, pikepdf.open(SAMPLES / "invoice.pdf") as original:
        before = original.pages[0].Contents.read_bytes()
        assert copy.pages[0].Contents.read_bytes() == before
    assert _copied(paper.pdf) == _copied(SAMPLES / "invoice.pdf")


@pytest.mark.parametrize("file", SCANNED)
def test_it_is_archival_and_sound(shelf: Shelf, file: str) -> None:
    for paper in shelf.of(file):
        assert paper.written.conformance == "PDF/A-2b"
        with pikepdf.open(paper.pdf) as pdf:
            assert pdf.check_pdf_syntax() == []
            with pdf.open_metadata() as said:
                assert said.pdfa_status == "2B"
            assert pdf.Root.OutputIntents[0].DestOutputProfile.N == 3
            assert not pdf.is_encrypted
            assert pdf.trailer.ID
            for font in (o for o in pdf.objects if _is_descriptor(o)):
                assert font.FontFile2


def _is_descriptor(held: pikepdf.Object) -> bool:
    return isinstance(held, pikepdf.Dictionary) and held.get("/Type") == "/FontDescriptor"


def test_traditional_text_is_copied_as_it_is_printed(shelf: Shelf) -> None:
    (paper,) = shelf.of("card-traditional.png")
    (copied,) = _copied(paper.pdf)
    assert "客戶" in copied
    assert not re.search(r"客\s+戶", copied)
    assert any(map(is_han, copied))


def test_the_command_writes_a_document(shelf: Shelf, run: Run, tmp_path: Path) -> None:
    (paper,) = shelf.of("card-skewed.jpg")
    target = tmp_path / "纸.pdf"
    said = ("export", paper.document.id, "--pdf", target, "--archive", shelf.root)
    answer = run(*said, "--json")
    assert answer.code == ExitCode.OK
    assert answer.record == {
        "pdf": str(target),
        "documents": [paper.document.id],
        "pages": 1,
        "bytes": target.stat().st_size,
        "conformance": "PDF/A-2b",
        "missing": [],
    }
    first = target.read_bytes()
    assert run(*said).code == ExitCode.OK
    assert target.read_bytes() == first
    assert list(tmp_path.iterdir()) == [target]


def test_a_customers_file_comes_in_the_order_of_its_catalogue_with_bookmarks(
    shelf: Shelf, run: Run, tmp_path: Path
) -> None:
    with closing(Archive.open(shelf.root)) as archive:
        files = [archive.files.of(one.number) for one in archive.customers.list(limit=100)]
    longest = max(files, key=lambda held: len(held.catalogue))
    assert len(longest.catalogue) > 1
    target = tmp_path / "file.pdf"
    answer = run(
        "export", longest.customer.number, "--pdf", target, "--archive", shelf.root, "--json"
    )
    assert answer.record["documents"] == [entry.document for entry in longest.catalogue]
    with pikepdf.open(target) as pdf, pdf.open_outline() as outline:
        assert len(outline.root) == len(longest.catalogue)
        assert len(pdf.pages) == sum(entry.pages for entry in longest.catalogue)
        assert all(mark.title for mark in outline.root)


@pytest.mark.parametrize("place", ["archive/vault/x.pdf", "archive/inbox/x.pdf", "none/x.pdf"])
def test_nothing_is_written_where_it_could_do_harm(shelf: Shelf, run: Run, place: str) -> None:
    (paper,) = shelf.of("card-skewed.jpg")
    target = shelf.root.parent / place
    said = ("export", paper.document.id, "--pdf", target, "--archive", shelf.root)
    assert run(*said).code == ExitCode.USAGE
    assert not target.exists()


def test_only_a_pdf_is_written_over(shelf: Shelf, run: Run, tmp_path: Path) -> None:
    (paper,) = shelf.of("card-skewed.jpg")
    target = tmp_path / "letter.docx"
    target.write_bytes(b"years of work")
    said = ("export", paper.document.id, "--pdf", target, "--archive", shelf.root)
    assert run(*said).code == ExitCode.USAGE
    assert target.read_bytes() == b"years of work"


def test_nobodys_papers_cannot_be_exported(shelf: Shelf, run: Run, tmp_path: Path) -> None:
    said = ("--pdf", tmp_path / "x.pdf", "--archive", shelf.root, "--json")
    assert run("export", "KH-1900-0001", *said).code == ExitCode.NOT_FOUND
    with closing(Archive.open(shelf.root)) as archive:
        every = archive.customers.list(limit=100)
        bare = next(one for one in every if not archive.files.of(one.number).catalogue)
    assert run("export", bare.number, *said).code == ExitCode.NOT_FOUND
    assert list(tmp_path.iterdir()) == []
