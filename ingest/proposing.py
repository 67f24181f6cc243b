"""From the pages of a scan that were read to the documents that are proposed to the records.

Runs in the owner process: it alone asks the records whose papers these are. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from domain.document import DocumentDraft
from domain.outcome import StepFailure
from domain.reading import PageReading
from domain.template import Template
from ingest.draft import Around, draft
from ingest.fields.continued import with_continued_lists
from ingest.forms.catalogue import load
from ingest.learning.learned import Learned, with_own_types
from ingest.options import FilingOptions
from ingest.route.clues import CustomerLookup
from ingest.split import Span, split
from ingest.templates.apply import taught_types, with_templates
from records.journal.journal import ScanRecord


def propose(
    scan: ScanRecord,
    readings: Sequence[PageReading],
    failures: Sequence[StepFailure],
    customers: CustomerLookup,
    options: FilingOptions,
    *,
    templates: Sequence[Template] = (),
    learned: Learned | None = None,
    said: Mapping[int, bool] | None = None,
) -> tuple[DocumentDraft, ...]:
    """Divide a scan into documents, and say what each is and whose.

    `failures` count where they name a page of which there is no reading; `templates` are the
    forms that were taught, `learned` what persons' answers taught, `said` a person's word on
    pages: a document begins there, or none does. Nothing is written.
    """
    named = [failure.page for failure in failures if failure.page is not None]
    pages = max([scan.pages or 0, *named])
    learned = learned or Learned()
    catalogue = with_own_types(taught_types(load(), templates), learned.own_types)
    threshold = options.field_threshold
    readings = with_templates(readings, templates, catalogue, threshold)
    spans = [
        replace(
            span,
            readings=learned.judged(with_continued_lists(span.readings, catalogue, threshold)),
        )
        for span in split(readings, pages, said)
    ]
    around = Around(scan.name, whose=learned.whose)

    def drawn(span: Span, around: Around) -> DocumentDraft:
        return draft(span, scan.folder, catalogue, customers, options, around=around)

    alone = [drawn(span, around) for span in spans]
    return tuple(
        drawn(span, replace(around, pile=pile)) if pile and _lacks_customer(one) else one
        for span, one, pile in zip(spans, alone, _piles(alone), strict=True)
    )


def _lacks_customer(one: DocumentDraft) -> bool:
    return one.customer.chosen is None and not one.provisional


def _piles(drafts: Sequence[DocumentDraft]) -> Iterator[tuple[str, ...]]:
    """For each document the customers of those next to it in the pile, where they are decided."""
    chosen = [one.customer.chosen for one in drafts]
    for place in range(len(chosen)):
        beside = (chosen[place - 1] if place else None, *chosen[place + 1 : place + 2])
        yield tuple(number for number in beside if number)
