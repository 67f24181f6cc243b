"""One document as the machine proposes it: type, customer, title, date, and why it waits if so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.document import DocumentDraft
from domain.fields import FieldReading
from domain.filing import Decision
from domain.forms import OTHER, DocumentType, Part
from domain.outcome import DocumentState, Reason, ReasonCode
from domain.referring import SecondCustomer
from domain.text import squeezed
from ingest.classify import classify
from ingest.describe import document_date, title
from ingest.forms.catalogue import Catalogue
from ingest.options import FilingOptions
from ingest.route.clues import CustomerLookup
from ingest.route.decide import Routing, refused, route
from ingest.route.paper import NAME_KEYS, NUMBER_KEY, Paper, paper
from ingest.split import Span

_SHOWN = 12
"""Doubtful fields that a reason lists by their labels."""


@dataclass(frozen=True, slots=True)
class Around:
    """What tells whose a document is though it does not stand on it.

    The name of its scan's file, the customers of its neighbours in the pile, and what values
    meant on papers that persons were asked about.
    """

    file_name: str = ""
    pile: tuple[str, ...] = ()
    whose: Mapping[str, Mapping[str, int]] | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """One document under judgement: its pages, its type, and what it says of its customer."""

    span: Span
    kind: Decision
    document_type: DocumentType | None
    paper: Paper
    options: FilingOptions

    @property
    def values(self) -> tuple[FieldReading, ...]:
        return tuple(value for reading in self.span.readings for value in reading.fields)

    @property
    def type_is_sure(self) -> bool:
        sure = self.kind.confidence >= self.options.type_threshold
        return self.kind.chosen not in (OTHER, *self.options.doubted_types) and sure


def draft(
    span: Span,
    folder: str,
    catalogue: Catalogue,
    customers: CustomerLookup,
    options: FilingOptions,
    *,
    around: Around | None = None,
) -> DocumentDraft:
    """Propose what the document on the pages of `span` is and whose file it belongs in.

    `around` is what is known of it besides its pages.
    """
    kind = classify(span.readings, catalogue.types, options.regimes)
    document_type = catalogue.types.get(kind.chosen or OTHER)
    sheet = paper(span.readings, folder, catalogue.fields, document_type, options.own_names)
    if around is not None:
        sheet = replace(
            sheet, file_name=around.file_name, pile=around.pile, whose=around.whose or {}
        )
    case = _Case(span, kind, document_type, sheet, options)
    routing = _routed(case, customers)
    opened = _opened(case, routing)
    concerns = _concerns(case)
    filed = routing.settled and not concerns
    return DocumentDraft(
        pages=span.pages,
        title=title(span.readings, document_type),
        type=kind,
        part=document_type.part if document_type else Part.CONTROL,
        customer=routing.decision,
        state=DocumentState.FILED if filed else DocumentState.REVIEW,
        fields=case.values,
        reasons=(*concerns, *_routing_reasons(routing, opened), *_doubts(case)),
        document_date=document_date(span.readings, document_type, catalogue.fields),
        provisional=opened,
        named=tuple(replace(one, files=_may_refer(one, options)) for one in routing.named),
    )


def _may_refer(one: SecondCustomer, options: FilingOptions) -> bool:
    return options.refer == "file" and one.confidence >= options.customer_threshold


def _routed(case: _Case, customers: CustomerLookup) -> Routing:
    if case.document_type is not None and case.document_type.part is Part.REGISTER:
        name = case.document_type.name
        return refused(case.paper, customers, Reason(ReasonCode.REGISTER, name))
    if case.span.blank:
        return refused(case.paper, customers, Reason(ReasonCode.BLANK))
    return route(case.paper, customers, case.options.customer_threshold)


def _concerns(case: _Case) -> tuple[Reason, ...]:
    """Why the document must wait for a person, whosever it is."""
    concerns = []
    if case.span.unread:
        pages = ", ".join(str(number) for number in case.span.unread)
        concerns.append(Reason(ReasonCode.PAGES_FAILED, pages))
    if case.kind.chosen == OTHER and not case.span.blank:
        concerns.append(Reason(ReasonCode.TYPE_UNKNOWN, _candidates(case.kind)))
    elif not case.type_is_sure and not case.span.blank:
        concerns.append(Reason(ReasonCode.TYPE_UNSURE, _candidates(case.kind)))
    return tuple(concerns)


def _candidates(decision: Decision) -> str:
    return ", ".join(f"{one.name} {one.confidence:.2f}" for one in decision.candidates[:3])


def _routing_reasons(routing: Routing, opened: Sequence[tuple[str, str]]) -> tuple[Reason, ...]:
    if not opened:
        return routing.reasons
    names = [value for key, value in opened if key in NAME_KEYS]
    return (Reason(ReasonCode.NEW_CUSTOMER, names[0]),)


def _doubts(case: _Case) -> tuple[Reason, ...]:
    """The labels of values to be looked at; these alone do not hold a document back."""
    labels = [value.label or str(value.key) for value in case.values if value.needs_review]
    listed = "、".join(list(dict.fromkeys(labels))[:_SHOWN])
    return (Reason(ReasonCode.FIELDS_DOUBTFUL, listed),) if listed else ()


def _opened(case: _Case, routing: Routing) -> tuple[tuple[str, str], ...]:
    """The values of a customer nobody knows yet, if this paper may open a file for him."""
    may_open = case.document_type is not None and case.document_type.opens_file
    if not (may_open and routing.unknown and case.type_is_sure):
        return ()
    sure = tuple(
        (str(value.key), value.value)
        for value in case.values
        if _is_sure(value, case.options.field_threshold)
    )
    names = [value for key, value in sure if key in NAME_KEYS and not case.paper.is_own(value)]
    return tuple(dict.fromkeys(sure)) if names else ()


def _is_sure(value: FieldReading, threshold: float) -> bool:
    if value.needs_review or not squeezed(value.value):
        return False
    if value.key in (*NAME_KEYS, NUMBER_KEY) and len(squeezed(value.value)) < 2:
        return False
    return value.confidence >= threshold
