"""Signs that a value may not be the value of its label, or not all of it and nothing else.

A word read without fault but put beside the wrong label looks as sure as any. What gives it away is
what stands there: a label of another field, a neighbour that is one, or marks that nobody writes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.fields import ValueKind
from domain.text import is_han, squeezed
from ingest.fields.book import LabelBook
from ingest.fields.squares import is_gloss
from ingest.fields.understood import Value

_SPECKS = re.compile(
    r"[.,;:'`·~_]\s*$|^\s*[.,;:'`·~_-]|[0-9]\.[0-9]{3}\.[0-9]|~|[一-鿿]\s*[.'`]\s*[一-鿿]|\.\."
)
"""Marks that a reader makes of specks, or misreads."""
_CODE_PARTED = re.compile(r"[A-Za-z0-9-]\s+[0-9A-Za-z-]")
_LONG_LABEL = 4
_MONTH = len("2024-03")
_WRAPS = frozenset({ValueKind.TEXT, ValueKind.ADDRESS, ValueKind.COMPANY, ValueKind.CHOICE})
_WORDS = frozenset({ValueKind.CHOICE, ValueKind.TEXT})
_CODED = frozenset({ValueKind.CREDIT_CODE, ValueKind.IDENTITY, ValueKind.EMAIL, ValueKind.POSTCODE})


@dataclass(frozen=True, slots=True)
class Placement:
    """What speaks against a value where it stands.

    `like_label`: it is itself a label. `among_labels`: another value of the same label is one.
    `guessed`: its label was read with a mistake. `specks`: it has marks that nobody writes.
    `far`: room between label and value, in heights, where one stands left of the other.
    `holds_label`: another field's label stands within the value. `gap`: the widest room between two
    of its characters, in heights. `partial`: a date without its day. `lines`: how many more lines
    than one a value has that should need no more.
    """

    like_label: bool = False
    among_labels: bool = False
    guessed: bool = False
    specks: bool = False
    far: float = 0.0
    holds_label: bool = False
    gap: float = 0.0
    partial: bool = False
    lines: int = 0


SOUND = Placement()
"""Nothing speaks against it."""


def placements(values: Sequence[Value], book: LabelBook | None, aspect: float) -> list[Placement]:
    """The placement of each value, by the labels in force; `aspect` is width over height."""
    likes = [book is not None and _like_label(value, book) for value in values]
    heads = {value.found.label_box for value, like in zip(values, likes, strict=True) if like}
    return [
        Placement(
            like_label=like,
            among_labels=not like and value.found.label_box in heads,
            guessed=_guessed(value),
            specks=_has_specks(value),
            far=_far(value, aspect),
            holds_label=book is not None and _holds_label(value, book),
            gap=_gap(value, aspect),
            partial=_is_partial(value),
            lines=0 if value.spec.kind in _WRAPS else min(3, max(0, len(value.found.value) - 1)),
        )
        for value, like in zip(values, likes, strict=True)
    ]


def _like_label(value: Value, book: LabelBook) -> bool:
    """Whether a value is a label of some field, or its English name.

    A choice or a word may be called like a label that may as well be a value: 职务 经理.
    """
    bare = squeezed(value.raw)
    if bare in book.labels:
        return not (value.spec.kind in _WORDS and bare in book.weak)
    return not value.found.printed.isascii() and is_gloss(value.raw, book)


def _holds_label(value: Value, book: LabelBook) -> bool:
    """Whether a long label of another field stands behind the value's first words."""
    text = squeezed(value.raw)
    return any(
        text[at : at + length] in book.labels and text[at : at + length] not in book.weak
        for length in range(_LONG_LABEL, min(book.longest, len(text)) + 1)
        for at in range(1, len(text) - length + 1)
        if is_han(text[at])
    )


def _gap(value: Value, aspect: float) -> float:
    """The widest room within a line of the value, in its heights."""
    gaps = [
        strip.gap_before(at, aspect)
        for strip in value.found.value
        for at in range(1, len(strip.glyphs))
        if not strip.glyphs[at].character.isspace()
    ]
    return min(5.0, max((gap for gap in gaps if gap != float("inf")), default=0.0))


def _is_partial(value: Value) -> bool:
    """Whether a date says a month and no day, as one whose end was lost."""
    said = value.parsed.value if value.parsed else ""
    return value.spec.kind == ValueKind.DATE and len(said) == _MONTH


def _guessed(value: Value) -> bool:
    """Whether the label as printed is not the one it was taken for."""
    printed = squeezed(re.sub(r"[(（].*", "", value.found.printed))
    return bool(printed) and printed != value.found.squeezed


def _has_specks(value: Value) -> bool:
    raw = value.raw
    parted = value.spec.kind in _CODED and _CODE_PARTED.search(raw) is not None
    stray = any(is_han(char) for char in raw) and raw.rstrip()[-1:] in (".", ",")
    unbalanced = sum(map(raw.count, "(（")) != sum(map(raw.count, ")）"))
    return parted or stray or unbalanced or _SPECKS.search(raw) is not None


def _far(value: Value, aspect: float) -> float:
    """Room from a label to the value right of it; 0 where the value stands elsewhere."""
    label, place = value.found.label_box, value.found.place
    if not value.found.value or not label.same_row(place) or place.x0 < label.x1:
        return 0.0
    height = max(value.found.value[0].height, 1e-6)
    return min(20.0, (place.x0 - label.x1) * aspect / height)
