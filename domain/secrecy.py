"""What is told of a paper to a person whose grade does not reach it: that there is one, no word.

Source: domain section 5.1, C-10 and C-11 (by role, need to know only). Names and numbers under
which customers and files are listed are the register's own and no paper's: they are always told.
"""

from __future__ import annotations

from dataclasses import replace

from domain.customer import CatalogueEntry, Remark
from domain.document import Document

WITHHELD = "withheld"
"""Stands where the type of a paper would stand."""


def bare(document: Document) -> Document:
    """The document without what it is, whose it is and what it says; its place stays."""
    return replace(
        document,
        type_key=WITHHELD,
        type_confidence=0.0,
        customer=None,
        customer_confidence=0.0,
        title="",
        document_date=None,
        fields=(),
        reasons=(),
    )


def bare_entry(entry: CatalogueEntry) -> CatalogueEntry:
    """The line of a catalogue that holds the paper's place, its pages and nothing else of it."""
    return replace(
        entry,
        type_key=WITHHELD,
        title="",
        document_date=None,
        responsible="",
        number="",
        remarks=(Remark.WITHHELD,),
    )
