"""What stands on an upright page is found again on the scan, whatever was done in between."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.geometry import Box, Corners, Rotation
from domain.page import Page
from domain.projection import Projection, to_scan
from ingest.images.perspective import straightened
from ingest.images.turning import levelled, turned

SQUARE: Corners = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
shares = st.floats(0.0, 1.0)


@st.composite
def convex(draw: st.DrawFn) -> Corners:
    """Four corners near those of the scan."""
    stray = st.floats(0.0, 0.3)
    a, b, c, d, e, f, g, h = (draw(stray) for _ in range(8))
    return (a, b), (1 - c, d), (1 - e, 1 - f), (g, 1 - h)


@given(convex())
def test_the_corners_of_the_square_go_to_the_corners(corners: Corners) -> None:
    mapped = Projection.onto(corners).corners(Box(0, 0, 1, 1))
    assert np.allclose(mapped, corners, atol=1e-9)


@given(convex(), shares, shares)
def test_it_is_the_mapping_by_which_pictures_are_straightened(
    corners: Corners, x: float, y: float
) -> None:
    flat = np.array(SQUARE, np.float32)
    matrix = cv2.getPerspectiveTransform(flat, np.array(corners, np.float32))
    across, down, depth = matrix @ (x, y, 1.0)
    assert Projection.onto(corners).of((x, y)) == pytest.approx(
        (across / depth, down / depth), abs=1e-4
    )


@given(convex(), convex(), shares, shares)
def test_one_mapping_then_another_is_both(one: Corners, two: Corners, x: float, y: float) -> None:
    first, second = Projection.onto(one), Projection.onto(two)
    assert first.then(second).of((x, y)) == pytest.approx(second.of(first.of((x, y))), abs=1e-9)


CUT: Corners = ((0.12, 0.08), (0.9, 0.13), (0.86, 0.93), (0.07, 0.88))


@pytest.mark.parametrize("rotation", list(Rotation))
@pytest.mark.parametrize("skew", [-8.0, 0.05, 3.0])
@pytest.mark.parametrize("cut", [None, CUT])
def test_a_dot_on_the_upright_page_is_found_on_the_scan(
    rotation: Rotation, skew: float, cut: Corners | None
) -> None:
    scan = np.full((1100, 800, 3), 255, np.uint8)
    dot = (330, 640)
    cv2.circle(scan, dot, 9, (0, 0, 0), cv2.FILLED)
    image = scan
    if cut:
        image = straightened(image, np.array(cut, np.float32) * (800, 1100))
    image = turned(image, rotation)
    if abs(skew) >= 0.1:
        image = levelled(image, skew)
    height, width = image.shape[:2]
    rows, columns = np.nonzero(image[:, :, 0] < 128)
    place = (columns.mean() / width, rows.mean() / height)
    page = Page(1, width, height, (), rotation=rotation, skew=skew, cut=cut)
    x, y = to_scan(page).of(place)
    assert (x * 800, y * 1100) == pytest.approx(dot, abs=1.5)
