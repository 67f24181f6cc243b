"""The archive as commands that tell of it have it: through one person's eyes."""

from __future__ import annotations

from domain.duties import Grade
from records.archive import Archive
from records.sight.customers import SeenCustomers, SeenDifferences, SeenNames
from records.sight.files import SeenDeadlines, SeenFiles, SeenGrading
from records.sight.papers import (
    SeenDocuments,
    SeenFindings,
    SeenScans,
    SeenSuspicions,
    SeenTemplates,
)
from records.sight.queue import SeenAnswers, SeenClaims, SeenQueue
from records.sight.rule import Sight
from records.sight.said import (
    SeenChanges,
    SeenCorrections,
    SeenDivisions,
    SeenProposals,
    SeenReferences,
)


class SeenArchive:
    """What a person may see of an archive, up to `ceiling`; with None, all of it.

    Whatever tells of papers stands here behind their grade; what is not here is not told. The
    first lines hold what says nothing of any single paper.
    """

    def __init__(self, archive: Archive, ceiling: Grade | None = None) -> None:
        self.sight = sight = Sight(archive.grading, archive.documents, ceiling)
        self.profile, self.types = archive.profile, archive.types
        self.models, self.bounds = archive.models, archive.bounds
        self.own_types, self.reviews = archive.own_types, archive.reviews
        self.reshelving = archive.reshelving
        self.completeness, self.missing_papers = archive.completeness, archive.missing_papers

        self.documents = SeenDocuments(archive.documents, sight)
        self.journal = SeenScans(archive.journal, archive.documents, sight)
        self.findings = SeenFindings(archive.findings, sight)
        self.suspicions = SeenSuspicions(archive.suspicions, sight)
        self.templates = SeenTemplates(archive.templates, sight)
        self.customers = SeenCustomers(archive.customers, sight)
        self.names = SeenNames(archive.names, sight)
        self.differences = SeenDifferences(archive.differences, self.customers, sight)
        self.files = SeenFiles(archive.files, self.customers, sight)
        self.grading = SeenGrading(archive.grading, sight)
        self.deadlines = SeenDeadlines(archive.deadlines, sight)
        self.queue = SeenQueue(archive.queue, sight)
        self.claims = SeenClaims(archive.claims, sight)
        self.answers = SeenAnswers(archive.answers, sight)
        self.corrections = SeenCorrections(archive.corrections, sight)
        self.divisions = SeenDivisions(archive.divisions, sight)
        self.references = SeenReferences(archive.references, sight)
        self.proposals = SeenProposals(archive.proposals, sight)
        self.changes = SeenChanges(archive.changes, sight)
