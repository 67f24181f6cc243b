"""Judging papers that are in the archive already by what is known now; nothing is read again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from domain.document import Document, DocumentDraft
from domain.filing import Decision, Subject
from domain.ids import ScanId
from ingest.learning.learned import Learned
from ingest.options import FilingOptions
from jobs.learned import LearnedSource
from jobs.work import Propose
from records.archive import Archive

Stop = Callable[[], bool]

_WAITING = 500
"""Documents that wait and are judged again in one go, the oldest first."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Judging:
    """The machine's judgement on scans of an archive, with what was learned up to now.

    Long work ends when `stop` says so.
    """

    archive: Archive
    filing: FilingOptions
    propose: Propose
    source: LearnedSource
    stop: Stop = _never

    @property
    def options(self) -> FilingOptions:
        """The settings, with the thresholds in force."""
        return self.source.options(self.filing)

    def drafts(
        self, scan: ScanId, learned: Learned, said: Mapping[int, bool] | None = None
    ) -> tuple[DocumentDraft, ...]:
        """What the machine would propose for a scan, divided as persons said, and `said` now."""
        journal = self.archive.journal
        return self.propose(
            journal.scan(scan),
            journal.readings(scan),
            journal.failures(scan),
            self.archive.customers,
            self.options,
            templates=self.archive.templates.current(),
            learned=learned,
            said={**self.archive.divisions.said(scan), **(said or {})},
        )

    def decision(self, document: Document, subject: Subject, learned: Learned) -> Decision | None:
        """What it would decide on one question about a document; None if it divides it anew."""
        for draft in self.drafts(document.scan, learned):
            if draft.pages == document.pages:
                return draft.type if subject is Subject.TYPE else draft.customer
        return None

    def judge_waiting(self) -> int:
        """Judge again what waits for a person; how many documents have their place now."""
        learned = self.source.current()
        waiting = self.archive.documents.in_review(limit=_WAITING)
        scans = dict.fromkeys(document.scan for document in waiting)
        going_on = takewhile(lambda _: not self.stop(), scans)
        return sum(self._again(scan, learned) for scan in going_on)

    def _again(self, scan: ScanId, learned: Learned) -> int:
        drafts: Sequence[DocumentDraft] = self.drafts(scan, learned)
        one_in = self.filing.check_one_in
        return len(self.archive.filing.judge_again(scan, drafts, one_in))
