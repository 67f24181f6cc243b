"""Files, grades and deadlines as far as a person may see: a withheld paper keeps only its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.customer import CatalogueEntry, CustomerFile, Remark
from domain.duties import Grade, Graded, Overdue
from domain.errors import Language
from domain.files import ArchiveFile, FileChange
from domain.ids import is_document_id
from domain.secrecy import WITHHELD, bare_entry
from domain.words import remark_text
from records.files.calendar import WorkingDays
from records.files.deadlines import Deadlines
from records.files.files import Files
from records.files.grading import Grading
from records.sight.customers import SeenCustomers
from records.sight.rule import Sight


class SeenFiles:
    """The files; a withheld paper keeps its line in the catalogue, without a word of it."""

    def __init__(self, files: Files, customers: SeenCustomers, sight: Sight) -> None:
        self._files, self._customers, self._sight = files, customers, sight

    def of(self, customer: str) -> CustomerFile:
        """Everything under the customer with this number. Raises NotFound."""
        held = self._files.of(customer)
        whose = self._customers.shown(held.customer)
        return replace(held, customer=whose, catalogue=self._lines(held.catalogue))

    def all_of(self, customer: str) -> tuple[ArchiveFile, ...]:
        """The customer's files, in the order of their opening. Raises NotFound."""
        return tuple(self._shown(file) for file in self._files.all_of(customer))

    def get(self, number: str, version: int | None = None) -> ArchiveFile:
        """The file with this number, now or in an earlier version. Raises NotFound."""
        return self._shown(self._files.get(number, version))

    def changes(self, number: str) -> tuple[FileChange, ...]:
        """What made each version of the file's catalogue, oldest first. Raises NotFound."""
        made = self._files.changes(number)
        hidden = self._sight.hidden({one.document for one in made if one.document})
        return tuple(
            replace(one, title="", reason="") if one.document in hidden else one for one in made
        )

    def _shown(self, file: ArchiveFile) -> ArchiveFile:
        return replace(
            file,
            customer=self._customers.shown(file.customer) if file.customer else None,
            catalogue=self._lines(file.catalogue),
            references=self._lines(file.references),
        )

    def _lines(self, entries: Sequence[CatalogueEntry]) -> tuple[CatalogueEntry, ...]:
        hidden = self._sight.hidden(entry.document for entry in entries)
        return tuple(bare_entry(one) if one.document in hidden else one for one in entries)


class SeenGrading:
    """Grades of what may be seen; what is above them is neither told nor lowered."""

    def __init__(self, grading: Grading, sight: Sight) -> None:
        self._grading, self._sight = grading, sight

    def grade(self, said: str) -> Grade:
        """The grade called so, by key or name. Raises NotFound."""
        return self._grading.grade(said)

    def of(self, document: str) -> Graded:
        """The document's grade, and all that persons said of it. Raises NotFound, Withheld."""
        return self._seen(document, self._grading.of(document))

    def of_file(self, number: str) -> Graded:
        """The grade of the file itself. Raises NotFound, Withheld."""
        return self._seen(number, self._grading.of_file(number))

    def set_document(self, document: str, grade: Grade | None, who: str, reason: str) -> Graded:
        """Grade a document. Raises NotFound, UsageError, Withheld."""
        self.of(document)
        return self._grading.set_document(document, grade, who, reason)

    def set_file(self, number: str, grade: Grade | None, who: str, reason: str) -> Graded:
        """Grade a file and with it all that lies in it. Raises NotFound, UsageError, Withheld."""
        self.of_file(number)
        return self._grading.set_file(number, grade, who, reason)

    def _seen(self, subject: str, held: Graded) -> Graded:
        self._sight.require_grade(subject, held.grade)
        return held


class SeenDeadlines:
    """What is overdue; of a withheld paper only that it is, and since when."""

    def __init__(self, deadlines: Deadlines, sight: Sight) -> None:
        self._deadlines, self._sight = deadlines, sight

    def overdue(
        self, today: date, calendar: WorkingDays, *, with_done: bool = False
    ) -> tuple[Overdue, ...]:
        """What should have been done before `today`, the longest overdue first."""
        found = self._deadlines.overdue(today, calendar, with_done=with_done)
        hidden = self._sight.hidden({one.subject for one in found if is_document_id(one.subject)})
        return tuple(_bare(one) if one.subject in hidden else one for one in found)


def _bare(late: Overdue) -> Overdue:
    english, chinese = (remark_text(Remark.WITHHELD, one) for one in (Language.EN, Language.ZH))
    return replace(late, customer=None, rule=WITHHELD, name=chinese, name_en=english)
