"""What reading one page yields, before anybody asks whose paper it is."""

from __future__ import annotations

from dataclasses import dataclass

from domain.fields import FieldReading
from domain.filing import Evidence
from domain.outcome import StepFailure
from domain.page import Page


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page, the form it seems to be, and the values on it.

    `title` is the form's title as read, empty where there is none; `type_evidence` speaks for
    document types. `starts_document` says that a new document begins here. `failures` are the
    stages that did not succeed; the rest stands. `seconds` counts the whole stay in the child
    process, `reader_seconds` the part inside the reader.
    """

    page: Page
    title: str = ""
    starts_document: bool = True
    type_evidence: tuple[Evidence, ...] = ()
    fields: tuple[FieldReading, ...] = ()
    failures: tuple[StepFailure, ...] = ()
    seconds: float = 0.0
    reader_seconds: float = 0.0
