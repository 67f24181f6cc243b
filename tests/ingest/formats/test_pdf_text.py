"""Text that a PDF states is taken where it means something, once, and where it stands."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pikepdf
import pytest

from ingest.formats import RawPage
from tests.ingest.formats.papers import (
    opened,
    paper,
    printed,
    saved,
    scanned,
)
from tests.ingest.formats.pdfs import filled_form, text, with_unseen_text


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


@pytest.mark.parametrize("appearance", [True, False])
def test_what_was_filled_into_a_form_is_drawn_and_read(tmp_path: Path, appearance: bool) -> None:
    raw = opened(tmp_path, filled_form(appearance=appearance))
    height, width = raw.image.shape[:2]
    field = raw.image[height * 140 // 200 : height * 158 // 200, width // 10 : width // 2]
    assert field.min() < 80
    assert "WANGXIAOMING 4471" in text(raw)


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


def test_somebody_elses_reading_of_a_scan_is_known_as_such(tmp_path: Path) -> None:
    document = with_unseen_text(
        pikepdf.open(io.BytesIO(scanned(paper((288, 192))))), b"another reading of a long line"
    )
    raw = opened(tmp_path, saved(document))
    assert text(raw) == "another reading of a long line"
    assert [picture.hides_text for picture in raw.pictures] == [True]
    assert raw.pictures[0].box.area > 0.99


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
