"""How alike a query and a text are: BM25, the same for every backend.

A term says more the fewer entries have it (`rarity`), more the oftener it stands in an entry, but
less and less so (K), and less in a long entry than in a short one (B).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

K = 1.2
B = 0.6

Floats = NDArray[np.float32]


def rarity(frequency: int, count: int) -> float:
    """What a term that `frequency` of `count` entries have is worth; never below zero."""
    return math.log(1.0 + (count - frequency + 0.5) / (frequency + 0.5))


def weight(times: Floats, lengths: Floats, mean_length: float) -> Floats:
    """What standing `times` in entries of `lengths` terms is worth, 0..K+1."""
    norm = K * (1.0 - B + B * lengths / max(mean_length, 1.0))
    return (times * (K + 1.0) / (times + norm)).astype(np.float32)
