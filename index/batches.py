"""From rows of the outbox to batches for the index, bounded in pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.customer import Customer
from domain.errors import NotFound
from domain.ids import DocumentId
from index.contract import Batch
from index.entry import Entry, entries
from records.archive import Archive

PAGES = 1_000
"""So many pages make a batch even if more documents would fit: about 150 MB of terms."""


def batches(
    archive: Archive, rows: Sequence[tuple[int, DocumentId]], pages: int = PAGES
) -> Iterator[Batch]:
    """What the index has to do for `rows`, (sequence, document), in order.

    A batch's watermark is the last row it covers. A document named twice in a batch is written
    once; one that is no more is only removed.
    """
    known: dict[str, Customer | None] = {}
    made: dict[DocumentId, tuple[Entry, ...]] = {}
    for place, (sequence, ident) in enumerate(rows, start=1):
        if ident not in made:
            made[ident] = _entries(archive, ident, known)
        if place == len(rows) or sum(map(len, made.values())) >= pages:
            every = tuple(entry for some in made.values() for entry in some)
            yield Batch(tuple(made), every, sequence)
            made = {}


def _entries(
    archive: Archive, ident: DocumentId, known: dict[str, Customer | None]
) -> tuple[Entry, ...]:
    try:
        text = archive.documents.text(ident)
    except NotFound:
        return ()
    customer = _customer(archive, text.document.customer, known)
    referred = archive.references.named_by(ident)
    return entries(text, customer, archive.grading.rank(text.document), referred)


def _customer(
    archive: Archive, number: str | None, known: dict[str, Customer | None]
) -> Customer | None:
    if number is None:
        return None
    if number not in known:
        try:
            known[number] = archive.customers.get(number)
        except NotFound:
            known[number] = None
    return known[number]
