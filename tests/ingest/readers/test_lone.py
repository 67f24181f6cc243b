"""Single figures and letters that stand alone in a row."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from domain.geometry import Box
from ingest.formats.contract import Image
from ingest.readers.lone import lone
from ingest.readers.recognition import Recogniser
from ingest.readers.thumbnail import thumbnail
from tests.ingest.sheets import BLACK, sheet

ROW, LINE = 300, np.array([(200, 275), (560, 275), (560, 319), (200, 319)], np.float32)
"""Where a row's letters stand, and the line that the detector found there."""


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(1)


def receipt(alone: str = "", at: tuple[int, int] = (80, ROW + 10)) -> Image:
    image = sheet((760, 1000))
    cv2.putText(
        image, "Ribs Platter 259.90", (210, ROW + 10), cv2.FONT_HERSHEY_SIMPLEX, 1.0, BLACK, 2
    )
    cv2.putText(image, alone, at, cv2.FONT_HERSHEY_SIMPLEX, 1.0, BLACK, 2)
    return image


def found(
    image: Image, recogniser: Recogniser, taken: list[NDArray[np.float32]] | None = None
) -> list[tuple[str, Box]]:
    runs = lone(image, thumbnail(image), [LINE], taken or [], recogniser)
    return [(glyph.text, glyph.box) for run in runs for glyph in run]


@pytest.mark.parametrize("figure", ["2", "7", "K"])
def test_a_figure_alone_in_a_row_is_read_where_it_stands(
    figure: str, recogniser: Recogniser
) -> None:
    ((text, box),) = found(receipt(figure), recogniser)

    assert text == figure
    assert Box(75 / 760, 280 / 1000, 110 / 760, 318 / 1000).holds(box.centre)


def test_what_stands_elsewhere_is_not_alone_in_a_row(recogniser: Recogniser) -> None:
    assert found(receipt("2", (80, 500)), recogniser) == []
    assert found(receipt("2", (80, ROW - 6)), recogniser) == []
    assert found(receipt("22"), recogniser) == []
    assert found(receipt(), recogniser) == []


def test_what_is_read_otherwise_is_not_read_again(recogniser: Recogniser) -> None:
    own = np.array([(70, 270), (120, 270), (120, 330), (70, 330)], np.float32)

    assert found(receipt("2"), recogniser, [own]) == []


def test_rings_frames_and_bars_are_no_letters(recogniser: Recogniser) -> None:
    image = receipt()
    cv2.circle(image, (60, ROW), 11, BLACK, 2)
    cv2.rectangle(image, (100, ROW - 11), (122, ROW + 11), BLACK, 2)
    cv2.line(image, (160, ROW - 12), (160, ROW + 12), BLACK, 2)

    assert found(image, recogniser) == []
