"""Which seals a document bears, and which of those that it must bear it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.finding import Finding, FindingCode
from domain.forms import DocumentType, SealOwner
from domain.geometry import Box
from domain.page import Page, Seal, SealColour
from domain.reading import PageReading
from domain.text import folded
from ingest.checks.places import find_labels

_SOME_SEAL = 0.5
"""Ink around its place, in squares of the label's height, that may be a grey seal's."""
_REACH = 0.3
"""Shares of the page within which a seal belongs to the words that mark its place."""

Placed = tuple[Seal, int]
"""A seal and the number of its page."""


def seal_findings(
    readings: Sequence[PageReading], kind: DocumentType | None, is_copy: bool
) -> Iterator[Finding]:
    """The seals that are there, with their owners as far as they are known, and those missing.

    A photocopy must also bear `copy_seals` in ink (REQ-196, REQ-197, REQ-407). The grey seals of
    a copy are seen too seldom to say that one is missing, unless its place is known to be empty.
    """
    pages = [reading.page for reading in readings]
    seals = [(seal, page.number) for page in pages for seal in page.seals]
    owners = _owners(seals, pages, kind) if kind else {}
    named = {id(seal): owner.key for owner, (seal, _) in owners.items()}
    for seal, number in seals:
        looks = f"{seal.colour.value} {seal.shape.value}"
        yield Finding(FindingCode.SEAL_PRESENT, named.get(id(seal), ""), looks, number, seal.box)
    inked = [one for one in seals if one[0].colour is not SealColour.GREY]
    in_colour = bool(inked) or (len(inked) == len(seals) and all(r.coloured for r in readings))
    for owner in kind.seals if kind else ():
        if owner not in owners and (in_colour or _is_bare(owner, readings)):
            yield _missing(owner, pages)
    for owner in kind.copy_seals if kind and is_copy else ():
        if not inked:
            yield _missing(owner, pages)


def _owners(
    seals: Sequence[Placed], pages: Sequence[Page], kind: DocumentType
) -> dict[SealOwner, Placed]:
    """Each demanded seal's owner with the seal that stands nearest to his place."""
    if len(kind.seals) == 1 and seals:
        place = _place(kind.seals[0], pages)
        return {kind.seals[0]: min(seals, key=lambda one: _distance(one, place))}
    found: dict[SealOwner, Placed] = {}
    places = [(owner, place) for owner in kind.seals if (place := _place(owner, pages))]
    pairs = sorted(
        ((_distance(seal, place), owner, seal) for owner, place in places for seal in seals),
        key=lambda pair: pair[0],
    )
    taken: set[int] = set()
    for distance, owner, seal in pairs:
        if distance <= _REACH and owner not in found and id(seal[0]) not in taken:
            found[owner] = seal
            taken.add(id(seal[0]))
    return found


def _place(owner: SealOwner, pages: Sequence[Page]) -> tuple[Box, int] | None:
    """Where the words that mark an owner's place stand last in the document."""
    labels = [folded(label) for label in owner.labels]
    for page in reversed(pages):
        found = find_labels(page, labels)
        if found:
            return max(found, key=lambda label: label.box.y0).box, page.number
    return None


def _is_bare(owner: SealOwner, readings: Sequence[PageReading]) -> bool:
    """Whether there is a place for the owner's seal, and nothing around it but what was read."""
    labels = {folded(label) for label in owner.labels}
    own = [one for r in readings for one in r.signatures or () if one.label in labels]
    return bool(own) and own[-1].around < _SOME_SEAL


def _distance(one: Placed, place: tuple[Box, int] | None) -> float:
    """How far a seal stands from a place, in shares of the page; pages apart are far."""
    if place is None:
        return 0.0
    (seal, number), (box, page) = one, place
    if number != page:
        return 10.0
    x, y = seal.box.centre
    across = max(0.0, box.x0 - x, x - box.x1)
    return float(across + max(0.0, box.y0 - y, y - box.y1))


def _missing(owner: SealOwner, pages: Sequence[Page]) -> Finding:
    place = _place(owner, pages)
    box, page = place if place else (None, None)
    return Finding(FindingCode.SEAL_MISSING, owner.key, owner.name, page, box)
