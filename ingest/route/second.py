"""Second customers that a paper concerns: who is named in it, and how surely.

A customer is proposed whom a number names (identity, credit code, customer number, a contract
known to be his), or a field that names another party. Names in running text propose nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from domain.customer import Customer
from domain.fields import ValueKind
from domain.filing import Evidence, EvidenceKind
from domain.referring import SecondCustomer
from domain.values import parse
from ingest.route.clues import CustomerLookup, owners
from ingest.route.company import Likeness, take_apart
from ingest.route.evidence.name import likeness
from ingest.route.paper import CODE_KEY, Paper
from ingest.route.roles import Said
from ingest.route.weigh import Standing

PROVED = 0.97
"""A number with a check digit, beside a label that tells whose it is."""
NUMBERED = 0.95
WHOLE_NAME = 0.93
"""The whole name of a firm, read exactly, and nobody else's."""
SHORT_NAME = 0.75
"""A person's name, or a firm's without its legal form: others may bear it."""
DOUBTFUL = 0.85
"""What is left of it where a person should look at the value."""

_NAMING = {
    EvidenceKind.IDENTITY: 0.90,
    EvidenceKind.CREDIT_CODE: 0.90,
    EvidenceKind.CUSTOMER_NUMBER: 0.85,
    EvidenceKind.CONTRACT_NUMBER: 0.75,
}
"""From which weight on evidence of a kind names a customer though no label tells his role."""


def second_customers(
    paper: Paper, customers: CustomerLookup, standings: Iterable[Standing]
) -> tuple[SecondCustomer, ...]:
    """All whom the paper names for certain, by role or by number; its own customer may be one."""
    found: dict[str, SecondCustomer] = {}
    for one in (*_by_role(paper, customers), *_by_number(standings)):
        held = found.get(one.customer)
        if held is None:
            found[one.customer] = one
        else:
            found[one.customer] = SecondCustomer(
                one.customer,
                held.role or one.role,
                max(held.confidence, one.confidence),
                (*held.evidence, *one.evidence),
            )
    return tuple(found.values())


def _by_role(paper: Paper, customers: CustomerLookup) -> Iterator[SecondCustomer]:
    for said in paper.others:
        if paper.is_own(said.text):
            continue
        for customer, kind, weight in _meant(paper, customers, said):
            share = weight * (DOUBTFUL if said.doubtful else 1.0)
            detail = f"{said.label} {said.text}"
            seen = Evidence(kind, customer.number, share, detail, said.page, said.box)
            yield SecondCustomer(customer.number, said.role, share, (seen,))


def _meant(
    paper: Paper, customers: CustomerLookup, said: Said
) -> Sequence[tuple[Customer, EvidenceKind, float]]:
    """The one customer whom the words mean; nobody where they mean several alike."""
    identity = parse(ValueKind.IDENTITY, said.text)
    if identity.check_digit:
        keys = paper.keys.get(ValueKind.IDENTITY, ())
        return _only(owners(customers, keys, said.text), EvidenceKind.IDENTITY, PROVED)
    if parse(ValueKind.CREDIT_CODE, said.text).check_digit:
        return _only(owners(customers, (CODE_KEY,), said.text), EvidenceKind.CREDIT_CODE, PROVED)
    numbered = customers.by_number(said.text)
    if numbered is not None:
        return ((numbered, EvidenceKind.CUSTOMER_NUMBER, NUMBERED),)
    alike = [
        candidate
        for candidate in customers.names_like(said.text)
        if likeness(said.text, candidate) <= Likeness.VARIANT
    ]
    firm = take_apart(said.text).is_firm
    return _only(alike, EvidenceKind.NAME, WHOLE_NAME if firm else SHORT_NAME)


def _only(
    found: Sequence[Customer], kind: EvidenceKind, weight: float
) -> Sequence[tuple[Customer, EvidenceKind, float]]:
    return ((found[0], kind, weight),) if len(found) == 1 else ()


def _by_number(standings: Iterable[Standing]) -> Iterator[SecondCustomer]:
    """Those whom a number names that names nobody else."""
    for standing in standings:
        naming = tuple(
            piece for piece in standing.evidence if piece.weight >= _NAMING.get(piece.kind, 2.0)
        )
        if naming and not standing.contradicted:
            confidence = max(piece.weight for piece in naming)
            yield SecondCustomer(standing.customer.number, "", confidence, naming)
