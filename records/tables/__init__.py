"""The tables of the records, mapped; nothing outside this room sees them.

Facts are appended: arrivals, failures, decisions, corrections, revisions and the versions of
values are never changed once written, except to note until when they held. The rows of
`documents` and `customers` repeat what is in force now, so that lists need no history.
"""

from __future__ import annotations

from records.tables.base import CONTRACT_KEY, CONTRACT_NUMBER, Base
from records.tables.customers import (
    CustomerChangeRow,
    CustomerRow,
    DifferenceRow,
    GramCountRow,
    NameGramRow,
    NameRow,
    ValueRow,
)
from records.tables.documents import (
    CorrectionRow,
    DecisionRow,
    DivisionRow,
    DocumentRow,
    FieldRow,
    ReferenceRow,
    RevisionRow,
)
from records.tables.files import (
    FileChangeRow,
    FileRow,
    GradeRow,
    ListingRow,
    PaperNumberRow,
    ReshelvingRow,
)
from records.tables.findings import FindingRow, WaiverRow
from records.tables.learning import BoundRow, ModelRow, OwnTypeRow, TemplateRow
from records.tables.marks import FactRow, OutboxRow, SequenceRow, StampRow
from records.tables.review import (
    CheckRow,
    ClaimRow,
    FeatureCountRow,
    FeatureRow,
    ProposalRow,
    QuestionRow,
    ReviewRow,
    SuspicionRow,
)
from records.tables.scans import ArrivalRow, FailureRow, PageRow, ProblemRow, ReadingRow, ScanRow

__all__ = [
    "CONTRACT_KEY",
    "CONTRACT_NUMBER",
    "ArrivalRow",
    "Base",
    "BoundRow",
    "CheckRow",
    "ClaimRow",
    "CorrectionRow",
    "CustomerChangeRow",
    "CustomerRow",
    "DecisionRow",
    "DifferenceRow",
    "DivisionRow",
    "DocumentRow",
    "FactRow",
    "FailureRow",
    "FeatureCountRow",
    "FeatureRow",
    "FieldRow",
    "FileChangeRow",
    "FileRow",
    "FindingRow",
    "GradeRow",
    "GramCountRow",
    "ListingRow",
    "ModelRow",
    "NameGramRow",
    "NameRow",
    "OutboxRow",
    "OwnTypeRow",
    "PageRow",
    "PaperNumberRow",
    "ProblemRow",
    "ProposalRow",
    "QuestionRow",
    "ReadingRow",
    "ReferenceRow",
    "ReshelvingRow",
    "ReviewRow",
    "RevisionRow",
    "ScanRow",
    "SequenceRow",
    "StampRow",
    "SuspicionRow",
    "TemplateRow",
    "ValueRow",
    "WaiverRow",
]
