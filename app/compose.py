"""The one place where the parts of the service are put together and handed down."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app import settings
from app.settings import Settings
from domain.document import DocumentDraft
from domain.errors import ArchiveInUse, NotAnArchive
from domain.ids import ScanId
from domain.reshelving import ShelvingState
from index.catch_up import catch_up, is_current
from ingest.forms.catalogue import load as load_catalogue
from ingest.intake import Intake
from ingest.watch import Watcher, WatchOptions
from jobs import checking
from jobs.contract import JobOptions, OnEvent
from jobs.judging import Judging
from jobs.learned import LearnedSource
from jobs.learning import Learning
from jobs.local import LocalRunner
from jobs.work import standard_work
from records.archive import Archive
from records.journal.pages import RunningPage
from records.profile import load_profile

SLOW_SHARE = 0.5
"""A page that has used this share of its time limit is called slow."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an archive is, and how it is set."""

    root: Path
    inbox: Path
    settings: Settings


def place(named: Path | None) -> Place:
    """The archive's place and settings. Raises SettingsError."""
    root = settings.archive_folder(named).resolve()
    loaded = settings.load(root)
    return Place(root, (root / loaded.inbox).resolve(), loaded)


def open_archive(here: Place) -> Archive:
    """The archive, working by the profile of its settings. Raises NotAnArchive, SettingsError."""
    profile = load_profile(here.settings.profile_choice())
    return Archive.open(here.root, profile, load_catalogue().types)


def shelving_state(here: Place) -> ShelvingState | None:
    """How much of the archive lies by a former profile; None where there is no archive.

    Raises SettingsError, StorageError.
    """
    try:
        archive = open_archive(here)
    except NotAnArchive:
        return None
    try:
        return archive.reshelving.state()
    finally:
        archive.close()


def create(root: Path, inbox_beside: bool) -> Place:
    """Make an archive in `root`, its settings file and its inbox. Raises NotAnArchive."""
    Archive.create(root.resolve()).close()
    settings.write_default(root, inbox="../inbox" if inbox_beside else None)
    made = place(root)
    made.inbox.mkdir(parents=True, exist_ok=True)
    return made


def runner(archive: Archive, chosen: Settings, on_event: OnEvent) -> LocalRunner:
    """The runner of this archive; it owns the work from now on. Raises ArchiveInUse."""
    return LocalRunner(
        archive,
        chosen.reading_options(),
        chosen.filing_options(),
        JobOptions(workers=chosen.jobs.workers),
        on_event,
        follow=_follow,
    )


def learning(archive: Archive, chosen: Settings) -> Learning:
    """What learns from the answers given in this archive."""
    source = LearnedSource(archive)
    return Learning(archive, chosen.filing_options(), standard_work().propose, source)


def _follow(archive: Archive) -> int:
    """The index, then the checks of the scans, are brought up to the records."""
    followed = catch_up(archive)
    checking.catch_up(archive)
    return followed


def intake(archive: Archive, chosen: Settings, worker: LocalRunner) -> Intake:
    """The way in, which wakes `worker` for every file that is safe."""
    limits = chosen.reading_options().limits
    return Intake(archive, limits, on_taken=lambda _: worker.wake())


def watcher(here: Place, way_in: Intake) -> Watcher:
    """The watcher of this archive's inbox."""
    return Watcher(here.inbox, way_in, WatchOptions(**here.settings.watch.model_dump()))


def proposed_anew(
    archive: Archive, chosen: Settings, scan: ScanId, said: Mapping[int, bool]
) -> tuple[DocumentDraft, ...]:
    """What the machine makes of a scan that was read, divided as persons `said`."""
    source = LearnedSource(archive)
    judging = Judging(archive, chosen.filing_options(), standard_work().propose, source)
    return judging.drafts(scan, source.current(), said)


def catch_up_if_free(archive: Archive) -> bool:
    """Bring checks and index up to date; False when another process is at the index and will."""
    checking.catch_up(archive)
    if is_current(archive):
        return True
    try:
        catch_up(archive)
    except ArchiveInUse:
        return False
    return True


def serve(worker: LocalRunner, watching: Watcher, stop: threading.Event) -> None:
    """Watch and work until `stop` is set; what goes wrong in either ends both and is raised."""
    with ThreadPoolExecutor(1, "watch") as pool:
        watched = pool.submit(watching.run, stop)
        watched.add_done_callback(lambda _: stop.set())
        try:
            worker.run(stop)
        finally:
            stop.set()
        watched.result()


def is_slow(page: RunningPage, chosen: Settings) -> bool:
    """Whether a page has been in its process for longer than is usual."""
    used = (datetime.now(UTC) - page.since).total_seconds()
    return used > chosen.limits.seconds * SLOW_SHARE
