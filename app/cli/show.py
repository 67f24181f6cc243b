"""The command that shows one thing whole: a document, a customer's file, or a scan."""

from __future__ import annotations

from typing import Annotated

import typer

from app import shapes
from app.cli.common import ArchiveOption, JsonOption, Session, UnmaskedOption, session
from app.cli.show_customer import show_customer
from app.cli.show_document import show_document
from app.masking import Masking
from domain.customer import Customer
from domain.document import Document
from domain.errors import NotFound
from domain.words import failure_text
from records.journal.journal import ScanRecord


def register(app: typer.Typer) -> None:
    """Add the command to the programme."""
    app.command()(show)


def show(
    what: Annotated[
        str, typer.Argument(metavar="DOC|CUSTOMER|SCAN", help="An id, a number or its beginning.")
    ],
    unmasked: UnmaskedOption = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a document with its history, a customer's file, or a scan 查看."""
    with session(archive, as_json) as now:
        found = _resolve(now, what)
        mask = Masking(unmasked)
        if isinstance(found, Document):
            show_document(now, found, mask)
        elif isinstance(found, Customer):
            show_customer(now, found, mask)
        else:
            _show_scan(now, found)


def _resolve(now: Session, what: str) -> Document | Customer | ScanRecord:
    """Whatever `what` names: a customer's number first, since people chose it. Raises NotFound."""
    if known := now.archive.customers.by_number(what):
        return known
    for look in (now.archive.documents.get, now.archive.journal.scan):
        try:
            return look(what)
        except NotFound:
            continue
    raise NotFound(what)


def _show_scan(now: Session, scan: ScanRecord) -> None:
    documents = now.archive.documents.of_scan(scan.id)
    if now.voice.as_json:
        now.voice.emit(
            {
                "scan": scan.id,
                "file": scan.name,
                "folder": scan.folder,
                "size": scan.size,
                "media_type": scan.media_type,
                "status": scan.status.value,
                "pages": scan.pages,
                "received_at": scan.received_at.isoformat(),
                "documents": [document.id for document in documents],
                "failures": [
                    shapes.failure(failed, now.voice.language) for failed in scan.failures
                ],
            }
        )
        return
    heading = f"{scan.name}  {scan.status.value}  {scan.id}"
    now.voice.say(heading, heading)
    for failed in scan.failures:
        where = f"page {failed.page}: " if failed.page else ""
        line = f"· {failed.stage.value}: {where}{failure_text(failed, now.voice.language)}"
        now.voice.say(line, line)
    rows = [(d.id, list(d.pages), now.type_name(d.type_key), d.state.value) for d in documents]
    heads = [("document", "文件"), ("pages", "页"), ("type", "类型"), ("state", "状态")]
    now.voice.table(heads, rows, len(rows))
