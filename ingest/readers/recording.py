"""A reader that repeats answers from files: what stands above it is tried without any model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from domain.geometry import Box
from domain.page import Line, Word
from ingest.formats.contract import Image
from ingest.readers.contract import Crop, Reader


class RecordingReader:
    """Answers from `folder`; asks `source`, where there is one, for what was never recorded.

    Answers are kept by a hash of the image's pixels. Without a source an image that is not
    recorded raises KeyError, so that a test never passes on an answer nobody gave.
    """

    name = "recording"

    def __init__(self, folder: Path, source: Reader | None = None) -> None:
        self._folder = folder
        self._source = source
        self.version = "1"

    def read(self, image: Image, cells: Sequence[Box] = ()) -> tuple[Line, ...]:
        kept = self._kept("page", image)
        if kept is not None:
            return tuple(_line(plain) for plain in kept)
        lines = self._asked(image).read(image, cells)
        self._keep("page", image, [_plain(line) for line in lines])
        return lines

    def read_crop(self, image: Image) -> Crop:
        kept = self._kept("crop", image)
        if kept is not None:
            return Crop(kept["text"], kept["confidence"])
        crop = self._asked(image).read_crop(image)
        self._keep("crop", image, {"text": crop.text, "confidence": crop.confidence})
        return crop

    def _asked(self, image: Image) -> Reader:
        if self._source is None:
            raise KeyError(f"no answer is recorded for {_digest(image)}")
        return self._source

    def _path(self, kind: str, image: Image) -> Path:
        return self._folder / f"{kind}-{_digest(image)}.json"

    def _kept(self, kind: str, image: Image) -> Any:
        path = self._path(kind, image)
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None

    def _keep(self, kind: str, image: Image, answer: Any) -> None:
        text = json.dumps(answer, ensure_ascii=False, indent=1)
        self._path(kind, image).write_text(text, encoding="utf-8")


def _digest(image: Image) -> str:
    shape = "x".join(str(length) for length in image.shape)
    return hashlib.sha256(shape.encode() + image.tobytes()).hexdigest()[:16]


def _plain(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "box": line.box.as_tuple(),
        "confidence": line.confidence,
        "handwritten": line.handwritten,
        "words": [
            [word.text, word.box.as_tuple(), word.confidence, word.handwritten]
            for word in line.words
        ],
    }


def _line(plain: dict[str, Any]) -> Line:
    return Line(
        text=plain["text"],
        box=Box(*plain["box"]),
        confidence=plain["confidence"],
        words=tuple(Word(text, Box(*box), *rest) for text, box, *rest in plain["words"]),
        handwritten=plain["handwritten"],
    )
