"""Who may see what: the one place where the grade of a paper is held against a person's."""

from __future__ import annotations

from collections.abc import Iterable

from domain.document import Document
from domain.duties import Grade
from domain.errors import Withheld
from domain.ids import DocumentId
from domain.secrecy import bare
from records.documents.documents import Documents
from records.files.grading import Grading


class Sight:
    """What a person sees who may see up to `ceiling` (密级); with None, everything.

    `met` are the withheld papers that were come upon, so that their number can be told.
    """

    def __init__(self, grading: Grading, documents: Documents, ceiling: Grade | None) -> None:
        self._grading, self._documents = grading, documents
        self.ceiling = ceiling
        self.met: set[DocumentId] = set()

    def hidden(self, documents: Iterable[str]) -> frozenset[DocumentId]:
        """Those of the documents that are withheld."""
        if self.ceiling is None:
            return frozenset()
        above = frozenset(self._grading.above(documents, self.ceiling))
        self.met |= above
        return above

    def require(self, *said: str) -> None:
        """Raises Withheld when a document called so is withheld, NotFound when there is none."""
        if self.ceiling is None:
            return
        named = [self._documents.get(one).id for one in said]
        for document, grade in self._grading.above(named, self.ceiling).items():
            raise Withheld(document, grade.role)

    def require_grade(self, subject: str, grade: Grade) -> None:
        """Raises Withheld when what bears the grade is withheld."""
        if self.ceiling is not None and grade.rank > self.ceiling.rank:
            raise Withheld(subject, grade.role)

    def shown(self, documents: Iterable[Document]) -> tuple[Document, ...]:
        """The documents in their order; of those withheld nothing but that they are there."""
        listed = tuple(documents)
        hidden = self.hidden(one.id for one in listed)
        return tuple(bare(one) if one.id in hidden else one for one in listed)

    def lowest(self, grade: Grade | None) -> Grade | None:
        """The lower of `grade` and what the person may see."""
        both = [one for one in (grade, self.ceiling) if one is not None]
        return min(both, key=lambda one: one.rank, default=None)
