"""How far a value can be relied upon, from all that speaks for it and against it."""

from __future__ import annotations

from dataclasses import dataclass

from domain.fields import Check
from domain.text import squeezed

_READER = 3.4
"""Doubt for each point that the reader's confidence falls short: printed values it was wrong on
stood below 0.97, and 95 of 100 it was right on stood above (1,357 values, 2 of them ill formed)."""
_PROVED = 0.99
"""A check digit lets one wrong value in thirty pass; with the reader's word, one in thousands."""
_AGREEMENT = 0.3
"""What is left of the doubt when two readers see the same."""
_FORM = 0.5
"""What is left of the doubt when a value has the strict form of its kind."""
_DIFFERENCE = 0.02
"""Doubt that another reading adds to a printed value; the second reader errs far more often."""
_WRITTEN_DIFFERENCE = 0.25
_ILL_FORMED_AT_MOST = 0.5
_SURE = 0.97
"""A reader's confidence from which a second reader's different word changes little."""
_BLANK = 0.95
_DOUBTFUL_BLANK = 0.5
_SPECK = 2
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

    `unlike_print` says that the two readers hardly ever agree on this page, as on handwriting.
    `reader` is the page reader's confidence; `second` what the second reader saw, None where it
    was not asked; `formal` says that the kind of value has a strict form.
    """

    raw: str
    reader: float
    handwritten: bool
    unlike_print: bool
    formal: bool
    well_formed: bool
    check_digit: bool
    second: tuple[str, float] | None


def judge(signs: Signs, threshold: float) -> Trust:
    """Weigh the signs; below `threshold`, ill formed, or written by hand needs a person.

    Only a check digit proves what is written by hand.
    """
    checks: list[Check] = []
    doubt = min(1.0, _READER * (1.0 - signs.reader))
    if signs.second is not None:
        doubt = _heard(signs, doubt, checks)
    if signs.check_digit:
        checks.append(Check.CHECK_DIGIT)
        doubt = min(doubt, 1.0 - _PROVED)
    elif signs.formal and signs.well_formed:
        checks.append(Check.WELL_FORMED)
        doubt *= _FORM
    confidence = 1.0 - doubt
    if not signs.well_formed:
        checks.append(Check.ILL_FORMED)
        confidence = min(confidence, _ILL_FORMED_AT_MOST)
    if signs.handwritten:
        checks.append(Check.HANDWRITTEN)
    by_hand = signs.handwritten and not signs.check_digit
    review = confidence < threshold or not signs.well_formed or by_hand
    return Trust(round(max(0.0, min(1.0, confidence)), 4), review, tuple(checks))


def _heard(signs: Signs, doubt: float, checks: list[Check]) -> float:
    """The doubt after hearing the second reader."""
    text, _ = signs.second or ("", 0.0)
    if squeezed(text) == squeezed(signs.raw):
        checks.append(Check.READERS_AGREE)
        return doubt * _AGREEMENT
    checks.append(Check.READERS_DIFFER)
    if signs.handwritten or signs.unlike_print:
        return min(1.0, doubt + _WRITTEN_DIFFERENCE)
    return min(1.0, doubt + (_DIFFERENCE if signs.reader >= _SURE else 2 * _DIFFERENCE))


def blank(second: tuple[str, float] | None, threshold: float) -> Trust:
    """Trust in a blank: the page reader saw nothing where a value would stand.

    What the second reader sees there counts when it is more than a speck.
    """
    text, sure = second or ("", 0.0)
    if len(squeezed(text)) >= _SPECK and sure >= _SEEN:
        return Trust(_DOUBTFUL_BLANK, True, (Check.READERS_DIFFER,))
    return Trust(_BLANK, threshold > _BLANK, ())
