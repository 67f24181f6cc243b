"""What was found beside a label, understood: parsed as its kind of value, or known to be blank."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.fields import FieldSpec, ValueKind
from domain.page import Page
from domain.text import squeezed
from domain.values import Parsed, parse, parse_money
from ingest.fields.choices import Answer, answered, chosen
from ingest.fields.found import Found
from ingest.fields.rows import is_empty
from ingest.forms.catalogue import Catalogue

_UNFILLED = {
    ValueKind.DATE: re.compile(r"[年月日\s_/.\-—:：]*"),
    ValueKind.MONEY: re.compile(r"[万亿元整￥¥\s_]*|人民币"),
    ValueKind.PERSON: re.compile(r"[(（]?(?:签字|签名|盖章|签章|手写签名)[)）]?"),
    ValueKind.COMPANY: re.compile(r"[(（]?(?:盖章|公章|签章|签字)[)）]?"),
}
"""What a form prints where a value is still to be written."""
_SHAPES = {
    ValueKind.CREDIT_CODE: re.compile(r"[0-9a-z]{13}"),
    ValueKind.IDENTITY: re.compile(r"[0-9x]{14}"),
    ValueKind.PHONE: re.compile(r"[0-9]{6}"),
    ValueKind.DATE: re.compile(r"[0-9]{4}|年"),
    ValueKind.MONEY: re.compile(r"[0-9元万]"),
    ValueKind.POSTCODE: re.compile(r"^[0-9]{4,7}$"),
}
"""What a value must at least show for its label to be believed that was read with a mistake."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value found and parsed; `parsed` is None for a blank, `answer` what ticked boxes say."""

    found: Found
    raw: str
    spec: FieldSpec
    parsed: Parsed | None
    answer: Answer | None = None


def understood(one: Found, page: Page, catalogue: Catalogue) -> Value | None:
    """The found value, parsed; None when it does not bear out a label that was guessed."""
    spec = catalogue.fields[one.key]
    raw = one.raw
    answer = answered(page.checkboxes, one.place)
    choice = answer.text if answer else chosen(raw)
    if _is_unfilled(spec, raw) or choice == "":
        return Value(one, raw, spec, None)
    parsed = _parsed(spec, raw, choice, one.unit)
    guessed = squeezed(re.sub(r"[(（].*", "", one.printed)) != one.squeezed
    if guessed and not parsed.well_formed and not _has_shape(spec.kind, raw):
        return None
    return Value(one, raw, spec, parsed, answer)


def _is_unfilled(spec: FieldSpec, raw: str) -> bool:
    pattern = _UNFILLED.get(spec.kind)
    return is_empty(raw) or (pattern is not None and pattern.fullmatch(raw) is not None)


def _has_shape(kind: ValueKind, raw: str) -> bool:
    """Whether a value, though ill formed, is at least of the shape that its kind has."""
    shape = _SHAPES.get(kind)
    return shape is None or shape.search(squeezed(raw)) is not None


def _parsed(spec: FieldSpec, raw: str, choice: str | None, unit: str) -> Parsed:
    if choice is not None:
        return Parsed(choice, True)
    if spec.kind == ValueKind.MONEY:
        return parse_money(raw, unit)
    return parse(spec.kind, raw)
