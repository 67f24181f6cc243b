"""Commands that change records: correct, import-customers."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from app import compose, shapes
from app.cli.common import ArchiveOption, JsonOption, Session, session
from domain.document import Correction
from domain.errors import ExitCode, NotFound, UsageError
from domain.forms import DocumentType
from domain.ids import CustomerNumber
from domain.text import squeezed


def register(app: typer.Typer) -> None:
    """Add these commands to the programme."""
    app.command()(correct)
    app.command("import-customers")(import_customers)


def correct(
    document: Annotated[str, typer.Argument(metavar="DOC", help="The document's id.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; kept in the history for ever.")],
    type_key: Annotated[
        str | None, typer.Option("--type", help="What it really is: key or name of a type.")
    ] = None,
    customer: Annotated[
        str | None, typer.Option("--customer", help="Whose it really is: customer number.")
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="KEY=VALUE", help="What it really says; repeatable."),
    ] = None,
    who: Annotated[str | None, typer.Option("--who", help="Your name; else the login.")] = None,
    base_revision: Annotated[
        int | None,
        typer.Option("--base-revision", help="The revision you looked at; refused if stale."),
    ] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put right what the machine got wrong; nothing is overwritten 更正."""
    with session(archive, as_json) as now:
        kind = type_of(now, type_key) if type_key else None
        known = now.archive.documents.get(document)
        corrected = now.archive.corrections.apply(
            Correction(
                document=known.id,
                who=who or getpass.getuser(),
                reason=reason,
                type_key=kind.key if kind else None,
                part=kind.part if kind else None,
                customer=CustomerNumber(customer) if customer else None,
                fields=tuple(field_of(now, pair) for pair in fields or ()),
                base_revision=base_revision,
            )
        )
        indexed = compose.catch_up_if_free(now.archive)
        if as_json:
            shape = shapes.document(
                corrected,
                now.type_name(corrected.type_key),
                now.customer(corrected.customer),
                now.voice.language,
            )
            shape["indexed"] = indexed
            now.voice.emit(shape)
            return
        holder = now.customer(corrected.customer)
        place = f"{holder.number} {holder.name}" if holder else "—"
        now.voice.say(
            f"{corrected.id} is now revision {corrected.revision}: "
            f"{now.type_name(corrected.type_key)}, {place}, {corrected.state.value}.",
            f"{corrected.id} 现为第 {corrected.revision} 版："
            f"{now.type_name(corrected.type_key)}，{place}，{corrected.state.value}。",
        )


def type_of(now: Session, said: str) -> DocumentType:
    """The type called `said`, by key or by a name in either script. Raises NotFound."""
    if said in now.catalogue.types:
        return now.catalogue.types[said]
    wanted = squeezed(said)
    for known in now.catalogue.types.values():
        if wanted in {squeezed(known.name), squeezed(known.name_hant), squeezed(known.name_en)}:
            return known
    raise NotFound(said, "`anjuan types` lists the document types.")


def field_of(now: Session, pair: str) -> tuple[str, str]:
    """KEY=VALUE taken apart; the key may be a label such as 客户名称. Raises UsageError."""
    key, equals, value = pair.partition("=")
    if not equals:
        raise UsageError("--field", f"{pair!r} is not KEY=VALUE")
    key = key.strip()
    if key in now.catalogue.fields:
        return key, value.strip()
    by_label = now.catalogue.label_keys().get(key)
    if by_label is None:
        raise NotFound(key, "docs/fields.md lists the fields.")
    return by_label, value.strip()


def import_customers(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or XLSX with a header row.")],
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take known customers from a table; safe to run twice 导入客户."""
    from records.customer_import import (
        import_customers as import_from,
    )  # brings a spreadsheet reader

    with session(archive, as_json) as now:
        report = import_from(now.archive, file, label_keys=now.catalogue.label_keys())
        if as_json:
            now.voice.emit(
                {
                    "created": report.created,
                    "changed": report.changed,
                    "unchanged": report.unchanged,
                    "problems": [
                        {"row": problem.row, "message": problem.message}
                        for problem in report.problems
                    ],
                }
            )
        else:
            now.voice.say(
                f"{report.created} new, {report.changed} changed, {report.unchanged} unchanged, "
                f"{len(report.problems)} rows not taken.",
                f"新增 {report.created}，变更 {report.changed}，未变 {report.unchanged}，"
                f"未能导入 {len(report.problems)} 行。",
            )
            rows = [(problem.row, problem.message) for problem in report.problems]
            if rows:
                now.voice.table([("row", "行"), ("why", "原因")], rows, len(rows))
    if report.problems:
        raise typer.Exit(ExitCode.INCOMPLETE)
