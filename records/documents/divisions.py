"""Persons' words on where documents begin: kept for ever and at once in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from domain.division import Division
from domain.document import Document, DocumentDraft, Word
from domain.errors import StaleCorrection, UsageError
from domain.ids import DocumentId, ScanId, document_id
from domain.steps import reached
from records.corrections.persons import Said, by_key, said_about
from records.corrections.said_pairs import carried
from records.database import Database, now
from records.documents.desk import Desk
from records.documents.divided import said_of
from records.documents.documents import changes_after
from records.documents.filing import locked_scan, set_scan_status
from records.documents.standing import as_documents, fields_in_force
from records.packing import PAIRS
from records.profile import Profile
from records.review.queue.claimed import check_papers_free
from records.signature import Signature
from records.tables import CorrectionRow, DivisionRow, DocumentRow


class Divisions:
    """Divides and joins documents; each time one transaction, with its revisions and reasons."""

    def __init__(self, database: Database, profile: Profile) -> None:
        self._database = database
        self._profile = profile

    def said(self, scan: ScanId) -> dict[int, bool]:
        """The last word on each page of the scan that persons spoke about: a document begins."""
        with self._database.read() as session:
            return said_of(session, scan)

    def apply(self, division: Division, drafts: Sequence[DocumentDraft]) -> tuple[Document, ...]:
        """Let the word stand; `drafts` are what the machine makes of the documents that are to be.

        Returns those documents. Raises NotFound for an unknown scan, StaleCorrection when a
        document changed since the person looked, Claimed while another is at a question about one,
        UsageError when it is not said by whom and why
        or when persons named different customers for what is to be one document.
        """
        if not division.who.strip() or not division.reason.strip():
            raise UsageError(division.scan, "a division says who makes it and why")
        with self._database.write() as session:
            scan = locked_scan(session, division.scan)
            check_papers_free(session, [one for one, _ in division.documents], division.who)
            rows = _rows(session, division)
            _keep(session, division)
            wanted = {
                document_id(division.scan, one.pages): one for one in _matched(division, drafts)
            }
            moved = _moved(session, rows, wanted)
            signature = Signature(division.who, division.reason)
            desk = Desk(session, scan, self._profile, signature=signature)
            desk.divide(wanted, rows, moved)
            for ident, said in moved.items():
                _restate(session, ident, said, signature)
            set_scan_status(session, scan)
            found = [session.get_one(DocumentRow, ident) for ident in wanted]
            reached("division.before_commit")
            return as_documents(session, found)


def _keep(session: Session, division: Division) -> None:
    session.add_all(
        DivisionRow(
            scan=division.scan,
            page=page,
            begins=begins,
            who=division.who,
            reason=division.reason,
            at=now(),
        )
        for page, begins in division.begins.items()
    )
    session.flush()


def _rows(session: Session, division: Division) -> list[DocumentRow]:
    """The documents concerned, in page order. Raises StaleCorrection if one is not as it was."""
    rows = [session.get_one(DocumentRow, ident) for ident, _ in division.documents]
    for row, (ident, revision) in zip(rows, division.documents, strict=True):
        if row.revision != revision or row.withdrawn:
            later = changes_after(session, ident, revision)
            told = "; ".join(f"revision {one.revision} ({one.who}: {one.reason})" for one in later)
            raise StaleCorrection(ident, told or f"it stands at revision {row.revision}")
    held = sorted(page for row in rows for page in row.pages)
    if held != sorted(page for span in division.spans for page in span):
        raise StaleCorrection(division.documents[0][0], f"its pages are now {held}")
    return rows


def _matched(division: Division, drafts: Sequence[DocumentDraft]) -> list[DocumentDraft]:
    """The drafts of the documents that are to be. Raises StaleCorrection if one is missing."""
    by_pages = {one.pages: one for one in drafts}
    if not set(division.spans) <= set(by_pages):
        raise StaleCorrection(division.documents[0][0], "its scan was divided otherwise meanwhile")
    return [by_pages[span] for span in division.spans]


def _moved(
    session: Session, rows: Sequence[DocumentRow], wanted: Mapping[DocumentId, DocumentDraft]
) -> dict[DocumentId, Said]:
    """What persons said of the pages that each document is to have, where anything was said."""
    said = {row.id: said_about(session, row.id) for row in rows}
    keys = {key for one in said.values() for key in one.fields}
    values = fields_in_force(session, [row.id for row in rows])
    moved: dict[DocumentId, Said] = {}
    for ident, draft in wanted.items():
        own = said.get(ident) or said_about(session, ident)
        pairs = [
            (str(value.key), value.value)
            for row in rows
            for value in values.get(row.id, ())
            if value.key in keys and value.page in draft.pages
        ]
        whole = [said[row.id] for row in rows if set(row.pages) <= set(draft.pages)]
        customer = _agreed(ident, own, whole)
        labels = carried(session, rows, draft.pages)
        # Said anew even where it is the same: no earlier word is to be taken back any more.
        if own.touched or pairs or labels or customer is not None:
            moved[ident] = replace(
                own, touched=True, fields=by_key(pairs), pairs=labels, customer=customer
            )
    return moved


def _agreed(ident: DocumentId, own: Said, whole: Sequence[Said]) -> int | None:
    """Whose the joined document is by persons' words. Raises UsageError where they differ."""
    named = {one.customer for one in (own, *whole) if one.customer is not None}
    if len(named) > 1:
        detail = "persons named different customers for them: correct one of them first"
        raise UsageError(ident, detail)
    return next(iter(named), None)


def _restate(session: Session, ident: DocumentId, said: Said, signature: Signature) -> None:
    """Keep with the document what had been said of its pages, under the revision just made."""
    row = session.get_one(DocumentRow, ident)
    pairs = tuple((key, value) for key, values in said.fields.items() for value in values)
    fact = CorrectionRow(
        document=ident,
        revision=row.revision,
        base_revision=None,
        who=signature.who,
        reason=signature.reason,
        type_key=None,
        part=None,
        customer=said.customer,
        fields=PAIRS.plain(pairs),
        pairs=PAIRS.plain(tuple(said.pairs.items())),
        at=now(),
        word=Word.MOVED,
        undoes=None,
        made_known=False,
        answer="",
    )
    session.add(fact)
    session.flush()
