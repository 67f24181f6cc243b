"""What is true about a rendered paper."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from domain.geometry import Box

Image = npt.NDArray[np.uint8]
"""Pixels in BGR order, shape (height, width, 3)."""


@dataclass(frozen=True, slots=True)
class FieldTruth:
    """One field of a form.

    `printed` is the value as it stands on the paper, lines joined, empty for a blank field;
    `value` the same in Simplified script, dates as YYYY-MM-DD. `box` holds the value (of a blank
    field: the place for it) on the upright page.
    """

    key: str
    label: str
    value: str
    printed: str
    box: Box
    handwritten: bool = False


@dataclass(frozen=True, slots=True)
class LineTruth:
    """One run of text, such as a label, a value, or a line of a paragraph."""

    text: str
    box: Box
    handwritten: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """All about one page.

    `customer` is the customer's number in the register, None if it is in none. `rotation` is
    the clockwise turn the scan needs to stand upright again; `skew` the counter-clockwise
    turn, in degrees, that was done to it besides.
    """

    type_key: str
    title: str
    customer: str | None
    fields: tuple[FieldTruth, ...] = ()
    lines: tuple[LineTruth, ...] = ()
    rotation: int = 0
    skew: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Plain data for a JSON file; boxes as [x0, y0, x1, y1]."""
        plain = asdict(self)
        for item in (*plain["fields"], *plain["lines"]):
            item["box"] = [round(float(side), 4) for side in item["box"].values()]
        return plain


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as a scanner would deliver it, its resolution, and the truth about it."""

    image: Image
    truth: Truth
    dpi: int
