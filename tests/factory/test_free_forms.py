"""Free forms hold what their truth says, on the sheet, in layouts that differ."""

from __future__ import annotations

from random import Random

import pytest

from tests.factory import fonts
from tests.factory.free.form import BLOCKS, free_form
from tests.factory.layout import Rule, Sheet, Text
from tests.factory.register import register
from tests.factory.script import Script

pytestmark = [
    pytest.mark.fonts,
    pytest.mark.skipif(bool(fonts.missing()), reason=f"fonts missing: {fonts.PACKAGES}"),
]


def _sheet(seed: int, *manners: str) -> Sheet:
    rng = Random(seed)
    client = rng.choice(register(rng, companies=3, persons=2))
    script = rng.choice(tuple(Script))
    chosen = manners or tuple(BLOCKS)
    return free_form(rng, client, script=script, manners=chosen).sheets[0]


def _written(sheet: Sheet) -> str:
    return "".join("".join(mark.text for mark in sheet.marks if isinstance(mark, Text)).split())


@pytest.mark.parametrize("manner", sorted(BLOCKS))
def test_every_value_of_the_truth_is_written_inside_the_sheet(manner: str) -> None:
    for seed in range(6):
        sheet = _sheet(seed, manner)
        text = _written(sheet)
        assert len(sheet.fields) >= 3
        for item in sheet.fields:
            assert "".join(item.printed.split()) in text, (seed, item.label)
            assert item.box.y1 < 1.0 - 40 / sheet.height, (seed, item.label)


def test_a_seed_gives_the_same_form_again() -> None:
    assert _sheet(7) == _sheet(7)


def test_layouts_differ_from_seed_to_seed() -> None:
    drawn = {tuple(mark for mark in _sheet(s).marks if isinstance(mark, Rule)) for s in range(12)}
    assert len(drawn) >= 10
