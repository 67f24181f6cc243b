"""Scans, readings and drafts to file, as small as they can be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from domain.document import Correction, Document, DocumentDraft
from domain.fields import FieldKey, FieldReading
from domain.filing import Candidate, Decision, Evidence, EvidenceKind, Subject
from domain.finding import Finding
from domain.forms import OTHER, Part
from domain.geometry import Box
from domain.ids import CustomerNumber, DocumentId, ScanId
from domain.outcome import DocumentState, Reason, ReasonCode
from domain.page import Line, Page
from domain.reading import PageReading
from records.archive import Archive
from records.journal.journal import Arrival

BOX = Box(0.1, 0.2, 0.4, 0.25)
SOME_DAY = datetime(2024, 5, 1, tzinfo=UTC)


def source(folder: Path, name: str = "card.jpg", content: bytes = b"a card") -> Path:
    """A file to be taken."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


def taken(archive: Archive, content: bytes = b"a card", name: str = "card.jpg") -> ScanId:
    """A scan that is in the vault and in the journal."""
    path = source(archive.root / "drop", name, content)
    return archive.journal.receive(archive.vault.store(path), Arrival(name)).scan


def scanned(archive: Archive, content: bytes = b"a card", pages: int = 1) -> ScanId:
    """A scan whose pages were all read."""
    scan = taken(archive, content)
    archive.journal.set_contents(scan, pages, "image/jpeg")
    for number in range(1, pages + 1):
        archive.journal.store_page(scan, number, reading(number))
    return scan


def reading(number: int = 1, text: str = "客户资料卡") -> PageReading:
    line = Line(text, BOX, 0.98)
    return PageReading(Page(number, 1000, 1400, (line,)), title=text)


def field(key: str, value: str, page: int = 1, confidence: float = 0.97) -> FieldReading:
    return FieldReading(
        FieldKey(key), key, value, f"{value} ", page, BOX, confidence, needs_review=confidence < 0.9
    )


def decided(subject: Subject, chosen: str | None, confidence: float = 0.98) -> Decision:
    if chosen is None:
        return Decision(subject, None, 0.0)
    evidence = Evidence(EvidenceKind.TITLE, chosen, confidence, chosen, 1, BOX)
    return Decision(
        subject, chosen, confidence, (Candidate(chosen, chosen, confidence),), (evidence,)
    )


def draft(
    customer: str | None = None,
    *,
    pages: Iterable[int] = (1,),
    type_key: str | None = "customer_card",
    part: Part = Part.CARD,
    fields: tuple[FieldReading, ...] = (),
    day: date | None = None,
    provisional: tuple[tuple[str, str], ...] = (),
    title: str = "客户资料卡",
) -> DocumentDraft:
    """A document as the machine proposes it: filed when type and customer are chosen."""
    reasons = [Reason(ReasonCode.TYPE_UNKNOWN)] if type_key in (None, OTHER) else []
    if customer is None:
        code = ReasonCode.NEW_CUSTOMER if provisional else ReasonCode.CUSTOMER_UNKNOWN
        reasons.append(Reason(code, dict(provisional).get("customer_name", "")))
    return DocumentDraft(
        pages=tuple(pages),
        title=title,
        type=decided(Subject.TYPE, type_key),
        part=part,
        customer=decided(Subject.CUSTOMER, customer),
        state=DocumentState.REVIEW if reasons else DocumentState.FILED,
        fields=fields,
        reasons=tuple(reasons),
        document_date=day,
        provisional=provisional,
    )


def document(**said: object) -> Document:
    """A document in no archive, of which nothing is known but what is `said`."""
    nothing = Document(
        id=DocumentId("D000000000001"),
        scan=ScanId("0" * 64),
        pages=(1,),
        revision=1,
        state=DocumentState.REVIEW,
        type_key=OTHER,
        type_confidence=1.0,
        part=Part.INTERNAL,
        customer=None,
        customer_confidence=0.0,
        title="",
        document_date=None,
        fields=(),
        reasons=(),
        filed_at=SOME_DAY,
    )
    return replace(nothing, **said)  # type: ignore[arg-type]


def filed(archive: Archive, content: bytes, *drafts: DocumentDraft) -> tuple[Document, ...]:
    """A new scan with these documents."""
    pages = max(page for one in drafts for page in one.pages)
    return archive.filing.file(scanned(archive, content, pages), drafts, 1.0)


def note_findings(archive: Archive, *findings: Finding) -> None:
    """Every paper whose check waits is found to be so."""
    last, documents = archive.findings.waiting(100)
    archive.findings.note(dict.fromkeys(documents, findings), last)


def known(
    archive: Archive, number: str = "KH-2024-0007", name: str = "上海宏达贸易有限公司"
) -> str:
    archive.customers.put(number, {"customer_name": name})
    return number


def correction(document: Document, **said: object) -> Correction:
    """A correction by 王芳, saying `said`."""
    base = Correction(document.id, "王芳", "看错了")
    if isinstance(customer := said.get("customer"), str):
        said["customer"] = CustomerNumber(customer)
    return replace(base, **said)  # type: ignore[arg-type]
