"""Which signatures a document lacks: of those its type demands, and those its print asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.finding import Finding, FindingCode
from domain.forms import DocumentType, Signatory
from domain.geometry import Box
from domain.reading import PageReading
from domain.signing import SignPlace, SignState
from domain.text import folded
from ingest.forms.catalogue import load

REPRESENTATIVES = (
    "法定代表人或委托代理人", "法定代表人或授权代表", "法定代表人", "委托代理人", "授权代表",
    "委托代表", "代表人", "负责人", "经办人", "代表",
)  # fmt: skip
"""Labels below a party's name behind which somebody signs for it."""
_TAIL = re.compile(r"[(]?(?:签字|签名|签章|签署|盖章)[)]?(?:[(]盖章[)])?$")
_EXPLICIT = re.compile(r"签字|签名|签章|签署")
_SEALED = re.compile(r"章[)]?$")
"""A place for a seal, where a signature may be but need not."""
_COLUMN, _BLOCK = 0.12, 0.28
"""Shares of the page within which labels stand below a party's: sideways, and downwards."""
_CORNER = (0.5, 0.22)
"""The top right of a page: right of the one share of its width, above the other of its height."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A place for a signature, and its page."""

    place: SignPlace
    page: int

    @property
    def role(self) -> str:
        """The label without the word that asks to sign."""
        return _TAIL.sub("", self.place.label) or self.place.label


def missing_signatures(readings: Sequence[PageReading], kind: DocumentType) -> Iterator[Finding]:
    """A finding for each signature that is lacking or only typed (REQ-002, REQ-118, REQ-346)."""
    if any(one.signatures is None and not one.page.blank for one in readings):
        return  # read by a version that did not look
    places = [_Found(one, r.page.number) for r in readings for one in r.signatures or ()]
    used: set[int] = set()
    for role in kind.signs:
        own = _of(role, places)
        used |= {id(one.place) for one in own}
        yield from _demanded(role, own, places, readings)
    for role in kind.sign_row:
        own = [one for one in _of(role, places) if id(one.place) not in used]
        used |= {id(one.place) for one in own}
        if own and all(one.place.state is SignState.EMPTY for one in own):
            yield _missing(role.key, own[-1])
    for one in places:
        asks = _EXPLICIT.search(one.place.label) or _is_of_row(one)
        if id(one.place) not in used and asks and one.place.state is SignState.EMPTY:
            yield _missing("", one)


def _is_of_row(one: _Found) -> bool:
    """Whether it stands in a sign-off row; places for seals do not."""
    sealed = _SEALED.search(one.place.label) or one.place.label in _seal_labels()
    return one.place.in_row and not sealed


@lru_cache(maxsize=1)
def _seal_labels() -> frozenset[str]:
    kinds = load().types.values()
    owners = (owner for kind in kinds for owner in (*kind.seals, *kind.copy_seals))
    return frozenset(folded(label) for owner in owners for label in owner.labels)


def _of(role: Signatory, places: Iterable[_Found]) -> list[_Found]:
    """The places for one who signs, and below a party's name those of who signs for it."""
    labels = {_bare(label) for label in role.labels}
    own = [one for one in places if {_bare(one.place.label), _bare(one.role)} & labels]
    signing = [one for one in own if _EXPLICIT.search(one.place.label)]
    if signing or not role.key.startswith("party_") or not own:
        return signing or [one for one in own if not _SEALED.search(one.place.label)]
    last = max(own, key=lambda one: (one.page, one.place.label_box.y0))
    return [one for one in places if one is not last and _stands_below(one, last)] or [last]


def _bare(label: str) -> str:
    return re.sub(r"[()\s]", "", folded(label))


def _stands_below(one: _Found, party: _Found) -> bool:
    label, above = one.place.label_box, party.place.label_box
    below = 0 < label.y0 - above.y0 < _BLOCK
    known = one.role in REPRESENTATIVES or _EXPLICIT.search(one.place.label)
    beside = abs(label.x0 - above.x0) < _COLUMN
    return one.page == party.page and below and beside and bool(known)


def _demanded(
    role: Signatory,
    own: Sequence[_Found],
    places: Sequence[_Found],
    readings: Sequence[PageReading],
) -> Iterator[Finding]:
    signed = sum(one.place.state is SignState.SIGNED for one in own)
    if signed >= role.least:
        return
    if not own:
        if not _signed_elsewhere(role, places, readings):
            yield Finding(FindingCode.SIGNATURE_MISSING, role.key)
        return
    printed = [one for one in own if one.place.state is SignState.PRINTED]
    empty = [one for one in own if one.place.state is SignState.EMPTY]
    if printed and not empty:
        one = printed[-1]
        code = FindingCode.SIGNATURE_PRINTED
        yield Finding(code, role.key, one.place.label, one.page, one.place.box)
    elif empty or signed < role.least:
        yield _missing(role.key, (empty or list(own))[-1])


def _signed_elsewhere(
    role: Signatory, places: Iterable[_Found], readings: Iterable[PageReading]
) -> bool:
    """Whether somebody signed where no label was made out: nothing is claimed of that."""
    if role.place == "top_right":
        corner = Box(_CORNER[0], 0.0, 1.0, _CORNER[1])
        words = (w for r in readings for line in r.page.lines for w in line.words)
        return any(word.handwritten and corner.holds(word.box.centre) for word in words)
    explicit = (one for one in places if _EXPLICIT.search(one.place.label))
    return any(one.place.state is SignState.SIGNED for one in explicit)


def _missing(subject: str, one: _Found) -> Finding:
    code = FindingCode.SIGNATURE_MISSING
    return Finding(code, subject, one.place.label, one.page, one.place.box)
