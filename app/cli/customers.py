"""Commands for customers as a whole: merge, split-customer, withdraw, reinstate, names, refer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

import typer

from app import compose, shapes
from app.cli.common import (
    ArchiveOption,
    DocumentArgument,
    JsonOption,
    ReasonOption,
    Session,
    WhoOption,
    session,
)
from app.cli.record import label
from domain.customer import CustomerChange, CustomerEvent, ValueVersion
from domain.errors import UsageError
from records.customers.names import Name
from records.signature import Signature

NumberArgument = Annotated[str, typer.Argument(metavar="NUMBER", help="The customer's number.")]
_DAY = ["%Y-%m-%d"]

_WORDS = {
    CustomerChange.MERGED: ("merged", "合并"),
    CustomerChange.SPLIT: ("split", "拆分"),
    CustomerChange.WITHDRAWN: ("withdrawn", "停用"),
    CustomerChange.REINSTATED: ("reinstated", "恢复"),
    CustomerChange.UNDONE: ("taken back", "撤销"),
}


def register(app: typer.Typer) -> None:
    """Add these commands to the programme."""
    app.command()(merge)
    app.command("split-customer")(split_customer)
    app.command()(withdraw)
    app.command()(reinstate)
    app.command()(names)
    app.command()(refer)


def merge(
    kept: Annotated[str, typer.Argument(metavar="KEPT", help="The number that stays.")],
    gone: Annotated[str, typer.Argument(metavar="GONE", help="The number that gives way.")],
    reason: ReasonOption,
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let two customers be one; papers, values and names follow, both numbers find it 合并客户."""
    with session(archive, as_json) as now:
        tell_event(now, now.archive.changes.merge(kept, gone, Signature(who, reason)))


def split_customer(
    customer: NumberArgument,
    documents: Annotated[
        list[str], typer.Option("--document", help="A paper of the other customer; repeatable.")
    ],
    name: Annotated[str, typer.Option("--name", help="What the other customer is called.")],
    reason: ReasonOption,
    number: Annotated[
        str, typer.Option("--number", help="The other customer's number; else the next.")
    ] = "",
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let some papers of a customer be those of a new one 拆分客户."""
    with session(archive, as_json) as now:
        values = {"customer_name": name}
        changes, signature = now.archive.changes, Signature(who, reason)
        tell_event(now, changes.split(customer, documents, values, signature, number))


def withdraw(
    customer: NumberArgument,
    reason: ReasonOption,
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep the file of a customer who has gone apart; it stays searchable 停用客户."""
    with session(archive, as_json) as now:
        tell_event(now, now.archive.changes.withdraw(customer, Signature(who, reason)))


def reinstate(
    customer: NumberArgument,
    reason: ReasonOption,
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put the file of a customer who came back among the living ones 恢复客户."""
    with session(archive, as_json) as now:
        tell_event(now, now.archive.changes.reinstate(customer, Signature(who, reason)))


def names(
    customer: NumberArgument,
    add: Annotated[str | None, typer.Option("--add", help="A name he is called by too.")] = None,
    former: Annotated[bool, typer.Option("--former", help="With --add: he was called so.")] = False,
    remove: Annotated[
        str | None, typer.Option("--remove", help="A name that shall find him no longer.")
    ] = None,
    rename: Annotated[
        str | None, typer.Option("--rename", help="His new name; the old one becomes a former.")
    ] = None,
    held_from: Annotated[
        datetime | None, typer.Option("--from", formats=_DAY, help="Borne since this day.")
    ] = None,
    held_to: Annotated[
        datetime | None, typer.Option("--to", formats=_DAY, help="Borne until this day.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; needed to change a name.")] = "",
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what a customer is and was called, or change it 客户名称、别名、曾用名."""
    if sum(map(bool, (add, remove, rename))) > 1:
        raise UsageError(customer, "say one of --add, --remove and --rename")
    with session(archive, as_json) as now:
        known, signature = now.archive.names, Signature(who, reason)
        span = (_day(held_from), _day(held_to))
        if add:
            known.add(customer, Name(add, *span), signature, former=former)
        elif remove:
            known.remove(customer, remove, signature)
        elif rename:
            known.rename(customer, Name(rename, *span), signature)
        if add or remove or rename:
            compose.catch_up_if_free(now.whole)
        _tell_names(now, known.of(customer))


def _tell_names(now: Session, held: Sequence[ValueVersion]) -> None:
    if now.voice.as_json:
        now.voice.emit_each(shapes.value_version(version) for version in held)
        return
    rows = [
        (v.value, label(now, v.key), v.held_from or "", v.held_to or "", v.source) for v in held
    ]
    heads = [("name", "名称"), ("kind", "种类"), ("from", "起"), ("to", "止"), ("source", "来源")]
    now.voice.table(heads, rows, len(rows))


def refer(
    document: DocumentArgument,
    reason: ReasonOption,
    to: Annotated[
        str | None, typer.Option("--to", help="The second customer whom it concerns.")
    ] = None,
    remove: Annotated[
        str | None, typer.Option("--remove", help="A customer whose catalogue shall not name it.")
    ] = None,
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Name a paper in a second customer's catalogue; it stays in its one file 互见."""
    if bool(to) == bool(remove):
        raise UsageError(document, "say either --to or --remove")
    with session(archive, as_json) as now:
        held, signature = now.archive.references, Signature(who, reason)
        if to:
            made = held.add(document, to, signature)
        else:
            made = held.remove(document, remove or "", signature)
        if as_json:
            now.voice.emit(shapes.reference(made) | {"removed": to is None})
            return
        now.voice.say(
            f"{made.document}: {made.customer} {'refers to it' if to else 'names it no longer'}.",
            f"{made.document}：{made.customer} {'已互见' if to else '不再互见'}。",
        )


def tell_event(now: Session, event: CustomerEvent) -> None:
    """Say what was done with a customer, and how it is taken back."""
    compose.catch_up_if_free(now.whole)
    if now.voice.as_json:
        now.voice.emit(shapes.customer_event(event))
        return
    english, chinese = _WORDS[event.change]
    count, who = len(event.documents), f"{event.customer} {event.other or ''}".rstrip()
    again = "" if event.undoes else f" anjuan undo M{event.number} --reason"
    now.voice.say(
        f"M{event.number}: {who} {english}, {count} papers moved."
        + (f" To take it back:{again} TEXT" if again else ""),
        f"M{event.number}：{who} 已{chinese}，移动文件 {count} 件。"
        + (f"撤销：{again} 原因" if again else ""),
    )


def tell_events(now: Session, events: Sequence[CustomerEvent]) -> None:
    """A customer's own history, where there is any."""
    if not events:
        return
    now.voice.say("What was done with the customer", "客户变更记录")
    rows = [
        (
            f"M{event.number}",
            f"{event.at:%Y-%m-%d %H:%M}",
            now.voice.pick(*_WORDS[event.change]) + (f" M{event.undoes}" if event.undoes else ""),
            event.customer,
            event.other or "",
            event.who,
            event.reason,
        )
        for event in events
    ]
    heads = [
        ("event", "编号"),
        ("at", "时间"),
        ("what", "事项"),
        ("customer", "客户"),
        ("other", "另一客户"),
        ("who", "经手人"),
        ("why", "原因"),
    ]
    now.voice.table(heads, rows, len(rows))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
