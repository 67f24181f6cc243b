"""What a form says: which field, which value, and how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from domain.geometry import Box

FieldKey = NewType("FieldKey", str)
"""Name of a field in the catalogue, e.g. `customer_name` (客户名称)."""


class ValueKind(StrEnum):
    """How a value is written, and so how it is parsed and checked."""

    TEXT = "text"
    PERSON = "person"
    COMPANY = "company"
    DATE = "date"
    PHONE = "phone"
    MONEY = "money"
    NUMBER = "number"
    ADDRESS = "address"
    CREDIT_CODE = "credit_code"
    IDENTITY = "identity"
    POSTCODE = "postcode"
    EMAIL = "email"
    CHOICE = "choice"


class Check(StrEnum):
    """What spoke for a value, or against it."""

    CHECK_DIGIT = "check_digit"
    WELL_FORMED = "well_formed"
    ILL_FORMED = "ill_formed"
    READERS_AGREE = "readers_agree"
    READERS_DIFFER = "readers_differ"
    HANDWRITTEN = "handwritten"
    KNOWN_CUSTOMER = "known_customer"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field of the catalogue: its names on paper, both scripts, and the kind of its value."""

    key: FieldKey
    name: str
    name_en: str
    kind: ValueKind
    labels: tuple[str, ...]
    personal: bool = False


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One value found on one page.

    `raw` is what was read, `value` the same in normal form; an empty `value` is a blank known
    to be blank. `box` is the value's place on the upright page. `confidence` (0..1) joins the
    reader's, the second reader's and the check digit's word; `needs_review` says that a person
    must look before the value is relied upon.
    """

    key: FieldKey
    label: str
    value: str
    raw: str
    page: int
    box: Box
    confidence: float
    needs_review: bool
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A label that no catalogue lists, with its value, both as they were read (键值对).

    It is kept beside the catalogue's fields and is nobody's customer data. `page` counts from 1 in
    the scan, `label_box` and `box` are the places of label and value on the upright page,
    `confidence` (0..1) is the reader's.
    """

    label: str
    value: str
    page: int
    label_box: Box
    box: Box
    confidence: float
