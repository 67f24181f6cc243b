"""Named moments at which the archive's safety can be tried.

Every place where a crash or a full disk would be dangerous announces itself by name. In service
nobody listens; the fault tests listen, and kill the process or refuse the write exactly there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_listeners: list[Callable[[str], None]] = []

STEPS: tuple[str, ...] = (
    "intake.seen",
    "intake.before_copy",
    "vault.temp_opened",
    "vault.chunk_written",
    "vault.temp_synced",
    "vault.renamed",
    "vault.folder_synced",
    "vault.verified",
    "intake.before_journal",
    "journal.before_commit",
    "intake.after_journal",
    "intake.before_remove",
    "intake.after_remove",
    "jobs.claimed",
    "jobs.pages_counted",
    "jobs.page_started",
    "jobs.page_read",
    "jobs.page_stored",
    "jobs.before_filing",
    "filing.customer_written",
    "filing.document_written",
    "filing.outbox_written",
    "filing.before_commit",
    "filing.after_commit",
    "correction.before_commit",
    "correction.after_commit",
    "division.before_commit",
    "reshelving.before_commit",
    "index.batch_read",
    "index.before_commit",
    "index.after_commit",
    "index.rebuilt",
    "index.swapped",
    "quarantine.copied",
    "quarantine.before_commit",
)
"""All step names, in the order in which a scan passes them."""


def reached(step: str) -> None:
    """Say that `step` is reached; whatever a listener raises goes up as if the step had failed."""
    for listener in _listeners:
        listener(step)


@contextmanager
def listening(listener: Callable[[str], None]) -> Iterator[None]:
    """Let `listener` hear of every step in this process for the length of the block."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
