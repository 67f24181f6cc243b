"""How far a value can be relied upon, from all that speaks for it and against it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from domain.fields import Check, ValueKind
from domain.text import squeezed
from ingest.fields.placement import SOUND, Placement
from ingest.fields.weights import load, nines

_ILL_FORMED_AT_MOST = 0.5
_BLANK = 0.985
_DOUBTFUL_BLANK = 0.5
_SPECK = 2
_FIGURES = re.compile(r"[0-9]{3}")
_SEEN = 0.6
"""From this confidence of the second reader on, something is written in a blank."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Confidence 0..1 in a value, whether a person must look, and what was weighed."""

    confidence: float
    needs_review: bool
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known about a value.

    `unlike_print` says that the two readers hardly ever agree on this page, as on handwriting;
    `strange_script` that a Simplified page has a Traditional character here, or the reverse.
    `reader` is the page reader's confidence, `weakest` that in the least sure word; `second` what
    the second reader saw, None where it was not asked; `formal` says that the kind of value has a
    strict form. `placement` is what speaks against the value where it stands, `page` the page
    reader's confidence in the whole page.
    """

    raw: str
    reader: float
    weakest: float
    handwritten: bool
    unlike_print: bool
    strange_script: bool
    formal: bool
    well_formed: bool
    check_digit: bool
    second: tuple[str, float] | None
    placement: Placement = SOUND
    page: float = 1.0
    kind: ValueKind = ValueKind.TEXT

    @property
    def agreed(self) -> bool:
        """Whether both readers see the same."""
        return self.second is not None and squeezed(self.second[0]) == squeezed(self.raw)

    def features(self) -> dict[str, float]:
        """The signs as numbers, by the names of their weights."""
        return {
            "bias": 1.0,
            "reader": nines(self.reader),
            "weakest": nines(self.weakest),
            "agree": float(self.agreed),
            "differ": float(self.second is not None and not self.agreed),
            "formal": float(self.formal and self.well_formed),
            "check_digit": float(self.check_digit),
            "strange_script": float(self.strange_script),
            "unlike_print": float(self.unlike_print),
            "page": nines(self.page),
            "unlike_second": self._unlike_second(),
            "figures": float(_FIGURES.search(self.raw) is not None and not self.check_digit),
            "email": float(self.kind == ValueKind.EMAIL),
            "like_label": float(self.placement.like_label),
            "among_labels": float(self.placement.among_labels),
            "guessed": float(self.placement.guessed),
            "specks": float(self.placement.specks),
            "far": self.placement.far / 10,
            "holds_label": float(self.placement.holds_label),
            "gap": max(0.0, self.placement.gap),
            "partial": float(self.placement.partial),
            "lines": float(self.placement.lines),
        }

    def _unlike_second(self) -> float:
        """How much of a value the second reader saw otherwise, 0..1; 0 where it was not asked."""
        if self.second is None or self.agreed:
            return 0.0
        return Levenshtein.normalized_distance(squeezed(self.second[0]), squeezed(self.raw))


def judge(signs: Signs, threshold: float) -> Trust:
    """Weigh the signs; below `threshold`, ill formed, or written by hand needs a person.

    Only a check digit proves what is written by hand.
    """
    confidence = load().confidence(signs.features())
    if not signs.well_formed:
        confidence = min(confidence, _ILL_FORMED_AT_MOST)
    by_hand = signs.handwritten and not signs.check_digit
    review = confidence < threshold or not signs.well_formed or by_hand
    return Trust(round(confidence, 4), review, tuple(_checks(signs)))


def decides(signs: Signs, threshold: float) -> bool:
    """Whether the second reader's word could change what `judge` says."""
    agreed = replace(signs, second=(signs.raw, 1.0))
    differed = replace(signs, second=("", 0.0))
    return judge(agreed, threshold).needs_review != judge(differed, threshold).needs_review


def _checks(signs: Signs) -> Iterator[Check]:
    """What was weighed, to be shown."""
    if signs.second is not None:
        yield Check.READERS_AGREE if signs.agreed else Check.READERS_DIFFER
    if signs.check_digit:
        yield Check.CHECK_DIGIT
    elif signs.formal and signs.well_formed:
        yield Check.WELL_FORMED
    if not signs.well_formed:
        yield Check.ILL_FORMED
    if signs.handwritten:
        yield Check.HANDWRITTEN


def blank(second: tuple[str, float] | None, threshold: float) -> Trust:
    """Trust in a blank: the page reader saw nothing where a value would stand.

    What the second reader sees there counts when it is more than a speck.
    """
    text, sure = second or ("", 0.0)
    if len(squeezed(text)) >= _SPECK and sure >= _SEEN:
        return Trust(_DOUBTFUL_BLANK, True, (Check.READERS_DIFFER,))
    return Trust(_BLANK, threshold > _BLANK, ())
