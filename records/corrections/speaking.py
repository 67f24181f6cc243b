"""One person's word on one document, inside its transaction: what it says, and all that follows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.customer import CustomerStatus
from domain.document import Confirmation, Correction, Word
from domain.errors import UsageError
from domain.forms import Part
from domain.ids import DocumentId
from domain.outcome import DocumentState, Reason, ReasonCode
from records.corrections import said_pairs
from records.corrections.persons import (
    IN_NO_FILE,
    by_key,
    filed_or_review,
    settled,
    with_said_fields,
)
from records.customers import provisional
from records.customers import record as customer_record
from records.database import now
from records.documents import rows as document_rows
from records.documents.filing import set_scan_status
from records.documents.rows import What
from records.documents.standing import Standing, standing
from records.learned import reviews
from records.outbox import announce
from records.packing import PAIRS
from records.review import checks
from records.signature import Signature
from records.tables import CorrectionRow, CustomerRow, DocumentRow, ScanRow


@dataclass(frozen=True, slots=True)
class Spoken:
    """A correction, the customer that it names, and the kind of word it was said as."""

    correction: Correction
    named: CustomerRow | None
    word: Word = Word.CORRECTED


def correct(session: Session, row: DocumentRow, spoken: Spoken) -> None:
    """Let the correction stand."""
    correction, named, word = spoken.correction, spoken.named, spoken.word
    left = row.customer
    made_known = named is not None and provisional.confirm(session, named)
    reviews.note(session, row, correction, named.number if named else None)
    if correction.type_key or named:
        checks.settle(session, row.id)
    pairs = said_pairs.standing_pairs(session, row) if correction.pairs else {}
    wanted = _standing(session, row, correction, named)
    if word is Word.CONFIRMED:
        wanted = replace(wanted, reasons=wanted.reasons[:1])
    append(session, row, _fact(spoken, made_known))
    signature = Signature(correction.who, correction.reason)
    note: What = (("confirmed", "", ""),) if word is Word.CONFIRMED else ()
    note += said_pairs.lines(pairs, {**pairs, **dict(correction.pairs)})
    document_rows.change(session, row, wanted, signature, force=True, note=note)
    if wanted.customer is not None and correction.fields:
        holder = session.get_one(CustomerRow, wanted.customer)
        provisional.correct_values(session, holder, row.id, by_key(correction.fields))
    follow(session, row, wanted, left)


def confirm(session: Session, row: DocumentRow, confirmation: Confirmation) -> None:
    """Let the document be right as it stands: its type, its customer, and every doubtful value."""
    held = standing(session, row)
    if held.customer is None and held.part not in IN_NO_FILE:
        raise UsageError(row.id, "it lies in no customer's file yet: say whose it is")
    holder = session.get_one(CustomerRow, held.customer) if held.customer else None
    doubted = {reading.key for reading in held.fields if reading.needs_review}
    correction = Correction(
        document=DocumentId(row.id),
        who=confirmation.who,
        reason=confirmation.reason,
        type_key=held.type_key,
        part=Part(held.part),
        fields=tuple((str(r.key), r.value) for r in held.fields if r.key in doubted),
        answer=confirmation.answer,
    )
    correct(session, row, Spoken(correction, holder, Word.CONFIRMED))


def append(session: Session, row: DocumentRow, fact: CorrectionRow) -> None:
    """Keep a word under the revision that it makes."""
    fact.document, fact.revision, fact.at = row.id, row.revision + 1, now()
    session.add(fact)
    session.flush()


def follow(session: Session, row: DocumentRow, wanted: Standing, left: int | None) -> None:
    """What follows a person's word: the customer's record, the file left, the scan, the index."""
    customer_record.hear(session, row.id, wanted)
    if left is not None and left != wanted.customer:
        provisional.drop_if_empty(session, left)
    scan = session.scalars(select(ScanRow).where(ScanRow.id == row.scan)).one()
    set_scan_status(session, scan)
    announce(session, row.id)


def is_known(session: Session, customer: int | None) -> bool:
    """Whether there is a customer, and a person has confirmed him."""
    if customer is None:
        return False
    return session.get_one(CustomerRow, customer).status != CustomerStatus.PROVISIONAL


def _standing(
    session: Session, row: DocumentRow, correction: Correction, named: CustomerRow | None
) -> Standing:
    held = standing(session, row)
    if correction.is_about_pairs_alone:
        return held
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
    return _settled(session, wanted, correction)


def _settled(session: Session, wanted: Standing, correction: Correction) -> Standing:
    known = is_known(session, wanted.customer)
    was_filed = wanted.state is DocumentState.FILED
    state = filed_or_review(was_filed, wanted.part, wanted.type_decided, known)
    filed = state is DocumentState.FILED
    others = [r for r in wanted.reasons if r.code is not ReasonCode.BY_PERSON]
    reasons = settled(others, wanted.type_decided, known, filed)
    said = Reason(ReasonCode.BY_PERSON, f"{correction.who}: {correction.reason}")
    return replace(wanted, state=state, reasons=(said, *reasons))


def fact(
    signature: Signature, word: Word, *, customer: int | None = None, undoes: int | None = None
) -> CorrectionRow:
    """A word that corrects nothing itself: it takes another back, or follows a customer."""
    return CorrectionRow(
        base_revision=None,
        who=signature.who,
        reason=signature.reason,
        type_key=None,
        part=None,
        customer=customer,
        fields=[],
        pairs=[],
        word=word,
        undoes=undoes,
        made_known=False,
        answer="",
    )


def _fact(spoken: Spoken, made_known: bool) -> CorrectionRow:
    correction, named = spoken.correction, spoken.named
    return CorrectionRow(
        base_revision=correction.base_revision,
        who=correction.who,
        reason=correction.reason,
        type_key=correction.type_key,
        part=correction.part if correction.type_key else None,
        customer=named.id if named else None,
        fields=PAIRS.plain(correction.fields),
        pairs=PAIRS.plain(correction.pairs),
        word=spoken.word,
        undoes=None,
        made_known=made_known,
        answer=correction.answer,
    )
