"""Orientation and skew on the real scans of skew_rotate, each with what is known about it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from bench.hostile import corpora
from bench.reading import ours, scores
from bench.reading.figures import Figure, at_least, at_most
from domain.page import Page
from ingest import formats
from ingest.images.skew import skew_of
from ingest.images.turning import levelled

_ANGLES = (-14.0, -9.3, -5.5, -3.1, -0.7, 0.4, 2.2, 6.6, 9.9, 12.5, 14.9)
"""Degrees by which a straight page is turned."""

_LEGIBLE = 0.9
"""Share of a known text's words that must be read for a page to be the right way up."""


_WHOLE = 0.5
"""Degrees by which a skew that is stated in whole degrees may be wrong itself."""

Left = tuple[str, float]
"""A page, and the degrees that are left."""


@dataclass(frozen=True, slots=True)
class Stood:
    """A page, and whether it was set upright; `said` tells what was wrong."""

    name: str
    right: bool
    said: str = ""


def upright(folder: Path) -> Iterator[Stood]:
    """Every page of the set whose orientation is known."""
    text = (folder / "docling" / "ocr_test.expected.md").read_text(encoding="utf-8")
    for path in sorted((folder / "docling").glob("ocr_test*.pdf")):
        found = scores.word_recall(text, _page(path).text).joined_recall
        yield Stood(path.name, found >= _LEGIBLE, f"{found:.2f} of its words read")
    mixed = folder / "docling" / "sample_with_rotation_mismatch.pdf"
    if mixed.is_file():
        yield _as_it_lies(mixed)
    for path in sorted((folder / "exif_orientation").glob("*.jpg")):
        yield _as_it_lies(path)
    for path in sorted((folder / "deskew").glob("*.png")):
        yield _as_it_lies(path)
    yield _as_it_lies(folder / "jdeskew" / "test.png")
    yield _as_it_lies(folder / "zh" / "photo_text_lines_skewed.jpeg")
    yield _as_it_lies(folder / "zh" / "img_exif_orientation.jpg")
    yield _as_it_lies(folder / "zh" / "idcard_specimen_upside_down.jpeg", 180)


@lru_cache(maxsize=64)
def _page(path: Path) -> Page:
    """The page, read once for all that is asked about it."""
    return ours.surely_read(path).page


def _as_it_lies(path: Path, undo: int = 0) -> Stood:
    """A page that needs this turn clockwise after its file's own word has been obeyed."""
    turn = int(_page(path).rotation)
    return Stood(path.name, turn == undo, f"turned by {turn}, not {undo}")


def straight(folder: Path) -> Iterator[Left]:
    """What is left of a straight page that was turned by known angles."""
    page = formats.page(folder / "jdeskew" / "test.png", 1, ours.OPTIONS).image
    for angle in _ANGLES:
        yield f"{angle:+.1f}°", abs(skew_of(levelled(page, -angle)) - angle)


def scanned(folder: Path) -> Iterator[Left]:
    """How far from what the set says real scans were found to lie.

    It says so in whole degrees, clockwise; we count counter-clockwise.
    """
    for name, angle in json.loads((folder / "deskew" / "angles.json").read_text()).items():
        yield name, abs(_page(folder / "deskew" / name).skew + angle)


def run() -> list[Figure]:
    """Orientation of every page, and the skew that is left."""
    folder = corpora() / "skew_rotate"
    if not folder.is_dir():
        absent = "not at hand; $ANJUAN_CORPORA"
        return [at_least("turns", "skew_rotate: orientation right", None, 1.0, note=absent)]
    with ours.processes(1) as pool:
        stood, turned, scans = pool.submit(_both, folder).result()
    _, worst = max((angle, name) for name, angle in turned)
    _, farthest = max((angle, name) for name, angle in scans)
    wrong = [f"{page.name} ({page.said})" for page in stood if not page.right]
    share = 100.0 * (len(stood) - len(wrong)) / len(stood)
    return [
        at_least(
            "turns",
            "skew_rotate: orientation right",
            share,
            100.0,
            unit=" %",
            note=f"{len(stood)} pages; wrong: {', '.join(wrong) or 'none'}",
        ),
        at_most(
            "turns", "skew_rotate: residual skew, 95th percentile",
            float(np.percentile([angle for _, angle in turned], 95)), 0.3, unit="°",
            note=f"a straight page turned by {len(turned)} angles; worst at {worst}",
        ),
        at_most(
            "turns", "skew_rotate: from the stated skew of real scans",
            max(angle for _, angle in scans), _WHOLE, unit="°",
            note=f"{len(scans)} scans, stated in whole degrees; farthest {farthest}",
        ),
    ]  # fmt: skip


def _both(folder: Path) -> tuple[list[Stood], list[Left], list[Left]]:
    """Runs in a process of its own."""
    return list(upright(folder)), list(straight(folder)), list(scanned(folder))
