"""A network compiled for the shapes that it meets often."""

from __future__ import annotations

import importlib.util
import math
from collections import Counter
from functools import lru_cache, partial
from pathlib import Path

from ingest.formats.memory import give_back
from ingest.images.inference import Network, OnnxNetwork, OpenVinoNetwork, Tensor, model_path
from ingest.images.likeliest import Scores

_OFTEN = 2
"""Times that a shape must have come before a network is compiled for it alone."""

_FITTED = 3
"""Shapes for which that is done in one process: each takes ten megabytes, the first more."""

_STRANGE = 4_000_000
"""Pixels of other shapes after which the network for any shape is loaded anew, which costs as much
as two of them do: it keeps a dozen megabytes for each million, whatever it is told to keep."""


class FittingNetwork:
    """A network on OpenVINO that is compiled anew for the few shapes that come often.

    For one shape the detector takes three quarters of the time and half of the memory that it takes
    for any. Most pages of an office have one of two or three sizes. Only one of the compiled
    networks holds memory for its answers, and that for any shape forgets what it met now and then.
    """

    backend = OpenVinoNetwork.backend

    def __init__(self, model: Path, threads: int, *, bare: bool = False) -> None:
        self._load = partial(OpenVinoNetwork, model, threads, bare=bare)
        self._any = self._last = self._load()
        self._fitted: dict[tuple[int, ...], OpenVinoNetwork] = {}
        self._met: Counter[tuple[int, ...]] = Counter()
        self._strange: set[tuple[int, ...]] = set()
        self.labels, self.bare = self._any.labels, self._any.bare

    def __call__(self, batch: Tensor) -> Tensor:
        return self._for(batch.shape)(batch)

    def both(self, batch: Tensor) -> tuple[Scores, Tensor]:
        return self._for(batch.shape).both(batch)

    def rest(self) -> None:
        self._last.rest()

    def _for(self, shape: tuple[int, ...]) -> OpenVinoNetwork:
        """The network compiled for this shape, if it came often and was among the first to."""
        self._met[shape] += 1
        often = self._met[shape] > _OFTEN
        if often and shape not in self._fitted and len(self._fitted) < _FITTED:
            self._last.rest()
            self._fitted[shape] = self._load(shape=shape)
            give_back()
        chosen = self._fitted.get(shape) or self._for_any(shape)
        if chosen is not self._last:
            self._last.rest()
            self._last = chosen
        return chosen

    def _for_any(self, shape: tuple[int, ...]) -> OpenVinoNetwork:
        """The network for any shape, loaded anew where it has met too many others."""
        if shape not in self._strange and sum(map(_pixels, self._strange)) > _STRANGE:
            self._strange.clear()
            self._last.rest()
            self._any = self._last = self._load()
            give_back()
        self._strange.add(shape)
        return self._any


def _pixels(shape: tuple[int, ...]) -> int:
    return math.prod(shape[-2:])


@lru_cache(maxsize=8)
def load_fitting(package: str, name: str, threads: int, *, bare: bool = False) -> Network:
    """The network `name` of `package`, loaded once in this process. Raises MissingTool.

    It is for batches of any shape, of which few come often, as pages do; `bare` asks for the answer
    before its closing function.
    """
    model = model_path(package, name)
    if importlib.util.find_spec("openvino"):
        return FittingNetwork(model, threads, bare=bare)
    return OnnxNetwork(model, threads, bare=bare)
