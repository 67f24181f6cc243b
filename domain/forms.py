"""Document types and the parts of a customer file, as the filing plan names them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """Parts of a customer file, in the order of the filing plan (domain.md 2.1)."""

    CONTROL = "P00"
    IDENTITY = "P01"
    CARD = "P02"
    CONTACT = "P03"
    MOVE_IN = "P04"
    FIT_OUT = "P05"
    CONTRACT = "P06"
    PAYMENT = "P07"
    CORRESPONDENCE = "P08"
    SERVICE = "P09"
    COMPLAINT = "P10"
    VISIT = "P11"
    CREDIT = "P12"
    VIOLATION = "P13"
    TITLE = "P14"
    TRANSACTION = "P15"
    PREFERENCE = "P16"
    REGISTER = "P90"
    INTERNAL = "P99"


OTHER = "other"
"""Key of the type for papers that are none of the known forms."""


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of paper the archive knows (文件类型).

    `titles` and `codes` identify it; `cues` are words that speak for it, less strongly, and
    `labels` the keys of fields that its form prints. `family` names types that serve one purpose
    under many titles (all customer cards are `card`). `opens_file`: an unknown customer on such
    a paper opens a provisional file.
    """

    key: str
    name: str
    name_hant: str
    name_en: str
    part: Part
    titles: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    family: str = ""
    opens_file: bool = False
    date_field: str = ""
    domain_ids: tuple[str, ...] = ()
