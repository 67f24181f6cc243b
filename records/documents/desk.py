"""What the machine proposes for a scan's documents, written beside what persons said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.customer import CustomerStatus
from domain.document import Document, DocumentDraft
from domain.errors import InternalError
from domain.forms import OTHER
from domain.ids import DocumentId, ScanId, document_id
from domain.outcome import DocumentState, Reason, ReasonCode
from domain.steps import reached
from records.corrections.persons import (
    ABOUT_TYPE,
    Said,
    filed_or_review,
    said_about,
    settled,
    with_said_fields,
)
from records.customers import provisional
from records.customers import record as customer_record
from records.customers import rows as customer_rows
from records.customers.name_index import NAME_KEYS
from records.documents import rows as document_rows
from records.documents.divided import bounded
from records.documents.rows import What
from records.documents.standing import Standing, as_documents, standing
from records.outbox import announce
from records.profile import Profile
from records.references.proposing.noticing import notice as propose_references
from records.review import checks
from records.review.duplicates.noticing import notice
from records.signature import BY_MACHINE, Signature
from records.tables import CustomerRow, DocumentRow, ScanRow


class Desk:
    """One filing at work, inside its transaction; `signature` is whose word it follows."""

    def __init__(
        self,
        session: Session,
        scan: ScanRow,
        profile: Profile,
        check_one_in: int = 0,
        signature: Signature = BY_MACHINE,
    ) -> None:
        self._session = session
        self._scan = scan
        self._profile = profile
        self._check_one_in = check_one_in
        self._signature = signature
        query = select(DocumentRow).where(DocumentRow.scan == scan.id)
        self._held: dict[str, DocumentRow] = {row.id: row for row in session.scalars(query)}
        self._said = {ident: said_about(session, ident) for ident in self._held}
        self._bounded = bounded(session, scan.id, self._held.values())
        self._touched_ones = {ident for ident, said in self._said.items() if said.touched}

    def file(self, drafts: Sequence[DocumentDraft]) -> tuple[Document, ...]:
        """File what the machine makes of the scan; what persons divided stays divided so."""
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
        """Let what waits stand as the drafts say; those that are filed now."""
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

    def divide(
        self,
        wanted: Mapping[DocumentId, DocumentDraft],
        rows: Sequence[DocumentRow],
        moved: Mapping[DocumentId, Said],
    ) -> None:
        """Make the documents of `rows` those that are `wanted`, by a person's word.

        `moved` are persons' earlier words on their pages, for the documents to which they go.
        """
        for ident, said in moved.items():
            self._said[ident] = said
            self._touched_ones.add(ident)
        gone = [row for row in rows if row.id not in wanted]
        into, left = ", ".join(wanted), ", ".join(row.id for row in gone)
        for ident, draft in wanted.items():
            if ident not in {row.id for row in rows}:
                note = ("divided from", "", ", ".join(row.id for row in rows))
            else:
                note = ("joined with", "", left) if left else ("divided into", "", into)
            self._file_one(ident, draft, force=True, note=(note,))
        for row in gone:
            self._take_back(row, note=(("joined into", "", into),))
        affected: list[str] = [*wanted, *(row.id for row in gone)]
        for document in affected:
            announce(self._session, document)

    def _split(self, drafts: Sequence[DocumentDraft]) -> dict[DocumentId, DocumentDraft]:
        """Which draft goes to which document; pages of a document a person touched stay its."""
        scan = ScanId(self._scan.id)
        kept = {
            page: row
            for row in self._held.values()
            if (self._said[row.id].touched or row.id in self._bounded) and not row.withdrawn
            for page in row.pages
        }
        placed: dict[DocumentId, DocumentDraft] = {}
        for draft in drafts:
            owner = kept.get(min(draft.pages))
            if owner is not None and owner.first_page == min(draft.pages):
                pages = tuple(owner.pages)
            else:
                pages = tuple(page for page in draft.pages if page not in kept)
            other = pages != draft.pages
            if not pages or (owner is not None and owner.id in self._bounded and other):
                continue  # proposed before a person divided the scan otherwise
            ident = document_id(scan, pages)
            if ident in placed:
                raise InternalError(scan, f"two documents begin on page {min(pages)}")
            fields = tuple(one for one in draft.fields if not other or one.page in pages)
            placed[ident] = replace(draft, pages=pages, fields=fields)
        return placed

    def _file_one(
        self, ident: DocumentId, draft: DocumentDraft, *, force: bool = False, note: What = ()
    ) -> None:
        """Write one document as it stands now."""
        row = self._held.get(ident)
        wanted = self._standing(ident, draft)
        left = row.customer if row else None
        if row is None:
            document_rows.create(
                self._session, ident, self._scan, wanted, self._signature, note=note
            )
        else:
            document_rows.change(
                self._session, row, wanted, self._signature, force=force, note=note
            )
        customer_record.hear(self._session, ident, wanted)
        if left is not None and left != wanted.customer:
            provisional.drop_if_empty(self._session, left)
        document_rows.note_decisions(self._session, ident, (draft.type, draft.customer))
        filed = self._session.get_one(DocumentRow, ident)
        notice(self._session, filed)
        propose_references(self._session, filed, draft.named)
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
        fields = with_said_fields(draft.fields, said.fields, min(draft.pages))
        wanted = replace(held, pages=draft.pages, fields=fields, withdrawn=False)
        if said.customer is None:
            return wanted
        return replace(wanted, customer=said.customer, customer_confidence=1.0)

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
        if opened is None:
            names = [value for key, value in draft.provisional if key in NAME_KEYS]
            several = Reason(ReasonCode.CUSTOMER_UNSURE, "; ".join(names[:1]))
            kept = [r for r in draft.reasons if r.code is not ReasonCode.NEW_CUSTOMER]
            return None, (several, *kept), DocumentState.REVIEW
        return opened, draft.reasons, draft.state

    def _withdraw(self, row: DocumentRow, placed: dict[DocumentId, DocumentDraft]) -> bool:
        """Take back a document that a later reading no longer sees, unless a person knows it."""
        if row.id in placed or row.withdrawn:
            return False
        if self._said[row.id].touched or row.id in self._bounded:
            return False
        self._take_back(row)
        return True

    def _take_back(self, row: DocumentRow, note: What = ()) -> None:
        """Let the document be no more; its history stays."""
        held = standing(self._session, row)
        gone = replace(held, withdrawn=True)
        document_rows.change(self._session, row, gone, self._signature, note=note)
        customer_record.hear(self._session, row.id, gone)
        if row.customer is not None:
            provisional.drop_if_empty(self._session, row.customer)


def _type_is_decided(draft: DocumentDraft) -> bool:
    """Whether the machine chose a type and stands by it."""
    if draft.type.chosen in (None, OTHER):
        return False
    return not any(reason.code in ABOUT_TYPE for reason in draft.reasons)
