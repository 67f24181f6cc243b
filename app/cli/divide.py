"""Commands that put right where documents begin: split, join."""

from __future__ import annotations

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
from domain.division import Division, join_of, split_of
from domain.document import Document
from domain.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add these commands to the programme."""
    app.command()(split)
    app.command()(join)


def split(
    document: DocumentArgument,
    at: Annotated[
        str,
        typer.Option(
            "--at", metavar="PAGE[,PAGE]", help="Pages of the scan at which a new one begins."
        ),
    ],
    reason: ReasonOption,
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Divide a document that is several; reading again leaves it divided 拆分."""
    pages = _pages(at)
    with session(archive, as_json) as now:
        known = now.archive.documents.get(document)
        made = _divided(now, split_of(known, pages, who, reason))
        _tell(now, made, f"anjuan join {' '.join(one.id for one in made)} --reason TEXT")


def join(
    documents: Annotated[
        list[str], typer.Argument(metavar="DOC DOC...", help="Documents of one scan, side by side.")
    ],
    reason: ReasonOption,
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make one document of several; it keeps the first one's name 合并."""
    with session(archive, as_json) as now:
        known = [now.archive.documents.get(one) for one in documents]
        made = _divided(now, join_of(known, who, reason))
        pages = ",".join(str(page) for page in sorted({one.pages[0] for one in known})[1:])
        _tell(now, made, f"anjuan split {made[0].id} --at {pages} --reason TEXT")


def _pages(said: str) -> list[int]:
    """The page numbers of `3,5`. Raises UsageError."""
    parts = [part.strip() for part in said.replace("，", ",").split(",")]
    if not all(part.isascii() and part.isdecimal() for part in parts):
        raise UsageError("--at", f"{said!r} is not page numbers such as 3 or 3,5")
    return [int(part) for part in parts]


def _divided(now: Session, division: Division) -> tuple[Document, ...]:
    drafts = compose.proposed_anew(now.whole, now.place.settings, division.scan, division.begins)
    return now.archive.divisions.apply(division, drafts)


def _tell(now: Session, made: tuple[Document, ...], undo: str) -> None:
    """What there is now, and how to take it back."""
    indexed = compose.catch_up_if_free(now.whole)
    for document in made:
        name, holder = now.type_name(document.type_key), now.customer(document.customer)
        if now.voice.as_json:
            shape = shapes.document(document, name, holder, now.voice.language)
            now.voice.emit(shape | {"indexed": indexed})
            continue
        pages = ", ".join(str(page) for page in document.pages)
        place = f"{holder.number} {holder.name}" if holder else "—"
        now.voice.say(
            f"{document.id} has pages {pages}: {name}, {place}, {document.state.value}.",
            f"{document.id} 含第 {pages} 页：{name}，{place}，{document.state.value}。",
        )
    now.voice.note(f"To take it back: {undo}", f"如需撤销：{undo}")
