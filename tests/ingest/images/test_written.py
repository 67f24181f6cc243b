"""Only rows on which nothing stands are left out, and nothing is found there or moved by it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.geometry import WHOLE, Box
from ingest.formats.contract import Image
from ingest.images.barcodes import barcodes
from ingest.images.bubbles import bubble_grids
from ingest.images.grid import ruling
from ingest.images.marks import FrameFinder
from ingest.images.written import rows_of, written_part

TALL, WIDE = 2339, 1654


def paper(shade: int = 235, noise: float = 4.0, seed: int = 1) -> Image:
    """An A4 sheet at 200 dpi, a little noisy and darker towards its foot."""
    rng = np.random.default_rng(seed)
    shades = shade - np.linspace(0, 40, TALL)[:, np.newaxis] + rng.normal(0, noise, (TALL, WIDE))
    return np.repeat(np.clip(shades, 0, 255).astype(np.uint8)[:, :, np.newaxis], 3, axis=2)


def write(image: Image, y: int, text: str = "Payable 4711", ink: int = 40) -> None:
    cv2.putText(image, text, (300, y), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (ink,) * 3, 3)


def test_a_card_at_the_head_of_a_sheet_is_all_that_is_looked_at() -> None:
    image = paper()
    write(image, 200)
    write(image, 700)
    part = written_part(image)
    assert part.y0 * TALL < 165
    assert 705 < part.y1 * TALL < 850


@pytest.mark.parametrize("y", [40, 300, 1200, 2320])
@pytest.mark.parametrize("shade", [235, 160])
def test_a_faint_line_is_within_wherever_it_stands(y: int, shade: int) -> None:
    image = paper(shade)
    write(image, 1000)
    write(image, y, "12", ink=shade - 70)
    part = written_part(image)
    assert part.y0 * TALL <= min(y, 1000) - 24
    assert part.y1 * TALL >= min(TALL, max(y, 1000) + 2)


def test_a_page_written_from_top_to_bottom_is_looked_at_whole() -> None:
    image = paper()
    for y in range(150, 2250, 60):
        write(image, y)
    assert written_part(image) == WHOLE


def test_a_page_without_a_mark_is_looked_at_whole() -> None:
    assert written_part(paper()) == WHOLE


def form() -> Image:
    """A table, boxes to tick and rings in the upper half of a sheet."""
    image = paper(noise=0.0)
    for y in range(300, 701, 100):
        cv2.line(image, (200, y), (1400, y), (30, 30, 30), 3)
    for x in (200, 500, 1400):
        cv2.line(image, (x, 300), (x, 700), (30, 30, 30), 3)
    for x in range(300, 1300, 120):
        cv2.rectangle(image, (x, 780), (x + 30, 810), (30, 30, 30), 2)
    for y in range(860, 1100, 60):
        for x in range(300, 800, 80):
            cv2.circle(image, (x, y), 18, (30, 30, 30), 2)
    return image


def test_a_part_of_a_page_shows_what_the_whole_page_does() -> None:
    image = form()
    part = written_part(image)
    assert part.height < 0.5
    assert_alike([t.box for t in ruling(image).tables], [t.box for t in ruling(image, part).tables])
    assert_alike(list(ruling(image).cells), list(ruling(image, part).cells))
    assert_alike(list(ruling(image).across), list(ruling(image, part).across))
    frames, same = FrameFinder(image).whole(), FrameFinder(image, part).whole()
    assert len(frames) >= 8
    assert_alike([frame.box for frame in frames], [frame.box for frame in same])
    rings = [[ring.box for grid in bubble_grids(image, p) for ring in grid] for p in (WHOLE, part)]
    assert len(rings[0]) == 28
    assert_alike(*rings)


def test_frames_like_known_ones_are_sought_where_these_stand_on_the_page() -> None:
    image = form()
    for x in range(300, 1300, 240):
        cv2.line(image, (x - 8, 818), (x + 40, 770), (30, 30, 30), 3)
    finders = FrameFinder(image), FrameFinder(image, written_part(image))
    found = [[frame.box for frame in one.like(one.whole())] for one in finders]
    assert found[0]
    assert_alike(*found)


def assert_alike(whole: list[Box], part: list[Box]) -> None:
    """The same boxes, a pixel and a half apart at most."""
    assert len(whole) == len(part) > 0
    for one, other in zip(sorted(whole), sorted(part), strict=True):
        assert np.abs(np.subtract(one.as_tuple(), other.as_tuple())).max() < 1.5 / WIDE


def test_a_code_on_a_part_of_a_page_is_told_where_it_is_on_the_page() -> None:
    import zxingcpp

    code = zxingcpp.create_barcode("AJ-2026-000417", zxingcpp.BarcodeFormat.QRCode)
    drawn = np.asarray(zxingcpp.write_barcode_to_image(code, scale=6), np.uint8)
    image = paper()
    tall, wide = drawn.shape[:2]
    image[1500 : 1500 + tall, 900 : 900 + wide] = drawn.reshape(tall, wide, 1)
    (whole,), (part,) = barcodes(image), barcodes(image, written_part(image))
    assert whole.text == part.text == "AJ-2026-000417"
    assert_alike([whole.box], [part.box])


SHARES = st.floats(0.0, 1.0, allow_nan=False)


@given(
    st.builds(Box.clipped, SHARES, SHARES, SHARES, SHARES), st.integers(0, 400), st.integers(9, 500)
)
def test_a_box_placed_on_the_page_and_back_is_the_same(box: Box, top: int, tall: int) -> None:
    part = Box(0.0, top / 1000, 1.0, (top + tall) / 1000)
    back = box.placed(part).within(part)
    assert np.abs(np.subtract(back.as_tuple(), box.as_tuple())).max() < 1e-9


def test_rows_of_a_part_are_those_it_was_made_of() -> None:
    image = paper()
    write(image, 200)
    part = written_part(image)
    rows = rows_of(image, part)
    assert rows.shape[0] == round(part.height * TALL)
    assert np.shares_memory(rows, image)
