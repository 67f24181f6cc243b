"""The command for grades of secrecy: grade."""

from __future__ import annotations

from typing import Annotated

import typer

from app import compose, shapes
from app.cli.common import ArchiveOption, JsonOption, ReasonOption, Session, WhoOption, session
from domain.duties import Grade, Graded
from domain.errors import NotFound, UsageError


def register(app: typer.Typer) -> None:
    """Add this command to the programme."""
    app.command()(grade)


def grade(
    what: Annotated[
        str,
        typer.Argument(
            metavar="DOC|FILE|CUSTOMER", help="A document, a file, or a customer with one file."
        ),
    ],
    level: Annotated[
        str | None, typer.Option("--set", metavar="GRADE", help="The grade it shall have.")
    ] = None,
    default: Annotated[
        bool, typer.Option("--default", help="Leave it to its type and the profile again.")
    ] = False,
    reason: ReasonOption = "",
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show or set the grade of secrecy of a document or of a whole file 密级.

    What lies in a file is at least as secret as the file. `profile show` prints the scheme.
    """
    if level and default:
        raise UsageError(what, "say either --set or --default")
    with session(archive, as_json) as now:
        file = _file(now, what)
        grading = now.archive.grading
        if level or default:
            wanted = grading.grade(level) if level else None
            put = grading.set_file if file else grading.set_document
            held = put(file or what, wanted, who, reason)
            compose.catch_up_if_free(now.whole)
        else:
            held = grading.of_file(file) if file else grading.of(what)
        if as_json:
            subject = file or now.archive.documents.get(what).id
            now.voice.emit({"subject": subject, **shapes.graded(held)})
        else:
            _tell(now, file or what, held)


def _file(now: Session, what: str) -> str | None:
    """The number of the file meant; None for a document. Raises UsageError."""
    customer = now.archive.customers.by_number(what)
    if customer is not None:
        numbers = [file.number for file in now.archive.files.all_of(customer.number)]
        if len(numbers) != 1:
            listed = ", ".join(numbers) or "none"
            raise UsageError(what, f"say which of the customer's files: {listed}")
        return numbers[0]
    try:
        return now.archive.files.get(what).number
    except NotFound:
        return None


def named(now: Session, one: Grade) -> str:
    """A grade in the user's language, with the least role that sees it."""
    return now.voice.pick(
        f"{one.name_en} ({one.key}), from {one.role} up",
        f"{one.name}（{one.key}），{one.role} 起可阅",
    )


def _tell(now: Session, subject: str, held: Graded) -> None:
    line = f"{subject}: {named(now, held.grade)}"
    now.voice.say(line, line)
    if held.file is not None and held.file.rank > held.own.rank:
        now.voice.say(
            f"By its file; its own would be {named(now, held.own)}.",
            f"随案卷定级；其自身为 {named(now, held.own)}。",
        )
    rows = [
        (f"{one.at:%Y-%m-%d %H:%M}", one.grade.key if one.grade else "—", one.who, one.reason)
        for one in held.given
    ]
    heads = [("at", "时间"), ("grade", "密级"), ("who", "经手人"), ("why", "原因")]
    now.voice.table(heads, rows, len(rows))
