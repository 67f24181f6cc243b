"""The form of a Whoosh index: which fields an entry has there, and how they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from whoosh import columns, fields, formats

from domain.ids import DocumentId
from index.contract import Candidate
from index.entry import Entry

PARTS = "\f"
"""Parts the texts of an entry in its column; like ITEMS, no folded text holds it."""

META = "!index"
"""Stands in the place of a document's id in the one entry that is about the index itself."""


class TermsField(fields.FieldType):  # type: ignore[misc]
    """Terms that come ready from `index.analysis`, with how often each stands in the entry."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)

    def index(
        self, value: Mapping[str, int], **_options: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, times in value.items():
            yield term.encode(errors="surrogatepass"), times, float(times), b""


class ValueField(fields.FieldType):  # type: ignore[misc]
    """Exact values, for filters and for finding a document's entries."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)

    def index(
        self, value: str | tuple[str, ...], **_options: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        for one in (value,) if isinstance(value, str) else value:
            yield one.encode(), 1, 1.0, b""


def schema() -> fields.Schema:
    """The fields of an entry: what it is found by, what it is filtered by, what it shows."""
    return fields.Schema(
        document=ValueField(),
        type_key=ValueField(),
        customer=ValueField(),
        state=ValueField(),
        grade=ValueField(),
        terms=TermsField(),
        headings=TermsField(),
        length=fields.COLUMN(columns.NumericColumn("I")),
        texts=fields.COLUMN(columns.VarBytesColumn()),
        printed=fields.COLUMN(columns.VarBytesColumn()),
    )


def row(entry: Entry) -> dict[str, object]:
    """`entry` as Whoosh takes it."""
    texts = (
        entry.document,
        str(entry.page),
        entry.type_key,
        entry.customer,
        entry.state,
        entry.date,
        entry.body,
        entry.remarks,
        entry.headings,
    )
    return {
        "document": entry.document,
        "type_key": entry.type_key,
        "customer": tuple(sorted({entry.customer, *entry.referred})),
        "state": entry.state,
        "grade": str(entry.grade),
        "terms": entry.terms,
        "headings": entry.heading_terms,
        "length": entry.terms.total(),
        "texts": PARTS.join(texts).encode(errors="surrogatepass"),
        "printed": entry.printed,
    }


def candidate(place: int, texts: bytes) -> Candidate:
    """The texts of a row again. Raises ValueError when they are not what `row` wrote."""
    parts = texts.decode(errors="surrogatepass").split(PARTS)
    document, page, type_key, customer, state, date, body, remarks, headings = parts
    return Candidate(
        place=place,
        document=DocumentId(document),
        page=int(page),
        type_key=type_key,
        customer=customer,
        state=state,
        date=date,
        body=body,
        remarks=remarks,
        headings=headings,
    )
