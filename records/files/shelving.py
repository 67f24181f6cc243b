"""Which file a document lies in, by the profile; every change of a file makes a version of it.

Called for every revision of a document, in the transaction that makes it, so that no way of
filing, correcting or undoing can forget it. Source: C-02, C-03, C-30; domain 4.1, 4.3, 4.6.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.bonds import bond
from domain.files import ChangeKind
from domain.forms import Part
from records.database import now, rules
from records.files.units import Belonging, belonging, bound
from records.profile import Profile, next_number
from records.rules.shelving import ListingRules, PlacingRules
from records.sequences import hold
from records.sqlite import among
from records.tables import CustomerRow, DocumentRow, FileChangeRow, FileRow, PaperNumberRow


def shelve(session: Session, row: DocumentRow, changed: bool) -> None:
    """Put the document where it belongs as it stands now; `changed` if its entry is otherwise."""
    profile = rules(session)
    told = bond(row.title)
    row.bond = told.subject
    place(session, row, profile, changed=changed)
    if profile.placing.year_rule == "relation" and told.subject:
        for other in bound(session, row):
            if other.id != row.id:
                place(session, other, profile)
    session.flush()


def follow_customers(session: Session, customers: Collection[int]) -> None:
    """Put the customers' papers where they belong now that more is known of the customers."""
    if not rules(session).placing.keys or not customers:
        return
    query = select(DocumentRow).where(
        among(DocumentRow.customer, sorted(customers)), DocumentRow.withdrawn.is_(False)
    )
    for row in session.scalars(query.order_by(DocumentRow.arrival, DocumentRow.first_page)).all():
        place(session, row, rules(session))
    session.flush()


def place(
    session: Session,
    row: DocumentRow,
    profile: Profile,
    *,
    changed: bool = False,
    into: FileRow | None = None,
) -> None:
    """Let the document lie in its file, or in `into` where that is known already.

    Papers of a file that the former profile numbered stay together there until all are
    re-shelved, so that nobody's papers are torn apart by a change of profile.
    """
    wanted = belonging(session, row, profile.placing)
    file = into or (_in_use(session, wanted, profile) if wanted else None)
    left, here = row.file, file.id if file else None
    if left is not None and left != here:
        note(
            session,
            session.get_one(FileRow, left),
            row,
            ChangeKind.REMOVED,
            listing=profile.listing,
        )
    row.file = here
    row.placed_by = profile.placing.stamp if _fits(file, wanted, profile.placing) else ""
    if file is None:
        return
    if left != here:
        file.closed_at = None
        note(session, file, row, ChangeKind.ADDED, listing=profile.listing)
    elif changed:
        note(session, file, row, ChangeKind.CHANGED, listing=profile.listing)
    _number_paper(session, file, row, profile)


def find_file(session: Session, wanted: Belonging, placing: PlacingRules) -> FileRow | None:
    """The file that the rules mean, if it has been opened."""
    return session.scalars(
        select(FileRow).where(
            FileRow.customer.is_(None)
            if wanted.customer is None
            else FileRow.customer == wanted.customer,
            FileRow.unit == wanted.unit.key,
            FileRow.kind == placing.kind(wanted.unit.key),
            FileRow.pattern == placing.pattern(wanted.unit.key),
        )
    ).one_or_none()


def open_file(session: Session, wanted: Belonging, profile: Profile) -> FileRow:
    """The file that the profile means, opened if need be."""
    found = find_file(session, wanted, profile.placing)
    if found is None:
        hold(session, "files")  # of two that open the same file at once, the second finds it
        found = find_file(session, wanted, profile.placing)
    return found or _opened(session, wanted, profile)


def file_number(
    session: Session,
    wanted: Belonging,
    placing: PlacingRules,
    taken: Callable[[str], bool],
    count: Callable[[str], int] | None = None,
) -> str:
    """A new file's number; where the pattern would repeat a `taken` one, a count is put behind it.

    `count` is given where the number is only foreseen.
    """
    unit, customer = wanted.unit, wanted.customer
    whose = session.get_one(CustomerRow, customer).number if customer is not None else ""
    said = {"unit": "".join(unit.label.split()), "customer": whose}
    number = base = next_number(session, "file", placing.pattern(unit.key), said, count)
    while taken(number):
        pattern = base.replace("{", "").replace("}", "") + "-{sequence}"
        number = next_number(session, "file", pattern, None, count)
    return number


def is_taken(session: Session, number: str) -> bool:
    """Whether a file has, or had, this number."""
    query = select(FileRow.id).where(FileRow.number == number)
    return session.execute(query.limit(1)).first() is not None


def note(
    session: Session,
    file: FileRow,
    row: DocumentRow | None,
    what: ChangeKind,
    *,
    listing: ListingRules,
    reshelving: int | None = None,
) -> None:
    """Let the file have a next version; without a document the same papers are listed anew."""
    file.version += 1
    file.listed_by = listing.stamp
    session.add(
        FileChangeRow(
            file=file.id,
            version=file.version,
            document=row.id if row else None,
            revision=row.revision if row else None,
            what=what,
            at=now(),
            rules=listing.stamp,
            reshelving=reshelving,
        )
    )
    session.flush()


def _in_use(session: Session, wanted: Belonging, profile: Profile) -> FileRow:
    """The file of the profile; else the one of a former profile in which such papers lie."""
    found = find_file(session, wanted, profile.placing)
    return found or _former(session, wanted, profile) or open_file(session, wanted, profile)


def _former(session: Session, wanted: Belonging, profile: Profile) -> FileRow | None:
    query = select(FileRow).where(
        FileRow.customer.is_(None)
        if wanted.customer is None
        else FileRow.customer == wanted.customer,
        FileRow.unit == wanted.unit.key,
        FileRow.kind == profile.placing.kind(wanted.unit.key),
        FileRow.closed_at.is_(None),
    )
    return session.scalars(query.order_by(FileRow.id.desc()).limit(1)).one_or_none()


def _fits(file: FileRow | None, wanted: Belonging | None, placing: PlacingRules) -> bool:
    if file is None or wanted is None:
        return True
    unit = wanted.unit.key
    return (file.kind, file.pattern) == (placing.kind(unit), placing.pattern(unit))


def _opened(session: Session, wanted: Belonging, profile: Profile) -> FileRow:
    placing, unit = profile.placing, wanted.unit
    opened = FileRow(
        customer=wanted.customer,
        unit=unit.key,
        kind=placing.kind(unit.key),
        pattern=placing.pattern(unit.key),
        label=unit.label,
        number=file_number(session, wanted, placing, lambda number: is_taken(session, number)),
        opened_at=now(),
        closed_at=None,
        version=0,
        listed_by=profile.listing.stamp,
    )
    session.add(opened)
    session.flush()
    return opened


def _number_paper(session: Session, file: FileRow, row: DocumentRow, profile: Profile) -> None:
    """Number a contract or title instrument from its file, once and for good."""
    pattern = profile.numbers.papers.get(Part(row.part))
    if pattern is None or session.get(PaperNumberRow, (file.id, row.id, pattern)) is not None:
        return
    said = {"file": file.number, "part": row.part, "unit": "".join(file.label.split())}
    number = next_number(session, "paper", pattern, said)
    session.add(PaperNumberRow(file=file.id, document=row.id, pattern=pattern, number=number))
