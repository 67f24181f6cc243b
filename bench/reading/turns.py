"""Orientation and skew on the real scans of skew_rotate, each with what is known about it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.hostile import corpora
from bench.reading import ours, scores
from bench.reading.figures import Figure, at_least, at_most
from ingest import formats
from ingest.images.skew import skew_of
from ingest.images.turning import levelled

_ANGLES = (-14.0, -9.3, -5.5, -3.1, -0.7, 0.4, 2.2, 6.6, 9.9, 12.5, 14.9)
"""Degrees by which a straight page is turned."""

_LEGIBLE = 0.9
"""Share of a known text's words that must be read for a page to be the right way up."""


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
        found = scores.word_recall(text, ours.surely_read(path).page.text).joined_recall
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


def _as_it_lies(path: Path, undo: int = 0) -> Stood:
    """A page that needs this turn clockwise after its file's own word has been obeyed."""
    turn = int(ours.surely_read(path).page.rotation)
    return Stood(path.name, turn == undo, f"turned by {turn}, not {undo}")


def skews(folder: Path) -> Iterator[tuple[str, float]]:
    """What is left of known skews: of real scans, and of a straight page that is turned."""
    for name, angle in json.loads((folder / "deskew" / "angles.json").read_text()).items():
        yield name, abs(ours.surely_read(folder / "deskew" / name).page.skew - _sign(angle))
    straight = formats.page(folder / "jdeskew" / "test.png", 1, ours.OPTIONS).image
    for angle in _ANGLES:
        turned = levelled(straight, -angle)
        yield f"jdeskew {angle:+.1f}", abs(skew_of(turned) - angle)


def _sign(angle: float) -> float:
    """The set counts as we do, counter-clockwise."""
    return angle


def run() -> list[Figure]:
    """Orientation of every page, and the skew that is left."""
    folder = corpora() / "skew_rotate"
    if not folder.is_dir():
        absent = "not at hand; $ANJUAN_CORPORA"
        return [at_least("turns", "skew_rotate: orientation right", None, 1.0, note=absent)]
    with ours.processes(1) as pool:
        stood = pool.submit(_stood, folder).result()
        left = pool.submit(_skews, folder).result()
    wrong = [f"{page.name} ({page.said})" for page in stood if not page.right]
    angles = [angle for _, angle in left]
    worst = max(left, key=lambda item: item[1])
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
            "turns",
            "skew_rotate: residual skew, 95th percentile",
            float(np.percentile(angles, 95)),
            0.3,
            unit="°",
            note=f"{len(angles)} pages; worst {worst[0]} {worst[1]:.2f}°",
        ),
    ]


def _stood(folder: Path) -> list[Stood]:
    return list(upright(folder))


def _skews(folder: Path) -> list[tuple[str, float]]:
    return list(skews(folder))
