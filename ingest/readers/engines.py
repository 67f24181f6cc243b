"""Two ways to call Tesseract: inside this process, or as a programme beside it.

Inside the process a crop takes milliseconds; the programme serves where no such package exists.
Both give single characters with their boxes, so that what stands above cannot tell them apart.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.errors import MissingTool
from domain.geometry import Box
from ingest.formats.contract import Image
from ingest.formats.glyphs import Glyph
from ingest.readers import tessdata

# Several threads on one small picture only wait for each other.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

BLOCK, ONE_LINE = 6, 7
"""Tesseract's page segmentation modes: one block of text, one line."""

_OSD = 0

_SMALLEST = 4
"""Side of an image, in pixels, below which nothing can be written on it."""

Glyphs = list[Glyph]


@dataclass(frozen=True, slots=True)
class Turned:
    """What Tesseract makes of a page's orientation: degrees clockwise that undo it, and trust."""

    degrees: int
    confidence: float


class Engine(Protocol):
    """Tesseract in one language or several."""

    version: str

    def lines(self, image: Image, mode: int) -> list[Glyphs]:
        """Lines of characters, spaces among them, with boxes as shares of the image."""


class InProcess:
    """Tesseract through tesserocr."""

    def __init__(self, language: str, folder: Path) -> None:
        import tesserocr

        self._module = tesserocr
        self._api = tesserocr.PyTessBaseAPI(path=f"{folder}/", lang=language, psm=BLOCK)
        self._api.SetVariable("debug_file", os.devnull)
        self.version = str(tesserocr.tesseract_version()).split()[1]

    def lines(self, image: Image, mode: int) -> list[Glyphs]:
        if min(image.shape[:2]) < _SMALLEST:
            return []
        self._api.SetPageSegMode(mode)
        self._show(image)
        try:
            self._api.Recognize()
            return list(self._walk(self._api.GetIterator(), image.shape[1], image.shape[0]))
        finally:
            self._api.Clear()

    def turned(self, image: Image) -> Turned | None:
        """The page's orientation; None where there is too little text to tell."""
        self._api.SetPageSegMode(_OSD)
        self._show(image)
        try:
            answer = self._api.DetectOrientationScript()
        finally:
            self._api.Clear()
        if not answer:
            return None
        return Turned((360 - int(answer["orient_deg"])) % 360, float(answer["orient_conf"]))

    def _show(self, image: Image) -> None:
        shades = np.ascontiguousarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY))
        height, width = shades.shape
        self._api.SetImageBytes(shades.tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(300)

    def _walk(self, symbols: Any, width: int, height: int) -> Iterator[Glyphs]:
        level = self._module.RIL
        line: Glyphs = []
        while symbols is not None and not symbols.Empty(level.SYMBOL):
            if symbols.IsAtBeginningOf(level.TEXTLINE) and line:
                yield line
                line = []
            if symbols.IsAtBeginningOf(level.WORD) and line:
                line.append(Glyph(" ", line[-1].box))
            line.extend(_glyph(symbols, level, width, height))
            if not symbols.Next(level.SYMBOL):
                break
        if line:
            yield line


def _glyph(symbols: Any, level: Any, width: int, height: int) -> Iterator[Glyph]:
    """The symbol with its word's confidence: the symbols' own are flattering."""
    trust = symbols.Confidence(level.WORD)
    text, edges = symbols.GetUTF8Text(level.SYMBOL), symbols.BoundingBox(level.SYMBOL)
    if text and text.strip() and edges:
        left, top, right, bottom = edges
        box = Box.clipped(left / width, top / height, right / width, bottom / height)
        yield Glyph(text, box, min(1.0, max(0.0, trust / 100.0)))


class AsProgramme:
    """Tesseract through its command line, one process a picture."""

    def __init__(self, language: str, folder: Path) -> None:
        import pytesseract

        self._module = pytesseract
        self._language = language
        self._folder = folder
        try:
            self.version = str(pytesseract.get_tesseract_version())
        except pytesseract.TesseractNotFoundError as error:
            raise MissingTool("tesseract", "sudo apt-get install tesseract-ocr") from error

    def lines(self, image: Image, mode: int) -> list[Glyphs]:
        if min(image.shape[:2]) < _SMALLEST:
            return []
        answer = self._module.image_to_data(
            cv2.cvtColor(image, cv2.COLOR_BGR2RGB),
            lang=self._language,
            config=f'--tessdata-dir "{self._folder}" --psm {mode} --dpi 300',
            output_type=self._module.Output.DICT,
        )
        rows: dict[tuple[int, int, int], Glyphs] = {}
        for index, text in enumerate(answer["text"]):
            if not text.strip():
                continue
            key = (answer["block_num"][index], answer["par_num"][index], answer["line_num"][index])
            line = rows.setdefault(key, [])
            if line:
                line.append(Glyph(" ", line[-1].box))
            line.extend(_spread(text.strip(), answer, index, image.shape))
        return list(rows.values())

    def turned(self, image: Image) -> Turned | None:
        """The page's orientation; None where there is too little text to tell."""
        try:
            answer = self._module.image_to_osd(
                cv2.cvtColor(image, cv2.COLOR_BGR2RGB),
                config=f'--tessdata-dir "{self._folder}" --psm {_OSD} --dpi 300',
                output_type=self._module.Output.DICT,
            )
        except self._module.TesseractError:
            return None
        return Turned(int(answer["rotate"]) % 360, float(answer["orientation_conf"]))


def _spread(text: str, answer: Any, index: int, shape: tuple[int, ...]) -> Glyphs:
    """The characters of a word, side by side over its box."""
    rows, columns = shape[:2]
    left, top = answer["left"][index], answer["top"][index]
    width, height = answer["width"][index], answer["height"][index]
    edges: NDArray[np.float64] = np.linspace(left, left + width, len(text) + 1) / columns
    trust = min(1.0, max(0.0, float(answer["conf"][index]) / 100.0))
    return [
        Glyph(
            char,
            Box.clipped(edges[at], top / rows, edges[at + 1], (top + height) / rows),
            trust,
        )
        for at, char in enumerate(text)
    ]


@lru_cache(maxsize=8)
def engine(language: str, *, in_process: bool = True) -> InProcess | AsProgramme:
    """Tesseract in `language` (`eng`, `chi_sim+eng`, `osd`), loaded once. Raises MissingTool."""
    folder = tessdata.folder()
    for name in language.split("+"):
        if not (folder / f"{name}.traineddata").is_file():
            package = f"tesseract-ocr-{name.replace('_', '-')}"
            raise MissingTool(f"Tesseract's {name}", f"sudo apt-get install {package}")
    if in_process and importlib.util.find_spec("tesserocr"):
        try:
            return InProcess(language, folder)
        except (RuntimeError, ImportError):
            # The wheel's Tesseract and the machine's languages do not fit; the programme's will.
            return AsProgramme(language, folder)
    return AsProgramme(language, folder)
