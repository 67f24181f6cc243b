"""What an archive has learned, kept at hand: the model in force, and every answer given since."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.document import Document
from domain.filing import Subject
from domain.reading import PageReading
from domain.review import Review
from domain.text import squeezed
from ingest.learning.learned import Learned
from ingest.options import FilingOptions
from ingest.route.paper import ADDRESS_KEYS, CONTRACT_KEY, NAME_KEYS, PARTY_KEYS, PERSON_KEYS
from records.archive import Archive

if TYPE_CHECKING:  # loading it takes seconds
    from ingest.learning.model import Example, Model

_TELLING = (*NAME_KEYS, *PARTY_KEYS, *PERSON_KEYS, *ADDRESS_KEYS, CONTRACT_KEY, "phone", "contact")
"""Fields whose values may mean a customer again."""


class LearnedSource:
    """Gives what was learned, brought up to date whenever somebody has answered since.

    Safe to share by threads. A first answer costs the loading of the learner, later ones
    milliseconds; an archive without answers costs nothing.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._lock = threading.Lock()
        self._stand: tuple[object, ...] = ()
        self._version = 0
        self._learned = Learned()

    def current(self) -> Learned:
        """What was learned up to this moment."""
        with self._lock:
            number, packed = self._archive.models.current()
            stand = (number, self._archive.reviews.last())
            if stand != self._stand:
                reviews = self._archive.reviews.settled()
                model = self._model(number, packed, reviews) if reviews else None
                self._learned = Learned(model, self._whose())
                self._stand = stand
            return replace(self._learned, own_types=self._archive.own_types.current())

    def options(self, filing: FilingOptions) -> FilingOptions:
        """The settings, with the thresholds that this archive's reviewed documents allow."""
        bounds = self._archive.bounds.current()
        held = {
            Subject.TYPE: filing.type_threshold,
            Subject.CUSTOMER: filing.customer_threshold,
        }
        held |= {subject: bound.threshold for subject, bound in bounds.items()}
        return replace(
            filing,
            type_threshold=held[Subject.TYPE],
            customer_threshold=held[Subject.CUSTOMER],
            doubted_types=frozenset(bounds[Subject.TYPE].doubted if bounds else ()),
        )

    def _model(self, number: int, packed: bytes, reviews: Iterable[Review]) -> Model | None:
        """The version in force, or the one at hand, with what was said since and not taken back."""
        from ingest.learning.model import unpack, untaught

        held = self._learned.model if number == self._version else None
        if held is None:
            held = unpack(packed) if packed else untaught()
            self._version = number
        seen = seen_by(self._archive, number)
        said = {review.document: review for review in reviews if review.subject is Subject.TYPE}
        known = dict(zip(held.documents, held.labels, strict=True))
        gone = {
            document
            for document, vouched in zip(held.documents, held.by_person, strict=True)
            if vouched and document not in said
        }
        fresh = [
            review
            for document, review in said.items()
            if known.get(document, "" if review.number > seen else review.said) != review.said
        ]
        return held.without(gone).with_examples(list(examples(self._archive, fresh)))

    def _whose(self) -> dict[str, dict[str, int]]:
        meant: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for value, customer in self._archive.reviews.values(_TELLING):
            meant[squeezed(value)][customer] += 1
        return {value: dict(customers) for value, customers in meant.items() if value}


def examples(archive: Archive, reviews: Iterable[Review]) -> Iterable[Example]:
    """Reviewed papers as examples of the types that persons said they are."""
    from ingest.learning.model import Example

    for review in reviews:
        document = archive.documents.get(review.document)
        if shown := _shown(archive, document):
            text, title = shown
            yield Example(document.id, text, review.said, title=title)


def filed_examples(archive: Archive, of_a_type: int, surest: float) -> Iterable[Example]:
    """Papers that the machine filed and nobody has spoken about, a few of each type."""
    from ingest.learning.model import Example

    for key in archive.reviews.types_filed():
        for document in archive.reviews.unspoken(type_key=key, limit=of_a_type):
            shown = _shown(archive, document) if document.type_confidence >= surest else None
            if shown:
                yield Example(document.id, shown[0], key, by_person=False)


def readings_of(archive: Archive, document: Document) -> tuple[PageReading, ...]:
    """What was read on the pages of a document."""
    pages = set(document.pages)
    return tuple(one for one in archive.journal.readings(document.scan) if one.page.number in pages)


def _shown(archive: Archive, document: Document) -> tuple[str, str] | None:
    """A paper's print and its title; None where nothing can be read on it."""
    from ingest.learning.text import first_page, print_of

    page = first_page(readings_of(archive, document))
    return (print_of(page), squeezed(page.title)) if page else None


def seen_by(archive: Archive, number: int) -> int:
    """The last review that the version was trained with."""
    return next((one.seen for one in archive.models.list() if one.number == number), 0)
