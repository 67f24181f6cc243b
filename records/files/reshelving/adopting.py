"""Opening an archive under a profile: its rules are kept, and files from before are understood."""

from __future__ import annotations

import re

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from records.database import Database
from records.files.listings import keep_listing
from records.profile import Profile
from records.rules.patterns import parts_of
from records.sqlite import among
from records.tables import (
    CustomerRow,
    DocumentRow,
    FileChangeRow,
    FileRow,
    PaperNumberRow,
    StampRow,
)

_STAMP = "shelving"


def follow_profile(database: Database, profile: Profile) -> None:
    """Keep the profile's rules, and at the first opening understand what lies there already."""
    stamp = profile.placing.stamp + profile.listing.stamp
    with database.read() as session:
        held = session.get(StampRow, _STAMP)
        if held is not None and held.value == stamp:
            return
    with database.write() as session:
        keep_listing(session, profile.listing)
        if session.get(StampRow, _STAMP) is None:
            _adopt(session, profile)
        session.merge(StampRow(name=_STAMP, value=stamp))


def _adopt(session: Session, profile: Profile) -> None:
    """Files whose numbers are as the profile makes them are its own; others are a former one's."""
    placing = profile.placing
    rows = session.execute(
        select(FileRow, CustomerRow.number).outerjoin(
            CustomerRow, CustomerRow.id == FileRow.customer
        )
    )
    own: list[int] = []
    for file, customer in rows:
        pattern = placing.pattern(file.unit)
        file.kind = placing.kind(file.unit)
        if _is_by(file.number, pattern, "".join(file.label.split()), customer or ""):
            file.pattern = pattern
            own.append(file.id)
    session.execute(update(FileRow).values(listed_by=profile.listing.stamp))
    session.execute(update(FileChangeRow).values(rules=profile.listing.stamp))
    in_place = DocumentRow.file.is_(None) | among(DocumentRow.file, own)
    session.execute(update(DocumentRow).where(in_place).values(placed_by=placing.stamp))
    for part, pattern in placing.papers.items():
        of_part = select(DocumentRow.id).where(DocumentRow.part == part)
        numbered = update(PaperNumberRow).where(PaperNumberRow.document.in_(of_part))
        session.execute(numbered.values(pattern=pattern))
    session.flush()


def _is_by(number: str, pattern: str, unit: str, customer: str) -> bool:
    """Whether `pattern` may have made the number; a count behind it tells it from its like."""
    said = {
        "year": r"\d{4}",
        "yy": r"\d{2}",
        "month": r"\d{2}",
        "sequence": r"\d+",
        "unit": re.escape(unit),
        "customer": re.escape(customer),
    }
    made = "".join(
        said[text] if is_place else re.escape(text) for text, is_place in parts_of(pattern)
    )
    return re.fullmatch(rf"{made}(-\d+)?", number) is not None
