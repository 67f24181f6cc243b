"""The archivist: looks at what waits and at what is to be checked, and errs once in a hundred."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bench.filing.firm import Firm
from domain.document import Correction, Document
from domain.forms import Part
from domain.ids import CustomerNumber
from ingest.forms.catalogue import load

MISTAKES = 0.01


@dataclass(slots=True)
class Archivist:
    """A person who answers; `looked_at` counts the documents he took into his hands."""

    firm: Firm
    rng: Random
    looked_at: int = 0
    mistakes: int = 0

    def answer_some(self, share: float) -> None:
        """Settle a share of what waits, the oldest first."""
        counts = self.firm.archive.documents.counts()
        waiting = self.firm.archive.documents.in_review(limit=sum(counts.values()) + 1)
        for document in waiting[: round(share * len(waiting))]:
            self._answer(document)

    def answer_checks(self) -> None:
        """Look at everything that is to be checked."""
        archive = self.firm.archive
        for check in archive.checks.open(limit=10_000):
            if archive.checks.open(check.document):
                self._answer(archive.documents.get(check.document))

    def _answer(self, document: Document) -> None:
        """Say what the document is and whose, as the paper tells him who reads it."""
        paper = self.firm.papers[document.scan]
        kind, owner = paper.form.type_key, self.firm.number_of(paper)
        if self.rng.random() < MISTAKES:
            kind = self.rng.choice(self.firm.forms.forms).type_key
            self.mistakes += 1
        if self.rng.random() < MISTAKES:
            owner = self.rng.choice(self.firm.clients).number
            self.mistakes += 1
        self.looked_at += 1
        self.firm.archive.corrections.apply(
            Correction(
                document.id,
                "archivist",
                "核对原件",
                type_key=kind,
                part=self._part(kind),
                customer=CustomerNumber(owner),
            )
        )

    def _part(self, kind: str) -> Part:
        known = load().types.get(kind)
        own = {one.key: one.part for one in self.firm.forms.own}
        return known.part if known else own[kind]
