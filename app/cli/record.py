"""Commands for the customer's record: differences, settle, incomplete."""

from __future__ import annotations

from typing import Annotated

import typer

from app import compose, shapes
from app.cli.common import (
    ArchiveOption,
    JsonOption,
    LimitOption,
    ReasonOption,
    Session,
    UnmaskedOption,
    WhoOption,
    session,
)
from app.masking import Masking
from domain.customer import Difference
from domain.errors import UsageError
from domain.fields import FieldKey, FieldSpec


def register(app: typer.Typer) -> None:
    """Add these commands to the programme."""
    app.command()(differences)
    app.command()(settle)
    app.command()(incomplete)


def differences(
    customer: Annotated[
        str | None, typer.Option("--customer", help="Only those of this customer.")
    ] = None,
    limit: LimitOption = 100,
    unmasked: UnmaskedOption = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """List cards that say otherwise than the customer's record 资料不符."""
    with session(archive, as_json) as now:
        listed = now.archive.differences.open(customer, limit)
        if as_json:
            now.voice.emit_each(shapes.difference(one) for one in listed)
            return
        total = now.archive.differences.count(customer)
        show(now, listed, total, Masking(unmasked))
        if listed:
            now.voice.say(
                "Settle one: anjuan settle NUMBER --card (or --record) --reason TEXT",
                "处理：anjuan settle 序号 --card（以卡为准）或 --record（以档为准） --reason 原因",
            )


def show(now: Session, listed: tuple[Difference, ...], total: int, mask: Masking) -> None:
    """The differences as a table."""
    rows = [
        (
            one.number,
            one.customer,
            label(now, one.key),
            _values(now, one.key, one.on_record, mask),
            _values(now, one.key, one.said, mask),
            one.document,
        )
        for one in listed
    ]
    heads = [
        ("number", "序号"),
        ("customer", "客户"),
        ("field", "项目"),
        ("on record", "档案所载"),
        ("on the card", "卡上所写"),
        ("document", "文件"),
    ]
    now.voice.table(heads, rows, total)


def label(now: Session, key: str) -> str:
    """What the catalogue calls a field."""
    known = now.catalogue.fields.get(FieldKey(key))
    return known.name if known else key


def spec(now: Session, key: str) -> FieldSpec | None:
    """What the catalogue knows of a field; None where it is no field of it."""
    return now.catalogue.fields.get(FieldKey(key))


def _values(now: Session, key: str, values: tuple[str, ...], mask: Masking) -> str:
    known = now.catalogue.fields.get(FieldKey(key))
    return "\n".join(mask.value(value, known) for value in values) or "—"


def settle(
    number: Annotated[int, typer.Argument(help="The difference's number in `differences`.")],
    reason: ReasonOption,
    card: Annotated[bool, typer.Option("--card", help="The record shall follow the card.")] = False,
    record: Annotated[bool, typer.Option("--record", help="The record shall stand.")] = False,
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which is right, the card or the record; the old value is kept 核定资料."""
    if card is record:
        raise UsageError(f"#{number}", "say either --card or --record")
    with session(archive, as_json) as now:
        settled = now.archive.differences.settle(number, take=card, who=who, reason=reason)
        compose.catch_up_if_free(now.whole)
        if as_json:
            now.voice.emit(shapes.difference(settled) | {"taken": card})
            return
        field = label(now, settled.key)
        now.voice.say(
            f"{settled.customer} {field}: the record {'follows the card' if card else 'stands'}.",
            f"{settled.customer} {field}：{'已按卡片更新档案' if card else '档案维持原样'}。",
        )


def incomplete(
    limit: LimitOption = 100,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """List customers of whom something is not known that must be 资料不全."""
    with session(archive, as_json) as now:
        listed = now.archive.completeness.incomplete(limit)
        if as_json:
            now.voice.emit_each(shapes.incomplete(one) for one in listed)
            return
        rows = [
            (
                one.customer,
                one.name,
                "\n".join(label(now, gap.key) for gap in one.gaps),
                "\n".join(f"{gap.since:%Y-%m-%d}" for gap in one.gaps),
            )
            for one in listed
        ]
        heads = [("customer", "客户"), ("name", "名称"), ("missing", "缺项"), ("since", "自")]
        now.voice.table(heads, rows, now.archive.completeness.count())
