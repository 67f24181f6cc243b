"""Boxes keep to the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.geometry import Box

anywhere = st.floats(-2, 3, allow_nan=False)


@given(anywhere, anywhere, anywhere, anywhere)
def test_a_clipped_box_is_always_on_the_page(x0: float, y0: float, x1: float, y1: float) -> None:
    box = Box.clipped(x0, y0, x1, y1)
    assert 0 <= box.x0 <= box.x1 <= 1
    assert 0 <= box.y0 <= box.y1 <= 1


@given(st.lists(st.tuples(anywhere, anywhere, anywhere, anywhere), min_size=1))
def test_the_box_around_boxes_covers_each(corners: list[tuple[float, ...]]) -> None:
    boxes = [Box.clipped(*four) for four in corners]
    around = Box.around(boxes)
    assert all(box.covered_by(around) == pytest.approx(1.0) for box in boxes)


def test_a_box_turned_inside_out_is_refused() -> None:
    with pytest.raises(ValueError, match="not a box"):
        Box(0.5, 0.1, 0.4, 0.2)


def test_neighbours_in_a_row_share_it_and_rows_below_do_not() -> None:
    label, value, below = Box(0, 0.1, 0.2, 0.12), Box(0.3, 0.102, 0.5, 0.125), Box(0, 0.13, 1, 0.15)
    assert label.same_row(value)
    assert not label.same_row(below)
