"""Putting papers where the profile wants them, and listing files by its rules; one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.files import ChangeKind
from records.database import now
from records.documents.rows import note_placing
from records.documents.standing import as_documents
from records.files.files import catalogue
from records.files.listings import listing_rules
from records.files.ordering import Shelved
from records.files.reshelving.carrying import carry_grade
from records.files.reshelving.planning import still_formerly
from records.files.shelving import find_file, note, open_file, place
from records.files.units import belonging
from records.outbox import announce
from records.profile import Profile
from records.signature import Signature
from records.sqlite import among
from records.tables import DocumentRow, FileRow, ReshelvingRow


def put(
    documents: Iterable[str],
    signature: Signature,
    session: Session,
    run: ReshelvingRow,
    profile: Profile,
) -> None:
    """Put the documents where the profile wants them; a file that they leave empty is closed.

    Type, customer, part and all else that is said of them stays as it is.
    """
    rows = still_formerly(session, profile, documents)
    left = {row.file for row in rows if row.file is not None}
    for row in rows:
        _put_one(session, run, row, profile, signature)
    for ident in sorted(left):
        _close_if_empty(session, run, ident)


def list_anew(files: Sequence[int], session: Session, run: ReshelvingRow, profile: Profile) -> None:
    """List the files by the profile's rules; a catalogue that becomes another is a new version."""
    query = select(FileRow).where(
        among(FileRow.id, files), FileRow.listed_by != profile.listing.stamp
    )
    for file in session.scalars(query.order_by(FileRow.id)).all():
        rows = session.scalars(
            select(DocumentRow).where(DocumentRow.file == file.id, DocumentRow.withdrawn.is_(False))
        ).all()
        documents = as_documents(session, rows)
        papers = [Shelved(one, row.arrival) for one, row in zip(documents, rows, strict=True)]
        before = listing_rules(session, file.listed_by, profile)
        if catalogue(session, file, papers, before) == catalogue(
            session, file, papers, profile.listing
        ):
            file.listed_by = profile.listing.stamp
            continue
        note(session, file, None, ChangeKind.LISTED, listing=profile.listing, reshelving=run.id)
        run.listed += 1


def _put_one(
    session: Session, run: ReshelvingRow, row: DocumentRow, profile: Profile, signature: Signature
) -> None:
    wanted = belonging(session, row, profile.placing)
    known = wanted and find_file(session, wanted, profile.placing)
    file = known or (open_file(session, wanted, profile) if wanted else None)
    run.opened += int(file is not None and known is None)
    if row.file != (file.id if file else None):
        held = session.get(FileRow, row.file) if row.file is not None else None
        if held is not None and file is not None:
            carry_grade(session, held, file, profile, signature)
        left, to = held.number if held else "", file.number if file else ""
        note_placing(session, row, signature, left, to)
        announce(session, row.id)
        run.moved += 1
    place(session, row, profile, into=file)


def _close_if_empty(session: Session, run: ReshelvingRow, file: int) -> None:
    holds = select(DocumentRow.id).where(DocumentRow.file == file, DocumentRow.withdrawn.is_(False))
    row = session.get_one(FileRow, file)
    if row.closed_at is None and session.execute(holds.limit(1)).first() is None:
        row.closed_at = now()
        run.closed += 1
