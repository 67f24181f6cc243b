"""Customers nobody has confirmed: found again, or opened with a number of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from domain.customer import CustomerStatus
from domain.errors import UsageError
from domain.text import squeezed
from records.corrections.persons import by_key
from records.customers import rows as customer_rows
from records.customers.name_index import NAME_KEYS, grams, overlap
from records.customers.rows import NUMBER_KEY
from records.customers.values import add_values, set_values, tidy, values_in_force
from records.profile import Profile, next_number
from records.sequences import hold
from records.tables import CustomerRow, DocumentRow, NameRow, ValueRow

_IDENTITY_KEYS = ("registration_no", "id_card", "id_number")
"""Values that only one customer has."""

_ALIKE = 0.5
"""Names that share fewer pairs of characters than this are different names."""

_PERSONS_NAME = 4
"""A name of at most so many characters may be borne by several people."""


def customer_for(
    session: Session, document: str, said: Sequence[tuple[str, str]], profile: Profile
) -> CustomerRow | None:
    """The provisional customer that a paper speaks of; `said` are its field values.

    The customer that this document opened before, else one that fits without contradiction,
    else a new one, with the stated number when it is usable and free. None where two of one name
    fit equally well: that is for a person to say.
    """
    hold(session, "customers")
    values = tidy(by_key(said))
    row = _opened_before(session, document)
    if row is None:
        fitting = _fitting(session, values)
        if len(fitting) > 1:
            return None
        row = fitting[0] if fitting else _opened(session, document, values, profile)
    if row.status == CustomerStatus.PROVISIONAL:
        row.dropped = False
        add_values(session, row, values, document)
    return row


def confirm(session: Session, row: CustomerRow) -> bool:
    """A person named this customer: it is provisional no longer. Whether it was until now."""
    unconfirmed = row.status == CustomerStatus.PROVISIONAL or row.dropped
    if unconfirmed:
        row.status, row.dropped = CustomerStatus.ACTIVE, False
        session.flush()
    return unconfirmed


def unconfirm(session: Session, row: CustomerRow) -> None:
    """The person's word that made this customer known was taken back."""
    row.status, row.dropped = CustomerStatus.PROVISIONAL, False
    session.flush()


def drop_if_empty(session: Session, customer: int) -> None:
    """Offer a provisional customer no longer when its last paper went elsewhere."""
    row = session.get_one(CustomerRow, customer)
    papers = select(DocumentRow.id).where(
        DocumentRow.customer == customer, DocumentRow.withdrawn.is_(False)
    )
    empty = session.execute(papers.limit(1)).first() is None
    if row.status == CustomerStatus.PROVISIONAL and empty:
        row.status, row.dropped = CustomerStatus.WITHDRAWN, True
        session.flush()


def correct_values(
    session: Session, row: CustomerRow, document: str, said: Mapping[str, Sequence[str]]
) -> None:
    """A person corrected the paper that opened the customer: the customer's data follow."""
    if row.opened_by != document:
        return
    held = {v.key for v in values_in_force(session, [row.id]).get(row.id, [])}
    known = held | set(NAME_KEYS) | set(_IDENTITY_KEYS)
    values = {key: value for key, value in tidy(said).items() if key in known}
    set_values(session, {row.id: values}, document)


def _opened_before(session: Session, document: str) -> CustomerRow | None:
    query = (
        select(CustomerRow)
        .where(
            CustomerRow.opened_by == document,
            CustomerRow.status == CustomerStatus.PROVISIONAL,
        )
        .order_by(CustomerRow.id)
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def _fitting(session: Session, values: Mapping[str, Sequence[str]]) -> list[CustomerRow]:
    """The customer that fits by number or identity, else all that fit by name."""

    def fits(row: CustomerRow) -> bool:
        return not _contradicted(session, row, values)

    proved = next(filter(fits, _proved(session, values)), None)
    return [proved] if proved else list(filter(fits, _namesakes(session, values)))


def _namesakes(session: Session, values: Mapping[str, Sequence[str]]) -> Iterator[CustomerRow]:
    """Customers of the same name.

    Only provisional ones are found by name: a customer that is known and was not chosen was
    not chosen for a reason.
    """
    names = select(CustomerRow).join(NameRow, NameRow.customer == CustomerRow.id)
    provisional = CustomerRow.status == CustomerStatus.PROVISIONAL
    yield from _alive(session, names.where(NameRow.squeezed.in_(_names(values)), provisional))


def _proved(session: Session, values: Mapping[str, Sequence[str]]) -> Iterator[CustomerRow]:
    """Customers that share the number or an identity, surest first."""
    for number in values.get(NUMBER_KEY, ()):
        row = customer_rows.find_squeezed(session, number)
        if row is not None and not row.dropped:
            yield row
    for key in _IDENTITY_KEYS:
        wanted = [squeezed(value) for value in values.get(key, ())]
        query = (
            select(CustomerRow)
            .join(ValueRow, ValueRow.customer == CustomerRow.id)
            .where(ValueRow.key == key, ValueRow.squeezed.in_(wanted), ValueRow.until.is_(None))
        )
        yield from _alive(session, query)


def _alive(session: Session, query: Select[CustomerRow]) -> Iterator[CustomerRow]:
    alive = query.where(CustomerRow.dropped.is_(False)).order_by(CustomerRow.id)
    yield from session.scalars(alive).unique()


def _names(values: Mapping[str, Sequence[str]]) -> list[str]:
    return [squeezed(name) for key in NAME_KEYS for name in values.get(key, ())]


def _contradicted(session: Session, row: CustomerRow, values: Mapping[str, Sequence[str]]) -> bool:
    """Whether what the paper says cannot be true of this customer."""
    held: dict[str, list[str]] = {}
    for value in values_in_force(session, [row.id]).get(row.id, []):
        held.setdefault(value.key, []).append(value.value)
    if row.opened_by is None:  # not the archive's own number, but one that papers may print
        held.setdefault(NUMBER_KEY, [row.number])
    identities = (NUMBER_KEY, *_IDENTITY_KEYS)
    if any(_disjoint(held.get(key, ()), values.get(key, ())) for key in identities):
        return True
    ours, theirs = _names(held), _names(values)
    if ours and theirs and not _alike(ours, theirs):
        return True
    return _only_a_persons_name(theirs) and _disjoint(
        held.get("phone", ()), values.get("phone", ())
    )


def _disjoint(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    one, other = {squeezed(v) for v in ours}, {squeezed(v) for v in theirs}
    return bool(one and other and not one & other)


def _alike(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    return any(overlap(grams(one), grams(other)) >= _ALIKE for one in ours for other in theirs)


def _only_a_persons_name(names: Sequence[str]) -> bool:
    return bool(names) and all(len(name) <= _PERSONS_NAME for name in names)


def _opened(
    session: Session, document: str, values: Mapping[str, Sequence[str]], profile: Profile
) -> CustomerRow:
    number = _stated_number(session, values) or own_number(
        session, "provisional", profile.numbers.customer_provisional
    )
    return customer_rows.create(session, number, CustomerStatus.PROVISIONAL, document)


def _stated_number(session: Session, values: Mapping[str, Sequence[str]]) -> str | None:
    for number in values.get(NUMBER_KEY, ()):
        try:
            usable = customer_rows.check_number(number)
        except UsageError:
            continue
        if any(char.isdigit() for char in usable) and not _is_taken(session, usable):
            return usable
    return None


def own_number(session: Session, kind: str, pattern: str, reserved: Collection[str] = ()) -> str:
    """The archive's next number of `kind` that no customer bears yet, nor is to bear.

    `reserved` are numbers, squeezed, that are about to be used.
    """
    while True:
        number = next_number(session, kind, pattern)
        if squeezed(number) not in reserved and not _is_taken(session, number):
            return number


def _is_taken(session: Session, number: str) -> bool:
    query = select(CustomerRow.id).where(
        or_(CustomerRow.number == number, CustomerRow.squeezed == squeezed(number))
    )
    return session.execute(query.limit(1)).first() is not None
