"""Re-shelving, in transactions of bounded size; broken off anywhere, it goes on from there.

What is still to be done is what the documents and files themselves say, by the stamps of the
rules they follow, so nothing has to be remembered of how far it came. The rules are the
archive's; the sources ask only that a file's number is never used again (F-22, C-03).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.reshelving import Preview, Reshelved, ShelvingState
from domain.steps import reached
from records.database import Database, now
from records.files.reshelving import planning, putting
from records.profile import Profile
from records.sequences import hold
from records.signature import Signature, check_signed
from records.tables import DocumentRow, FileRow, ReshelvingRow

BATCH = 100
"""Documents, or files, to a transaction: other writers wait well under a second for it."""

Progress = Callable[[int, int], None]
"""Told how many documents of how many have been looked at."""


class Reshelving:
    """Tells of papers that lie by a former profile, and puts them where the present one says."""

    def __init__(self, database: Database, profile: Profile) -> None:
        self._database = database
        self._profile = profile

    def state(self) -> ShelvingState:
        """How much of the archive follows a former profile."""
        with self._database.read() as session:
            return self._state(session)

    def preview(self) -> Preview:
        """What `run` would do as things stand; nothing is written."""
        with self._database.read() as session:
            idents = planning.in_turn(session, self._profile)
            batches = (
                planning.still_formerly(session, self._profile, part)
                for part in planning.parted(idents, BATCH)
            )
            rows = (row for part in batches for row in part)
            found = planning.moves(session, self._profile, rows)
            emptied = planning.emptied(session, found)
            state = self._state(session)
            return Preview(state, found, emptied)

    def run(
        self, signature: Signature, progress: Progress | None = None, batch: int = BATCH
    ) -> Reshelved:
        """Put every paper where the profile wants it, and list every file by its rules.

        One that was broken off goes on under its own number. Raises UsageError when it is not
        said by whom and why.
        """
        check_signed("reshelve", signature)
        number = self._begin(signature)
        with self._database.read() as session:
            idents = planning.in_turn(session, self._profile)
        for done, part in enumerate(planning.parted(idents, batch), start=1):
            self._in_transaction(number, partial(putting.put, part, signature))
            if progress is not None:
                progress(min(done * batch, len(idents)), len(idents))
        with self._database.read() as session:
            files = planning.files_in_turn(session, self._profile)
        for some in planning.parted(files, batch):
            self._in_transaction(number, partial(putting.list_anew, some))
        return self._end(number)

    def done(self, limit: int = 100) -> tuple[Reshelved, ...]:
        """The re-shelvings there were, the last first."""
        with self._database.read() as session:
            query = select(ReshelvingRow).order_by(ReshelvingRow.id.desc()).limit(limit)
            return tuple(map(_shown, session.scalars(query)))

    def _state(self, session: Session) -> ShelvingState:
        documents = select(func.count()).select_from(DocumentRow)
        lying = documents.where(DocumentRow.file.is_not(None), DocumentRow.withdrawn.is_(False))
        formerly = documents.where(planning.lies_formerly(self._profile))
        listed = select(func.count(FileRow.id)).where(planning.listed_formerly(self._profile))
        begun = self._broken_off(session)
        return ShelvingState(
            session.execute(lying).scalar_one(),
            session.execute(formerly).scalar_one(),
            session.execute(listed).scalar_one(),
            begun.id if begun else None,
        )

    def _broken_off(self, session: Session) -> ReshelvingRow | None:
        """The last one, if it did not come to its end and wanted what is wanted now."""
        query = select(ReshelvingRow).order_by(ReshelvingRow.id.desc()).limit(1)
        row = session.scalars(query).one_or_none()
        if row is None or row.finished_at is not None:
            return None
        wanted = (self._profile.placing.stamp, self._profile.listing.stamp)
        return row if (row.placing, row.listing) == wanted else None

    def _begin(self, signature: Signature) -> int:
        with self._database.write() as session:
            row = self._broken_off(session)
            if row is None:
                row = ReshelvingRow(
                    profile=self._profile.title,
                    placing=self._profile.placing.stamp,
                    listing=self._profile.listing.stamp,
                    who=signature.who,
                    reason=signature.reason,
                    begun_at=now(),
                    finished_at=None,
                    moved=0,
                    opened=0,
                    closed=0,
                    listed=0,
                )
                session.add(row)
                session.flush()
            return row.id

    def _in_transaction(
        self, number: int, work: Callable[[Session, ReshelvingRow, Profile], None]
    ) -> None:
        with self._database.write() as session:
            hold(session, "reshelving")
            work(session, session.get_one(ReshelvingRow, number), self._profile)
            reached("reshelving.before_commit")

    def _end(self, number: int) -> Reshelved:
        with self._database.write() as session:
            row = session.get_one(ReshelvingRow, number)
            row.finished_at = now()
            session.flush()
            return _shown(row)


def _shown(row: ReshelvingRow) -> Reshelved:
    return Reshelved(
        number=row.id,
        profile=row.profile,
        who=row.who,
        reason=row.reason,
        begun_at=row.begun_at,
        finished_at=row.finished_at,
        moved=row.moved,
        opened=row.opened,
        closed=row.closed,
        listed=row.listed,
    )
