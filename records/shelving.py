"""Which file a document lies in, by the profile; every change of a file makes a version of it.

Called for every revision of a document, in the transaction that makes it, so that no way of
filing, correcting or undoing can forget it. Source: C-02, C-03, C-30; domain 4.1, 4.3, 4.6.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.bonds import Role, bond
from domain.forms import Part
from domain.outcome import DocumentState
from domain.text import squeezed
from records.customer_values import values_in_force
from records.database import now, rules
from records.profile import Profile, next_number
from records.rules.filing import FileUnit
from records.rules.patterns import places
from records.sequences import hold
from records.sqlite import among
from records.standing import fields_in_force
from records.tables import CustomerRow, DocumentRow, FileChangeRow, FileRow, PaperNumberRow

ADDED, CHANGED, REMOVED = "added", "changed", "removed"


@dataclass(frozen=True, slots=True)
class Unit:
    """What a file is about besides its customer: the key that it is found by, and as printed."""

    key: str = ""
    label: str = ""


WHOLE = Unit()
"""The customer as a whole, or papers that name no unit."""


def shelve(session: Session, row: DocumentRow, changed: bool) -> None:
    """Put the document where it belongs as it stands now; `changed` if its entry is otherwise."""
    profile = rules(session)
    told = bond(row.title)
    row.bond = told.subject
    _place(session, row, profile, changed)
    if profile.file.year_rule == "relation" and told.subject:
        for other in _bound(session, row):
            if other.id != row.id:
                _place(session, other, profile, changed=False)
    session.flush()


def reshelve(session: Session, customers: Collection[int]) -> None:
    """Put the customers' papers where they belong now that more is known of the customers."""
    if not rules(session).file.keys or not customers:
        return
    query = select(DocumentRow).where(
        among(DocumentRow.customer, sorted(customers)), DocumentRow.withdrawn.is_(False)
    )
    for row in session.scalars(query.order_by(DocumentRow.arrival, DocumentRow.first_page)).all():
        _place(session, row, rules(session), changed=False)
    session.flush()


def _place(session: Session, row: DocumentRow, profile: Profile, changed: bool) -> None:
    left, file = row.file, _file(session, row, profile)
    here = None if file is None else file.id
    if left is not None and left != here:
        _note(session, session.get_one(FileRow, left), row, REMOVED)
    row.file = here
    if file is None:
        return
    if left != here:
        _note(session, file, row, ADDED)
    elif changed:
        _note(session, file, row, CHANGED)
    _number_paper(session, file, row, profile)


def _file(session: Session, row: DocumentRow, profile: Profile) -> FileRow | None:
    """The file the document belongs in, opened if need be; None where it lies in none."""
    if row.withdrawn:
        return None
    if profile.file.unit is FileUnit.YEAR:
        if row.customer is None and row.state != DocumentState.FILED:
            return None
        return _opened(session, None, _unit(session, row, profile), profile)
    if row.customer is None:
        return None
    return _opened(session, row.customer, _unit(session, row, profile), profile)


def _unit(session: Session, row: DocumentRow, profile: Profile) -> Unit:
    if profile.file.unit.by_year:
        return _year(session, row, profile)
    if not profile.file.keys or row.customer is None:
        return WHOLE
    return _said(session, row, profile.file.keys) or _known(session, row.customer, profile) or WHOLE


def _said(session: Session, row: DocumentRow, keys: Collection[str]) -> Unit | None:
    """What the paper itself says; no file is opened on a doubtful value."""
    fields = fields_in_force(session, [row.id]).get(row.id, ())
    for key in keys:
        for reading in fields:
            if reading.key == key and not reading.needs_review and squeezed(reading.value):
                return Unit(squeezed(reading.value), reading.value.strip())
    return None


def _known(session: Session, customer: int, profile: Profile) -> Unit | None:
    """What the customer's record says, where it says one thing only."""
    held = values_in_force(session, [customer]).get(customer, ())
    for key in profile.file.keys:
        values = [value.value for value in held if value.key == key and squeezed(value.value)]
        if len(values) == 1:
            return Unit(squeezed(values[0]), values[0].strip())
    return None


def _year(session: Session, row: DocumentRow, profile: Profile) -> Unit:
    """The year of the paper; with the relation rule, that of the reply it is bound to."""
    day = row.document_date
    if profile.file.year_rule == "relation" and row.bond:
        bound = _bound(session, row)
        replies = [
            other.document_date
            for other in bound
            if other.document_date is not None and bond(other.title).role is Role.REPLY
        ]
        if replies and any(bond(other.title).role is Role.REQUEST for other in bound):
            day = max(replies)
    return Unit(str(day.year), str(day.year)) if day else WHOLE


def _bound(session: Session, row: DocumentRow) -> list[DocumentRow]:
    """The papers of the same customer that share the document's subject, itself among them."""
    query = select(DocumentRow).where(
        DocumentRow.bond == row.bond,
        DocumentRow.withdrawn.is_(False),
        DocumentRow.customer == row.customer
        if row.customer is not None
        else DocumentRow.customer.is_(None),
    )
    return list(session.scalars(query.order_by(DocumentRow.id)))


def _found(session: Session, customer: int | None, unit: Unit) -> FileRow | None:
    whose = FileRow.customer.is_(None) if customer is None else FileRow.customer == customer
    return session.scalars(select(FileRow).where(whose, FileRow.unit == unit.key)).one_or_none()


def _opened(session: Session, customer: int | None, unit: Unit, profile: Profile) -> FileRow:
    found = _found(session, customer, unit)
    if found is None:
        hold(session, "files")  # of two that open the same file at once, the second finds it
        found = _found(session, customer, unit)
    if found is None:
        number = _number(session, customer, unit, profile)
        found = FileRow(
            customer=customer,
            unit=unit.key,
            label=unit.label,
            number=number,
            opened_at=now(),
            version=0,
        )
        session.add(found)
        session.flush()
    return found


def _number(session: Session, customer: int | None, unit: Unit, profile: Profile) -> str:
    """The file's number; where the pattern itself would repeat one, a count is put behind it."""
    numbers = profile.numbers
    needs_unit = "unit" in places(numbers.file) and not unit.key
    pattern = numbers.file_without_unit if needs_unit else numbers.file
    whose = session.get_one(CustomerRow, customer).number if customer is not None else ""
    said = {"unit": "".join(unit.label.split()), "customer": whose}
    number = base = next_number(session, "file", pattern, said)
    while _taken(session, number):
        number = next_number(
            session, "file", base.replace("{", "").replace("}", "") + "-{sequence}"
        )
    return number


def _taken(session: Session, number: str) -> bool:
    query = select(FileRow.id).where(FileRow.number == number)
    return session.execute(query.limit(1)).first() is not None


def _number_paper(session: Session, file: FileRow, row: DocumentRow, profile: Profile) -> None:
    """Number a contract or title instrument from its file, once and for good."""
    pattern = profile.numbers.papers.get(Part(row.part))
    if pattern is None or session.get(PaperNumberRow, (file.id, row.id)) is not None:
        return
    said = {"file": file.number, "part": row.part, "unit": "".join(file.label.split())}
    number = next_number(session, "paper", pattern, said)
    session.add(PaperNumberRow(file=file.id, document=row.id, number=number))


def _note(session: Session, file: FileRow, row: DocumentRow, what: str) -> None:
    file.version += 1
    session.add(
        FileChangeRow(
            file=file.id,
            version=file.version,
            document=row.id,
            revision=row.revision,
            what=what,
            at=now(),
        )
    )
    session.flush()
