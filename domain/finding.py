"""What a check of a scan found: something that is lacking, or a fact worth knowing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.geometry import Box
from domain.ids import DocumentId


class FindingCode(StrEnum):
    """What was found (REQ-002 REQ-115 REQ-118 REQ-197 REQ-345 REQ-425; domain.md 4.9, 4.11)."""

    SIGNATURE_MISSING = "signature_missing"
    SIGNATURE_PRINTED = "signature_printed"
    SEAL_MISSING = "seal_missing"
    PAGES_MISSING = "pages_missing"
    FIELD_MISSING = "field_missing"
    ORIGINAL_UNTOLD = "original_untold"
    ORIGINAL_KEPT = "original_kept"
    SEAL_PRESENT = "seal_present"
    COPY_NUMBER = "copy_number"


_FAULTS = frozenset(
    {
        FindingCode.SIGNATURE_MISSING,
        FindingCode.SEAL_MISSING,
        FindingCode.PAGES_MISSING,
        FindingCode.FIELD_MISSING,
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found on a document.

    `subject` is whose or which: a signatory's, seal owner's or field's key, or a number; `detail`
    what was seen, in the page's own words. `page` and `box` are where, None for the whole.
    """

    code: FindingCode
    subject: str = ""
    detail: str = ""
    page: int | None = None
    box: Box | None = None

    @property
    def is_fault(self) -> bool:
        """Whether something is lacking, which a person should get or settle."""
        return self.code in _FAULTS


@dataclass(frozen=True, slots=True)
class Waiver:
    """A person let a finding be (准予免补): who, why and when."""

    who: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding on a document as the records keep it: since when it holds, until when it did.

    `number` names it, as `F12`; `waived` says that a person let it be, and it is no fault then.
    """

    document: DocumentId
    finding: Finding
    since: datetime
    until: datetime | None = None
    number: int = 0
    waived: Waiver | None = None
