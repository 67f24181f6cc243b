"""Grades of secrecy: by type until a person says otherwise, and never below that of the file.

Source: domain section 5.1, C-10; promise 7 rests on what is said here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.document import Document
from domain.duties import Grade, Graded, GradeGiven
from domain.errors import NotFound, UsageError
from domain.forms import DocumentType, Part
from domain.ids import DocumentId
from records.database import Database, now
from records.documents.documents import find
from records.files.files import find_file
from records.outbox import announce
from records.profile import Profile
from records.references.referred import merged_into
from records.sqlite import among
from records.tables import DocumentRow, FileRow, GradeRow, StampRow

_STAMP = "grades"


class Grading:
    """Tells and sets grades; `types` say what the secrecy of a paper follows from."""

    def __init__(
        self, database: Database, profile: Profile, types: Mapping[str, DocumentType]
    ) -> None:
        self._database = database
        self._rules = profile.grade
        self._types = types
        self.scheme = tuple(
            Grade(level.key, level.name, level.name_en, level.role, rank)
            for rank, level in enumerate(self._rules.levels)
        )

    @property
    def stamp(self) -> str:
        """The same for the same rules about grades, and only for them."""
        kinds = sorted((key, kind.secrecy.value) for key, kind in self._types.items())
        said = f"{self._rules.model_dump_json()}{kinds}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def grade(self, said: str) -> Grade:
        """The grade called so, by key or name. Raises NotFound."""
        for one in self.scheme:
            if said.strip() in (one.key, one.name, one.name_en):
                return one
        known = ", ".join(one.key for one in self.scheme)
        raise NotFound(said, f"The grades of this profile are: {known}.")

    def ceiling(self, said: str) -> Grade | None:
        """The highest grade that is meant by a grade, or by a role that may see it; empty: none.

        Raises NotFound.
        """
        if not said.strip():
            return None
        of_role = [one for one in self.scheme if one.role == said.strip()]
        return of_role[-1] if of_role else self.grade(said)

    def of(self, document: str) -> Graded:
        """The document's grade, and all that persons said of it. Raises NotFound."""
        with self._database.read() as session:
            row = find(session, document)
            return self._graded(session, row)

    def of_file(self, number: str) -> Graded:
        """The grade of the file itself. Raises NotFound."""
        with self._database.read() as session:
            return self._of_file(session, find_file(session, number))

    def rank(self, document: Document) -> int:
        """The rank in force, for the index; that of a document nobody knows is the highest."""
        with self._database.read() as session:
            row = session.get(DocumentRow, document.id)
            return self._graded(session, row).grade.rank if row else len(self.scheme) - 1

    def above(self, documents: Iterable[str], ceiling: Grade) -> dict[DocumentId, Grade]:
        """Those of the documents whose grade lies above `ceiling`, each with it.

        Of a document that nobody knows it is the highest.
        """
        with self._database.read() as session:
            wanted = dict.fromkeys(documents)
            query = select(DocumentRow).where(among(DocumentRow.id, list(wanted)))
            rows = {row.id: row for row in session.scalars(query)}
            of_file = lru_cache(maxsize=None)(lambda file: self._file_grade(session, file))
            found = {
                DocumentId(one): self._graded(session, rows[one], of_file).grade
                if one in rows
                else self.scheme[-1]
                for one in wanted
            }
        return {one: grade for one, grade in found.items() if grade.rank > ceiling.rank}

    def set_document(self, document: str, grade: Grade | None, who: str, reason: str) -> Graded:
        """Grade a document, or with None leave it to its type. Raises NotFound, UsageError."""
        _check(document, who, reason)
        with self._database.write() as session:
            row = find(session, document)
            session.add(_fact(grade, who, reason, document=row.id))
            announce(session, row.id)
            return self._graded(session, row)

    def set_file(self, number: str, grade: Grade | None, who: str, reason: str) -> Graded:
        """Grade a file and with it all that lies in it. Raises NotFound, UsageError."""
        _check(number, who, reason)
        with self._database.write() as session:
            file = find_file(session, number)
            session.add(_fact(grade, who, reason, file=file.id))
            papers = select(DocumentRow.id).where(
                DocumentRow.file == file.id, DocumentRow.withdrawn.is_(False)
            )
            for ident in session.scalars(papers.order_by(DocumentRow.id)).all():
                announce(session, ident)
            return self._of_file(session, file)

    def _graded(
        self, session: Session, row: DocumentRow, of_file: Callable[[int], Grade] | None = None
    ) -> Graded:
        """How a document is graded; `of_file` tells the grade of a file that was asked before."""
        given = self._given(session, document=row.id)
        own = (given[-1].grade if given else None) or self._by_type(row.type_key, Part(row.part))
        told = of_file or (lambda file: self._file_grade(session, file))
        return Graded(own, None if row.file is None else told(row.file), given)

    def _file_grade(self, session: Session, file: int) -> Grade:
        return self._of_file(session, session.get_one(FileRow, file)).grade

    def _of_file(self, session: Session, file: FileRow) -> Graded:
        """By a person, else by the profile; never below the file of a customer merged into his."""
        given = self._given(session, file=file.id)
        own = (given[-1].grade if given else None) or self.grade(self._rules.file)
        return Graded(own, self._of_merged(session, file.customer), given)

    def _of_merged(self, session: Session, customer: int | None) -> Grade | None:
        """The highest grade that persons gave to files of customers who live on in this one."""
        gone = [] if customer is None else merged_into(session, customer)
        files = (
            session.scalars(select(FileRow.id).where(FileRow.customer.in_(gone))) if gone else ()
        )
        last = (given[-1].grade for file in files if (given := self._given(session, file=file)))
        return max(filter(None, last), key=lambda grade: grade.rank, default=None)

    def _by_type(self, type_key: str, part: Part) -> Grade:
        """By the type, else by what its secrecy follows from, else by its part."""
        known = self._types.get(type_key)
        by_class = self._rules.classes.get(known.secrecy.value) if known else None
        key = self._rules.types.get(type_key) or by_class or self._rules.parts.get(part)
        return self.grade(key or self._rules.default)

    def _given(
        self, session: Session, document: str | None = None, file: int | None = None
    ) -> tuple[GradeGiven, ...]:
        """What persons said, oldest first; a grade that the scheme no longer has is the highest."""
        whose = GradeRow.document == document if document else GradeRow.file == file
        rows: Sequence[GradeRow] = session.scalars(
            select(GradeRow).where(whose).order_by(GradeRow.id)
        ).all()
        known = {one.key: one for one in self.scheme}
        return tuple(
            GradeGiven(
                known.get(row.level, self.scheme[-1]) if row.level else None,
                row.who,
                row.reason,
                row.at,
            )
            for row in rows
        )


def _check(subject: str, who: str, reason: str) -> None:
    if not who.strip() or not reason.strip():
        raise UsageError(subject, "a grade says who gives it and why")


def _fact(
    grade: Grade | None, who: str, reason: str, document: str | None = None, file: int | None = None
) -> GradeRow:
    level = grade.key if grade else None
    return GradeRow(document=document, file=file, level=level, who=who, reason=reason, at=now())


def follow_rules(database: Database, grading: Grading) -> None:
    """Tell the index of every document once the grades of papers follow other rules than before."""
    with database.read() as session:
        if _held(session) == grading.stamp:
            return
    with database.write() as session:
        if _held(session) == grading.stamp:
            return
        session.merge(StampRow(name=_STAMP, value=grading.stamp))
        query = select(DocumentRow.id).where(DocumentRow.withdrawn.is_(False))
        for ident in session.scalars(query.order_by(DocumentRow.id)).all():
            announce(session, ident)


def _held(session: Session) -> str | None:
    row = session.get(StampRow, _STAMP)
    return row.value if row else None
