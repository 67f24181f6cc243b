"""Small copies of a page show what the page shows, and pieces of ink are found by their borders."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.images.ink import pieces
from ingest.images.shrinking import shrunk
from tests.ingest.sheets import sheet, typed


@pytest.mark.parametrize("size", [(848, 1200), (500, 707), (256, 363)])
def test_a_copy_made_by_halves_looks_like_one_made_at_once(size: tuple[int, int]) -> None:
    page = cv2.GaussianBlur(typed(sheet((1653, 2339)), rows=30), (0, 0), 1.0)
    once = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    copy = shrunk(np.asarray(page, np.uint8), size)
    assert copy.shape == once.shape
    assert np.corrcoef(copy.ravel(), once.ravel())[0, 1] > 0.9
    assert abs(float(copy.mean()) - float(once.mean())) < 0.5


def test_an_image_of_the_wanted_size_comes_back_as_it_is() -> None:
    page = sheet((300, 400))
    assert shrunk(page, (300, 400)) is page


@given(st.integers(0, 2**32 - 1), st.floats(0.05, 0.7))
@settings(max_examples=30, deadline=None)
def test_pieces_of_ink_are_those_that_numbering_pixels_finds(seed: int, share: float) -> None:
    chance = np.random.default_rng(seed).random((40, 50))
    found = np.where(chance < share, np.uint8(255), np.uint8(0))
    _, _, stats, _ = cv2.connectedComponentsWithStats(found, connectivity=8)
    wanted = sorted(map(tuple, stats[1:, :4].tolist()))
    assert sorted(map(tuple, pieces(found).tolist())) == wanted
