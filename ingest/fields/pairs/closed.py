"""Labels that a colon closes, with what stands behind or below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.fields.pairs.link import Link, beside, shared, under
from ingest.fields.pairs.looks import is_datum
from ingest.fields.pairs.phrases import Phrase

_FAR = 14.0
"""In heights: what stands farther behind a label is not its value."""
_PITCH = 1.7
_BELOW = 2.4
_LONGEST = 70


def closed_pairs(phrases: Sequence[Phrase], aspect: float) -> list[Link]:
    """Every label closed by a colon that has a value."""
    taken: set[int] = set()
    found: list[Link] = []
    for label in phrases:
        if not label.closed or len(label.text) > _LONGEST:
            continue
        values = _behind(label, phrases, aspect) or _below(label, phrases, aspect, taken)
        if values:
            taken.update(id(value) for value in values)
            found.append(Link((label,), tuple(values)))
    return found


def _behind(label: Phrase, phrases: Sequence[Phrase], aspect: float) -> list[Phrase]:
    """The value on the label's row, with the lines into which it runs on."""
    em = label.height / aspect
    first: list[Phrase] = []
    edge = label.box.x1
    for other in beside(label, phrases):
        far = _FAR if not first else 2.5
        if other.closed or other.box.x0 - edge > far * em:
            break
        first.append(other)
        edge = other.box.x1
    return [*first, *_lines_on(label, first, phrases, em)] if first else []


def _lines_on(
    label: Phrase, first: Sequence[Phrase], phrases: Sequence[Phrase], em: float
) -> Iterator[Phrase]:
    """Lines below a value that begin where it began, or where its label did, and go on with it."""
    upper = first[0]
    if all(is_datum(one.text) for one in first):
        return
    while True:
        lower = under(upper, phrases, _PITCH)
        following = next((one for one in lower if _aligned(one, label, first[0], em)), None)
        if following is None or following.closed:
            return
        if is_datum(following.text) or _has_left(following, phrases, em):
            return
        if _names_another(following, upper, phrases, em):
            return
        yield following
        upper = following


def _aligned(one: Phrase, label: Phrase, first: Phrase, em: float) -> bool:
    """Whether a line begins where the value began, or between its label and there."""
    return label.box.x0 + 1.2 * em < one.box.x0 <= first.box.x0 + 1.2 * em


def _names_another(line: Phrase, upper: Phrase, phrases: Sequence[Phrase], em: float) -> bool:
    """Whether a line has words beside it that the line above has not: it is a label then."""
    return bool(beside(line, phrases)) and line.box.x1 + 4 * em < upper.box.x1


def _has_left(phrase: Phrase, phrases: Sequence[Phrase], em: float) -> bool:
    """Whether something stands left of it on its row, whose value it will be."""
    return any(
        other.box.same_row(phrase.box) and other.box.x1 <= phrase.box.x0 + 0.3 * em
        for other in phrases
        if other is not phrase
    )


def _below(
    label: Phrase, phrases: Sequence[Phrase], aspect: float, taken: set[int]
) -> list[Phrase]:
    """The value under a label with nothing behind it."""
    em = label.height / aspect
    lower = under(label, phrases, _BELOW)
    first = next((one for one in lower if abs(one.box.x0 - label.box.x0) < 6 * em), None)
    if first is None or first.closed or id(first) in taken:
        return []
    if (
        any(other.closed for other in beside(first, phrases)[:1])
        and shared(first.box, label.box) < 0.5
    ):
        return []
    return [first, *_lines_on(label, [first], phrases, em)]
