"""Personal numbers wherever they stand on a page, with their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from domain.fields import FieldKey, FieldReading, FieldSpec, ValueKind
from domain.page import Page
from domain.personal import PersonalKind, PersonalNumber
from domain.values.personal import personal_numbers
from ingest.forms.strips import glyphs_of, strip_of

_KINDS = {ValueKind.PHONE: PersonalKind.PHONE, ValueKind.IDENTITY: PersonalKind.IDENTITY}
_ACCOUNT = FieldKey("bank_account")
_PROVED_BY_LABEL = {
    _ACCOUNT: PersonalKind.BANK_ACCOUNT,
    FieldKey("id_number"): PersonalKind.IDENTITY,
}
_COVERED = 0.5


def personal_on(
    page: Page, fields: Iterable[FieldReading], specs: Mapping[FieldKey, FieldSpec]
) -> tuple[PersonalNumber, ...]:
    """The identity, account and telephone numbers on `page`: those that prove themselves or are
    named in their line, and those that the page's `fields` hold. Top to bottom.
    """
    found = list(_in_fields(page, fields, specs))
    for one in _in_lines(page):
        if not any(one.box.covered_by(other.box) > _COVERED for other in found):
            found.append(one)
    return tuple(sorted(found, key=lambda one: (one.box.y0, one.box.x0)))


def _in_fields(
    page: Page, fields: Iterable[FieldReading], specs: Mapping[FieldKey, FieldSpec]
) -> Iterator[PersonalNumber]:
    for field in fields:
        spec = specs.get(field.key)
        kind = _PROVED_BY_LABEL.get(field.key) or (_KINDS.get(spec.kind) if spec else None)
        if kind is not None and sum(char.isdigit() for char in field.raw) >= 5:
            yield PersonalNumber(kind, field.raw, page.number, field.box)


def _in_lines(page: Page) -> Iterator[PersonalNumber]:
    for line in page.lines:
        strip = strip_of(glyphs_of(line))
        if strip is None:
            continue
        for one in personal_numbers(strip.text):
            part = strip.part(one.start, one.end)
            if part is not None:
                yield PersonalNumber(one.kind, part.text, page.number, part.box)
