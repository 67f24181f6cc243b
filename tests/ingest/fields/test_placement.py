"""A value read without fault but standing where it should not asks for a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.fields.placement import SOUND, Placement
from ingest.fields.trust import Signs, judge
from ingest.options import FilingOptions

THRESHOLD = FilingOptions().field_threshold
SIGNS = Signs(
    raw="电气制造",
    reader=0.999,
    weakest=0.995,
    handwritten=False,
    unlike_print=False,
    strange_script=False,
    formal=False,
    well_formed=True,
    check_digit=False,
    second=("电气制造", 0.95),
    page=0.99,
)


def test_what_stands_soundly_and_was_read_surely_needs_nobody() -> None:
    assert not judge(replace(SIGNS, placement=SOUND), THRESHOLD).needs_review


@pytest.mark.parametrize(
    "placement",
    [
        Placement(like_label=True),
        Placement(among_labels=True),
        Placement(holds_label=True),
        Placement(gap=3.0),
        Placement(specks=True, guessed=True, partial=True),
    ],
)
def test_what_stands_doubtfully_asks_for_a_person_however_surely_it_was_read(
    placement: Placement,
) -> None:
    sound, doubtful = judge(SIGNS, THRESHOLD), judge(replace(SIGNS, placement=placement), THRESHOLD)
    assert doubtful.confidence < sound.confidence
    assert doubtful.needs_review
