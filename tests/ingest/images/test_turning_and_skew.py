"""Pages come out level, whatever is on them, and an empty page is left alone."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.geometry import Rotation
from ingest import formats
from ingest.images.skew import skew_of
from ingest.images.turning import levelled, turned, within
from ingest.options import ReadingOptions
from tests.ingest.sheets import corpus, noisy, ruled, sheet, speckled, typed

RESIDUAL = 0.3


@settings(max_examples=12, deadline=None)
@given(st.floats(-14.5, 14.5))
def test_print_that_was_turned_is_levelled_again(degrees: float) -> None:
    askew = levelled(typed(sheet()), -degrees)
    assert skew_of(askew) == pytest.approx(degrees, abs=RESIDUAL)


@pytest.mark.parametrize("degrees", [-6.0, -1.2, 0.6, 3.3])
def test_a_table_is_levelled_by_its_lines_even_when_hardly_anything_is_written(
    degrees: float,
) -> None:
    table = ruled(sheet(), [120, 400, 800, 1120], list(range(300, 1300, 80)))
    assert skew_of(levelled(table, -degrees)) == pytest.approx(degrees, abs=RESIDUAL)


@pytest.mark.parametrize("degrees", [-4.0, 2.5])
def test_noise_and_dust_do_not_lead_astray(degrees: float) -> None:
    dirty = speckled(noisy(levelled(typed(sheet()), -degrees), seed=1, strength=20), seed=2)
    assert skew_of(dirty) == pytest.approx(degrees, abs=RESIDUAL)


def test_three_words_are_too_little_to_turn_a_page_for() -> None:
    assert abs(skew_of(typed(sheet(), rows=1))) <= RESIDUAL


def test_an_empty_page_stays_as_it_is() -> None:
    assert skew_of(sheet()) == 0.0
    assert skew_of(speckled(sheet(), seed=3)) == pytest.approx(0.0, abs=15.0)


def test_lines_that_rise_to_the_right_have_a_positive_skew() -> None:
    rising = sheet((1000, 1000))
    for row in range(200, 900, 60):
        points = np.array([[100, row], [900, row - 42]])
        steps = np.linspace(points[0], points[1], 1600).round().astype(int)
        for x, y in steps:
            rising[y : y + 3, x] = 0
    assert skew_of(rising) == pytest.approx(3.0, abs=RESIDUAL)


def test_levelling_loses_no_corner() -> None:
    marked = sheet((400, 600))
    marked[3:23, 3:23], marked[-23:-3, -23:-3] = 0, 0
    level = levelled(marked, 10.0)
    assert level.shape[0] > 600
    assert level.shape[1] > 400
    assert (level[:, :, 0] < 128).sum() == pytest.approx(800, rel=0.1)


@given(st.sampled_from(list(Rotation)))
def test_a_turn_and_its_undoing_give_the_page_back(rotation: Rotation) -> None:
    page = typed(sheet((300, 200)), rows=2, left=10, top=60)
    back = Rotation((360 - rotation) % 360)
    assert np.array_equal(turned(turned(page, rotation), back), page)


def test_a_turn_is_clockwise() -> None:
    page = sheet((30, 20))
    page[:5, :5] = 0
    assert turned(page, Rotation.RIGHT)[:5, -5:].max() == 0


def test_a_large_page_is_made_smaller_and_a_small_one_is_left() -> None:
    assert within(sheet((1000, 500)), 125_000).shape == (250, 500, 3)
    small = sheet((10, 10))
    assert within(small, 125_000) is small


@pytest.mark.corpus
def test_real_skewed_scans_are_level_afterwards() -> None:
    folder = corpus("skew_rotate", "deskew")
    angles: dict[str, float] = json.loads((folder / "angles.json").read_text(encoding="utf-8"))
    for name, clockwise in angles.items():
        image = within(formats.page(folder / name, 1, ReadingOptions()).image, 4_000_000)
        skew = skew_of(image)
        assert skew == pytest.approx(-clockwise, abs=0.5), name
        assert abs(skew_of(levelled(image, skew))) <= RESIDUAL, name
