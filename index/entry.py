"""From a document to what the index holds about it: one entry per page. Pure.

A page's entry holds the page's text and the remarks about it: on the document's first page its
title and its customer, on every page the values in force that are not printed there as they are
(a person corrected them, or they are in normal form), of pairs too. The other pages carry the
document's headings apart, so that `华润 投诉` finds page 3 of a letter that names 华润 on page 1
only, while `华润` alone finds page 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from domain.customer import Customer
from domain.document import Document, DocumentText
from domain.fields import FieldReading, Pair
from domain.ids import DocumentId
from domain.page import Page
from domain.text import fold, folded
from index.analysis import terms
from index.printed import Printed, Remark, WayBack, words_of

ITEMS = "\n"
"""Parts the remarks; folding turns every white space into a plain one, so no query holds it."""

UNGRADED = 9
"""Above every grade: what nobody has graded is seen by those alone who see everything."""

_NAME_KEYS = ("customer_name", "person_name", "short_name", "former_name")


@dataclass(frozen=True, slots=True)
class Entry:
    """One page as the index holds it; all texts are folded.

    `remarks` are joined by ITEMS, as are `headings`, which only pages after the first have.
    `terms` cover body and remarks, `heading_terms` the headings. `date` is ISO or empty, and an
    empty `customer` says that there is none; `referred` are those in whose catalogues it is named
    besides. `grade` is the rank of its secrecy, from 0.
    `printed` is what `Printed.pack` made.
    """

    document: DocumentId
    page: int
    type_key: str
    customer: str
    referred: tuple[str, ...]
    state: str
    part: str
    grade: int
    date: str
    body: str
    remarks: str
    headings: str
    terms: Counter[str]
    heading_terms: Counter[str]
    printed: bytes


def entries(
    text: DocumentText,
    customer: Customer | None,
    grade: int = UNGRADED,
    referred: Sequence[str] = (),
) -> tuple[Entry, ...]:
    """The entries of a document, one for each of its pages, also for those that failed.

    `referred` are the numbers of customers in whose catalogues it is named.
    """
    document = text.document
    read = {page.number: page for page in text.pages}
    numbers = document.pages or tuple(read) or (1,)
    headings = tuple(Remark(said) for said in _headings(document, customer))
    bodies = {number: fold(page.text) for number, page in read.items()}
    said: tuple[FieldReading | Pair, ...] = (*document.fields, *text.pairs)
    printed_nowhere = [
        one
        for one in said
        if one.value and not any(folded(one.value) in body.text for body in bodies.values())
    ]
    made = []
    for number in numbers:
        first = number == numbers[0]
        values = [one for one in printed_nowhere if _belongs(one, number, numbers)]
        remarks = (headings if first else ()) + tuple(_value(field) for field in values)
        above = () if first else headings
        made.append(_entry(document, read.get(number), number, remarks, above, grade=grade))
    return tuple(replace(entry, referred=tuple(referred)) for entry in made)


def _belongs(one: FieldReading | Pair, number: int, numbers: tuple[int, ...]) -> bool:
    return one.page == number or (number == numbers[0] and one.page not in numbers)


def _value(one: FieldReading | Pair) -> Remark:
    return Remark(one.value, one.box if one.box.area > 0.0 else None)


def _headings(document: Document, customer: Customer | None) -> list[str]:
    said = [document.title]
    if customer is not None:
        said += [customer.name, customer.number]
        said += [value for key in _NAME_KEYS for value in customer.all(key)]
    elif document.customer is not None:
        said.append(document.customer)
    return [text for text in dict.fromkeys(said) if text.strip()]


def _entry(
    document: Document,
    page: Page | None,
    number: int,
    remarks: tuple[Remark, ...],
    headings: tuple[Remark, ...],
    *,
    grade: int,
) -> Entry:
    body = fold(page.text if page else "")
    said = _joined(remark.text for remark in remarks)
    above = _joined(heading.text for heading in headings)
    return Entry(
        document=document.id,
        page=number,
        type_key=document.type_key,
        customer=document.customer or "",
        referred=(),
        state=document.state.value,
        part=document.part.value,
        grade=grade,
        date=document.document_date.isoformat() if document.document_date else "",
        body=body.text,
        remarks=said,
        headings=above,
        terms=terms(body.text + ITEMS + said),
        heading_terms=terms(above),
        printed=Printed(
            text=page.text if page else "",
            way_back=WayBack.of(body),
            words=words_of(page) if page else np.empty((0, 6), dtype=np.uint32),
            remarks=remarks,
        ).pack(),
    )


def _joined(texts: Iterable[str]) -> str:
    return ITEMS.join(folded(text) for text in texts)
