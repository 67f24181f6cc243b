"""Labels that nothing closes: room alone parts them from their values."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.fields.pairs.link import Link, beside
from ingest.fields.pairs.looks import is_label_like
from ingest.fields.pairs.phrases import Phrase

_FAR = 14.0
_BOXES = "□☐☑☒口囗○●"
"""A box to tick begins an answer, and no label."""


def open_pairs(phrases: Sequence[Phrase], aspect: float) -> list[Link]:
    """Labels with the words beside them, where a row holds one or two such."""
    found: list[Link] = []
    taken: set[int] = set()
    for label in phrases:
        if (
            id(label) in taken
            or label.closed
            or not is_label_like(label.text)
            or label.text[0] in _BOXES
        ):
            continue
        em = label.height / aspect
        right = beside(label, phrases)
        if right and right[0].box.x0 - label.box.x1 <= _FAR * em and not right[0].closed:
            taken.add(id(right[0]))
            found.append(Link((label,), (right[0],)))
    return found
