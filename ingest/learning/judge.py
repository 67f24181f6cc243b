"""The learned model's word on a paper's type, as one more piece of evidence with its place.

Two judges speak with one voice. Comparison with reviewed papers works from the first answer on and
knows how far a paper is from everything seen; the linear judge, trained in the background, weighs
what tells types apart. Neither is heard on a paper that is like none of the examples.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from domain.filing import Evidence, EvidenceKind
from domain.geometry import Box
from domain.reading import PageReading
from ingest.learning.model import Model
from ingest.learning.text import first_page, print_in, print_of
from ingest.learning.titles import with_evidence

SUREST = 0.93
AGAINST = -0.7
_NEIGHBOURS = 7
_SUPPORT = (0.0, 0.55, 0.75, 0.88, 0.95)
"""How far one, two, three or four reviewed papers of a type are believed; five are, wholly."""
_MACHINES_WORD = 0.3
_WORTH_SAYING = 0.15
_SURE = 0.8
_DENIED = 0.02
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Likely:
    """A type, how far it is believed (0..1), and the rows of the examples that it is like."""

    type_key: str
    weight: float
    rows: tuple[int, ...]


def with_learned(
    readings: Sequence[PageReading], model: Model, document: str = ""
) -> tuple[PageReading, ...]:
    """The pages of one document, the first with print bearing what was learned of its type.

    `document` is left out of the comparison, so that a paper does not vouch for itself.
    """
    page = first_page(readings)
    if page is None:
        return tuple(readings)
    bearing = with_evidence(page, type_evidence(readings, model, document))
    return tuple(bearing if reading is page else reading for reading in readings)


def type_evidence(
    readings: Sequence[PageReading], model: Model, document: str = ""
) -> tuple[Evidence, ...]:
    """What speaks for types by what was learned, and against those that were taken for others."""
    page = first_page(readings)
    if page is None or not model.documents:
        return ()
    found = likely(model, print_of(page), document)
    evidence = [_evidence(one, page, model) for one in found if one.weight >= _WORTH_SAYING]
    if found and found[0].weight >= _SURE:
        evidence += _denials(found[0], page, model)
    return tuple(evidence)


def likely(model: Model, text: str, document: str = "") -> tuple[Likely, ...]:
    """The types that a paper with this print may be, most likely first."""
    row = model.vectors([text])
    alike = np.asarray((model.rows @ row.T).todense()).ravel()
    if document:
        alike[[i for i, held in enumerate(model.documents) if held == document]] = 0.0
    nearest = [int(i) for i in np.argsort(-alike, kind="stable")[:_NEIGHBOURS]]
    near = [i for i in nearest if alike[i] > model.floor]
    if not near:
        return ()
    compared = _compared(model, alike, near)
    chances = dict(zip(model.types, model.probabilities(row)[0], strict=True))
    found = [_joined(one, chances, model) for one in compared]
    return tuple(sorted(found, key=lambda one: -one.weight))


def _compared(model: Model, alike: np.ndarray, near: Sequence[int]) -> list[Likely]:
    """What the nearest examples say: by their number, their likeness, and whose word they are."""
    votes: dict[str, float] = defaultdict(float)
    rows: dict[str, list[int]] = defaultdict(list)
    for i in near:
        share = 1.0 if model.by_person[i] else _MACHINES_WORD
        votes[model.labels[i]] += share * float(alike[i] - model.floor)
        rows[model.labels[i]].append(i)
    together = sum(votes.values())
    return [
        Likely(key, vote / together * _heard(model, alike, rows[key]), tuple(rows[key]))
        for key, vote in votes.items()
    ]


def _heard(model: Model, alike: np.ndarray, rows: Sequence[int]) -> float:
    """How far so many examples, so much like the paper, are to be heard at all."""
    nearest = max(float(alike[i]) for i in rows)
    likeness = min(1.0, (nearest - model.floor) / (model.ceiling - model.floor))
    support = sum(1.0 if model.by_person[i] else _MACHINES_WORD for i in rows)
    whole = min(len(_SUPPORT) - 1, int(support))
    believed = _SUPPORT[whole] if support < len(_SUPPORT) else 1.0
    return likeness * believed


def _joined(one: Likely, chances: dict[str, np.floating], model: Model) -> Likely:
    """Comparison and the linear judge together; a type that only one knows is that one's."""
    if one.type_key not in model.types:
        return replace(one, weight=SUREST * one.weight)
    chance = float(chances[one.type_key])
    return replace(one, weight=SUREST * (one.weight + chance * (1 - one.weight)) * _agreed(chance))


def _agreed(chance: float) -> float:
    """What is left of a comparison that the linear judge holds for unlikely."""
    return min(1.0, 0.4 + 1.2 * chance)


def _evidence(one: Likely, page: PageReading, model: Model) -> Evidence:
    named = "、".join(model.documents[i] for i in one.rows[:_SHOWN])
    text, box = _telling_line(one, page, model)
    return Evidence(
        EvidenceKind.LEARNED,
        one.type_key,
        round(one.weight, 3),
        f"{text} ~ {named}",
        page.page.number,
        box,
    )


def _telling_line(one: Likely, page: PageReading, model: Model) -> tuple[str, Box | None]:
    """The line of the page that is most like the examples of this type."""
    lines = [line for line in page.page.lines if len(print_in(line, page)) > 1]
    if not lines:
        return "", None
    rows = model.vectors([print_in(line, page) for line in lines])
    alike = np.asarray((rows @ model.rows[list(one.rows)].T).sum(axis=1)).ravel()
    best = lines[int(alike.argmax())]
    return best.text, best.box


def _denials(best: Likely, page: PageReading, model: Model) -> list[Evidence]:
    """What speaks against the types that other evidence names and the model holds for unlikely."""
    others = {piece.says for piece in page.type_evidence} - {best.type_key}
    detail = f"{best.type_key} {best.weight:.2f}"
    return [
        Evidence(
            EvidenceKind.LEARNED,
            key,
            round(AGAINST * best.weight, 3),
            detail,
            page.page.number,
        )
        for key in sorted(others)
        if key not in {model.labels[i] for i in best.rows}
    ]
