"""The catalogue of a file (卷内文件目录): numbered, divided into volumes, with who made each paper.

Pure. Source: domain section 4.5, C-28; REQ-026, REQ-045, REQ-496, REQ-497.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.customer import CatalogueEntry, Remark
from domain.document import Document
from domain.forms import Part
from domain.outcome import DocumentState
from records.files.ordering import Shelved, in_order
from records.rules.shelving import ListingRules

_MAKERS: dict[Part, tuple[str, ...]] = {
    Part.IDENTITY: ("registration_authority",),
    Part.CONTRACT: ("party_a", "party_b"),
    Part.PAYMENT: ("seller_name", "payee", "drawer"),
    Part.CORRESPONDENCE: ("sender",),
    Part.COMPLAINT: ("complainant", "handled_by"),
    Part.VISIT: ("visitor",),
}
"""Fields that say who made a paper of a part, the surest first; all parts of a contract sign."""

_ANYWHERE = ("created_by", "sender", "signatory", "handled_by", "collector", "drawer")
_ALL_SIGN = frozenset({Part.CONTRACT})
_NUMBERS = ("letter_no", "contract_no", "invoice_no", "complaint_no", "record_no", "order_no")


def entries(
    papers: Sequence[Shelved],
    rules: ListingRules,
    file: str,
    numbers: Mapping[str, str],
    customer: str = "",
) -> tuple[CatalogueEntry, ...]:
    """The papers in order, as lines of the catalogue of `file`.

    `numbers` are those the archive gave to papers, by document; `customer` made what names
    nobody else.
    """
    listed: list[CatalogueEntry] = []
    sequence, volume, leaf = 0, 1, 1
    for paper in in_order(papers, rules.order):
        document = paper.document
        coded = rules.annex_coded or document.type_key not in rules.annex_types
        sequence += int(coded)
        pages = _pages(document, rules)
        if leaf > 1 and leaf - 1 + pages > rules.volume_pages:
            volume, leaf = volume + 1, 1
        listed.append(
            CatalogueEntry(
                sequence=sequence if coded else None,
                document=document.id,
                part=document.part,
                type_key=document.type_key,
                title=document.title,
                document_date=document.document_date,
                pages=pages,
                file=file,
                responsible=responsible(document) or customer,
                number=numbers.get(document.id, "") or _value(document, _NUMBERS),
                volume=volume,
                leaf=leaf,
                remarks=_remarks(document, coded),
            )
        )
        leaf += pages
    return tuple(listed)


def responsible(document: Document) -> str:
    """Who made the paper (责任者), as far as it says; both sides of a contract."""
    keys = _MAKERS.get(document.part, ())
    if document.part in _ALL_SIGN:
        sides = (_value(document, [key]) for key in keys)
        return "、".join(dict.fromkeys(side for side in sides if side))
    return _value(document, (*keys, *_ANYWHERE))


def _value(document: Document, keys: Sequence[str]) -> str:
    """The first value of the first of `keys` that the paper has."""
    for key in keys:
        for reading in document.fields:
            if reading.key == key and reading.value.strip():
                return reading.value.strip()
    return ""


def _pages(document: Document, rules: ListingRules) -> int:
    """Covers and lists count like every other paper, unless the rules count the body alone."""
    if rules.pages_counted == "body" and document.part is Part.CONTROL:
        return 0
    return len(document.pages)


def _remarks(document: Document, coded: bool) -> tuple[Remark, ...]:
    waiting = document.state is DocumentState.REVIEW
    said = ((waiting, Remark.IN_REVIEW), (not coded, Remark.NOT_CODED))
    return tuple(remark for holds, remark in said if holds)
