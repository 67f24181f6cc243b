"""A register of customers held in memory, and papers made by hand, for tests of routing."""

from __future__ import annotations

from collections.abc import Iterable

from domain.customer import Customer, CustomerStatus
from domain.fields import Check, FieldKey, FieldReading, FieldSpec, ValueKind
from domain.filing import Evidence, EvidenceKind
from domain.geometry import Box
from domain.ids import CustomerNumber
from domain.page import Line, Page, Word
from domain.reading import PageReading
from domain.text import squeezed

SPECS = {
    FieldKey(key): FieldSpec(FieldKey(key), label, key, kind, (label,))
    for key, label, kind in (
        ("customer_no", "客户编号", ValueKind.TEXT),
        ("customer_name", "客户名称", ValueKind.COMPANY),
        ("person_name", "姓名", ValueKind.PERSON),
        ("registration_no", "统一社会信用代码", ValueKind.CREDIT_CODE),
        ("id_card", "身份证号码", ValueKind.IDENTITY),
        ("phone", "电话", ValueKind.PHONE),
        ("address", "地址", ValueKind.ADDRESS),
        ("home_address", "住址", ValueKind.ADDRESS),
        ("created_on", "填表日期", ValueKind.DATE),
        ("founded", "成立日期", ValueKind.DATE),
        ("needs", "需求", ValueKind.TEXT),
    )
}


class KnownCustomers:
    """What routing asks of the records, answered from a list."""

    def __init__(self, customers: Iterable[Customer]) -> None:
        self._customers = tuple(customers)

    def by_number(self, text: str) -> Customer | None:
        wanted = squeezed(text)
        return next((c for c in self._customers if squeezed(c.number) == wanted), None)

    def by_value(self, key: str, value: str) -> tuple[Customer, ...]:
        wanted = squeezed(value)
        return tuple(
            c for c in self._customers if any(squeezed(held) == wanted for held in c.all(key))
        )

    def by_contract(self, number: str) -> tuple[Customer, ...]:
        return self.by_value("contract_no", number)

    def by_file(self, number: str) -> Customer | None:
        return next(iter(self.by_value("file_no", number)), None)

    def names_like(self, name: str, limit: int = 20) -> tuple[Customer, ...]:
        wanted = _bigrams(squeezed(name))
        shared = [(len(wanted & _bigrams(squeezed(c.name))), c) for c in self._customers]
        ranked = sorted((pair for pair in shared if pair[0]), key=lambda pair: -pair[0])
        return tuple(customer for _, customer in ranked[:limit])

    def named_in(self, text: str) -> tuple[Customer, ...]:
        page = squeezed(text)
        names = ((squeezed(c.name), c) for c in self._customers)
        return tuple(c for name, c in names if len(name) >= 4 and name in page)


def _bigrams(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}


def customer(
    number: str,
    name: str,
    status: CustomerStatus = CustomerStatus.ACTIVE,
    **values: str,
) -> Customer:
    """A customer with one value for each key given."""
    return Customer(CustomerNumber(number), name, status, tuple(values.items()))


def value(
    key: str,
    text: str,
    *,
    confidence: float = 0.99,
    agreed: bool = False,
    review: bool = False,
    page: int = 1,
) -> FieldReading:
    """A field as read from the page: `agreed` when two readers saw the same."""
    checks = (Check.READERS_AGREE,) if agreed else ()
    label = SPECS[FieldKey(key)].labels[0] if FieldKey(key) in SPECS else key
    return FieldReading(
        FieldKey(key), label, text, text, page, Box(0.2, 0.2, 0.6, 0.23), confidence, review, checks
    )


def page(*lines: str, number: int = 1, blank: bool = False) -> Page:
    """A page whose lines stand evenly from top to bottom."""
    step = 1.0 / (len(lines) + 1)
    placed = tuple(
        _line(text, Box.clipped(0.1, step * (i + 0.5), 0.9, step * (i + 0.9)))
        for i, text in enumerate(lines)
    )
    return Page(number, 1654, 2339, placed, blank=blank)


def _line(text: str, box: Box) -> Line:
    return Line(text, box, 0.98, (Word(text, box, 0.98),))


def reading(
    *fields: FieldReading,
    lines: Iterable[str] = (),
    number: int = 1,
    starts: bool = True,
    title: str = "",
    says: Iterable[tuple[EvidenceKind, str, float]] = (),
) -> PageReading:
    """A page's reading with these values, lines and words on its type."""
    evidence = tuple(
        Evidence(kind, key, weight, title or key, number) for kind, key, weight in says
    )
    shown = tuple(lines) or tuple(f"{f.label}：{f.value}" for f in fields) or ("正文",)
    return PageReading(page(*shown, number=number), title, starts, evidence, fields)
