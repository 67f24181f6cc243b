"""The weights by which the signs of a value become its confidence, as `trust.toml` has them."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

FEATURES = (
    "bias",
    "reader",
    "weakest",
    "agree",
    "differ",
    "formal",
    "check_digit",
    "strange_script",
    "unlike_print",
    "page",
    "unlike_second",
    "figures",
    "email",
    "like_label",
    "among_labels",
    "guessed",
    "specks",
    "far",
    "holds_label",
    "gap",
    "partial",
    "lines",
)
"""What is weighed; `tools/fit_trust.py` fits one weight for each."""

_MOST = 4.0


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight for each feature; `threshold` is the confidence from which nobody need look."""

    of: Mapping[str, float]
    threshold: float

    def confidence(self, features: Mapping[str, float]) -> float:
        """How likely a value with these features is right, 0..1."""
        score = sum(self.of[name] * features.get(name, 0.0) for name in FEATURES)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def nines(confidence: float) -> float:
    """A reader's confidence as the number of its nines: 0.9 is 1, 0.99 is 2, at most 4."""
    return min(_MOST, -math.log10(max(1.0 - confidence, 10.0**-_MOST)))


@lru_cache(maxsize=1)
def load() -> Weights:
    """The fitted weights, read once."""
    text = (files("ingest.fields") / "trust.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    return Weights(
        {name: float(told["weights"].get(name, 0.0)) for name in FEATURES}, told["threshold"]
    )
