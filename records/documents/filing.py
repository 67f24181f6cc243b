"""Filing: what the machine proposes becomes documents, in one transaction.

Doing it twice gives the same documents, and what a person decided stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.document import Document, DocumentDraft
from domain.errors import NotFound
from domain.ids import ScanId
from domain.outcome import DocumentState, ScanStatus
from domain.steps import reached
from records.database import Database, now
from records.documents.desk import Desk
from records.profile import Profile
from records.tables import DocumentRow, ScanRow


class Filing:
    """Files the documents of a scan; safe to call from several threads and processes."""

    def __init__(self, database: Database, profile: Profile) -> None:
        self._database = database
        self._profile = profile

    def file(
        self,
        scan: ScanId,
        drafts: Sequence[DocumentDraft],
        seconds: float,
        check_one_in: int = 0,
    ) -> tuple[Document, ...]:
        """File `drafts` as the documents of `scan`; `seconds` is the work spent on it.

        One in `check_one_in` of the documents filed without a person is drawn for a check.

        Opens provisional customers and files, writes documents, fields, decisions and outbox,
        and ends the scan as FILED when all its documents are, else as REVIEW. A scan without
        documents is for a person too. Raises NotFound for an unknown scan.
        """
        with self._database.write() as session:
            found = locked_scan(session, scan)
            documents = Desk(session, found, self._profile, check_one_in).file(drafts)
            found.seconds = seconds
            found.finished_at = now()
            set_scan_status(session, found)
            reached("filing.before_commit")
        reached("filing.after_commit")
        return documents

    def judge_again(
        self, scan: ScanId, drafts: Sequence[DocumentDraft], check_one_in: int = 0
    ) -> tuple[Document, ...]:
        """Let documents of `scan` that wait stand as `drafts` say now; which of them are filed.

        What has its place stays there, whatever a draft says; so does a document that a draft
        would divide otherwise. Raises NotFound for an unknown scan.
        """
        with self._database.write() as session:
            found = locked_scan(session, scan)
            documents = Desk(session, found, self._profile, check_one_in).judge_again(drafts)
            set_scan_status(session, found)
        return documents


def locked_scan(session: Session, scan: str) -> ScanRow:
    """The scan's row, for this transaction alone: its documents are written by one at a time."""
    query = select(ScanRow).where(ScanRow.id == scan).with_for_update()
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NotFound(scan)
    return row


def set_scan_status(session: Session, scan: ScanRow) -> None:
    """FILED when every document of the scan is, else REVIEW."""
    query = select(DocumentRow.state).where(
        DocumentRow.scan == scan.id, DocumentRow.withdrawn.is_(False)
    )
    states = set(session.scalars(query))
    scan.status = ScanStatus.FILED if states == {DocumentState.FILED} else ScanStatus.REVIEW
    session.flush()
