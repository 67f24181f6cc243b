"""Scanned PDFs come out upright, with what they show, and without their old text."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace

import pikepdf
import pytest
from PIL import Image as Pillow

from app.export import scans
from domain.geometry import Box, Rotation
from domain.page import TextSource
from records.archive import Archive
from tests.app.exporting import (
    DPI,
    LINE,
    SHEET,
    TALL,
    encoded,
    exported,
    is_upright,
    line_of,
    page_of,
    picture,
)
from tests.ingest.formats.papers import printed


def _scan(
    turn: int = 0, *, shown: bytes = b"", box: tuple[float, ...] = (0.0, 0.0, *SHEET)
) -> bytes:
    """A PDF that a scanner made: one picture, with an unseen layer of rubbish behind it."""
    image = picture().rotate(turn, expand=True)
    width, height = (SHEET[1], SHEET[0]) if turn % 180 else SHEET
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(width, height))
    page.obj.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(Im0=_jpeg(pdf, image)),
        Font=pikepdf.Dictionary(F1=_helvetica()),
    )
    page.obj.Contents = pdf.make_stream(
        b"q %f 0 0 %f 0 0 cm /Im0 Do Q Q " % (width, height)  # one Q too many, as it happens
        + b"q BT 3 Tr /F1 12 Tf 50 500 Td (rubbish) Tj ET "
        + shown
    )
    page.obj.Rotate = turn
    if turn == 0:
        page.obj.CropBox = pikepdf.Array(box)
    held = io.BytesIO()
    pdf.save(held)
    return held.getvalue()


def _jpeg(pdf: pikepdf.Pdf, image: Pillow.Image) -> pikepdf.Stream:
    return pikepdf.Stream(
        pdf,
        encoded(image, "JPEG"),
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=image.width,
            Height=image.height,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        ),
    )


def _helvetica() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_scanned_pdf_is_upright_and_loses_its_old_text(archive: Archive, turn: int) -> None:
    result = exported(archive, _scan(turn), [page_of()])
    assert is_upright(result.drawn())
    assert result.copied() == LINE.text
    assert result.size() == pytest.approx(SHEET, rel=0.01)
    assert result.written.conformance == "PDF/A-2b"
    with pikepdf.open(result.path) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_a_scanned_pdf_that_lies_askew_or_sideways_is_set_right(archive: Archive) -> None:
    page = page_of(rotation=Rotation.HALF)
    upside_down = _scan(180).replace(b"/Rotate 180", b"/Rotate 0  ")
    result = exported(archive, upside_down, [page])
    assert is_upright(result.drawn())
    assert result.copied() == LINE.text


def test_what_a_scanned_pdf_shows_beside_its_picture_stays(archive: Archive) -> None:
    stamp = b"BT 0 Tr /F1 12 Tf 50 400 Td (RECEIVED) Tj ET"
    result = exported(archive, _scan(shown=stamp), [page_of()])
    assert "RECEIVED" in result.copied()
    assert "rubbish" not in result.copied()
    assert result.written.conformance is None


def test_only_what_the_crop_box_shows_is_exported(archive: Archive) -> None:
    box = (0.0, SHEET[1] / 2, *SHEET)
    result = exported(archive, _scan(box=box), [page_of()])
    assert result.size() == pytest.approx((SHEET[0], SHEET[1] / 2), rel=0.01)


def test_what_a_page_states_and_what_its_pictures_show_is_copied_once(archive: Archive) -> None:
    stated = replace(line_of(("page 1 line 0", Box(0.07, 0.06, 0.3, 0.12))), confidence=1.0)
    read = line_of(("身份证", Box(0.1, 0.8, 0.3, 0.9)))
    page = replace(page_of(1, stated, read), source=TextSource.MIXED)
    result = exported(archive, printed(1, lines=1), [page])
    assert result.copied().split() == ["page", "1", "line", "0", "says", "hello", "身份证"]


def test_annotations_on_a_scanned_pdf_stay_visible(archive: Archive) -> None:
    with pikepdf.open(io.BytesIO(_scan())) as pdf:
        ink = pikepdf.Stream(pdf, b"0 g 0 0 100 100 re f")
        ink.Type, ink.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        ink.BBox = pikepdf.Array([0, 0, 100, 100])
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Stamp,
            Rect=pikepdf.Array([300, 300, 400, 400]),
            F=4,
            AP=pikepdf.Dictionary(N=ink),
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])
        held = io.BytesIO()
        pdf.save(held)
    result = exported(archive, held.getvalue(), [page_of()])
    middle = TALL - round(350 * DPI / 72), round(350 * DPI / 72)
    assert result.drawn()[middle] < 40


def test_a_pdf_that_cannot_be_taken_apart_is_exported_as_it_is_drawn(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> scans.Drawing:
        raise pikepdf.PdfError("content stream: errors while decoding")

    monkeypatch.setattr(scans, "drawing", broken)
    result = exported(archive, _scan(), [page_of()])
    assert is_upright(result.drawn())
    assert result.copied() == LINE.text
    assert result.size() == pytest.approx(SHEET, rel=0.01)


@pytest.mark.skipif(shutil.which("verapdf") is None, reason="veraPDF is not installed")
def test_verapdf_finds_it_archival(archive: Archive) -> None:
    result = exported(archive, _scan(), [page_of()])
    judged = subprocess.run(
        ["verapdf", "--flavour", "2b", "--format", "text", str(result.path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert judged.stdout.startswith("PASS"), judged.stdout
