"""Check boxes in the bench: ghosts count against what was found."""

from __future__ import annotations

from bench.marks import Tally
from bench.reading import marks


def test_a_box_found_where_none_is_counts_against_the_share() -> None:
    drawn = Tally("drawn", pages=2, truth=98, right=98, ghosts=2)
    printed = Tally("printed", pages=2, truth=100, right=98)
    (figure,) = marks.figures([drawn, printed])
    assert figure.value == 0.98
    assert figure.verdict == "met"
    assert "drawn 0.980" in figure.note
