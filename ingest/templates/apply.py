"""Taught forms at work: pages that bear one say so, and give up their values by place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.fields import FieldReading, ValueKind
from domain.filing import Evidence, EvidenceKind
from domain.forms import DocumentType
from domain.reading import PageReading
from domain.template import Template, TemplatePage
from domain.values import FORMAL_KINDS, Parsed, parse
from ingest.fields.trust import Signs, blank, judge
from ingest.forms.catalogue import Catalogue
from ingest.templates.fill import NOT_TICKED, TICKED, Filled, fill
from ingest.templates.fit import Fit, fit
from ingest.templates.printed import Print

FITS_FROM = 0.6
"""Share of a form's print that must stand in its place for the page to bear that form."""

_WORTH_TRYING = 0.35
"""Share of a form's print that must be on the page at all, wherever, before it is laid."""

_FEWEST_ANCHORS = 6
_SUREST = 0.98
_STATED = {TICKED: "是", NOT_TICKED: "否"}


@dataclass(frozen=True, slots=True)
class Borne:
    """A form found on a page: which template, which of its pages, and how it lies there."""

    template: Template
    number: int
    fitted: Fit


def with_templates(
    readings: Sequence[PageReading],
    templates: Sequence[Template],
    catalogue: Catalogue,
    threshold: float,
) -> tuple[PageReading, ...]:
    """The pages, those that bear a taught form with its type as evidence and its places read.

    What a place says outweighs what labels said of the same field. `threshold` (0..1) is the
    confidence below which a value calls for review.
    """
    if not templates:
        return tuple(readings)
    return tuple(_read_by_place(one, templates, catalogue, threshold) for one in readings)


def taught_types(catalogue: Catalogue, templates: Iterable[Template]) -> Catalogue:
    """The catalogue with the types that only taught forms know."""
    own = {
        template.type_key: DocumentType(
            key=template.type_key,
            name=template.name,
            name_hant=template.name,
            name_en=template.name,
            part=template.part,
        )
        for template in templates
        if template.type_key not in catalogue.types
    }
    return replace(catalogue, types={**catalogue.types, **own}) if own else catalogue


def borne_by(page: Print, templates: Sequence[Template]) -> Borne | None:
    """The taught form that the page bears, the best fitting one; None for none."""
    text = "\n".join(line.text for line in page.lines)
    found = [
        Borne(template, number, fitted)
        for template in templates
        for number, one in enumerate(template.pages, 1)
        if _may_bear(text, one) and (fitted := fit(one, page)) and fitted.share >= FITS_FROM
    ]
    return max(found, key=lambda borne: borne.fitted.share, default=None)


def _may_bear(text: str, page: TemplatePage) -> bool:
    anchors = page.anchors
    there = sum(anchor.text in text for anchor in anchors)
    return len(anchors) >= _FEWEST_ANCHORS and there >= _WORTH_TRYING * len(anchors)


def _read_by_place(
    reading: PageReading, templates: Sequence[Template], catalogue: Catalogue, threshold: float
) -> PageReading:
    page = Print(reading.page)
    borne = borne_by(page, templates)
    if borne is None:
        return reading
    values = [
        _value(filled, reading.page.number, catalogue, threshold)
        for filled in fill(borne.fitted, page)
    ]
    return replace(
        reading,
        starts_document=borne.number == 1,
        type_evidence=(*reading.type_evidence, _evidence(borne, reading.page.number)),
        fields=(*_others(reading.fields, values), *values),
    )


def _evidence(borne: Borne, number: int) -> Evidence:
    share = borne.fitted.share
    detail = f"{share:.0%} of the print of {borne.template.name}"
    weight = min(_SUREST, share)
    return Evidence(EvidenceKind.TEMPLATE, borne.template.type_key, weight, detail, number)


def _others(
    fields: Iterable[FieldReading], values: Sequence[FieldReading]
) -> tuple[FieldReading, ...]:
    """What labels said that no place says: other fields, standing elsewhere."""
    keys = {value.key for value in values}
    return tuple(
        field
        for field in fields
        if field.key not in keys
        and not any(field.box.covered_by(value.box) > 0.5 for value in values if value.value)
    )


def _value(filled: Filled, page: int, catalogue: Catalogue, threshold: float) -> FieldReading:
    spec = catalogue.fields.get(filled.slot.key)
    kind = spec.kind if spec else ValueKind.TEXT
    stated = _STATED.get(filled.text)
    if not filled.text:
        trust, value = blank(None, threshold), ""
    else:
        parsed = Parsed(stated, True) if stated else parse(kind, filled.text)
        value = parsed.value
        signs = Signs(
            raw=filled.text,
            reader=filled.confidence,
            weakest=filled.weakest,
            handwritten=filled.handwritten,
            unlike_print=False,
            strange_script=False,
            formal=kind in FORMAL_KINDS,
            well_formed=parsed.well_formed,
            check_digit=parsed.check_digit,
            second=None,
        )
        trust = judge(signs, threshold)
    return FieldReading(
        key=filled.slot.key,
        label=filled.slot.label,
        value=value,
        raw=filled.text,
        page=page,
        box=filled.place,
        confidence=trust.confidence,
        needs_review=trust.needs_review,
        checks=trust.checks,
    )
