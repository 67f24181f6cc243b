"""What became of a scan, and what went wrong on the way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ScanStatus(StrEnum):
    """Where a scan stands in the journal.

    `PARTIAL` is not a status: a scan of which some pages failed is filed or in review,
    and its failures say what is missing.
    """

    QUEUED = "queued"
    RUNNING = "running"
    FILED = "filed"
    REVIEW = "review"
    QUARANTINED = "quarantined"
    FAILED = "failed"

    @property
    def is_final(self) -> bool:
        return self not in (ScanStatus.QUEUED, ScanStatus.RUNNING)


DUPLICATE = "duplicate"
"""What a command reports for bytes the archive already holds; the scan itself keeps its status."""


class DocumentState(StrEnum):
    """Whether a document has its place or waits for a person."""

    FILED = "filed"
    REVIEW = "review"


class Stage(StrEnum):
    """The steps on the way of one scan, in order."""

    INTAKE = "intake"
    OPEN = "open"
    IMAGE = "image"
    READ = "read"
    FORM = "form"
    FIELDS = "fields"
    CLASSIFY = "classify"
    ROUTE = "route"
    FILE = "file"
    INDEX = "index"


class Category(StrEnum):
    """Whose fault a failure is, so that the next step is clear."""

    BAD_INPUT = "bad_input"
    NEEDS_PASSWORD = "needs_password"  # noqa: S105 - the name of a category, not a secret
    TOO_LARGE = "too_large"
    TIMED_OUT = "timed_out"
    CRASHED = "crashed"
    OUT_OF_MEMORY = "out_of_memory"
    STORAGE = "storage"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class StepFailure:
    """One thing that failed: in which stage, on which page (None: the whole scan), and why."""

    stage: Stage
    category: Category
    message: str
    page: int | None = None


class ReasonCode(StrEnum):
    """Why a document stands where it stands."""

    BY_EVIDENCE = "by_evidence"
    BY_PERSON = "by_person"
    TYPE_UNKNOWN = "type_unknown"
    TYPE_UNSURE = "type_unsure"
    CUSTOMER_UNKNOWN = "customer_unknown"
    CUSTOMER_UNSURE = "customer_unsure"
    CUSTOMER_CONFLICT = "customer_conflict"
    NEW_CUSTOMER = "new_customer"
    FIELDS_DOUBTFUL = "fields_doubtful"
    PAGES_FAILED = "pages_failed"
    BLANK = "blank"
    REGISTER = "register"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason and its particulars; `domain.words` puts it into the user's language."""

    code: ReasonCode
    detail: str = ""
