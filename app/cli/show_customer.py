"""How a customer's file is shown, to people and to programmes."""

from __future__ import annotations

from collections.abc import Sequence

from app import shapes
from app.cli import record
from app.cli.common import Session
from app.cli.customers import tell_events
from app.masking import Masking
from domain.customer import CatalogueEntry, Customer, CustomerFile, Difference, ValueVersion


def show_customer(now: Session, customer: Customer, mask: Masking) -> None:
    """Tell a customer: his values now and once, where cards say otherwise, his catalogue."""
    held = now.archive.files.of(customer.number)
    differing = now.archive.differences.open(customer.number)
    if now.voice.as_json:
        _emit(now, held, differing)
        return
    voice = now.voice
    heading = f"{held.number}  {customer.number}  {customer.name}  ({customer.status.value})"
    voice.say(heading, heading)
    values = [(key, mask.value(value, record.spec(now, key))) for key, value in customer.values]
    voice.table([("field", "项目"), ("value", "内容")], values, len(values))
    _tell_former(now, now.archive.customers.history(customer.number), mask)
    if differing:
        voice.say("Cards say otherwise", "卡片与档案不符")
        record.show(now, differing, now.archive.differences.count(customer.number), mask)
    _tell_catalogue(now, held.catalogue)
    tell_events(now, now.archive.changes.of(customer.number))


def _emit(now: Session, held: CustomerFile, differing: Sequence[Difference]) -> None:
    number = held.customer.number
    names = {key: known.name for key, known in now.catalogue.types.items()}
    shape = shapes.customer_file(held, names)
    versions = now.archive.customers.history(number)
    shape["record"] = [shapes.value_version(version) for version in versions]
    shape["differences"] = [shapes.difference(one) for one in differing]
    shape["events"] = [shapes.customer_event(event) for event in now.archive.changes.of(number)]
    now.voice.emit(shape)


def _tell_catalogue(now: Session, catalogue: Sequence[CatalogueEntry]) -> None:
    rows = [
        (
            e.sequence,
            e.part.value,
            now.type_name(e.type_key),
            e.title if e.see is None else f"{e.title} → {now.voice.pick('see', '见')} {e.see}",
            e.document_date or "",
            e.pages,
            e.document,
        )
        for e in catalogue
    ]
    heads = [
        ("no.", "序号"),
        ("part", "部分"),
        ("type", "类型"),
        ("title", "题名"),
        ("date", "日期"),
        ("pages", "页数"),
        ("document", "文件"),
    ]
    now.voice.table(heads, rows, len(rows))


def _tell_former(now: Session, versions: Sequence[ValueVersion], mask: Masking) -> None:
    """What held once of this customer: former contacts, numbers, addresses (人事变迁, REQ-013)."""
    rows = [
        (
            record.label(now, one.key),
            mask.value(one.value, record.spec(now, one.key)),
            f"{one.since:%Y-%m-%d}",
            f"{one.until:%Y-%m-%d}",
            one.source,
        )
        for one in versions
        if one.until is not None
    ]
    if rows:
        now.voice.say("Formerly", "历史资料")
        heads = [
            ("field", "项目"),
            ("value", "内容"),
            ("since", "起"),
            ("until", "止"),
            ("source", "来源"),
        ]
        now.voice.table(heads, rows, len(rows))
