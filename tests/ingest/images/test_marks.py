from __future__ import annotations

from collections.abc import Callable
from random import Random

import cv2
import numpy as np
import pytest

from ingest.formats.contract import Image
from ingest.images.marks import Frame, FrameFinder
from tests.factory import boxes, boxes_drawn, degrade
from tests.factory.boxes import Mark

SIZE = 30
Draw = Callable[[Image, int, int, int, int], None]


def sheet() -> Image:
    return np.full((2339, 1654, 3), 255, np.uint8)


def square(image: Image, x: int, y: int, size: int = SIZE, thickness: int = 2) -> None:
    cv2.rectangle(image, (x, y), (x + size, y + size), (20, 20, 20), thickness)


def circle(image: Image, x: int, y: int, size: int = SIZE, thickness: int = 2) -> None:
    half = size // 2
    cv2.circle(image, (x + half, y + half), half, (20, 20, 20), thickness, cv2.LINE_AA)


def tick(image: Image, x: int, y: int, size: int = SIZE) -> None:
    """A tick that runs over the right and upper edge."""
    points = np.array([(x + 4, y + size // 2), (x + 12, y + size - 5), (x + size + 8, y - 10)])
    cv2.polylines(image, [points.astype(np.int32)], False, (90, 40, 30), 3, cv2.LINE_AA)


def holds(frame: Frame, x: int, y: int) -> bool:
    return frame.box.holds(((x + SIZE / 2) / 1654, (y + SIZE / 2) / 2339))


@pytest.mark.parametrize("thickness", [1, 2, 4])
@pytest.mark.parametrize("draw", [square, circle])
def test_empty_frames_are_whole_and_hold_no_ink(draw: Draw, thickness: int) -> None:
    image = sheet()
    for x in (300, 500, 700):
        draw(image, x, 400, SIZE, thickness)
    found = FrameFinder(image).whole()
    assert len(found) == 3
    assert all(frame.round == (draw is circle) for frame in found)
    assert all(frame.inked < 0.02 for frame in found)
    assert all(abs(frame.box.width * 1654 - SIZE) <= 4 + thickness for frame in found)


@pytest.mark.parametrize("draw", [square, circle])
def test_a_mark_across_the_edge_is_found_beside_its_empty_neighbours(draw: Draw) -> None:
    image = sheet()
    for x in (300, 500, 700):
        draw(image, x, 400, SIZE, 2)
    tick(image, 500, 400)
    finder = FrameFinder(image)
    empty = [frame for frame in finder.whole() if frame.inked < 0.02 and not holds(frame, 500, 400)]
    assert len(empty) == 2
    (marked,) = finder.like(empty)
    assert holds(marked, 500, 400)
    assert marked.inked > 0.1


def test_a_filled_frame_is_all_ink() -> None:
    image = sheet()
    for x in (300, 500):
        square(image, x, 400)
    cv2.rectangle(image, (500, 400), (530, 430), (20, 20, 20), -1)
    finder = FrameFinder(image)
    (marked,) = finder.like(finder.whole())
    assert marked.inked > 0.95


def test_large_boxes_lines_and_dots_are_no_frames() -> None:
    image = sheet()
    square(image, 200, 200, 120)
    square(image, 200, 500, 6)
    cv2.rectangle(image, (400, 400), (800, 440), (20, 20, 20), 2)
    cv2.circle(image, (900, 900), 12, (20, 20, 20), -1)
    assert FrameFinder(image).whole() == ()


def test_a_blank_page_has_no_frames() -> None:
    finder = FrameFinder(sheet())
    assert finder.whole() == ()
    assert finder.like(()) == ()


@pytest.mark.fonts
@pytest.mark.parametrize("by_hand", [False, True])
def test_boxes_of_fresh_forms_are_found_with_their_ink(by_hand: bool) -> None:
    rng = Random(f"frames {by_hand}")
    for _ in range(3):
        form = boxes.boxed_form(rng, by_hand=by_hand)
        image = boxes_drawn.drawn(form, rng, degrade.NONE)
        finder = FrameFinder(image)
        whole = finder.whole()
        found = whole + finder.like([frame for frame in whole if frame.inked < 0.02])
        for box in form.boxes:
            place = box.x / form.sheet.width, box.y / form.sheet.height
            own = [frame for frame in found if frame.box.holds(place)]
            if box.mark is None:
                assert any(frame.inked < 0.03 for frame in own), box
            elif box.mark is not Mark.PEN_FILL:  # a scribble may hide the frame altogether
                assert any(frame.inked > 0.05 for frame in own), box
