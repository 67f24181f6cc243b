"""Numbers that belong to a person, and how lists show them (个人信息)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.geometry import Box


class PersonalKind(StrEnum):
    """What a personal number is: 身份证号码, 银行账号/卡号, 电话号码."""

    IDENTITY = "identity"
    BANK_ACCOUNT = "bank_account"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A personal number as it stands on a page, in a field or anywhere else.

    `text` is what was read, its spaces and dashes too; `page` counts from 1 in the scan and `box`
    is its place on the upright page, so that it can be covered there.
    """

    kind: PersonalKind
    text: str
    page: int
    box: Box


def masked(value: str) -> str:
    """A personal number as lists may show it: the first three and the last two characters."""
    if len(value) <= 5:
        return "*" * len(value)
    return value[:3] + "*" * (len(value) - 5) + value[-2:]
