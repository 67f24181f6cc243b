"""A line that bends is found as one, cut out level, and its characters stay where they are."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from domain.text import squeezed
from ingest.formats.contract import Image
from ingest.readers.bent import Bent, bent
from ingest.readers.rapidocr import RapidOcrReader
from tests.factory import capture
from tests.ingest.sheets import sheet, written

HEIGHT = 12
"""Pixels, of the drawn bands."""


def band(bow: float, lean: float = 0.0, length: int = 300) -> NDArray[np.int32]:
    """The outline of a band that leaves its chord by `bow` and falls by `lean` over its length."""
    across = np.arange(length)
    middle = 150 + bow * (1 - (2 * across / length - 1) ** 2) + lean * across / length
    mask = np.zeros((400, length + 80), np.uint8)
    for x, y in zip(across, middle, strict=True):
        mask[round(y - HEIGHT / 2) : round(y + HEIGHT / 2), x + 40] = 255
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    return np.asarray(outlines[0], np.int32)


@pytest.mark.parametrize("lean", [-60.0, 0.0, 60.0])
def test_straight_lines_do_not_bend_however_they_lie(lean: float) -> None:
    assert bent(band(0.0, lean), 1.6) is None
    assert bent(band(1.0, lean), 1.6) is None


@pytest.mark.parametrize("bow", [-30.0, -12.0, 12.0, 30.0])
@pytest.mark.parametrize("lean", [0.0, 50.0])
def test_a_bent_line_is_followed_from_end_to_end(bow: float, lean: float) -> None:
    line = bent(band(bow, lean), 1.6)
    assert line is not None
    middle = (line.upper + line.lower) / 2
    share = (middle[:, 0] - 40) / 300
    wanted = 150 + bow * (1 - (2 * share - 1) ** 2) + lean * share
    inside = (share > 0.02) & (share < 0.98)
    assert np.abs(middle[inside, 1] - wanted[inside]).max() < 2
    assert middle[0, 0] < 40
    assert middle[-1, 0] > 339


def test_two_lines_that_touch_are_not_one_bent_line() -> None:
    mask = np.zeros((200, 400), np.uint8)
    mask[60:72, 40:200], mask[76:88, 200:360] = 255, 255
    mask[60:88, 196:204] = 255
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    assert bent(np.asarray(outlines[0], np.int32), 1.6) is None


def test_a_column_of_characters_is_no_bent_line() -> None:
    assert bent(np.ascontiguousarray(band(20.0)[:, :, ::-1]), 1.6) is None


def test_the_line_is_cut_out_level() -> None:
    across = np.linspace(0, 300, 33)
    middle = np.stack([across + 40, 150 + 30 * (1 - (across / 150 - 1) ** 2)], axis=1)
    half = np.array([0.0, 10.0])
    line = Bent((middle - half).astype(np.float32), (middle + half).astype(np.float32))
    image = sheet((400, 300))
    for x, y in middle:
        cv2.circle(image, (round(x), round(y)), 2, (0, 0, 0), cv2.FILLED)
    cut = line.cut(image)
    dark = np.count_nonzero(cut[:, 8:-8, 0] < 128, axis=1) > 0
    assert dark[cut.shape[0] // 2]
    assert not dark[:5].any()
    assert not dark[-5:].any()
    places = line.part(0.45, 0.55)
    assert places[:, 0].mean() == pytest.approx(190, abs=1)
    assert places[:, 1].mean() == pytest.approx(180, abs=1)


def _page() -> tuple[Image, list[str]]:
    text = "今天天气很好我们一起去公园散步看见许多人在湖边钓鱼聊天十分热闹"
    lines = [text[number:] + text[:number] for number in range(0, 30, 5)]
    page = sheet()
    for number, line in enumerate(lines):
        page = written(page, line, (90, 90 + 300 * number), 32)
    return page, lines


def test_the_lines_of_an_open_book_are_read() -> None:
    page, lines = _page()
    seen = capture.curved(page, Random(1), 0.18)
    read = RapidOcrReader(1).read(seen)
    text = {squeezed(line.text) for line in read}
    assert text == set(lines)
    assert all(line.box.width > 0.6 for line in read)
