"""Papers and values that go from one customer to another by a person's word on the customer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.customer import CustomerStatus
from domain.document import Word
from domain.outcome import DocumentState, Reason, ReasonCode
from domain.text import squeezed
from records.corrections import speaking
from records.corrections.persons import filed_or_review, in_force, said_about, settled, words_on
from records.customers import record as customer_record
from records.customers.changes.facts import MovedPaper
from records.customers.name_index import NAME_KEYS
from records.customers.rows import NUMBER_KEY, announce_papers
from records.customers.values import refresh_names, values_in_force
from records.database import now
from records.documents import rows as document_rows
from records.documents.filing import locked_scan, set_scan_status
from records.documents.rows import untouched_since
from records.documents.standing import Standing, standing
from records.outbox import announce
from records.signature import Signature
from records.sqlite import among
from records.tables import CorrectionRow, CustomerRow, DocumentRow, ValueRow


def papers_of(session: Session, customer: CustomerRow) -> list[DocumentRow]:
    """The customer's papers, in the order of their arrival."""
    query = select(DocumentRow).where(
        DocumentRow.customer == customer.id, DocumentRow.withdrawn.is_(False)
    )
    return list(session.scalars(query.order_by(DocumentRow.arrival, DocumentRow.first_page)))


def move_papers(
    session: Session, papers: Iterable[DocumentRow], to: CustomerRow, signature: Signature
) -> tuple[MovedPaper, ...]:
    """Let papers lie in another customer's file; what waited for him to be known is filed.

    A paper of which persons had named another customer is said to be this one's from now on,
    unless that other lives on in this one.
    """
    moved: list[MovedPaper] = []
    for row in papers:
        if said_about(session, row.id).customer not in (None, to.id):
            speaking.append(session, row, _followed(to, signature))
        held = standing(session, row)
        wanted = _settled(replace(held, customer=to.id, customer_confidence=1.0), to)
        _put(session, row, wanted, signature)
        moved.append(MovedPaper(row.id, row.revision))
    return tuple(moved)


def move_back(
    session: Session,
    moved: Iterable[MovedPaper],
    way: tuple[CustomerRow, CustomerRow],
    signature: Signature,
) -> tuple[MovedPaper, ...]:
    """Bring back from one customer to the other what moved; what was moved on since stays."""
    away, home = way
    back: list[MovedPaper] = []
    for paper in moved:
        row = session.get_one(DocumentRow, paper.document)
        if row.customer != away.id or row.withdrawn:
            continue
        before = document_rows.as_of(session, paper.document, paper.revision - 1)
        held = replace(
            standing(session, row),
            customer=home.id,
            customer_confidence=before.customer_confidence,
        )
        _take_words_back(session, row, away, signature)
        if untouched_since(session, row, paper.revision):
            held = replace(held, state=before.state, reasons=before.reasons)
        elif home.status == CustomerStatus.PROVISIONAL:
            new = Reason(ReasonCode.NEW_CUSTOMER, home.name)
            held = replace(held, state=DocumentState.REVIEW, reasons=(new, *held.reasons))
        _put(session, row, held, signature)
        back.append(MovedPaper(row.id, row.revision))
    return tuple(back)


def _followed(to: CustomerRow, signature: Signature) -> CorrectionRow:
    return speaking.fact(signature, Word.FOLLOWED, customer=to.id)


def _take_words_back(
    session: Session, row: DocumentRow, away: CustomerRow, signature: Signature
) -> None:
    """What was said of the paper because its customer was split is said no longer."""
    for word in in_force(words_on(session, row.id)):
        if word.word == Word.FOLLOWED and word.customer == away.id:
            undone = speaking.fact(signature, Word.UNDONE, undoes=word.revision)
            speaking.append(session, row, undone)


def take_over(
    session: Session, gone: CustomerRow, kept: CustomerRow
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Let `kept` have what `gone` is called, numbered and known by; the rows begun and ended.

    A name of the one is an alias of the other. Values both have stay once; where they differ both
    are kept, since a key may have several.
    """
    held = {(v.key, squeezed(v.value)) for v in _in_force(session, kept)}
    names = {said for key, said in held if key in NAME_KEYS}
    begun: list[ValueRow] = [_number_of(gone, kept)]
    ended: list[int] = []
    for value in _in_force(session, gone):
        ended.append(value.id)
        is_name = value.key in NAME_KEYS
        known = value.squeezed in names if is_name else (value.key, value.squeezed) in held
        if not known:
            key = "alias" if value.key in NAME_KEYS[:2] else value.key
            begun.append(_copy(value, kept.id, key))
    session.add_all(begun)
    session.flush()
    end_values(session, ended)
    _told(session, kept, gone)
    return tuple(row.id for row in begun), tuple(ended)


def give_back(
    session: Session, begun: Iterable[int], ended: Iterable[int], home: CustomerRow
) -> None:
    """End what was taken over, and let `home` have again what he had, as new versions."""
    taken = session.scalars(select(ValueRow).where(among(ValueRow.id, list(begun)))).all()
    keepers = {row.customer for row in taken}
    end_values(session, [row.id for row in taken if row.until is None])
    had = session.scalars(
        select(ValueRow).where(among(ValueRow.id, list(ended))).order_by(ValueRow.id)
    ).all()
    session.add_all([_copy(row, home.id, row.key) for row in had])
    session.flush()
    _told(session, home, *(session.get_one(CustomerRow, ident) for ident in keepers))


def end_values(session: Session, rows: Iterable[int]) -> None:
    """Let values hold no longer."""
    session.execute(
        update(ValueRow)
        .where(among(ValueRow.id, list(rows)), ValueRow.until.is_(None))
        .values(until=now())
    )


def _in_force(session: Session, row: CustomerRow) -> list[ValueRow]:
    held = [value.row for value in values_in_force(session, [row.id]).get(row.id, ())]
    query = select(ValueRow).where(among(ValueRow.id, held)).order_by(ValueRow.id)
    return list(session.scalars(query))


def _copy(value: ValueRow, customer: int, key: str) -> ValueRow:
    return ValueRow(
        customer=customer,
        key=key,
        value=value.value,
        squeezed=value.squeezed,
        since=now(),
        until=None,
        source=value.source,
        held_from=value.held_from,
        held_to=value.held_to,
    )


def _number_of(gone: CustomerRow, kept: CustomerRow) -> ValueRow:
    """The number that gave way, as another number by which the survivor is known."""
    return ValueRow(
        customer=kept.id,
        key=NUMBER_KEY,
        value=gone.number,
        squeezed=gone.squeezed,
        since=now(),
        until=None,
        source=f"merge {gone.number}",
        held_from=None,
        held_to=None,
    )


def _told(session: Session, *customers: CustomerRow) -> None:
    """Names are found anew, and the index hears of the papers."""
    idents = {customer.id for customer in customers}
    refresh_names(session, idents)
    announce_papers(session, idents)


def _settled(wanted: Standing, holder: CustomerRow) -> Standing:
    known = holder.status != CustomerStatus.PROVISIONAL
    was_filed = wanted.state is DocumentState.FILED
    state = filed_or_review(was_filed, wanted.part, wanted.type_decided, known)
    filed = state is DocumentState.FILED
    reasons = settled(wanted.reasons, wanted.type_decided, known, filed)
    return replace(wanted, state=state, reasons=reasons)


def _put(session: Session, row: DocumentRow, wanted: Standing, signature: Signature) -> None:
    scan = locked_scan(session, row.scan)
    document_rows.change(session, row, wanted, signature, force=True)
    customer_record.hear(session, row.id, wanted)
    set_scan_status(session, scan)
    announce(session, row.id)
