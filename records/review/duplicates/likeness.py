"""How alike two papers are: in their text, in their numbers, in their looks. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from domain.reading import PageReading
from domain.text import folded, squeezed

_NUMBER = re.compile(r"[0-9]{2,}")
_LONGEST = 20_000
"""Letters compared of one paper; what follows hardly changes the answer and costs its square."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two papers are.

    `text` 0..1: letters that both have, wherever their lines stand. `numbers` 0..1: digits that
    both have, None where neither has any. `picture`: bits in which the looks of their pages
    differ at most, of 64; None where they are not known.
    """

    text: float
    numbers: float | None
    picture: int | None


SAME_TEXT = 0.90
SAME_NUMBERS = 0.92
SAME_LOOK = 6
"""From where on two papers are asked about, measured by `python -m bench.duplicates`.

Numbers tell most: two scans of one paper agree in nearly all of them, whereas this month's paper
and next month's agree in all but these.
"""


def is_same(alike: Likeness) -> bool:
    """Whether a person should say if these are two scans of one paper."""
    if alike.numbers is not None and alike.numbers < SAME_NUMBERS:
        return False
    if alike.text:
        return alike.text >= SAME_TEXT
    return alike.picture is not None and alike.picture <= SAME_LOOK


def likeness(one: Sequence[PageReading], other: Sequence[PageReading]) -> Likeness:
    """Compare two papers by what was read of them."""
    texts = [_text(pages) for pages in (one, other)]
    numbers = [_digits(text) for text in texts]
    pairs = [_pairs(squeezed(text)[:_LONGEST]) for text in texts]
    return Likeness(
        text=_shared(*pairs),
        numbers=_shared(*numbers) if any(numbers) else None,
        picture=_apart([page.picture for page in one], [page.picture for page in other]),
    )


def _text(pages: Sequence[PageReading]) -> str:
    return "\n".join(folded(page.page.text) for page in pages)


def _digits(text: str) -> Counter[str]:
    """The neighbouring digits of all numbers: a lost bracket joins two, and that harms little."""
    found: Counter[str] = Counter()
    for number in _NUMBER.findall(text):
        found += _pairs(number)
    return found


def _pairs(letters: str) -> Counter[str]:
    return Counter(letters[at : at + 2] for at in range(len(letters) - 1))


def _shared(one: Counter[str], other: Counter[str]) -> float:
    """Twice what both have over all there is, longer things counting for more."""
    everything = sum(len(thing) * count for held in (one, other) for thing, count in held.items())
    both = sum(len(thing) * count for thing, count in (one & other).items())
    return 2 * both / everything if everything else 0.0


def _apart(one: Sequence[str], other: Sequence[str]) -> int | None:
    """The most bits in which the looks of two pages differ, page by page."""
    if len(one) != len(other) or not all((*one, *other)):
        return None
    pairs = zip(one, other, strict=True)
    return max((int(left, 16) ^ int(right, 16)).bit_count() for left, right in pairs)
