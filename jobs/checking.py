"""Checks of the scans, kept behind the records as the search index is."""

from __future__ import annotations

from domain.errors import NotFound
from domain.finding import Finding
from domain.forms import Part
from domain.ids import DocumentId
from ingest.checks.judge import judged
from ingest.forms.catalogue import Catalogue, load
from ingest.templates.apply import taught_types
from records.archive import Archive
from records.customers.completeness import missing_on

_BATCH = 50
"""Rows of the outbox that are followed in one transaction."""


def catch_up(archive: Archive) -> int:
    """Check every document that was filed, read again or corrected since; how many there were."""
    if archive.findings.is_current:
        return 0
    catalogue = taught_types(load(), archive.templates.current())
    checked = 0
    while True:
        last, documents = archive.findings.waiting(_BATCH)
        if not documents:
            return checked
        found = {ident: _checked(archive, ident, catalogue) for ident in documents}
        archive.findings.note(found, last)
        checked += len(found)


def _checked(archive: Archive, ident: DocumentId, catalogue: Catalogue) -> tuple[Finding, ...]:
    """What is found on a document as it stands; nothing on one that is there no more."""
    try:
        document = archive.documents.get(ident)
    except NotFound:
        return ()
    readings = archive.documents.readings(ident)
    is_card = document.part is Part.CARD
    missing = missing_on(document, archive.profile.card) if is_card else ()
    kind = catalogue.types.get(document.type_key)
    return judged(readings, kind, document.fields, missing)
