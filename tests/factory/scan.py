"""From a paper to what the scanner delivers."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.factory import degrade, render
from tests.factory.degrade import Damage
from tests.factory.layout import Paper
from tests.factory.truth import Rendered, Truth


def scan(paper: Paper, rng: Random, damage: Damage = degrade.NONE) -> tuple[Rendered, ...]:
    """Each sheet of `paper` as an image with its truth, all harmed in the same way."""
    pages = []
    for sheet in paper.sheets:
        image = degrade.apply(render.draw(sheet, rng), damage, rng)
        truth = Truth(
            paper.type_key, paper.title, paper.customer, sheet.fields, sheet.lines,
            damage.turn, damage.skew,
        )  # fmt: skip
        pages.append(Rendered(image, truth, damage.dpi))
    return tuple(pages)


def turned(damage: Damage, degrees: int) -> Damage:
    """`damage` with the page put into the scanner turned: 90, 180 or 270 degrees to undo."""
    return replace(damage, turn=degrees)
