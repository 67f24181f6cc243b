"""Pictures of every kind come out upright, complete and in their proportions."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pdfplumber
import pikepdf
import pytest
from PIL import Image as Pillow
from PIL import ImageOps

from domain.errors import UnreadableFile
from domain.geometry import Box, Rotation
from ingest import formats
from ingest.images.turning import levelled
from ingest.options import ReadingOptions
from records.archive import Archive
from tests.app.exporting import (
    DPI,
    SHEET,
    TALL,
    WIDE,
    encoded,
    exported,
    is_upright,
    line_of,
    page_of,
    picture,
)
from tests.records.papers import source


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_upright_however_the_camera_was_held(
    archive: Archive, orientation: int
) -> None:
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's names of the inverse turns
    image = picture("RGB")
    if orientation > 1:
        image = image.transpose(Pillow.Transpose(undo[orientation]))
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    content = encoded(image, "JPEG", exif=exif.tobytes())
    with Pillow.open(io.BytesIO(content)) as written:
        assert is_upright(np.asarray(ImageOps.exif_transpose(written).convert("L")))
    result = exported(archive, content, [page_of()])
    assert is_upright(result.drawn())
    assert result.size() == pytest.approx(SHEET, rel=0.01)
    assert content in result.path.read_bytes()


@pytest.mark.parametrize("rotation", list(Rotation))
def test_a_sheet_laid_in_sideways_is_upright(archive: Archive, rotation: Rotation) -> None:
    image = picture().rotate(int(rotation), expand=True)  # Pillow turns the other way
    result = exported(archive, encoded(image, "PNG"), [page_of(rotation=rotation)])
    assert is_upright(result.drawn())
    assert result.size() == pytest.approx(SHEET, rel=0.01)


@pytest.mark.parametrize("skew", [-7.0, -0.4, 0.4, 3.0])
def test_a_sheet_laid_in_askew_lies_as_the_reader_saw_it(archive: Archive, skew: float) -> None:
    tilted = picture().rotate(skew, fillcolor=255)
    seen = levelled(np.asarray(tilted.convert("RGB")), skew)
    height, width = seen.shape[:2]
    page = replace(page_of(), width=width, height=height, skew=skew)
    result = exported(archive, encoded(tilted, "PNG"), [page])
    top, left = (height - TALL) // 2, (width - WIDE) // 2
    middle = seen[top : top + TALL, left : left + WIDE, 0].astype(np.float64)
    assert is_upright(result.drawn())
    wrong = np.abs(result.drawn() - middle)[100:-100, 100:-100] > 60
    assert wrong.mean() < 0.003  # less than a pixel along the edges
    assert result.size() == pytest.approx(SHEET, rel=0.01)


def test_the_sheet_grows_where_something_was_read_at_the_rim(archive: Archive) -> None:
    rim = line_of(("页边", Box(0.0, 0.5, 0.04, 0.52)))
    page = replace(page_of(1, rim), skew=5.0)
    result = exported(archive, encoded(picture(), "PNG"), [page])
    with pdfplumber.open(result.path) as plumbed:
        assert [char["x0"] >= 0 for char in plumbed.pages[0].chars] == [True, True]
    assert result.size()[0] > SHEET[0]


@pytest.mark.parametrize(
    ("mode", "kind", "more"),
    [
        ("1", "TIFF", {"compression": "group4"}),
        ("1", "PNG", {}),
        ("L", "PNG", {}),
        ("P", "PNG", {}),
        ("RGB", "PNG", {}),
        ("RGBA", "PNG", {}),
        ("LA", "PNG", {}),
        ("L", "PNG", {"transparency": 120}),
        ("P", "PNG", {"transparency": 0, "bits": 8}),
        ("I;16", "PNG", {}),
        ("RGB", "TIFF", {"compression": "tiff_lzw"}),
        ("L", "BMP", {}),
        ("P", "GIF", {}),
        ("L", "JPEG2000", {"irreversible": False}),
        ("RGB", "WEBP", {"lossless": True}),
        ("CMYK", "TIFF", {}),
    ],
)
def test_pictures_of_every_kind_keep_their_pixels(
    archive: Archive, mode: str, kind: str, more: dict[str, object]
) -> None:
    plain = picture()
    image = (
        Pillow.fromarray(np.asarray(plain).astype(np.uint16) * 257)
        if mode == "I;16"
        else plain.convert(mode)
    )
    content = encoded(image, kind, **more)
    path = source(archive.root / "drop", "picture", content)
    seen = formats.page(path, 1, ReadingOptions()).image[:, :, ::-1]
    result = exported(archive, content, [page_of()])
    with pikepdf.open(result.path) as pdf:
        (stream,) = pdf.pages[0].get_images().values()
        assert isinstance(stream, pikepdf.Stream)
        kept = pikepdf.PdfImage(stream).as_pil_image().convert("RGB")
    assert np.array_equal(np.asarray(kept), seen)
    assert result.written.conformance == "PDF/A-2b"


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
def test_a_telephones_photograph_keeps_its_size_and_its_look(archive: Archive, kind: str) -> None:
    result = exported(archive, encoded(picture("RGB"), kind), [page_of()])
    with pikepdf.open(result.path) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert (int(image.Width), int(image.Height)) == (WIDE, TALL)
    assert is_upright(result.drawn())


def test_an_ordinary_png_keeps_its_packed_pixels(archive: Archive) -> None:
    content = encoded(picture("RGB"), "PNG", compress_level=1)
    result = exported(archive, content, [page_of()])
    with pikepdf.open(result.path) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert image.read_raw_bytes() in content


def test_a_jpeg_for_printing_becomes_what_screens_show(archive: Archive) -> None:
    result = exported(archive, encoded(picture("RGB").convert("CMYK"), "JPEG"), [page_of()])
    assert is_upright(result.drawn())
    assert result.written.conformance == "PDF/A-2b"


def test_a_fax_keeps_its_proportions(archive: Archive) -> None:
    fax = picture().convert("1").resize((WIDE, TALL // 2))
    held = io.BytesIO()
    fax.save(held, "TIFF", compression="group4", dpi=(DPI * 2, DPI))
    result = exported(archive, held.getvalue(), [page_of()])
    assert result.size() == pytest.approx((WIDE * 36 / DPI, TALL // 2 * 72 / DPI), rel=0.01)


@pytest.mark.parametrize("dpi", [None, 1])
def test_without_a_resolution_a_picture_is_as_large_as_a4(
    archive: Archive, dpi: int | None
) -> None:
    held = io.BytesIO()
    picture().save(held, "PNG", **({} if dpi is None else {"dpi": (dpi, dpi)}))
    result = exported(archive, held.getvalue(), [page_of()])
    assert max(result.size()) == pytest.approx(841.89, rel=0.01)


def test_a_camera_that_says_72_dots_does_not_make_a_wall(archive: Archive) -> None:
    held = io.BytesIO()
    Pillow.new("L", (3000, 4000), 255).save(held, "JPEG", dpi=(72, 72))
    result = exported(archive, held.getvalue(), [replace(page_of(), width=3000, height=4000)])
    assert max(result.size()) == pytest.approx(841.89, rel=0.01)


def test_a_page_whose_original_is_broken_is_named_and_the_others_stand(archive: Archive) -> None:
    held = io.BytesIO()
    picture().save(held, "TIFF", save_all=True, append_images=[picture()], dpi=(DPI, DPI))
    result = exported(archive, held.getvalue()[: -TALL * WIDE // 2], [page_of(1)], count=2)
    assert result.written.pages == 1
    (missing,) = result.written.missing
    assert missing.page == 2


def test_a_file_that_cannot_be_shown_at_all_writes_nothing(archive: Archive) -> None:
    with pytest.raises(UnreadableFile):
        exported(archive, b"\xff\xd8\xff not a picture", [])
    assert not (archive.root.parent / "out.pdf").exists()
