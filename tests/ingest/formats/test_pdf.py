"""PDF pages come out as a viewer shows them, locked and damaged ones as far as can be."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from PIL import Image

from domain.errors import NeedsPassword, TooLarge, UnreadableFile
from ingest import formats
from ingest.formats import RawPage
from ingest.options import Limits, ReadingOptions
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


def text(raw: RawPage) -> str:
    assert raw.text_layer is not None
    return "\n".join(line.text for line in raw.text_layer)


def locked(data: bytes, user: str, owner: str = "owner", **options: Any) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as document:
        return saved(
            document,
            encryption=pikepdf.Encryption(user=user, owner=owner, **options),
        )


@pytest.mark.parametrize("revision", [2, 3, 4, 6])
def test_a_locked_pdf_opens_with_a_password_that_is_known(tmp_path: Path, revision: int) -> None:
    old: dict[str, Any] = {"aes": False, "metadata": False} if revision < 4 else {}
    data = locked(printed(2), "open sesame", R=revision, **old)
    raw = opened(tmp_path, data, 2, passwords=("wrong", "open sesame"))
    assert "page 2" in text(raw)


def test_a_locked_pdf_asks_for_its_password(tmp_path: Path) -> None:
    data = locked(printed(1), "open sesame")
    with pytest.raises(NeedsPassword):
        pages(tmp_path, data)
    with pytest.raises(NeedsPassword, match=r"reading\.passwords") as caught:
        pages(tmp_path, data, passwords=("geheim",))
    assert "geheim" not in str(caught.value)


def test_a_pdf_that_is_only_protected_against_changes_opens_by_itself(tmp_path: Path) -> None:
    assert "page 1" in text(opened(tmp_path, locked(printed(1), "")))


def test_a_locked_and_damaged_pdf_is_opened_and_repaired(tmp_path: Path) -> None:
    data = locked(printed(3), "open sesame")
    broken = data[: data.rindex(b"startxref")]
    with pytest.raises(NeedsPassword):
        pages(tmp_path, broken)
    assert "page 3" in text(opened(tmp_path, broken, 3, passwords=("open sesame",)))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_is_drawn_as_its_rotation_says(tmp_path: Path, turn: int) -> None:
    document = pikepdf.open(io.BytesIO(scanned(paper((288, 192)))))
    document.pages[0].rotate(turn, relative=False)
    turned = opened(tmp_path, saved(document))
    upright = np.ascontiguousarray(np.rot90(turned.image, turn // 90))
    assert is_upright(RawPage(upright))


def ink_under_words(raw: RawPage) -> float:
    """How dark the darkest spot of each word's place is on average, 0 white to 1 black."""
    assert raw.text_layer
    height, width = raw.image.shape[:2]
    darkest = []
    for line in raw.text_layer:
        for word in line.words:
            box = word.box
            place = raw.image[
                int(box.y0 * height) : int(box.y1 * height) + 1,
                int(box.x0 * width) : int(box.x1 * width) + 1,
            ]
            darkest.append(1.0 - place.min() / 255.0)
    return float(np.mean(darkest))


@pytest.mark.parametrize("box", [None, (10, 20, 290, 190), (-20, -30, 320, 220)])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_words_of_the_text_layer_lie_where_they_are_drawn(
    tmp_path: Path, turn: int, box: tuple[float, ...] | None
) -> None:
    document = pikepdf.open(io.BytesIO(printed(1, lines=6)))
    sheet = document.pages[0]
    if box:
        sheet.obj.MediaBox = pikepdf.Array([-40, -40, 340, 240])
        sheet.obj.CropBox = pikepdf.Array(box)
    sheet.rotate(turn, relative=False)
    raw = opened(tmp_path, saved(document))
    if raw.text_layer is not None:  # a page that is not upright may be read instead
        assert ink_under_words(raw) > 0.8
    assert raw.text_layer is not None or turn


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


def filled_form(*, appearance: bool) -> bytes:
    """A form with one filled text field, whose look is stored or left to the viewer."""
    document = pikepdf.open(io.BytesIO(printed(1, lines=3)))
    sheet = document.pages[0]
    font = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        FT=pikepdf.Name.Tx,
        T="name",
        V="WANGXIAOMING 4471",
        DA="/Helv 14 Tf 0 g",
        Rect=pikepdf.Array([20, 40, 280, 64]),
        F=4,
        P=sheet.obj,
    )
    if appearance:
        field.AP = pikepdf.Dictionary(
            N=document.make_stream(
                b"/Tx BMC BT /Helv 14 Tf 2 6 Td (WANGXIAOMING 4471) Tj ET EMC",
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=pikepdf.Array([0, 0, 260, 24]),
                Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font)),
            )
        )
    held = document.make_indirect(field)
    sheet.obj.Annots = pikepdf.Array([held])
    document.Root.AcroForm = pikepdf.Dictionary(
        Fields=pikepdf.Array([held]),
        NeedAppearances=not appearance,
        DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font)),
        DA="/Helv 0 Tf 0 g",
    )
    return saved(document)


@pytest.mark.parametrize("appearance", [True, False])
def test_what_was_filled_into_a_form_is_drawn_and_read(tmp_path: Path, appearance: bool) -> None:
    raw = opened(tmp_path, filled_form(appearance=appearance))
    height, width = raw.image.shape[:2]
    field = raw.image[height * 140 // 200 : height * 158 // 200, width // 10 : width // 2]
    assert field.min() < 80
    assert "WANGXIAOMING 4471" in text(raw)


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


def plain(data: bytes) -> bytes:
    """The same file with its tree at the front, as many scanners write it."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return saved(document, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def test_a_pdf_that_breaks_off_gives_its_sound_pages_and_names_the_lost_ones(
    tmp_path: Path,
) -> None:
    data = plain(printed(10))
    broken = data[: len(data) * 6 // 10]
    count = pages(tmp_path, broken)
    lost = [number for number in range(1, count + 1) if is_lost(tmp_path, broken, number)]
    kept = [number for number in range(1, count + 1) if number not in lost]
    assert 1 in kept
    assert lost
    for number in kept:
        assert opened(tmp_path, broken, number).image.min() < 80


def is_lost(folder: Path, data: bytes, number: int) -> bool:
    """Whether the page is refused as lost."""
    try:
        opened(folder, data, number)
    except UnreadableFile as error:
        return "lost" in str(error)
    return False


def test_a_lost_picture_is_not_an_empty_page(tmp_path: Path) -> None:
    document = pikepdf.open(io.BytesIO(scanned(paper((288, 192)))))
    for _ in range(3):
        document.pages.append(document.pages[0])
    data = bytearray(saved(document))
    start = data.index(b"\xff\xd8")
    end = data.index(b"endstream", start)
    broken = bytes(data[:start]) + b"\nendobj\n" + bytes(data[end + 20 : data.rindex(b"startxref")])
    with pytest.raises(UnreadableFile):
        opened(tmp_path, broken)


@pytest.mark.parametrize("damage", ["no table", "wrong pointer", "junk before", "no end"])
def test_small_damage_costs_no_page(tmp_path: Path, damage: str) -> None:
    data = plain(printed(3))
    table = data.rindex(b"xref\n0 ")
    broken = {
        "no table": data[:table],
        "wrong pointer": data.replace(b"startxref\n", b"startxref\n7"),
        "junk before": b"\r\nmail header\r\n" * 20 + data,
        "no end": data[: data.rindex(b"startxref")],
    }[damage]
    assert pages(tmp_path, broken) == 3
    raw = opened(tmp_path, broken, 3)
    assert raw.image.min() < 80
    assert raw.text_layer is None or "page 3 line 11" in text(raw)


def test_repair_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    data = plain(printed(3))
    path = tmp_path / "scan.pdf"
    path.write_bytes(data[: data.rindex(b"startxref")])
    for number in (1, 2, 3):
        formats.page(path, number, ReadingOptions())
        assert list(folder.iterdir()) == []


def test_a_layer_that_cannot_be_parsed_leaves_the_page_to_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise KeyError("N")

    monkeypatch.setattr("ingest.formats.text_layer.pdfplumber.open", stumble)
    raw = opened(tmp_path, printed(1))
    assert raw.text_layer is None
    assert raw.image.min() < 80


def test_a_layer_without_meaning_leaves_the_page_to_the_reader(tmp_path: Path) -> None:
    document = pikepdf.open(io.BytesIO(printed(1)))
    for font in document.pages[0].obj.Resources.Font.values():
        font.ToUnicode = document.make_stream(
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            b"1 begincodespacerange <00> <ff> endcodespacerange\n"
            b"1 beginbfrange <00> <ff> <e000> endbfrange endcmap end end"
        )
    assert opened(tmp_path, saved(document)).text_layer is None


def with_unseen_text(document: pikepdf.Pdf, text: bytes) -> pikepdf.Pdf:
    """The scan with somebody's reading behind it."""
    sheet = document.pages[0]
    sheet.obj.Resources.Font = pikepdf.Dictionary(
        F=pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    sheet.contents_add(document.make_stream(b"BT 3 Tr /F 5 Tf 10 40 Td (" + text + b") Tj ET"))
    return document


def test_somebody_elses_reading_of_a_scan_is_known_as_such(tmp_path: Path) -> None:
    document = with_unseen_text(
        pikepdf.open(io.BytesIO(scanned(paper((288, 192))))), b"another reading of a long line"
    )
    raw = opened(tmp_path, saved(document))
    assert text(raw) == "another reading of a long line"
    assert [picture.hides_text for picture in raw.pictures] == [True]
    assert raw.pictures[0].box.area > 0.99


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


def test_a_page_whose_neighbour_is_damaged_is_read(tmp_path: Path) -> None:
    document = pikepdf.open(io.BytesIO(printed(3)))
    document.pages[1].obj.Contents = pikepdf.Name.Rubbish
    document.pages[1].obj.MediaBox = pikepdf.Array([0, 0, 0, 0])
    data = saved(document)
    assert pages(tmp_path, data) == 3
    assert "page 3" in text(opened(tmp_path, data, 3))


def test_gray_and_deep_pictures_in_a_pdf_are_drawn(tmp_path: Path) -> None:
    document = pikepdf.open(io.BytesIO(scanned(paper((288, 192)))))
    gray = encoded(Image.new("L", (288, 192), 128), "JPEG")
    image = document.pages[0].obj.Resources.XObject.Scan
    image.write(gray, filter=pikepdf.Name.DCTDecode)
    image.ColorSpace = pikepdf.Name.DeviceGray
    raw = opened(tmp_path, saved(document))
    assert raw.image.shape[2] == 3
    assert abs(int(raw.image[50, 50, 0]) - 128) < 4


def test_text_that_is_set_twice_for_its_shadow_is_read_once(tmp_path: Path) -> None:
    document = pikepdf.open(io.BytesIO(printed(1, lines=3)))
    sheet = document.pages[0]
    shown = sheet.obj.Contents.read_bytes()
    sheet.contents_add(document.make_stream(b"q 1 0 0 1 0.4 -0.4 cm " + shown + b" Q"))
    assert text(opened(tmp_path, saved(document))).splitlines() == [
        f"page 1 line {line} says hello" for line in range(3)
    ]


def test_letters_that_stand_close_are_all_kept(tmp_path: Path) -> None:
    document = pikepdf.open(io.BytesIO(printed(1, lines=1)))
    sheet = document.pages[0]
    sheet.contents_add(
        document.make_stream(b"BT /F1 6 Tf 20 40 Td (illicit llll ballooning IIIIII) Tj ET")
    )
    assert "illicit llll ballooning IIIIII" in text(opened(tmp_path, saved(document)))
