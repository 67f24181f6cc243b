"""Filing: what the machine proposes becomes documents, in one transaction.

Doing it twice gives the same documents, and what a person decided stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.customer import CustomerStatus
from domain.document import Document, DocumentDraft
from domain.errors import InternalError, NotFound
from domain.forms import OTHER
from domain.ids import DocumentId, ScanId, document_id
from domain.outcome import DocumentState, Reason, ReasonCode, ScanStatus
from domain.steps import reached
from records import checks, customer_record, customer_rows, document_rows, provisional
from records.database import Database, now
from records.outbox import announce
from records.persons import ABOUT_TYPE, Said, filed_or_review, said_about, settled, with_said_fields
from records.profile import Profile
from records.standing import Standing, as_documents, standing
from records.tables import CustomerRow, DocumentRow, ScanRow


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
            documents = _Desk(session, found, self._profile, check_one_in).file(drafts)
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
            documents = _Desk(session, found, self._profile, check_one_in).judge_again(drafts)
            set_scan_status(session, found)
        return documents


class _Desk:
    """One filing at work, inside its transaction."""

    def __init__(
        self, session: Session, scan: ScanRow, profile: Profile, check_one_in: int
    ) -> None:
        self._session = session
        self._scan = scan
        self._profile = profile
        self._check_one_in = check_one_in
        query = select(DocumentRow).where(DocumentRow.scan == scan.id)
        self._held: dict[str, DocumentRow] = {row.id: row for row in session.scalars(query)}
        self._said = {ident: said_about(session, ident) for ident in self._held}
        self._touched_ones = {ident for ident, said in self._said.items() if said.touched}

    def file(self, drafts: Sequence[DocumentDraft]) -> tuple[Document, ...]:
        placed = self._split(drafts)
        for ident, draft in placed.items():
            self._file_one(ident, draft)
        gone = [row.id for row in self._held.values() if self._withdraw(row, placed)]
        # Where nothing changed in the standing, the pages may still have been read anew.
        affected: list[str] = [*placed, *gone]
        for document in affected:
            announce(self._session, document)
            reached("filing.outbox_written")
        query = (
            select(DocumentRow)
            .where(DocumentRow.scan == self._scan.id, DocumentRow.withdrawn.is_(False))
            .order_by(DocumentRow.first_page)
        )
        rows = self._session.scalars(query).all()
        return as_documents(self._session, rows)

    def judge_again(self, drafts: Sequence[DocumentDraft]) -> tuple[Document, ...]:
        waiting = {
            tuple(row.pages): row
            for row in self._held.values()
            if row.state == DocumentState.REVIEW and not row.withdrawn
        }
        placed = []
        for draft in drafts:
            row = waiting.get(draft.pages)
            if row is None:
                continue
            self._file_one(DocumentId(row.id), draft)
            announce(self._session, row.id)
            placed += [row] if row.state == DocumentState.FILED else []
        return as_documents(self._session, placed)

    def _split(self, drafts: Sequence[DocumentDraft]) -> dict[DocumentId, DocumentDraft]:
        """Which draft goes to which document; pages of a document a person touched stay its."""
        scan = ScanId(self._scan.id)
        kept = {
            page: row
            for row in self._held.values()
            if self._said[row.id].touched and not row.withdrawn
            for page in row.pages
        }
        placed: dict[DocumentId, DocumentDraft] = {}
        for draft in drafts:
            owner = kept.get(min(draft.pages))
            if owner is not None and owner.first_page == min(draft.pages):
                pages = tuple(owner.pages)
            else:
                pages = tuple(page for page in draft.pages if page not in kept)
            if not pages:
                continue
            ident = document_id(scan, pages)
            if ident in placed:
                raise InternalError(scan, f"two documents begin on page {min(pages)}")
            placed[ident] = replace(draft, pages=pages)
        return placed

    def _file_one(self, ident: DocumentId, draft: DocumentDraft) -> None:
        """Write one document as it stands now."""
        row = self._held.get(ident)
        wanted = self._standing(ident, draft)
        left = row.customer if row else None
        if row is None:
            document_rows.create(self._session, ident, self._scan, wanted)
        else:
            document_rows.change(self._session, row, wanted)
        customer_record.hear(self._session, ident, wanted)
        if left is not None and left != wanted.customer:
            provisional.drop_if_empty(self._session, left)
        document_rows.note_decisions(self._session, ident, (draft.type, draft.customer))
        if wanted.state is DocumentState.FILED and ident not in self._touched_ones:
            checks.draw(self._session, ident, self._check_one_in)
        reached("filing.document_written")

    def _standing(self, ident: DocumentId, draft: DocumentDraft) -> Standing:
        row = self._held.get(ident)
        said = self._said.get(ident, Said())
        if row is not None and said.touched and row.state == DocumentState.FILED:
            return self._as_it_was(row, draft, said)
        customer, reasons, state = self._customer(ident, draft, said)
        wanted = Standing(
            pages=draft.pages,
            state=state,
            type_key=said.type_key or draft.type.chosen or OTHER,
            type_confidence=1.0 if said.type_key else draft.type.confidence,
            type_decided=said.type_key is not None or _type_is_decided(draft),
            part=(said.part or draft.part) if said.type_key else draft.part,
            customer=customer.id if customer else None,
            customer_confidence=1.0 if said.customer else draft.customer.confidence,
            title=draft.title,
            document_date=draft.document_date,
            fields=with_said_fields(draft.fields, said.fields, min(draft.pages)),
            reasons=reasons,
        )
        return self._touched(wanted, customer, row) if row and said.touched else wanted

    def _as_it_was(self, row: DocumentRow, draft: DocumentDraft, said: Said) -> Standing:
        """A document that a person has filed: only what was read of it may grow better."""
        held = standing(self._session, row)
        return replace(held, fields=with_said_fields(draft.fields, said.fields, min(draft.pages)))

    def _touched(
        self, wanted: Standing, customer: CustomerRow | None, row: DocumentRow
    ) -> Standing:
        """A document that a person has spoken about and that still waits."""
        known = customer is not None and customer.status != CustomerStatus.PROVISIONAL
        held = standing(self._session, row)
        by_person = [r for r in held.reasons if r.code is ReasonCode.BY_PERSON]
        state = filed_or_review(False, wanted.part, wanted.type_decided, known)
        filed = state is DocumentState.FILED
        reasons = settled(wanted.reasons, wanted.type_decided, known, filed)
        return replace(wanted, state=state, reasons=(*by_person, *reasons))

    def _customer(
        self, ident: DocumentId, draft: DocumentDraft, said: Said
    ) -> tuple[CustomerRow | None, tuple[Reason, ...], DocumentState]:
        """Whose paper it is: a person's word, else the machine's choice, else a new customer."""
        if said.customer is not None:
            row = self._session.get_one(CustomerRow, said.customer)
            return row, draft.reasons, draft.state
        if draft.customer.chosen is not None:
            known = customer_rows.find(self._session, draft.customer.chosen)
            if known is not None:
                return known, draft.reasons, draft.state
            lost = Reason(ReasonCode.CUSTOMER_UNKNOWN, draft.customer.chosen)
            return None, (*draft.reasons, lost), DocumentState.REVIEW
        if not draft.provisional:
            return None, draft.reasons, draft.state
        opened = provisional.customer_for(self._session, ident, draft.provisional, self._profile)
        reached("filing.customer_written")
        return opened, draft.reasons, draft.state

    def _withdraw(self, row: DocumentRow, placed: dict[DocumentId, DocumentDraft]) -> bool:
        """Take back a document that a later reading no longer sees, unless a person knows it."""
        if row.id in placed or row.withdrawn or self._said[row.id].touched:
            return False
        held = standing(self._session, row)
        gone = replace(held, withdrawn=True)
        document_rows.change(self._session, row, gone)
        customer_record.hear(self._session, row.id, gone)
        if row.customer is not None:
            provisional.drop_if_empty(self._session, row.customer)
        return True


def _type_is_decided(draft: DocumentDraft) -> bool:
    """Whether the machine chose a type and stands by it."""
    if draft.type.chosen in (None, OTHER):
        return False
    return not any(reason.code in ABOUT_TYPE for reason in draft.reasons)


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
