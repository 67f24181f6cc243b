"""Commands that change records: correct, import-customers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.common import (
    ArchiveOption,
    DocumentArgument,
    JsonOption,
    ReasonOption,
    WhoOption,
    session,
)
from app.cli.naming import field_of, label_of, new_type, tell_document, type_of
from domain.document import Correction
from domain.errors import ExitCode
from domain.forms import DocumentType, Part
from domain.ids import CustomerNumber
from domain.review import OwnType


def register(app: typer.Typer) -> None:
    """Add these commands to the programme."""
    app.command()(correct)
    app.command("import-customers")(import_customers)


def correct(
    document: DocumentArgument,
    reason: ReasonOption,
    type_key: Annotated[
        str | None, typer.Option("--type", help="What it really is: key or name of a type.")
    ] = None,
    type_name: Annotated[
        str | None,
        typer.Option("--type-name", help="Make --type a new type of this archive, called so."),
    ] = None,
    part: Annotated[
        str, typer.Option("--part", help="Part of the file where a new type belongs.")
    ] = Part.CORRESPONDENCE.value,
    customer: Annotated[
        str | None, typer.Option("--customer", help="Whose it really is: customer number.")
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="KEY=VALUE", help="What it really says; repeatable."),
    ] = None,
    pairs: Annotated[
        list[str] | None,
        typer.Option(
            "--pair",
            metavar="LABEL=VALUE",
            help="What really stands beside a label that no catalogue lists; LABEL@2 is the second "
            "one, an empty value means none; repeatable.",
        ),
    ] = None,
    who: WhoOption = "",
    base_revision: Annotated[
        int | None,
        typer.Option("--base-revision", help="The revision you looked at; refused if stale."),
    ] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put right what the machine got wrong; nothing is overwritten 更正."""
    with session(archive, as_json) as now:
        known = now.archive.documents.get(document)
        if type_key and type_name:
            kind: DocumentType | OwnType | None = new_type(now, type_key, type_name, part, who)
        else:
            kind = type_of(now, type_key) if type_key else None
        corrected = now.archive.corrections.apply(
            Correction(
                document=known.id,
                who=who,
                reason=reason,
                type_key=kind.key if kind else None,
                part=kind.part if kind else None,
                customer=CustomerNumber(customer) if customer else None,
                fields=tuple(field_of(now, pair) for pair in fields or ()),
                pairs=tuple(label_of(pair) for pair in pairs or ()),
                base_revision=base_revision,
            )
        )
        tell_document(now, corrected)


def import_customers(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or XLSX with a header row.")],
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take known customers from a table; safe to run twice 导入客户."""
    from records.customers.importing import (
        import_customers as import_from,
    )  # brings a spreadsheet reader

    with session(archive, as_json) as now:
        report = import_from(now.whole, file, label_keys=now.catalogue.label_keys())
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
