"""The text of a photographed page lies on its words, wherever the camera saw them."""

from __future__ import annotations

import io
from contextlib import closing
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pdfplumber
import pypdfium2
import pytest
from PIL import Image as Pillow

from app.export import Chapter, write
from domain.geometry import Box, Corners, Rotation
from domain.page import LEVEL, Line, Page, Word
from domain.reading import PageReading
from ingest.formats.contract import Image
from ingest.images.edges import cut_out
from ingest.images.skew import skew_of
from ingest.images.turning import levelled, turned
from ingest.options import Limits
from records.archive import Archive
from tests.factory import capture
from tests.ingest.sheets import sheet, typed
from tests.records.papers import draft, known, taken

ROWS, SCALE = 12, 1.5


def _read(image: Image, rotation: Rotation, cut: Corners | None) -> Page:
    """The page as a reader sees it, whose boxes hold each row's ink closely."""
    upright = turned(image, rotation)
    skew = skew_of(upright)
    level = levelled(upright, skew) if abs(skew) >= LEVEL else upright
    height, width = level.shape[:2]
    marks = np.asarray(level.min(axis=2) < 90, np.uint8)
    across = cv2.morphologyEx(marks, cv2.MORPH_CLOSE, np.ones((1, 61), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(across)
    rows = sorted((row for row in stats[1:].tolist() if row[2] > width / 2), key=lambda row: row[1])
    lines = []
    for number, (left, top, wide, tall, _) in enumerate(rows):
        box = Box(left / width, top / height, (left + wide) / width, (top + tall) / height)
        text = f"row{number}" + "x" * 30
        lines.append(Line(text, box, 1.0, (Word(text, box, 1.0),)))
    return Page(1, width, height, tuple(lines), rotation=rotation, skew=skew, cut=cut)


def _exported(archive: Archive, photograph: Image, page: Page) -> Path:
    held = io.BytesIO()
    Pillow.fromarray(np.ascontiguousarray(photograph[:, :, ::-1])).save(held, "PNG", dpi=(150, 150))
    scan = taken(archive, held.getvalue())
    archive.journal.set_contents(scan, 1, "image/png")
    archive.journal.store_page(scan, 1, PageReading(page))
    (document,) = archive.filing.file(scan, (draft(known(archive), pages=range(1, 2)),), 1.0)
    target = archive.root.parent / "out.pdf"
    write(archive, [Chapter(document, "p")], "p", target, Limits())
    return target


def _uncovered(pdf: Path) -> float:
    """Share of the print's ink, as the PDF is drawn, that lies under none of its characters."""
    with closing(pypdfium2.PdfDocument(pdf)) as opened:
        drawn = np.asarray(opened[0].render(scale=SCALE).to_pil().convert("L"))
    paper = cv2.morphologyEx(drawn, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    bright = cv2.erode((paper > 180).astype(np.uint8), np.ones((31, 31), np.uint8))
    ink = (drawn < 110) & (bright > 0)
    ink[:40], ink[-40:], ink[:, :40], ink[:, -40:] = False, False, False, False  # a thin border
    covered = np.zeros(drawn.shape, bool)
    with pdfplumber.open(pdf) as plumbed:
        for char in plumbed.pages[0].chars:
            top, bottom = round(char["top"] * SCALE) - 1, round(char["bottom"] * SCALE) + 2
            covered[top:bottom, round(char["x0"] * SCALE) - 1 : round(char["x1"] * SCALE) + 2] = (
                True
            )
    assert ink.sum() > 2000
    assert covered.mean() < 0.35
    return float((ink & ~covered).sum() / ink.sum())


@pytest.mark.parametrize(("seed", "rotation"), [(1, Rotation.NONE), (4, Rotation.RIGHT)])
def test_the_text_of_a_photograph_lies_on_its_words(
    archive: Archive, seed: int, rotation: Rotation
) -> None:
    seen, _ = capture.photographed(typed(sheet(), rows=ROWS), Random(seed), tilt=0.07)
    photograph = turned(seen, Rotation((360 - rotation) % 360))
    found = cut_out(photograph)
    assert found.corners is not None
    page = _read(found.image, rotation, found.corners)
    assert len(page.lines) == ROWS
    pdf = _exported(archive, photograph, page)
    assert _uncovered(pdf) < 0.03
    with closing(pypdfium2.PdfDocument(pdf)) as opened:
        copied = opened[0].get_textpage().get_text_range().split()
    assert copied == [line.text for line in page.lines]


def test_the_text_of_a_scan_with_a_dark_border_lies_on_its_words(archive: Archive) -> None:
    scan = capture.bordered(typed(sheet(), rows=ROWS), Random(2))
    found = cut_out(scan)
    page = _read(found.image, Rotation.NONE, found.corners)
    assert found.corners is not None
    assert len(page.lines) == ROWS
    assert _uncovered(_exported(archive, scan, page)) < 0.03
