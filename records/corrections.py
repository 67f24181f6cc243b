"""Corrections: what a person says about a document, appended and at once in force."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.customer import CustomerStatus
from domain.document import Correction, Document
from domain.errors import NotFound, StaleCorrection, UsageError
from domain.outcome import DocumentState, Reason, ReasonCode
from domain.steps import reached
from records import checks, customer_record, customer_rows, document_rows, provisional, reviews
from records.database import Database, now
from records.document_rows import Signature
from records.documents import changes_after, find
from records.files import open_file
from records.filing import locked_scan, set_scan_status
from records.outbox import announce
from records.packing import PAIRS
from records.persons import by_key, filed_or_review, settled, with_said_fields
from records.profile import Profile
from records.standing import Standing, as_documents, standing
from records.tables import CorrectionRow, CustomerRow, DocumentRow, ScanRow


class Corrections:
    """Applies corrections; each is one transaction and one new revision."""

    def __init__(self, database: Database, profile: Profile) -> None:
        self._database = database
        self._profile = profile

    def apply(self, correction: Correction) -> Document:
        """Let a person's word stand, and return the document as it is then.

        Raises NotFound for an unknown document or customer, StaleCorrection when the document
        changed since the person looked, UsageError when nothing is said, or not by whom and why.
        """
        _check(correction)
        with self._database.write() as session:
            row = find(session, correction.document)
            locked_scan(session, row.scan)
            session.refresh(row)  # as it is now that nobody else may write it
            _check_base(session, row, correction)
            customer = _named_customer(session, correction)
            _Desk(session, row, self._profile).apply(correction, customer)
            reached("correction.before_commit")
            document = as_documents(session, [row])[0]
        reached("correction.after_commit")
        return document


class _Desk:
    """One correction at work, inside its transaction."""

    def __init__(self, session: Session, row: DocumentRow, profile: Profile) -> None:
        self._session = session
        self._row = row
        self._profile = profile

    def apply(self, correction: Correction, named: CustomerRow | None) -> None:
        left = self._row.customer
        if named is not None:
            provisional.confirm(self._session, named)
            open_file(self._session, named.id, self._profile)
        reviews.note(self._session, self._row, correction, named.number if named else None)
        if correction.type_key or named:
            checks.settle(self._session, self._row.id)
        wanted = self._standing(correction, named)
        self._append(correction, named)
        signature = Signature(correction.who, correction.reason)
        document_rows.change(self._session, self._row, wanted, signature, force=True)
        if wanted.customer is not None and correction.fields:
            holder = self._session.get_one(CustomerRow, wanted.customer)
            said = by_key(correction.fields)
            provisional.correct_values(self._session, holder, self._row.id, said)
        customer_record.hear(self._session, self._row.id, wanted)
        if left is not None and left != wanted.customer:
            provisional.drop_if_empty(self._session, left)
        self._end_scan()
        announce(self._session, self._row.id)

    def _standing(self, correction: Correction, named: CustomerRow | None) -> Standing:
        held = standing(self._session, self._row)
        fields = with_said_fields(held.fields, by_key(correction.fields), min(held.pages))
        wanted = replace(held, fields=fields)
        if correction.type_key is not None:
            wanted = replace(
                wanted,
                type_key=correction.type_key,
                type_confidence=1.0,
                type_decided=True,
                part=correction.part or wanted.part,
            )
        if named is not None:
            wanted = replace(wanted, customer=named.id, customer_confidence=1.0)
        return self._settled(wanted, correction)

    def _settled(self, wanted: Standing, correction: Correction) -> Standing:
        known = self._is_known(wanted.customer)
        was_filed = wanted.state is DocumentState.FILED
        state = filed_or_review(was_filed, wanted.part, wanted.type_decided, known)
        filed = state is DocumentState.FILED
        others = [r for r in wanted.reasons if r.code is not ReasonCode.BY_PERSON]
        reasons = settled(others, wanted.type_decided, known, filed)
        said = Reason(ReasonCode.BY_PERSON, f"{correction.who}: {correction.reason}")
        return replace(wanted, state=state, reasons=(said, *reasons))

    def _is_known(self, customer: int | None) -> bool:
        if customer is None:
            return False
        row = self._session.get_one(CustomerRow, customer)
        return row.status != CustomerStatus.PROVISIONAL

    def _append(self, correction: Correction, named: CustomerRow | None) -> None:
        self._session.add(
            CorrectionRow(
                document=self._row.id,
                revision=self._row.revision + 1,
                base_revision=correction.base_revision,
                who=correction.who,
                reason=correction.reason,
                type_key=correction.type_key,
                part=correction.part if correction.type_key else None,
                customer=named.id if named else None,
                fields=PAIRS.plain(correction.fields),
                at=now(),
            )
        )
        self._session.flush()

    def _end_scan(self) -> None:
        query = select(ScanRow).where(ScanRow.id == self._row.scan)
        set_scan_status(self._session, self._session.scalars(query).one())


def _check(correction: Correction) -> None:
    if not correction.who.strip() or not correction.reason.strip():
        raise UsageError(correction.document, "a correction says who makes it and why")
    said = (correction.type_key, correction.customer, correction.fields)
    if not any(said):
        raise UsageError(correction.document, "the correction changes nothing")
    if any(not key.strip() for key, _ in correction.fields):
        raise UsageError(correction.document, "a corrected field has a key")


def _check_base(session: Session, row: DocumentRow, correction: Correction) -> None:
    base = correction.base_revision
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
    row = customer_rows.find_squeezed(session, correction.customer)
    if row is None:
        raise NotFound(correction.customer, "There is no customer with this number.")
    return row
