"""PDF pages come out as a viewer shows them, or are refused with the reason."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from domain.errors import NeedsPassword, TooLarge, UnreadableFile
from ingest.formats import RawPage
from ingest.options import Limits
from tests.ingest.formats.papers import (
    encoded,
    is_upright,
    opened,
    pages,
    paper,
    printed,
    saved,
    scanned,
)
from tests.ingest.formats.pdfs import locked, text


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_is_drawn_as_its_rotation_says(tmp_path: Path, turn: int) -> None:
    document = pikepdf.open(io.BytesIO(scanned(paper((288, 192)))))
    document.pages[0].rotate(turn, relative=False)
    turned = opened(tmp_path, saved(document))
    upright = np.ascontiguousarray(np.rot90(turned.image, turn // 90))
    assert is_upright(RawPage(upright))


def test_what_is_cropped_away_is_not_drawn(tmp_path: Path) -> None:
    raw = opened(tmp_path, scanned(paper((288, 192)), CropBox=pikepdf.Array([0, 64, 48, 96])))
    assert raw.image.shape[1] / raw.image.shape[0] == pytest.approx(1.5, abs=0.02)
    assert np.abs(raw.image[20:-20, 20:-20].astype(int) - (30, 30, 220)).max() < 24


def test_a_scan_inside_a_form_is_a_scan(tmp_path: Path) -> None:
    document = pikepdf.open(io.BytesIO(scanned(paper((576, 384)))))
    sheet = document.pages[0]
    form = document.make_stream(
        b"q 1 0 0 1 0 0 cm /Scan Do Q",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=pikepdf.Array([0, 0, 1, 1]),
        Matrix=pikepdf.Array([144, 0, 0, 96, 0, 0]),
        Resources=sheet.obj.Resources,
    )
    sheet.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Form=form))
    sheet.obj.Contents = document.make_stream(b"/Form Do")
    raw = opened(tmp_path, saved(document))
    assert raw.dpi == pytest.approx(288, abs=2)
    assert is_upright(raw)


def test_a_poster_is_drawn_within_the_limits(tmp_path: Path) -> None:
    document = pikepdf.new()
    document.add_blank_page(page_size=(14_400, 14_400))
    raw = opened(tmp_path, saved(document), limits=Limits(pixels=1_000_000))
    assert raw.image.shape[0] * raw.image.shape[1] <= 1_000_000


A0, LABEL = (2384, 3370), (142, 71)
"""Points."""


@pytest.mark.parametrize("size", [A0, LABEL])
def test_pages_of_any_size_are_drawn_whole_and_fine_enough(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    document = pikepdf.new()
    document.add_blank_page(page_size=size)
    width, height = size
    document.pages[0].obj.Contents = document.make_stream(
        b"0 0 8 8 re %d %d 8 8 re f" % (width - 8, height - 8)
    )
    raw = opened(tmp_path, saved(document))
    rows, columns = raw.image.shape[:2]
    assert columns / rows == pytest.approx(width / height, rel=0.02)
    assert rows * columns <= 36_100_000
    assert raw.dpi == pytest.approx(72 * rows / height, rel=0.02)
    assert raw.dpi is not None
    assert raw.dpi >= 145
    assert raw.image[2, -3].max() < 60
    assert raw.image[-3, 2].max() < 60
    assert raw.image[2, 2].min() == 255


@pytest.mark.parametrize(("turn", "means"), [(450, 90), (-90, 270), (720, 0), (-180, 180)], ids=str)
def test_unusual_turns_mean_what_viewers_take_them_for(
    tmp_path: Path, turn: int, means: int
) -> None:
    turned = opened(tmp_path, scanned(paper((288, 192)), Rotate=turn))
    assert is_upright(RawPage(np.ascontiguousarray(np.rot90(turned.image, means // 90))))


def test_a_turn_and_a_size_may_be_said_once_for_all_pages(tmp_path: Path) -> None:
    document = pikepdf.open(io.BytesIO(scanned(paper((288, 192)))))
    sheet = document.pages[0].obj
    document.Root.Pages.Rotate = 180
    document.Root.Pages.MediaBox = sheet.MediaBox
    del sheet.MediaBox
    turned = opened(tmp_path, saved(document))
    assert is_upright(RawPage(np.ascontiguousarray(np.rot90(turned.image, 2))))


@pytest.mark.parametrize("box", [(144, 96, 0, 0), (0, 96, 144, 0), (-500, -500, 900, 900)], ids=str)
def test_a_box_whose_corners_are_swapped_or_too_wide_shows_the_page(
    tmp_path: Path, box: tuple[int, ...]
) -> None:
    assert is_upright(opened(tmp_path, scanned(paper((288, 192)), CropBox=pikepdf.Array(box))))


def test_a_page_that_is_but_a_thread_is_refused(tmp_path: Path) -> None:
    document = pikepdf.new()
    document.add_blank_page()
    document.pages[0].obj.MediaBox = pikepdf.Array([0, 0, 4, 14_000_000])
    with pytest.raises(UnreadableFile, match="too thin"):
        opened(tmp_path, saved(document))


def test_a_pdf_without_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NeedsPassword):
        pages(tmp_path, locked(printed(1), "before"))
    with pytest.raises(UnreadableFile, match="no pages"):
        pages(tmp_path, saved(pikepdf.new()))


def test_more_pages_than_the_limit_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match=r"limits\.pages"):
        pages(tmp_path, printed(3), limits=Limits(pages=2))


def test_a_page_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no page 2"):
        opened(tmp_path, printed(1), 2)


def with_attachments(document: pikepdf.Pdf, *names: str) -> pikepdf.Pdf:
    for name in names:
        document.attachments[name] = pikepdf.AttachedFileSpec(  # type: ignore[call-arg]
            document, b"content", filename=name
        )
    return document


def test_a_portfolio_is_refused_with_the_names_of_its_papers(tmp_path: Path) -> None:
    document = with_attachments(
        pikepdf.open(io.BytesIO(printed(1))), "contract.pdf", "身份证.jpg", *"abcdef"
    )
    document.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection)
    with pytest.raises(UnreadableFile, match=r"portfolio") as caught:
        pages(tmp_path, saved(document))
    assert "contract.pdf" in str(caught.value)
    assert "and 3 more" in str(caught.value)


def test_an_empty_page_with_something_attached_is_refused_by_name(tmp_path: Path) -> None:
    document = pikepdf.new()
    document.add_blank_page()
    with pytest.raises(UnreadableFile, match=r"invoice\.xml"):
        pages(tmp_path, saved(with_attachments(document, "invoice.xml")))


def test_a_page_worth_reading_is_read_whatever_is_attached(tmp_path: Path) -> None:
    document = with_attachments(pikepdf.open(io.BytesIO(printed(1))), "invoice.xml")
    assert "page 1" in text(opened(tmp_path, saved(document)))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_pasted_picture_is_where_it_is_drawn(tmp_path: Path, turn: int) -> None:
    document = pikepdf.open(io.BytesIO(printed(1)))
    picture = pikepdf.open(io.BytesIO(scanned(paper((288, 192)))))
    sheet = document.pages[0]
    sheet.obj.Resources.XObject = pikepdf.Dictionary(
        Scan=document.copy_foreign(picture.pages[0].obj.Resources.XObject.Scan)
    )
    for strip in range(2):  # as copiers write one picture in strips
        place = b"q 72 0 0 24 200 %d cm /Scan Do Q" % (60 + 24 * strip)
        sheet.contents_add(document.make_stream(place))
    sheet.obj.MediaBox = pikepdf.Array([0, 0, 300, 200])
    sheet.obj.CropBox = pikepdf.Array([100, 0, 300, 200])
    sheet.rotate(turn, relative=False)
    raw = opened(tmp_path, saved(document))
    places = {0: (0.5, 0.46, 0.86, 0.7), 180: (0.14, 0.3, 0.5, 0.54)}
    if turn in places:
        (found,) = raw.pictures
        assert found.box.as_tuple() == pytest.approx(places[turn], abs=0.006)
        assert not found.hides_text


def test_gray_and_deep_pictures_in_a_pdf_are_drawn(tmp_path: Path) -> None:
    document = pikepdf.open(io.BytesIO(scanned(paper((288, 192)))))
    gray = encoded(Image.new("L", (288, 192), 128), "JPEG")
    image = document.pages[0].obj.Resources.XObject.Scan
    image.write(gray, filter=pikepdf.Name.DCTDecode)
    image.ColorSpace = pikepdf.Name.DeviceGray
    raw = opened(tmp_path, saved(document))
    assert raw.image.shape[2] == 3
    assert abs(int(raw.image[50, 50, 0]) - 128) < 4
