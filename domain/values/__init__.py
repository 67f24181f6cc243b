"""Values as papers write them, and their one normal form."""

from __future__ import annotations

from collections.abc import Callable

from domain.fields import ValueKind
from domain.values.codes import parse_credit_code, parse_identity
from domain.values.dates import parse_date
from domain.values.money import parse_money
from domain.values.parsed import Parsed
from domain.values.phones import parse_phone
from domain.values.plain import (
    parse_address,
    parse_company,
    parse_email,
    parse_number,
    parse_person,
    parse_postcode,
    parse_text,
)

__all__ = ["FORMAL_KINDS", "Parsed", "parse", "parse_money"]

_PARSERS: dict[ValueKind, Callable[[str], Parsed]] = {
    ValueKind.TEXT: parse_text,
    ValueKind.PERSON: parse_person,
    ValueKind.COMPANY: parse_company,
    ValueKind.DATE: parse_date,
    ValueKind.PHONE: parse_phone,
    ValueKind.MONEY: parse_money,
    ValueKind.NUMBER: parse_number,
    ValueKind.ADDRESS: parse_address,
    ValueKind.CREDIT_CODE: parse_credit_code,
    ValueKind.IDENTITY: parse_identity,
    ValueKind.POSTCODE: parse_postcode,
    ValueKind.EMAIL: parse_email,
    ValueKind.CHOICE: parse_text,
}

FORMAL_KINDS = frozenset(
    {
        ValueKind.DATE,
        ValueKind.PHONE,
        ValueKind.MONEY,
        ValueKind.CREDIT_CODE,
        ValueKind.IDENTITY,
        ValueKind.POSTCODE,
        ValueKind.EMAIL,
    }
)
"""Kinds whose form is strict enough that keeping it speaks for a value."""


def parse(kind: ValueKind, raw: str) -> Parsed:
    """Parse `raw` as a value of `kind`; never raises, whatever was read."""
    return _PARSERS[kind](raw)
