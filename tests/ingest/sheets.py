"""Sheets drawn in a test: print, ruled tables, seals, holes and noise, each where it is said."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from ingest.formats.contract import Image
from tests.factory import fonts
from tests.factory.fonts import Style

CORPORA = Path(os.environ.get("ANJUAN_CORPORA", Path(__file__).parents[3] / "shared" / "data"))
"""Real documents, which are no part of the project."""

A4 = (1240, 1754)
"""Width and height in pixels at 150 dpi."""

BLACK, RED = (0, 0, 0), (40, 40, 225)
"""Blue, green, red."""


def corpus(*parts: str) -> Path:
    """A real document; the test is skipped, visibly, where it is not at hand."""
    path = CORPORA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{path.name} is not at hand; ANJUAN_CORPORA says where the corpora are")
    return path


def sheet(size: tuple[int, int] = A4, shade: int = 255) -> Image:
    """An empty sheet of a shade of grey; `size` is width and height."""
    return np.full((size[1], size[0], 3), shade, dtype=np.uint8)


def written(image: Image, text: str, at: tuple[int, int], size: int = 30) -> Image:
    """A copy of the sheet with a line of Chinese or Latin print, its top left corner at `at`."""
    picture = Pillow.fromarray(np.ascontiguousarray(image[:, :, ::-1]))
    font = fonts.sized(fonts.faces(Style.SANS)[0], size)
    ImageDraw.Draw(picture).text(at, text, font=font, fill="black")
    return np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])


def typed(image: Image, rows: int = 24, left: int = 150, top: int = 200, step: int = 55) -> Image:
    """The sheet with rows of Latin print that need no font to be installed."""
    for row in range(rows):
        words = f"Row {row + 1}: the customer has asked for a copy of the agreement"
        place = (left, top + row * step)
        cv2.putText(image, words, place, cv2.FONT_HERSHEY_SIMPLEX, 0.9, BLACK, 2, cv2.LINE_AA)
    return image


def ruled(image: Image, columns: Sequence[int], rows: Sequence[int], thickness: int = 2) -> Image:
    """The sheet with a full grid: lines down at `columns`, lines across at `rows`."""
    for x in columns:
        cv2.line(image, (x, rows[0]), (x, rows[-1]), BLACK, thickness)
    for y in rows:
        cv2.line(image, (columns[0], y), (columns[-1], y), BLACK, thickness)
    return image


def sealed(image: Image, centre: tuple[int, int], radius: int = 110) -> Image:
    """The sheet with a round red seal whose ink lets the print beneath shine through."""
    inked = image.copy()
    cv2.circle(inked, centre, radius, RED, 9)
    cv2.circle(inked, centre, radius // 3, RED, cv2.FILLED)
    for angle in range(200, 341, 20):
        x = centre[0] + 0.75 * radius * np.cos(np.deg2rad(angle))
        y = centre[1] + 0.75 * radius * np.sin(np.deg2rad(angle))
        cv2.rectangle(inked, (int(x) - 9, int(y) - 9), (int(x) + 9, int(y) + 9), RED, cv2.FILLED)
    return np.minimum(image, inked)


def noisy(image: Image, seed: int, strength: float = 8.0) -> Image:
    """The sheet as a scanner with a worn lamp sees it."""
    grain = np.random.default_rng(seed).normal(0.0, strength, image.shape)
    return np.clip(image + grain, 0, 255).astype(np.uint8)


def speckled(image: Image, seed: int, count: int = 300) -> Image:
    """The sheet with dust: dark dots of a pixel or two."""
    rng = np.random.default_rng(seed)
    height, width = image.shape[:2]
    for x, y in zip(rng.integers(0, width, count), rng.integers(0, height, count), strict=True):
        image[y : y + 2, x : x + 2] = 60
    return image
