"""What became of one dropped file, gathered from the records for telling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app import shapes
from domain.document import Document
from domain.errors import Language
from domain.ids import ScanId
from domain.outcome import DUPLICATE, DocumentState, StepFailure
from domain.secrecy import WITHHELD
from records.sight.archive import SeenArchive


@dataclass(frozen=True, slots=True)
class FileResult:
    """One input file at its end; `scan` is None when it could not even be taken."""

    file: str
    scan: ScanId | None
    status: str
    seconds: float
    documents: tuple[Document, ...] = ()
    failures: tuple[StepFailure, ...] = field(default=())

    @property
    def is_taken(self) -> bool:
        """Whether the file is in the archive and could be read at least in part."""
        return self.status in (DUPLICATE, DocumentState.FILED.value, DocumentState.REVIEW.value)


def result(
    archive: SeenArchive, file: str, scan: ScanId, seconds: float, duplicate: bool
) -> FileResult:
    """The result of a scan that has come to its end."""
    record = archive.journal.scan(scan)
    return FileResult(
        file=file,
        scan=scan,
        status=DUPLICATE if duplicate else record.status.value,
        seconds=seconds,
        documents=archive.documents.of_scan(scan),
        failures=record.failures,
    )


def shape(
    told: FileResult, archive: SeenArchive, type_name: Callable[[str], str], language: Language
) -> shapes.Shape:
    """The result as `ingest --json` prints it."""
    return {
        "file": told.file,
        "scan": told.scan,
        "status": told.status,
        "seconds": round(told.seconds, 3),
        "documents": [
            shapes.document(
                document,
                type_name(document.type_key),
                archive.customers.get(document.customer) if document.customer else None,
                language,
                _text(archive, document),
            )
            for document in told.documents
        ],
        "failures": [shapes.failure(failed, language) for failed in told.failures],
    }


def _text(archive: SeenArchive, document: Document) -> str | None:
    """What stands on its pages; None where it is withheld."""
    if document.type_key == WITHHELD:
        return None
    return "\n".join(page.text for page in archive.documents.text(document.id).pages)
