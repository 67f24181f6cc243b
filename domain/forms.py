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


class Retention(StrEnum):
    """How long papers of a kind are kept (保管期限), without years: those are the office's own."""

    PERMANENT = "permanent"
    IDENTITY = "identity"
    CUSTOMER_FILE = "customer_file"
    TRANSACTION = "transaction"
    CONTRACT = "contract"
    TITLE = "title"
    DISPUTE = "dispute"
    SERVICE = "service"
    REGISTER = "register"
    INTERNAL = "internal"


class Secrecy(StrEnum):
    """What a paper's secrecy (密级) follows from; which grade that is, the office says."""

    ORDINARY = "ordinary"
    INTERNAL = "internal"
    COMMERCIAL = "commercial"
    PERSONAL = "personal"
    FINANCIAL = "financial"
    HEALTH = "health"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs a form (签字人), by role; `labels` mark the place for it.

    `least` is how many of that role sign; `place` where the signature stands when not behind a
    label ("top_right"), empty where the label says it.
    """

    key: str
    name: str
    name_en: str
    labels: tuple[str, ...]
    least: int = 1
    place: str = ""


@dataclass(frozen=True, slots=True)
class SealOwner:
    """Whose seal a form bears (盖章方); `labels` mark the place for it."""

    key: str
    name: str
    name_en: str
    labels: tuple[str, ...]


OTHER = "other"
"""Key of the type for papers that are none of the known forms."""


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of paper the archive knows (文件类型).

    `titles` and `codes` identify it; `annexes` (附表四) and `cues` are words that speak for it,
    less strongly, and `labels` the keys of fields that its form prints. `aliases` are other names
    that people use for it, too general or too much shared to be titles. `family` names types that
    serve one purpose under many titles (all customer cards are `card`); a form `like` another has
    that one's family, labels and way of reading. `opens_file`: an unknown customer on such a paper
    opens a provisional file. `regimes` are the rule books that print it (domain.md 1): where two
    forms share a name, the office's own decide.

    `signs` must be signed whatever the form prints, `sign_row` where it prints a place for it
    (签字栏). `copy_seals` must be on a photocopy. `copies` are the keepers of the parts (联) of a
    multi-part form, first to last; empty where there is but one sheet.
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
    aliases: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    like: str = ""
    regimes: tuple[str, ...] = ()
    retention: Retention = Retention.CUSTOMER_FILE
    secrecy: Secrecy = Secrecy.INTERNAL
    signs: tuple[Signatory, ...] = ()
    sign_row: tuple[Signatory, ...] = ()
    seals: tuple[SealOwner, ...] = ()
    copy_seals: tuple[SealOwner, ...] = ()
    copies: tuple[str, ...] = ()

    @property
    def is_register(self) -> bool:
        """Whether it is kept for the whole archive and never lies in one customer's file (P90)."""
        return self.part is Part.REGISTER
