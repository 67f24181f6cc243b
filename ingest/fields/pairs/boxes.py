"""What is ticked: the question with its answers, or a lone box with its state."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from domain.fields import Pair
from domain.geometry import Box
from domain.page import Page

TICKED, OPEN = "☑", "□"


def ticked_pairs(page: Page) -> Iterator[Pair]:
    """A pair for each question with what is ticked of it, and for each box that stands alone.

    The box is the place of label and value both: its words have no place of their own.
    """
    for group, asked in groupby(page.checkboxes, key=lambda box: box.group):
        boxes = list(asked)
        if group:
            place = Box.around(box.box for box in boxes)
            said = "、".join(box.option for box in boxes if box.checked)
            sure = min(box.confidence for box in boxes)
            yield Pair(group, said or OPEN, page.number, place, place, sure)
            continue
        for box in boxes:
            said = TICKED if box.checked else OPEN
            yield Pair(box.option, said, page.number, box.box, box.box, box.confidence)
