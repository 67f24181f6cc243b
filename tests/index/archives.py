"""Archives with documents in them, made in a line each, for the tests of index and search."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from domain.document import Document, DocumentDraft, DocumentText
from domain.fields import FieldKey, FieldReading
from domain.filing import Decision, Subject
from domain.forms import Part
from domain.geometry import Box
from domain.ids import DocumentId
from domain.outcome import DocumentState
from domain.page import Line, Page, Word
from domain.reading import PageReading
from records.archive import Archive
from records.journal.journal import Arrival
from tests.records.papers import document

LINE_HEIGHT = 0.02
CHARACTER_WIDTH = 0.01


def page(text: str, number: int = 1) -> Page:
    """A page of lines, each character a hundredth of the page wide, words where spaces are."""
    lines = []
    for row, said in enumerate(text.split("\n")):
        top = 0.05 + row * LINE_HEIGHT
        words = []
        at = 0
        for word in said.split(" "):
            if word:
                words.append(Word(word, _box(at, at + len(word), top), 0.99))
            at += len(word) + 1
        lines.append(Line(said, _box(0, len(said), top), 0.99, tuple(words)))
    return Page(number=number, width=1000, height=1400, lines=tuple(lines))


def _box(start: int, end: int, top: float) -> Box:
    left = 0.1 + start * CHARACTER_WIDTH
    return Box.clipped(left, top, 0.1 + end * CHARACTER_WIDTH, top + LINE_HEIGHT)


def value(key: str, said: str, number: int = 1) -> FieldReading:
    """A field's value as read, in a box of its own."""
    return FieldReading(
        FieldKey(key), key, said, said, number, Box(0.5, 0.5, 0.7, 0.52), 0.97, False
    )


def put(
    archive: Archive,
    *texts: str,
    title: str = "",
    type_key: str = "letter",
    customer: str | None = None,
    fields: Sequence[FieldReading] = (),
) -> Document:
    """File a scan whose pages say `texts`, as one document."""
    source = archive.root / f"{uuid4().hex}.scan"
    source.write_bytes(source.name.encode())
    stored = archive.vault.store(source)
    archive.journal.receive(stored, Arrival("scan.jpg", ""))
    archive.journal.claim()
    archive.journal.set_contents(stored.scan, len(texts), "image/jpeg")
    for number, text in enumerate(texts, start=1):
        archive.journal.store_page(stored.scan, number, PageReading(page(text, number)))
    draft = DocumentDraft(
        pages=tuple(range(1, len(texts) + 1)),
        title=title,
        type=Decision(Subject.TYPE, type_key, 0.99),
        part=Part.CORRESPONDENCE,
        customer=Decision(Subject.CUSTOMER, customer, 0.99 if customer else 0.0),
        state=DocumentState.FILED if customer else DocumentState.REVIEW,
        fields=tuple(fields),
    )
    return archive.filing.file(stored.scan, [draft], 1.0)[0]


def with_customers(archive: Archive) -> Archive:
    """The archive, knowing two customers."""
    archive.customers.put("KH-2024-0001", {"customer_name": "北京华润大厦有限公司"})
    archive.customers.put("KH-2024-0007", {"customer_name": "臺灣順風貿易有限公司"})
    return archive


def document_text(*texts: str, ident: str = "D000000000001", title: str = "") -> DocumentText:
    """A document with read pages, in no archive."""
    pages = tuple(range(1, len(texts) + 1))
    made = document(id=DocumentId(ident), pages=pages, type_key="letter", title=title)
    return DocumentText(made, tuple(page(text, n) for n, text in enumerate(texts, start=1)))
