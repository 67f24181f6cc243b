"""The archive: one folder, one object, everything else hangs on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from domain.errors import NotAnArchive
from domain.forms import DocumentType
from records import durable
from records.corrections.corrections import Corrections
from records.customers.changes.customer_changes import CustomerChanges
from records.customers.completeness import Completeness
from records.customers.customers import Customers
from records.customers.differences import Differences
from records.customers.names import Names
from records.database import Database, now
from records.documents.divisions import Divisions
from records.documents.documents import Documents
from records.documents.filing import Filing
from records.files.deadlines import Deadlines
from records.files.files import Files
from records.files.grading import Grading, follow_rules
from records.files.missing_papers import MissingPapers
from records.files.reshelving.adopting import follow_profile
from records.files.reshelving.running import Reshelving
from records.journal.journal import Journal
from records.learned.models import Bounds, Models
from records.learned.own_types import OwnTypes
from records.learned.reviews import Reviews
from records.learned.templates import Templates
from records.migrate import migrate
from records.outbox import Outbox
from records.profile import Profile, load_profile
from records.references.proposing.proposals import Proposals
from records.references.references import References
from records.review.checks import Checks
from records.review.duplicates.suspicions import Suspicions
from records.review.findings import Findings
from records.review.queue.answers import Answers
from records.review.queue.claims import Claims
from records.review.queue.listing import ReviewQueue
from records.vault import Vault

_DATABASE = "records.db"
NO_TYPES: Mapping[str, DocumentType] = MappingProxyType({})


class Archive:
    """An opened archive; safe to share by threads, and every call is its own transaction.

    Its folder holds `records.db`, `vault/`, `quarantine/` and `index/`.
    """

    def __init__(
        self, root: Path, database: Database, profile: Profile, types: Mapping[str, DocumentType]
    ) -> None:
        self.profile = profile
        self.root = root
        self.index_folder = root / "index"
        self.quarantine_folder = root / "quarantine"
        self.database = database
        self.vault = Vault(root / "vault")
        self.journal = Journal(database)
        self.customers = Customers(database, profile)
        self.documents = Documents(database)
        self.filing = Filing(database, profile)
        self.corrections = Corrections(database)
        self.divisions = Divisions(database, profile)
        self.files = Files(database, profile)
        self.differences = Differences(database)
        self.completeness = Completeness(database, profile)
        self.types = types
        self.grading = Grading(database, profile, types)
        self.reshelving = Reshelving(database, profile)
        self.deadlines = Deadlines(database, profile)
        self.missing_papers = MissingPapers(database, profile)
        self.templates = Templates(database)
        self.checks = Checks(database)
        self.reviews = Reviews(database)
        self.models = Models(database)
        self.bounds = Bounds(database)
        self.own_types = OwnTypes(database)
        self.changes = CustomerChanges(database, self.profile)
        self.names = Names(database)
        self.references = References(database)
        self.proposals = Proposals(database)
        self.suspicions = Suspicions(database)
        self.queue = ReviewQueue(database, self.completeness)
        self.claims = Claims(database, self.queue)
        self.answers = Answers(database, self.queue, self.corrections)
        self.findings = Findings(database)
        self.outbox = Outbox(database)

    @classmethod
    def create(cls, root: Path) -> Archive:
        """Make an archive in `root`. Raises NotAnArchive if there is one already."""
        if (root / _DATABASE).exists():
            raise NotAnArchive(root, "already holds an archive.")
        with durable.storage_errors(root):
            durable.make_folder(root)
        return cls._opened(root, load_profile(), NO_TYPES, now)

    @classmethod
    def open(
        cls,
        root: Path,
        profile: Profile | None = None,
        types: Mapping[str, DocumentType] = NO_TYPES,
        clock: Callable[[], datetime] = now,
    ) -> Archive:
        """Open the archive in `root`, brought to this version's tables.

        It works by `profile`, the default one if none is given; `types` say what is known of the
        kinds of papers; claims lapse by `clock`. Raises NotAnArchive where there is none, or one
        that a newer version has written.
        """
        if not (root / _DATABASE).is_file():
            raise NotAnArchive(root, "holds no archive.")
        return cls._opened(root, profile or load_profile(), types, clock)

    @classmethod
    def _opened(
        cls,
        root: Path,
        profile: Profile,
        types: Mapping[str, DocumentType],
        clock: Callable[[], datetime],
    ) -> Archive:
        root = root.absolute()
        database = Database(root / _DATABASE, profile, clock)
        try:
            migrate(database)
            with durable.storage_errors(root):
                for name in ("vault", "quarantine", "index"):
                    durable.make_folder(root / name)
            archive = cls(root, database, profile, types)
            follow_rules(database, archive.grading)
            follow_profile(database, profile)
            return archive
        except BaseException:
            database.close()
            raise

    def close(self) -> None:
        """Let go of the database; the archive object is of no use afterwards."""
        self.database.close()
