"""Who says something of records, and why: under every change, and at both ends of what holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from domain.errors import UsageError
from records.database import now
from records.tables.base import Said

MACHINE = "machine"
"""Who a change is by when no person made it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who made a change, and why."""

    who: str
    reason: str


BY_MACHINE = Signature(MACHINE, "")


def check_signed(subject: str, signature: Signature) -> None:
    """Raises UsageError when nobody says who and why."""
    if not signature.who.strip() or not signature.reason.strip():
        raise UsageError(subject, "a change says who makes it and why")


def begun(signature: Signature) -> dict[str, Any]:
    """The columns of a row that holds from now on."""
    return {
        "since": now(),
        "until": None,
        "who": signature.who,
        "reason": signature.reason,
        "ended_by": "",
        "end_reason": "",
    }


def end(session: Session, row: Said, signature: Signature) -> None:
    """Let a row hold no longer; it is kept, with who ended it and why."""
    row.until, row.ended_by, row.end_reason = now(), signature.who, signature.reason
    session.flush()
