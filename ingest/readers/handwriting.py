"""Whether a piece of a line was typed or written by hand.

The recogniser, on its way to the characters, describes every column of a line in some hundred
numbers. One weight for each of them tells hand from type, so the judgement costs next to nothing.
The weights lie beside this module; `tools/train_handwriting.py` finds them, on drawn lines only.
Numbers that a person chooses (slant, pitch, width of strokes) were tried first and told far less.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).with_name("handwriting.json")

INSIDE = "p2o.pd_op.pool2d.1.0"
"""The recogniser's layer whose numbers are weighed: the end of what it sees of shapes."""

_FULL = 6.0
"""Size from which a longer piece says no more."""

_CLOSING = frozenset(":：")
_WIDE = 0x2E80
_GAP = 2.2
"""A gap of so many usual steps between characters parts a label from what was filled in."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A weight for each of the numbers, and the strength from which a piece counts as written.

    `network` and `digest` say for which recogniser they were found.
    """

    network: str
    digest: str
    inside: str
    bias: float
    weights: NDArray[np.float32]
    least: float


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights that the tool found, read once in this process."""
    plain = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights(
        network=plain["network"],
        digest=plain["digest"],
        inside=plain["inside"],
        bias=plain["bias"],
        weights=np.array(plain["weights"], np.float32),
        least=plain["least"],
    )


def scores(inner: NDArray[np.float32]) -> NDArray[np.float32]:
    """For every column of a line, how much it looks written; above 0 rather than typed.

    `inner` is numbers x 1 x columns, as the network gives them.
    """
    known = weights()
    columns = inner.reshape(len(known.weights), -1)
    return np.asarray(known.weights @ columns + np.float32(known.bias), np.float32)


def size_of(text: str) -> float:
    """How long a piece is, in ideographs."""
    return sum(1.0 if ord(char) >= _WIDE else 0.5 for char in text if not char.isspace())


def say(sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the mean score of pieces of these sizes weighs: short ones say little."""
    return np.sqrt(np.clip(sizes, 0.0, _FULL))


def written(characters: Sequence[tuple[str, float, float]]) -> list[bool]:
    """For each character of a line, whether it stands in a piece written by hand.

    Characters are given with the place of their middle along the line and their score.
    """
    verdicts = [False] * len(characters)
    for piece in _pieces(characters):
        if _by_hand([characters[at] for at in piece]):
            for at in piece:
                verdicts[at] = True
    return verdicts


def _by_hand(piece: Sequence[tuple[str, float, float]]) -> bool:
    told = [(char, score) for char, _, score in piece if not char.isspace()]
    if not told:
        return False
    mean = float(np.mean([score for _, score in told]))
    size = size_of("".join(char for char, _ in told))
    return mean * float(say(np.array([size]))[0]) >= weights().least


def _pieces(characters: Sequence[tuple[str, float, float]]) -> Iterator[range]:
    """Cut behind a label's colon and at wide gaps."""
    places = [at for _, at, _ in characters]
    usual = float(np.median(np.diff(places))) if len(places) > 2 else 1.0
    start = 0
    for here in range(1, len(characters)):
        wide = places[here] - places[here - 1] > _GAP * usual
        if wide or characters[here - 1][0] in _CLOSING:
            yield range(start, here)
            start = here
    if start < len(characters):
        yield range(start, len(characters))
