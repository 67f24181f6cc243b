"""Characters that readers take for one another: those whose print looks most alike.

A recogniser confuses what has the same strokes in the same places, so the table is drawn, not
listed: every common character is set in one printing face, blurred, and compared with all others.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from tests.factory import fonts
from tests.factory.fonts import Style

_SIZE = 32
_KEPT = 4
_FIRST_ROW, _LAST_ROW = 0xB0, 0xD7
"""Rows of GB 2312 that hold the 3,755 characters of its first level."""


@lru_cache(maxsize=1)
def common() -> tuple[str, ...]:
    """The characters of GB 2312's first level, in its order."""
    codes = (
        bytes((row, column))
        for row in range(_FIRST_ROW, _LAST_ROW + 1)
        for column in range(0xA1, 0xFF)
    )
    return tuple(text for code in codes if (text := code.decode("gb2312", "ignore")))


def _drawn(character: str) -> npt.NDArray[np.float32]:
    """Its blurred print as a vector of length one."""
    sheet = Image.new("L", (_SIZE, _SIZE))
    pen = ImageDraw.Draw(sheet)
    pen.text((_SIZE / 2, _SIZE / 2), character, 255, _face(), anchor="mm")
    ink = cv2.GaussianBlur(np.asarray(sheet, dtype=np.float32), (0, 0), 1.3).ravel()
    ink -= ink.mean()
    return np.float32(1.0 / max(1e-6, float(np.linalg.norm(ink)))) * ink


@lru_cache(maxsize=1)
def _face() -> ImageFont.FreeTypeFont:
    return fonts.sized(fonts.faces(Style.SANS)[0], _SIZE - 4)


@lru_cache(maxsize=1)
def _prints() -> npt.NDArray[np.float32]:
    return np.stack([_drawn(character) for character in common()])


@lru_cache(maxsize=4096)
def lookalikes(character: str) -> tuple[str, ...]:
    """The few common characters that look most like `character`, most alike first."""
    likeness = _prints() @ _drawn(character)
    nearest = np.argsort(-likeness)[: _KEPT + 1]
    return tuple(common()[at] for at in nearest if common()[at] != character)[:_KEPT]
