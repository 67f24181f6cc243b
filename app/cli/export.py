"""The command that hands papers out: export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import shapes
from app.cli.common import ArchiveOption, JsonOption, Session, session
from domain.document import Document
from domain.errors import ExitCode, NotFound, UsageError
from domain.secrecy import WITHHELD

if TYPE_CHECKING:
    from app.export import Chapter, Exported

PdfOption = Annotated[
    Path, typer.Option("--pdf", metavar="FILE", help="The PDF to write; replaced if it is a PDF.")
]


def register(app: typer.Typer) -> None:
    """Add this command to the programme."""
    app.command()(export)


def export(
    what: Annotated[
        str, typer.Argument(metavar="DOC|CUSTOMER", help="A document's id, or a customer number.")
    ],
    pdf: PdfOption,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a document, or a customer's whole file, as searchable PDF 导出.

    The pages are the originals, upright, with their text behind them for searching and copying. A
    customer's file comes in the order of its catalogue, with a bookmark for every document.
    """
    from app.export import write  # brings the libraries that write PDF

    with session(archive, as_json) as now:
        check_target(now, "--pdf", pdf)
        title, chapters = _chapters(now, what)
        limits = now.place.settings.reading_options().limits
        written = write(now.whole, chapters, title, pdf, limits)
        if as_json:
            now.voice.emit(_shape(now, pdf, chapters, written))
        else:
            _tell(now, pdf, written)
    if written.missing:
        raise typer.Exit(ExitCode.INCOMPLETE)


def check_target(now: Session, option: str, target: Path, begins: bytes = b"%PDF-") -> None:
    """Nothing of the archive, and nothing that begins otherwise than what is written (a PDF, if
    not said), may be written over. Raises UsageError.
    """
    place = target.resolve()
    if place.is_relative_to(now.place.root) or place.is_relative_to(now.place.inbox):
        raise UsageError(option, f"{target} lies in the archive; choose a place outside.")
    if not place.parent.is_dir():
        raise UsageError(option, f"the folder {place.parent} does not exist.")
    if place.exists() and not _begins(place, begins):
        kind = option.removeprefix("--").upper()
        raise UsageError(option, f"{target} exists and is not a {kind} of this kind.")


def _begins(path: Path, begins: bytes) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(begins)) == begins


def _chapters(now: Session, what: str) -> tuple[str, list[Chapter]]:
    """The title of the book and its documents: a customer's number first.

    Raises NotFound, and Withheld where every paper is.
    """
    from app.export import Chapter

    customer = now.archive.customers.by_number(what)
    if customer is None:
        document = now.archive.documents.get(what)
        title = _title(now, document)
        return title, [Chapter(document, title)]
    catalogue = now.archive.files.of(customer.number).catalogue
    if not catalogue:
        raise NotFound(what, "No paper is filed there.")
    seen = [entry for entry in catalogue if entry.type_key != WITHHELD]
    documents = [now.archive.documents.get(entry.document) for entry in seen or catalogue]
    title = f"{customer.number} {customer.name}".strip()
    return title, [Chapter(document, _title(now, document)) for document in documents]


def _title(now: Session, document: Document) -> str:
    """What the paper is called and when it was made, for a bookmark."""
    name = document.title or now.type_name(document.type_key)
    return f"{name} {document.document_date}" if document.document_date else name


def _shape(now: Session, target: Path, chapters: list[Chapter], written: Exported) -> shapes.Shape:
    return {
        "pdf": str(target.resolve()),
        "documents": [chapter.document.id for chapter in chapters],
        "pages": written.pages,
        "bytes": written.size,
        "conformance": written.conformance,
        "missing": [
            {
                "document": one.document,
                "page": one.page,
                "message": one.error.message(now.voice.language),
            }
            for one in written.missing
        ],
    }


def _tell(now: Session, target: Path, written: Exported) -> None:
    kind = written.conformance or "PDF"
    now.voice.say(
        f"{target}: {written.pages} pages, {written.size} bytes, {kind}.",
        f"{target}：{written.pages} 页，{written.size} 字节，{kind}。",
    )
    for one in written.missing:
        why = one.error.message(now.voice.language)
        now.voice.say(
            f"Left out: page {one.page} of {one.document}: {why}",
            f"未能导出：{one.document} 第 {one.page} 页：{why}",
        )
