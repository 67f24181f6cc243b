"""Papers, their scans and what is known of them, as far as a person may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from domain.document import Change, Document, DocumentText
from domain.filing import Decision
from domain.finding import FindingCode, Noted
from domain.ids import DocumentId, ScanId
from domain.outcome import DocumentState
from domain.questions import Suspicion
from domain.template import Template
from records.documents.documents import Documents
from records.journal.journal import Journal, JournalCounts, Problem, ScanRecord
from records.learned.templates import Templates
from records.review.duplicates.suspicions import Suspicions
from records.review.findings import Findings
from records.sight.rule import Sight
from records.signature import Signature


class SeenDocuments:
    """The documents; asked for a withheld one itself, all raise Withheld."""

    def __init__(self, documents: Documents, sight: Sight) -> None:
        self._documents, self._sight = documents, sight

    def get(self, ident: str) -> Document:
        """The document with this id, or whose id alone begins so. Raises NotFound, Withheld."""
        found = self._documents.get(ident)
        self._sight.require(found.id)
        return found

    def of_scan(self, scan: ScanId) -> tuple[Document, ...]:
        """The documents of a scan, in page order; withheld ones bare."""
        return self._sight.shown(self._documents.of_scan(scan))

    def text(self, document: DocumentId) -> DocumentText:
        """The document with its read pages."""
        self._sight.require(document)
        return self._documents.text(document)

    def history(self, document: DocumentId) -> tuple[Change, ...]:
        """Every change, oldest first."""
        self._sight.require(document)
        return self._documents.history(document)

    def decisions(self, document: DocumentId) -> tuple[Decision, ...]:
        """What the machine last decided, with its evidence."""
        self._sight.require(document)
        return self._documents.decisions(document)

    def in_review(self, limit: int = 100, offset: int = 0) -> tuple[Document, ...]:
        """Documents that wait for a person; withheld ones bare."""
        return self._sight.shown(self._documents.in_review(limit, offset))

    def counts(self) -> dict[DocumentState, int]:
        """How many documents are filed, and how many wait: all of them."""
        return self._documents.counts()


class SeenFindings:
    """What checks found on papers that may be seen; the counts are of all."""

    def __init__(self, findings: Findings, sight: Sight) -> None:
        self._findings, self._sight = findings, sight

    def of(self, document: DocumentId, *, ended: bool = False) -> tuple[Noted, ...]:
        """What was found on a document. Raises Withheld."""
        self._sight.require(document)
        return self._findings.of(document, ended=ended)

    def waive(self, number: int, signature: Signature) -> Noted:
        """Let a finding be. Raises Withheld, and as beneath."""
        self._sight.require(self._findings.get(number).document)
        return self._findings.waive(number, signature)

    def unwaive(self, number: int, signature: Signature) -> Noted:
        """Let a waived finding count again. Raises Withheld, and as beneath."""
        self._sight.require(self._findings.get(number).document)
        return self._findings.unwaive(number, signature)

    def open(
        self, codes: Iterable[FindingCode], limit: int = 100, *, waived: bool = False
    ) -> tuple[Noted, ...]:
        """Findings that hold, the oldest first; those on withheld papers are left out."""
        found = self._findings.open(codes, limit, waived=waived)
        hidden = self._sight.hidden({one.document for one in found})
        return tuple(one for one in found if one.document not in hidden)

    def counts(self, *, waived: bool = False) -> dict[FindingCode, int]:
        """How many findings of each code hold, or are let be."""
        return self._findings.counts(waived=waived)


class SeenSuspicions:
    """Pairs of papers that look alike, of which both may be seen."""

    def __init__(self, suspicions: Suspicions, sight: Sight) -> None:
        self._suspicions, self._sight = suspicions, sight

    def of(self, document: str) -> tuple[Suspicion, ...]:
        """The papers that this one was noticed to be like. Raises Withheld."""
        self._sight.require(document)
        found = self._suspicions.of(document)
        hidden = self._sight.hidden({one for pair in found for one in (pair.document, pair.other)})
        return tuple(pair for pair in found if not {pair.document, pair.other} & hidden)

    def settle(self, number: int, *, same: bool, signature: Signature) -> Suspicion:
        """Say whether two papers are one scanned twice. Raises Withheld, and as beneath."""
        pair = self._suspicions.get(number)
        self._sight.require(pair.document, pair.other)
        return self._suspicions.settle(number, same=same, signature=signature)


class SeenTemplates:
    """Taught forms; of one taught by a withheld paper, the labels are left out."""

    def __init__(self, templates: Templates, sight: Sight) -> None:
        self._templates, self._sight = templates, sight

    def current(self) -> tuple[Template, ...]:
        """The templates in force, by type."""
        return tuple(self.shown(one) for one in self._templates.current())

    def shown(self, one: Template) -> Template:
        """The template as this person may see it."""
        if not self._sight.hidden(one.examples):
            return one
        pages = (
            replace(page, slots=tuple(replace(slot, label="") for slot in page.slots))
            for page in one.pages
        )
        return replace(one, pages=tuple(pages))


class SeenScans:
    """The journal; a scan that holds a withheld paper has no name and no folder."""

    def __init__(self, journal: Journal, documents: Documents, sight: Sight) -> None:
        self._journal, self._documents, self._sight = journal, documents, sight

    def scan(self, ident: str) -> ScanRecord:
        """The scan with this id, or whose id alone begins so. Raises NotFound."""
        found = self._journal.scan(ident)
        return replace(found, name="", folder="") if self._hides(found.id) else found

    def name(self, scan: ScanId, name: str) -> str:
        """What a scan called `name` may be called to this person; else the beginning of its id."""
        return scan[:12] if self._hides(scan) else name

    def counts(self) -> JournalCounts:
        """How many scans stand where, and what is being read at this moment."""
        counted = self._journal.counts()
        running = (replace(one, name=self.name(one.scan, one.name)) for one in counted.running)
        return replace(counted, running=tuple(running))

    def problems(self) -> tuple[Problem, ...]:
        """Files that could not be taken; they are no papers of the archive."""
        return self._journal.problems()

    def _hides(self, scan: ScanId) -> bool:
        if self._sight.ceiling is None:
            return False
        return bool(self._sight.hidden(one.id for one in self._documents.of_scan(scan)))
