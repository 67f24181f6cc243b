"""A seal is kept with its colour, its shape and its place; print and writing are no seals."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np
import pytest

from domain.geometry import Box
from domain.page import Line, Page, SealColour, SealShape
from ingest.formats.contract import Image
from ingest.images.light import cleared
from ingest.images.stamps import stamps
from tests.factory import capture
from tests.ingest.sheets import ruled, sealed, sheet, typed

CENTRE = (800, 1200)


def stamped() -> Image:
    return sealed(typed(sheet()), CENTRE)


def copied(image: Image) -> Image:
    """The page as a copier gives it: grey, and dark where it was coloured."""
    shades = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    shades[shades < 200] = np.minimum(shades[shades < 200], 90)
    return np.repeat(shades[:, :, np.newaxis], 3, axis=2)


@pytest.mark.parametrize(
    ("image", "colour"),
    [
        (stamped(), SealColour.RED),
        (np.ascontiguousarray(stamped()[:, :, ::-1]), SealColour.BLUE),
        (copied(stamped()), SealColour.GREY),
    ],
)
def test_a_round_seal_is_found_in_its_colour(image: Image, colour: SealColour) -> None:
    (seal,) = stamps(image)
    assert (seal.colour, seal.shape) == (colour, SealShape.ROUND)
    assert seal.box.holds((CENTRE[0] / 1240, CENTRE[1] / 1754))
    assert seal.box.width == pytest.approx(230 / 1240, abs=0.03)
    assert seal.confidence > 0.9


def test_a_square_and_an_oblong_stamp_are_told_apart() -> None:
    page = typed(sheet(), rows=8)
    cv2.rectangle(page, (200, 1000), (340, 1140), (40, 40, 225), 6)
    cv2.putText(page, "LIU", (225, 1090), cv2.FONT_HERSHEY_DUPLEX, 1.4, (40, 40, 225), 4)
    cv2.rectangle(page, (600, 1000), (900, 1180), (220, 60, 30), 6)
    cv2.putText(page, "RECEIVED", (625, 1105), cv2.FONT_HERSHEY_DUPLEX, 1.5, (220, 60, 30), 4)
    found = {(seal.colour, seal.shape) for seal in stamps(page)}
    assert found == {(SealColour.RED, SealShape.SQUARE), (SealColour.BLUE, SealShape.OBLONG)}


def test_print_tables_and_coloured_writing_are_no_seals() -> None:
    note = ruled(typed(sheet(), rows=10), [150, 500, 1100], [900, 1000, 1100])
    for row, colour in enumerate(((220, 60, 30), (40, 40, 225))):
        place = (400, 1300 + 120 * row)
        cv2.putText(note, "agreed, Liu", place, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 2, colour, 5)
    assert stamps(note) == ()
    assert stamps(copied(note)) == ()


def test_the_lines_beneath_a_seal_are_told() -> None:
    image = stamped()
    (seal,) = stamps(image)
    over = Line("under the seal", seal.box, 1.0)
    away = Line("elsewhere", Box(0.1, 0.1, 0.3, 0.12), 1.0)
    page = Page(1, 1240, 1754, (away, over), seals=(seal,))
    assert page.beneath(seal) == (over,)


@pytest.mark.parametrize("share", [0.005, 0.02, 0.05])
def test_salt_is_taken_off_and_print_stays(share: float) -> None:
    clean = typed(sheet())
    free = cleared(capture.salted(clean, Random(1), share))
    paper, print_ = free[clean[:, :, 0] == 255], free[clean[:, :, 0] == 0]
    assert (paper < 100).mean() < 0.002 + share / 10
    assert (print_ < 128).mean() > 0.95


def test_a_page_without_salt_comes_back_itself() -> None:
    dotted = typed(sheet())
    dotted[1600, 150:1100:6] = 0
    for page in (dotted, sheet(), ruled(sheet(), [100, 900], list(range(300, 1200, 40)))):
        assert cleared(page) is page
