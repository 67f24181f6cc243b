"""Check boxes in the bench: ghosts count against what was found."""

from __future__ import annotations

from dataclasses import dataclass, field

from bench.reading import marks


@dataclass
class Counted:
    name: str
    pages: int
    truth: int
    right: int
    ghosts: int
    wrong: list[str] = field(default_factory=list)


def test_a_box_found_where_none_is_counts_against_the_share() -> None:
    (figure,) = marks.figures([Counted("drawn", 2, 98, 98, 2), Counted("printed", 2, 100, 98, 0)])
    assert figure.value == 0.98
    assert figure.verdict == "met"
    assert "drawn 0.980" in figure.note
