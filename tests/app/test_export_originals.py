"""Originals of every kind come out upright, complete and with their text in place."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pdfplumber
import pikepdf
import pypdfium2
import pytest
from PIL import Image as Pillow
from PIL import ImageOps

from app.export import Chapter, Exported, scans, write
from domain.errors import UnreadableFile
from domain.geometry import Box, Rotation
from domain.page import Line, Page, TextSource, Word
from domain.reading import PageReading
from ingest import formats
from ingest.images.turning import levelled
from ingest.options import Limits, ReadingOptions
from records.archive import Archive
from tests.ingest.formats.papers import printed
from tests.records.papers import draft, known, source, taken

WIDE, TALL, DPI = 620, 877, 75
SHEET = (WIDE * 72 / DPI, TALL * 72 / DPI)


def _picture(mode: str = "L") -> Pillow.Image:
    """An upright sheet: black in the upper left corner, grey in the lower right one."""
    image = Pillow.new("L", (WIDE, TALL), 255)
    image.paste(0, (40, 60, 240, 160))
    image.paste(120, (400, 700, 500, 800))
    return image.convert(mode)


def _encoded(image: Pillow.Image, kind: str, **more: object) -> bytes:
    held = io.BytesIO()
    image.save(held, kind, dpi=(DPI, DPI), **more)
    return held.getvalue()


def _line(*words: tuple[str, Box], text: str | None = None) -> Line:
    boxes = [box for _, box in words]
    parts = tuple(Word(word, box, 0.9) for word, box in words)
    said = "".join(word for word, _ in words) if text is None else text
    return Line(said, Box.around(boxes), 0.9, parts)


LINE = _line(("客户名称", Box(0.1, 0.3, 0.3, 0.33)))


def _page(number: int = 1, *lines: Line, rotation: Rotation = Rotation.NONE) -> Page:
    return Page(number, WIDE, TALL, lines or (LINE,), rotation=rotation, dpi=float(DPI))


@dataclass(frozen=True)
class Result:
    """An exported file and what was said about it."""

    path: Path
    written: Exported

    def drawn(self, number: int = 0) -> npt.NDArray[np.uint8]:
        """The page in grey, as large as `_picture`."""
        with closing(pypdfium2.PdfDocument(self.path)) as opened:
            image = opened[number].render(scale=DPI / 72).to_pil().convert("L")
        return np.asarray(image.resize((WIDE, TALL)))

    def copied(self, number: int = 0) -> str:
        with closing(pypdfium2.PdfDocument(self.path)) as opened:
            text: str = opened[number].get_textpage().get_text_range()
            return text

    def size(self, number: int = 0) -> tuple[float, float]:
        with closing(pypdfium2.PdfDocument(self.path)) as opened:
            width, height = opened[number].get_size()
            return width, height


def _exported(archive: Archive, content: bytes, pages: Sequence[Page], count: int = 1) -> Result:
    """File `content` as one document of `count` pages with these readings, and export it."""
    scan = taken(archive, content)
    archive.journal.set_contents(scan, count, "image/jpeg")
    for page in pages:
        archive.journal.store_page(scan, page.number, PageReading(page))
    numbers = range(1, count + 1)
    (document,) = archive.filing.file(scan, (draft(known(archive), pages=numbers),), 1.0)
    target = archive.root.parent / "out.pdf"
    return Result(target, write(archive, [Chapter(document, "纸")], "纸", target, Limits()))


def _is_upright(shown: npt.NDArray[np.uint8]) -> bool:
    return bool(shown[110, 140] < 40 and 60 < shown[750, 450] < 180 and shown[110, 450] > 220)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_upright_however_the_camera_was_held(
    archive: Archive, orientation: int
) -> None:
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's names of the inverse turns
    image = _picture("RGB")
    if orientation > 1:
        image = image.transpose(Pillow.Transpose(undo[orientation]))
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    content = _encoded(image, "JPEG", exif=exif.tobytes())
    with Pillow.open(io.BytesIO(content)) as written:
        assert _is_upright(np.asarray(ImageOps.exif_transpose(written).convert("L")))
    result = _exported(archive, content, [_page()])
    assert _is_upright(result.drawn())
    assert result.size() == pytest.approx(SHEET, rel=0.01)
    assert content in result.path.read_bytes()


@pytest.mark.parametrize("rotation", list(Rotation))
def test_a_sheet_laid_in_sideways_is_upright(archive: Archive, rotation: Rotation) -> None:
    image = _picture().rotate(int(rotation), expand=True)  # Pillow turns the other way
    result = _exported(archive, _encoded(image, "PNG"), [_page(rotation=rotation)])
    assert _is_upright(result.drawn())
    assert result.size() == pytest.approx(SHEET, rel=0.01)


@pytest.mark.parametrize("skew", [-7.0, -0.4, 0.4, 3.0])
def test_a_sheet_laid_in_askew_lies_as_the_reader_saw_it(archive: Archive, skew: float) -> None:
    tilted = _picture().rotate(skew, fillcolor=255)
    seen = levelled(np.asarray(tilted.convert("RGB")), skew)
    height, width = seen.shape[:2]
    page = replace(_page(), width=width, height=height, skew=skew)
    result = _exported(archive, _encoded(tilted, "PNG"), [page])
    top, left = (height - TALL) // 2, (width - WIDE) // 2
    middle = seen[top : top + TALL, left : left + WIDE, 0].astype(np.float64)
    assert _is_upright(result.drawn())
    wrong = np.abs(result.drawn() - middle)[100:-100, 100:-100] > 60
    assert wrong.mean() < 0.003  # less than a pixel along the edges
    assert result.size() == pytest.approx(SHEET, rel=0.01)


def test_the_sheet_grows_where_something_was_read_at_the_rim(archive: Archive) -> None:
    rim = _line(("页边", Box(0.0, 0.5, 0.04, 0.52)))
    page = replace(_page(1, rim), skew=5.0)
    result = _exported(archive, _encoded(_picture(), "PNG"), [page])
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
    plain = _picture()
    image = (
        Pillow.fromarray(np.asarray(plain).astype(np.uint16) * 257)
        if mode == "I;16"
        else plain.convert(mode)
    )
    content = _encoded(image, kind, **more)
    path = source(archive.root / "drop", "picture", content)
    seen = formats.page(path, 1, ReadingOptions()).image[:, :, ::-1]
    result = _exported(archive, content, [_page()])
    with pikepdf.open(result.path) as pdf:
        (stream,) = pdf.pages[0].get_images().values()
        assert isinstance(stream, pikepdf.Stream)
        kept = pikepdf.PdfImage(stream).as_pil_image().convert("RGB")
    assert np.array_equal(np.asarray(kept), seen)
    assert result.written.conformance == "PDF/A-2b"


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
def test_a_telephones_photograph_keeps_its_size_and_its_look(archive: Archive, kind: str) -> None:
    result = _exported(archive, _encoded(_picture("RGB"), kind), [_page()])
    with pikepdf.open(result.path) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert (int(image.Width), int(image.Height)) == (WIDE, TALL)
    assert _is_upright(result.drawn())


def test_an_ordinary_png_keeps_its_packed_pixels(archive: Archive) -> None:
    content = _encoded(_picture("RGB"), "PNG", compress_level=1)
    result = _exported(archive, content, [_page()])
    with pikepdf.open(result.path) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert image.read_raw_bytes() in content


def test_a_jpeg_for_printing_becomes_what_screens_show(archive: Archive) -> None:
    result = _exported(archive, _encoded(_picture("RGB").convert("CMYK"), "JPEG"), [_page()])
    assert _is_upright(result.drawn())
    assert result.written.conformance == "PDF/A-2b"


def test_a_fax_keeps_its_proportions(archive: Archive) -> None:
    fax = _picture().convert("1").resize((WIDE, TALL // 2))
    held = io.BytesIO()
    fax.save(held, "TIFF", compression="group4", dpi=(DPI * 2, DPI))
    result = _exported(archive, held.getvalue(), [_page()])
    assert result.size() == pytest.approx((WIDE * 36 / DPI, TALL // 2 * 72 / DPI), rel=0.01)


@pytest.mark.parametrize("dpi", [None, 1])
def test_without_a_resolution_a_picture_is_as_large_as_a4(
    archive: Archive, dpi: int | None
) -> None:
    held = io.BytesIO()
    _picture().save(held, "PNG", **({} if dpi is None else {"dpi": (dpi, dpi)}))
    result = _exported(archive, held.getvalue(), [_page()])
    assert max(result.size()) == pytest.approx(841.89, rel=0.01)


def test_a_camera_that_says_72_dots_does_not_make_a_wall(archive: Archive) -> None:
    held = io.BytesIO()
    Pillow.new("L", (3000, 4000), 255).save(held, "JPEG", dpi=(72, 72))
    result = _exported(archive, held.getvalue(), [replace(_page(), width=3000, height=4000)])
    assert max(result.size()) == pytest.approx(841.89, rel=0.01)


def test_latin_words_are_parted_by_one_space(archive: Archive) -> None:
    boxes = [Box(0.1, 0.2, 0.2, 0.22), Box(0.25, 0.2, 0.32, 0.22), Box(0.6, 0.2, 0.7, 0.22)]
    words = list(zip(("Letter", "of", "credit"), boxes, strict=True))
    text = "Letter of credit"
    below = _line(("No.", Box(0.1, 0.3, 0.15, 0.32)), text="No.")
    result = _exported(
        archive, _encoded(_picture(), "PNG"), [_page(1, _line(*words, text=text), below)]
    )
    assert result.copied().split("\r\n") == [text, "No."]
    with pdfplumber.open(result.path) as plumbed:
        assert plumbed.pages[0].extract_text().splitlines() == [text, "No."]


def test_wide_gaps_between_characters_give_no_spaces(archive: Archive) -> None:
    spread = [
        (char, Box(0.1 + 0.1 * place, 0.2, 0.13 + 0.1 * place, 0.22))
        for place, char in enumerate("营业执照")
    ]
    mixed = _line(
        ("注册资本", Box(0.1, 0.3, 0.2, 0.32)),
        ("500", Box(0.23, 0.3, 0.28, 0.32)),
        ("万元", Box(0.31, 0.3, 0.36, 0.32)),
    )
    result = _exported(archive, _encoded(_picture(), "PNG"), [_page(1, _line(*spread), mixed)])
    assert result.copied().split("\r\n") == ["营业执照", "注册资本500万元"]
    with pdfplumber.open(result.path) as plumbed:
        assert plumbed.pages[0].extract_text().split() == ["营业执照", "注册资本500万元"]


def test_columns_that_run_downward_are_copied_from_right_to_left(archive: Archive) -> None:
    right = Line("民國八年訂立契約", Box(0.80, 0.1, 0.83, 0.5), 0.9)
    left = Line("買賣田地一所", Box(0.70, 0.1, 0.73, 0.4), 0.9)
    result = _exported(archive, _encoded(_picture(), "PNG"), [_page(1, right, left)])
    assert result.copied().split() == [right.text, left.text]


@pytest.mark.parametrize("text", ["𠮷野家", "á é ü", "①②③", "a\u200bb", "甲\x00乙", "😀"])
def test_unusual_characters_come_back(archive: Archive, text: str) -> None:
    line = Line(text, Box(0.1, 0.2, 0.4, 0.23), 0.9)
    result = _exported(archive, _encoded(_picture(), "PNG"), [_page(1, line)])
    assert result.copied() == "".join(char for char in text if char not in "\u200b\x00")


def test_words_that_disagree_with_their_line_leave_the_lines_text(archive: Archive) -> None:
    line = Line("客户编号", LINE.box, 0.9, (Word("客尸", LINE.box, 0.4),))
    result = _exported(archive, _encoded(_picture(), "PNG"), [_page(1, line)])
    assert result.copied() == "客户编号"


def test_a_page_that_was_not_read_is_shown_without_text(archive: Archive) -> None:
    held = io.BytesIO()
    _picture().save(held, "TIFF", save_all=True, append_images=[_picture()], dpi=(DPI, DPI))
    result = _exported(archive, held.getvalue(), [_page(1)], count=2)
    assert result.written.pages == 2
    assert _is_upright(result.drawn(1))
    assert result.copied(1) == ""


def test_a_page_whose_original_is_broken_is_named_and_the_others_stand(archive: Archive) -> None:
    held = io.BytesIO()
    _picture().save(held, "TIFF", save_all=True, append_images=[_picture()], dpi=(DPI, DPI))
    result = _exported(archive, held.getvalue()[: -TALL * WIDE // 2], [_page(1)], count=2)
    assert result.written.pages == 1
    (missing,) = result.written.missing
    assert missing.page == 2


def test_a_file_that_cannot_be_shown_at_all_writes_nothing(archive: Archive) -> None:
    with pytest.raises(UnreadableFile):
        _exported(archive, b"\xff\xd8\xff not a picture", [])
    assert not (archive.root.parent / "out.pdf").exists()


def _scan(
    turn: int = 0, *, shown: bytes = b"", box: tuple[float, ...] = (0.0, 0.0, *SHEET)
) -> bytes:
    """A PDF that a scanner made: one picture, with an unseen layer of rubbish behind it."""
    image = _picture().rotate(turn, expand=True)
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
        _encoded(image, "JPEG"),
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
    result = _exported(archive, _scan(turn), [_page()])
    assert _is_upright(result.drawn())
    assert result.copied() == LINE.text
    assert result.size() == pytest.approx(SHEET, rel=0.01)
    assert result.written.conformance == "PDF/A-2b"
    with pikepdf.open(result.path) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_a_scanned_pdf_that_lies_askew_or_sideways_is_set_right(archive: Archive) -> None:
    page = _page(rotation=Rotation.HALF)
    upside_down = _scan(180).replace(b"/Rotate 180", b"/Rotate 0  ")
    result = _exported(archive, upside_down, [page])
    assert _is_upright(result.drawn())
    assert result.copied() == LINE.text


def test_what_a_scanned_pdf_shows_beside_its_picture_stays(archive: Archive) -> None:
    stamp = b"BT 0 Tr /F1 12 Tf 50 400 Td (RECEIVED) Tj ET"
    result = _exported(archive, _scan(shown=stamp), [_page()])
    assert "RECEIVED" in result.copied()
    assert "rubbish" not in result.copied()
    assert result.written.conformance is None


def test_only_what_the_crop_box_shows_is_exported(archive: Archive) -> None:
    box = (0.0, SHEET[1] / 2, *SHEET)
    result = _exported(archive, _scan(box=box), [_page()])
    assert result.size() == pytest.approx((SHEET[0], SHEET[1] / 2), rel=0.01)


def test_what_a_page_states_and_what_its_pictures_show_is_copied_once(archive: Archive) -> None:
    stated = replace(_line(("page 1 line 0", Box(0.07, 0.06, 0.3, 0.12))), confidence=1.0)
    read = _line(("身份证", Box(0.1, 0.8, 0.3, 0.9)))
    page = replace(_page(1, stated, read), source=TextSource.MIXED)
    result = _exported(archive, printed(1, lines=1), [page])
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
    result = _exported(archive, held.getvalue(), [_page()])
    middle = TALL - round(350 * DPI / 72), round(350 * DPI / 72)
    assert result.drawn()[middle] < 40


def test_a_pdf_that_cannot_be_taken_apart_is_exported_as_it_is_drawn(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> scans.Drawing:
        raise pikepdf.PdfError("content stream: errors while decoding")

    monkeypatch.setattr(scans, "drawing", broken)
    result = _exported(archive, _scan(), [_page()])
    assert _is_upright(result.drawn())
    assert result.copied() == LINE.text
    assert result.size() == pytest.approx(SHEET, rel=0.01)


@pytest.mark.skipif(shutil.which("verapdf") is None, reason="veraPDF is not installed")
def test_verapdf_finds_it_archival(archive: Archive) -> None:
    result = _exported(archive, _scan(), [_page()])
    judged = subprocess.run(
        ["verapdf", "--flavour", "2b", "--format", "text", str(result.path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert judged.stdout.startswith("PASS"), judged.stdout
