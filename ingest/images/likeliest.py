"""Which class a network holds for likeliest, from its answer before the closing softmax.

Softmax changes no order among classes, and of eighteen thousand a reader wants the probability of
a few: so it is reckoned for those alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32] | NDArray[np.int16]
"""Scores, classes last. Whole numbers are the upper halves of floating ones ("bfloat16")."""


def likeliest(scores: Scores) -> NDArray[np.intp]:
    """The class of the highest score, for each row of `scores`; of equal ones the first."""
    best = np.asarray(scores.argmax(axis=-1), np.intp)
    if scores.dtype == np.int16:
        # Halves compare as the numbers do whose halves they are, but only if those are positive.
        highest = np.take_along_axis(scores.view(np.int16), best[..., None], -1)
        if np.any(highest < 0):
            best = np.asarray(whole(scores).argmax(axis=-1), np.intp)
    return best


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a network says of each column of a line: scores of the classes, or probabilities.

    `bare` says that they are scores. A part of it, cut out by columns, is probabilities.
    """

    scores: Scores
    bare: bool = False

    def __len__(self) -> int:
        return len(self.scores)

    def __getitem__(self, columns: slice) -> NDArray[np.float32]:
        part = whole(self.scores[columns])
        if self.bare and part.size:
            np.exp(part - part.max(axis=-1, keepdims=True), out=part)
            part /= part.sum(axis=-1, keepdims=True)
        return part

    def best(self) -> NDArray[np.intp]:
        """The likeliest class of each column."""
        return likeliest(self.scores)

    def sureness(self, columns: NDArray[np.intp]) -> list[float]:
        """The probability of the likeliest class in each of these columns."""
        # One by one, as what is reckoned for one column fits into the processor's own memory.
        return [self._sureness(self.scores[column]) for column in columns]

    def _sureness(self, column: Scores) -> float:
        classes = whole(column)
        highest = classes.max()
        if not self.bare:
            return float(highest)
        classes -= highest
        return 1.0 / float(np.exp(classes, out=classes).sum())


def whole(scores: Scores) -> NDArray[np.float32]:
    """A copy of the scores as floating numbers."""
    if scores.dtype != np.int16:
        return np.array(scores, np.float32)
    wide = scores.view(np.uint16).astype(np.uint32)
    wide <<= 16
    return wide.view(np.float32)
