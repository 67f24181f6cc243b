"""Taking a person's word on a document back: a new fact, after which holds what held before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.customer import CustomerStatus
from domain.document import Document, Undoing, Word
from domain.errors import LaterFacts, NotFound
from domain.filing import Subject
from domain.forms import OTHER
from domain.outcome import DocumentState
from records.corrections import said_pairs
from records.corrections.persons import (
    ABOUT_TYPE,
    by_key,
    filed_or_review,
    in_force,
    settled,
    with_readings_of,
    words_on,
)
from records.corrections.speaking import append, fact, follow, is_known
from records.customers import provisional
from records.customers import rows as customer_rows
from records.documents import rows as document_rows
from records.documents.rows import What
from records.documents.standing import Standing, standing
from records.learned import reviews
from records.packing import PAIRS
from records.signature import Signature
from records.tables import CorrectionRow, CustomerRow, DocumentRow


def undo(session: Session, row: DocumentRow, wanted: Undoing) -> None:
    """Take the word back. Raises NotFound and LaterFacts."""
    holding = in_force(words_on(session, row.id))
    word = _word(row, holding, wanted.revision)
    later = [other for other in holding if other.revision > word.revision]
    _check_free(row, word, later)
    before = document_rows.as_of(session, word.document, word.revision - 1)
    left = row.customer
    pairs = said_pairs.standing_pairs(session, row) if word.pairs else {}
    restored = _restored(session, row, word, before, holding)
    signature = Signature(wanted.who, wanted.reason)
    append(session, row, fact(signature, Word.UNDONE, undoes=word.revision))
    note: What = (("undone", f"revision {word.revision}", ""),)
    if word.pairs:
        note += said_pairs.lines(pairs, said_pairs.standing_pairs(session, row))
    document_rows.change(session, row, restored, signature, force=True, note=note)
    _customers_follow(session, row, word, before)
    reviews.take_back(session, row.id, _still_said(session, word, holding))
    follow(session, row, restored, left)


def _word(
    row: DocumentRow, holding: Sequence[CorrectionRow], revision: int | None
) -> CorrectionRow:
    """The word to take back: that of `revision`, else the last one."""
    # What followed from a division, or from an event of the customer, goes back with that alone.
    own = [word for word in holding if word.word not in (Word.MOVED, Word.FOLLOWED)]
    found = [word for word in own if revision in (None, word.revision)]
    if not found:
        what = (
            "It has no word of a person" if revision is None else "No word of a person that holds"
        )
        where = "." if revision is None else f" made revision {revision}."
        raise NotFound(row.id, what + where)
    return found[-1]


def _check_free(row: DocumentRow, word: CorrectionRow, later: Sequence[CorrectionRow]) -> None:
    """Refuse where a later word speaks of the same thing, or of the whole, or its pages moved."""
    for other in later:
        whole = other.word in (Word.CONFIRMED, Word.MOVED)
        if whole or _subjects(word) & _subjects(other):
            raise LaterFacts(
                f"{row.id} revision {word.revision}",
                f"revision {other.revision} ({other.who}: {other.reason}) rests on it",
            )


def _subjects(word: CorrectionRow) -> set[str]:
    """What a word speaks of."""
    spoken = {f"field {key}" for key in by_key(PAIRS.parse(word.fields))}
    spoken |= {f"pair {name}" for name, _ in PAIRS.parse(word.pairs)}
    spoken |= {"type"} if word.type_key else set()
    return spoken | ({"customer"} if word.customer is not None else set())


def _restored(
    session: Session,
    row: DocumentRow,
    word: CorrectionRow,
    before: Document,
    holding: Sequence[CorrectionRow],
) -> Standing:
    """How the document is to stand: as before in all that the word spoke of, else as it is."""
    wanted = standing(session, row)
    others = [other for other in holding if other is not word]
    if word.pairs and _subjects(word) == {f"pair {name}" for name, _ in PAIRS.parse(word.pairs)}:
        return wanted  # what stands beside other labels was left as it is
    if word.type_key:
        said = any(other.type_key for other in others)
        wanted = replace(
            wanted,
            type_key=before.type_key,
            type_confidence=before.type_confidence,
            part=before.part,
            type_decided=said or _machine_decided(before),
        )
    if word.customer is not None:
        owner = customer_rows.find(session, before.customer) if before.customer else None
        wanted = replace(
            wanted,
            customer=owner.id if owner else None,
            customer_confidence=before.customer_confidence,
        )
    keys = by_key(PAIRS.parse(word.fields))
    stood = [*(str(one.key) for one in before.fields if one.key in keys), *keys]
    held = {key: [one for one in before.fields if one.key == key] for key in stood}
    wanted = replace(wanted, fields=with_readings_of(wanted.fields, held))
    if not [other for other in others if other.revision > word.revision]:
        return replace(wanted, state=before.state, reasons=before.reasons)
    return _weighed_anew(session, wanted, before)


def _machine_decided(before: Document) -> bool:
    doubted = any(reason.code in ABOUT_TYPE for reason in before.reasons)
    return before.type_key != OTHER and not doubted


def _weighed_anew(session: Session, wanted: Standing, before: Document) -> Standing:
    """State and reasons of a document about which later words still hold."""
    known = is_known(session, wanted.customer)
    was_filed = before.state is DocumentState.FILED
    state = filed_or_review(was_filed, wanted.part, wanted.type_decided, known)
    filed = state is DocumentState.FILED
    both = dict.fromkeys((*wanted.reasons, *before.reasons))
    reasons = settled(both, wanted.type_decided, known, filed)
    return replace(wanted, state=state, reasons=reasons)


def _still_said(
    session: Session, word: CorrectionRow, holding: Sequence[CorrectionRow]
) -> dict[Subject, str]:
    """What persons still say on the questions the word answered, empty for nothing."""
    others = [other for other in holding if other is not word]
    said: dict[Subject, str] = {}
    if word.type_key:
        said[Subject.TYPE] = next((o.type_key for o in reversed(others) if o.type_key), "")
    if word.customer is not None:
        rows = [o.customer for o in reversed(others) if o.customer is not None]
        said[Subject.CUSTOMER] = session.get_one(CustomerRow, rows[0]).number if rows else ""
    return said


def _customers_follow(
    session: Session, row: DocumentRow, word: CorrectionRow, before: Document
) -> None:
    """The customer the word made known is provisional again, and the one it emptied is back."""
    if word.made_known and word.customer is not None and not _named_elsewhere(session, word):
        provisional.unconfirm(session, session.get_one(CustomerRow, word.customer))
    if row.customer is None:
        return
    holder = session.get_one(CustomerRow, row.customer)
    if holder.dropped:
        provisional.unconfirm(session, holder)
    said = by_key(PAIRS.parse(word.fields))
    if said:
        held = by_key((str(one.key), one.value) for one in before.fields)
        values = {key: held.get(key, ()) for key in said}
        provisional.correct_values(session, holder, row.id, values)


def _named_elsewhere(session: Session, word: CorrectionRow) -> bool:
    """Whether anything else rests on the customer being known: another word, or a filed paper."""
    customer = session.get_one(CustomerRow, word.customer)
    if customer.status != CustomerStatus.ACTIVE or customer.opened_by is None:
        return True
    filed = select(DocumentRow.id).where(
        DocumentRow.customer == word.customer,
        DocumentRow.id != word.document,
        DocumentRow.state == DocumentState.FILED,
    )
    if session.execute(filed.limit(1)).first():
        return True
    query = select(CorrectionRow.document).where(CorrectionRow.customer == word.customer)
    return any(
        other.customer == word.customer and other is not word
        for document in set(session.scalars(query))
        for other in in_force(words_on(session, document))
    )
