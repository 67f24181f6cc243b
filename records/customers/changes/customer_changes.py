"""Merging customers, splitting one, withdrawing one (客户合并、拆分、停用), and undoing each.

The sources describe no merge (domain section 7.3), so the rules are ours: nothing is deleted, no
number is used again, the number that gave way finds the survivor, and every step is a fact with
who and why that a later fact can take back.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from domain.customer import CustomerChange, CustomerEvent, CustomerStatus
from domain.errors import LaterFacts, UsageError
from domain.review import CheckKind
from records.customers import rows as customer_rows
from records.customers.changes import facts, moving
from records.customers.changes.facts import Moved
from records.customers.provisional import own_number
from records.customers.values import Values, set_values, tidy
from records.database import Database
from records.documents.documents import find
from records.profile import Profile
from records.review.checks import raise_check
from records.review.queue.claimed import check_customers_free, check_papers_free
from records.sequences import hold
from records.signature import Signature, check_signed
from records.tables import CustomerChangeRow, CustomerRow, DocumentRow


class CustomerChanges:
    """What persons do with customers as a whole; each call is one transaction.

    All raise NotFound for an unknown number, Claimed while another is at a question that they would
    settle, UsageError when it is not said by whom and why.
    """

    def __init__(self, database: Database, profile: Profile) -> None:
        self._database = database
        self._profile = profile

    def of(self, customer: str) -> tuple[CustomerEvent, ...]:
        """What was done with a customer, oldest first."""
        with self._database.read() as session:
            rows = customer_rows.bearers(session, [customer])
            row = rows.get(customer) or customer_rows.named(session, customer)
            return facts.events(session, row.id)

    def merge(self, kept: str, gone: str, signature: Signature) -> CustomerEvent:
        """Let two customers be one: papers, values, names and file of `gone` go to `kept`.

        Raises UsageError for one and the same, and for a known customer that would give way to
        one whom nobody has confirmed.
        """
        check_signed(gone, signature)
        with self._database.write() as session:
            hold(session, "customers")
            one, other = customer_rows.named(session, kept), customer_rows.named(session, gone)
            _check_pair(one, other)
            papers = moving.papers_of(session, other)
            check_customers_free(session, [one.id, other.id], signature.who)
            check_papers_free(session, [paper.id for paper in papers], signature.who)
            was = CustomerStatus(other.status)
            begun, ended = moving.take_over(session, other, one)
            other.status, other.merged_into = CustomerStatus.MERGED, one.id
            moved = moving.move_papers(session, papers, one, signature)
            facts.append(
                session,
                CustomerChange.MERGED,
                one,
                signature,
                Moved(was, moved, begun, ended),
                other=other,
            )
            return facts.events(session, one.id)[-1]

    def split(
        self,
        customer: str,
        documents: Sequence[str],
        values: Values,
        signature: Signature,
        number: str = "",
    ) -> CustomerEvent:
        """Let some papers of a customer be those of a new one, with `values` and `number`.

        Without a number the archive gives its next. Raises UsageError for a number that is taken,
        a name that is missing, or a paper that lies elsewhere.
        """
        check_signed(customer, signature)
        with self._database.write() as session:
            hold(session, "customers")
            row = customer_rows.named(session, customer)
            papers = [find(session, document) for document in documents]
            _check_split(row, papers, values)
            check_papers_free(session, [paper.id for paper in papers], signature.who)
            new = self._new(session, number, values, signature)
            moved = moving.move_papers(session, papers, new, signature)
            facts.append(
                session,
                CustomerChange.SPLIT,
                row,
                signature,
                Moved(CustomerStatus(new.status), moved),
                other=new,
            )
            return facts.events(session, row.id)[-1]

    def withdraw(self, customer: str, signature: Signature) -> CustomerEvent:
        """Keep a customer's file apart from the living ones; it stays searchable (C-35)."""
        return self._set_status(customer, CustomerStatus.WITHDRAWN, signature)

    def reinstate(self, customer: str, signature: Signature) -> CustomerEvent:
        """Let a withdrawn customer be one of the living again."""
        return self._set_status(customer, CustomerStatus.ACTIVE, signature)

    def undo(self, number: int, signature: Signature) -> CustomerEvent:
        """Take a change back. Raises NotFound, and LaterFacts where a later one rests on it."""
        check_signed(f"M{number}", signature)
        with self._database.write() as session:
            hold(session, "customers")
            change = facts.to_undo(session, number)
            row = session.get_one(CustomerRow, change.customer)
            other = session.get_one(CustomerRow, change.other) if change.other else None
            papers = [paper.document for paper in facts.moved_of(change).papers]
            check_papers_free(session, papers, signature.who)
            moved = self._taken_back(session, change, row, other, signature)
            facts.append(
                session,
                CustomerChange.UNDONE,
                row,
                signature,
                moved,
                other=other,
                undoes=change.id,
            )
            return facts.events(session, row.id)[-1]

    def _taken_back(
        self,
        session: Session,
        change: CustomerChangeRow,
        row: CustomerRow,
        other: CustomerRow | None,
        signature: Signature,
    ) -> Moved:
        was, held = facts.moved_of(change), CustomerStatus(row.status)
        if other is None:
            row.status = was.was
            session.flush()
            return Moved(held)
        if change.change == CustomerChange.MERGED:
            return self._unmerge(session, change, row, other, signature)
        return self._rejoin(session, change, row, other, signature)

    def _unmerge(
        self,
        session: Session,
        change: CustomerChangeRow,
        kept: CustomerRow,
        gone: CustomerRow,
        signature: Signature,
    ) -> Moved:
        """The customer that gave way is his own again; papers filed since are to be looked at."""
        was = facts.moved_of(change)
        gone.status, gone.merged_into = was.was, None
        session.flush()
        moving.give_back(session, was.begun, was.ended, gone)
        back = moving.move_back(session, was.papers, (kept, gone), signature)
        for paper in moving.papers_of(session, kept):
            if paper.filed_at > change.at:
                told = f"{gone.number} ≠ {kept.number} (M{change.id})"
                raise_check(session, paper.id, CheckKind.SUSPECTED, told)
        return Moved(CustomerStatus.MERGED, back)

    def _rejoin(
        self,
        session: Session,
        change: CustomerChangeRow,
        row: CustomerRow,
        new: CustomerRow,
        signature: Signature,
    ) -> Moved:
        """The customer that was split off lives on in the one he came from."""
        was = facts.moved_of(change)
        mine = {paper.document for paper in was.papers}
        later = [paper.id for paper in moving.papers_of(session, new) if paper.id not in mine]
        if later:
            told = f"{', '.join(later)} came to {new.number} since"
            raise LaterFacts(f"M{change.id}", told)
        held = CustomerStatus(new.status)
        back = moving.move_back(session, was.papers, (new, row), signature)
        begun, ended = moving.take_over(session, new, row)
        new.status, new.merged_into = CustomerStatus.MERGED, row.id
        session.flush()
        return Moved(held, back, begun, ended)

    def _new(
        self, session: Session, number: str, values: Values, signature: Signature
    ) -> CustomerRow:
        wanted = number.strip() or own_number(session, "customer", self._profile.numbers.customer)
        if customer_rows.bearers(session, [wanted]):
            raise UsageError(wanted, "this number is taken; no number is used twice")
        new = customer_rows.create(session, wanted, CustomerStatus.ACTIVE)
        set_values(session, {new.id: tidy(values)}, f"{signature.who}: {signature.reason}")
        return new

    def _set_status(
        self, customer: str, status: CustomerStatus, signature: Signature
    ) -> CustomerEvent:
        check_signed(customer, signature)
        with self._database.write() as session:
            hold(session, "customers")
            row = customer_rows.named(session, customer)
            was = CustomerStatus(row.status)
            if was is status:
                raise UsageError(row.number, f"it is {status.value} already")
            row.status, row.dropped = status, False
            change = _STATUS_CHANGES[status]
            facts.append(session, change, row, signature, Moved(was))
            customer_rows.announce_papers(session, [row.id])
            return facts.events(session, row.id)[-1]


_STATUS_CHANGES = {
    CustomerStatus.WITHDRAWN: CustomerChange.WITHDRAWN,
    CustomerStatus.ACTIVE: CustomerChange.REINSTATED,
}


def _check_pair(kept: CustomerRow, gone: CustomerRow) -> None:
    if kept.id == gone.id:
        raise UsageError(gone.number, f"it is {kept.number} already")
    unsure = CustomerStatus.PROVISIONAL
    if kept.status == unsure != gone.status:
        raise UsageError(gone.number, f"nobody has confirmed {kept.number}: merge the other way")


def _check_split(row: CustomerRow, papers: Sequence[DocumentRow], values: Values) -> None:
    if not papers:
        raise UsageError(row.number, "say which papers are the other customer's")
    if not any(tidy(values).get(key) for key in ("customer_name", "person_name")):
        raise UsageError(row.number, "say what the other customer is called")
    for paper in papers:
        if paper.customer != row.id:
            raise UsageError(paper.id, f"it does not lie with {row.number}")
