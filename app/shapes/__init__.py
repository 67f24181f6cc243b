"""The JSON shapes that commands print; kept as they are, additions only."""

from __future__ import annotations

from app.shapes.base import Shape
from app.shapes.customers import (
    customer,
    customer_event,
    difference,
    incomplete,
    reference,
    value_version,
)
from app.shapes.documents import change, customer_brief, decision, document, finding, reasons
from app.shapes.failures import error, failure
from app.shapes.files import (
    archive_file,
    catalogue_entry,
    customer_file,
    file_change,
    grade,
    graded,
    incomplete_file,
    kept,
    missing_paper,
    overdue,
    preview,
    reshelved,
    shelving_state,
)
from app.shapes.learning import accuracy, document_type, learnt, model, own_type, template
from app.shapes.pages import box, field, pair, personal, seal
from app.shapes.review import answered, proposal, question, suspicion

__all__ = [
    "Shape",
    "accuracy",
    "answered",
    "archive_file",
    "box",
    "catalogue_entry",
    "change",
    "customer",
    "customer_brief",
    "customer_event",
    "customer_file",
    "decision",
    "difference",
    "document",
    "document_type",
    "error",
    "failure",
    "field",
    "file_change",
    "finding",
    "grade",
    "graded",
    "incomplete",
    "incomplete_file",
    "kept",
    "learnt",
    "missing_paper",
    "model",
    "overdue",
    "own_type",
    "pair",
    "personal",
    "preview",
    "proposal",
    "question",
    "reasons",
    "reference",
    "reshelved",
    "seal",
    "shelving_state",
    "suspicion",
    "template",
    "value_version",
]
