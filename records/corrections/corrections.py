"""What persons say about documents, appended: corrected, confirmed, or taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from domain.document import Confirmation, Correction, Document, Undoing
from domain.errors import StaleCorrection, UsageError
from domain.steps import reached
from records.corrections import speaking, undoing
from records.corrections.said_pairs import resolved
from records.corrections.speaking import Spoken
from records.customers import rows as customer_rows
from records.database import Database
from records.documents.documents import changes_after, find
from records.documents.filing import locked_scan
from records.documents.standing import as_documents
from records.review.queue.claimed import check_papers_free
from records.tables import CustomerRow, DocumentRow

Word = Correction | Confirmation | Undoing


class Corrections:
    """Applies persons' words; each is one transaction and one new revision.

    All raise NotFound for an unknown document, StaleCorrection when the document changed since
    the person looked, Claimed while another is at a question about it, UsageError when it is not
    said by whom and why.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def apply(self, correction: Correction) -> Document:
        """Let a person's word stand, and return the document as it is then.

        Raises NotFound for an unknown customer, UsageError when nothing is said.
        """
        _check(correction)

        def correct(session: Session, row: DocumentRow) -> None:
            _check_base(session, row, correction.base_revision)
            named = _named_customer(session, correction)
            pairs = resolved(session, row, correction.pairs) if correction.pairs else ()
            speaking.correct(session, row, Spoken(replace(correction, pairs=pairs), named))

        return self._said(correction, correct)

    def confirm(self, confirmation: Confirmation) -> Document:
        """Let the document be right as it stands, whatever the machine doubted.

        Raises UsageError for a paper that must lie in a file and has no customer.
        """
        _check_signed(confirmation)

        def confirm(session: Session, row: DocumentRow) -> None:
            _check_base(session, row, confirmation.base_revision)
            speaking.confirm(session, row, confirmation)

        return self._said(confirmation, confirm)

    def undo(self, wanted: Undoing) -> Document:
        """Take a word back, so that what stood before it stands again.

        Raises NotFound when there is no such word, LaterFacts when a later one rests on it.
        """
        _check_signed(wanted)
        return self._said(wanted, lambda session, row: undoing.undo(session, row, wanted))

    def _said(self, said: Word, speak: Callable[[Session, DocumentRow], None]) -> Document:
        with self._database.write() as session:
            row = find(session, said.document)
            check_papers_free(session, [row.id], said.who)
            locked_scan(session, row.scan)
            session.refresh(row)  # as it is now that nobody else may write it
            speak(session, row)
            reached("correction.before_commit")
            found = as_documents(session, [row])[0]
        reached("correction.after_commit")
        return found


def _check_signed(said: Word) -> None:
    if not said.who.strip() or not said.reason.strip():
        raise UsageError(said.document, "a correction says who makes it and why")


def _check(correction: Correction) -> None:
    _check_signed(correction)
    if correction.is_about_pairs_alone and not correction.pairs:
        raise UsageError(correction.document, "the correction changes nothing")
    if any(not key.strip() for key, _ in correction.fields):
        raise UsageError(correction.document, "a corrected field has a key")


def _check_base(session: Session, row: DocumentRow, base: int | None) -> None:
    if base is None or base == row.revision:
        return
    if base > row.revision or base < 1:
        raise UsageError(row.id, f"it has no revision {base}; it stands at {row.revision}")
    later = [
        f"{what}: {before or '-'} → {after or '-'} ({change.who}, revision {change.revision})"
        for change in changes_after(session, row.id, base)
        for what, before, after in change.what
    ]
    raise StaleCorrection(row.id, "; ".join(later) or f"it stands at revision {row.revision}")


def _named_customer(session: Session, correction: Correction) -> CustomerRow | None:
    if correction.customer is None:
        return None
    return customer_rows.named(session, correction.customer)
