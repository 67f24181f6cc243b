"""The command that reads again what is in the archive: reread."""

from __future__ import annotations

import threading
from typing import Annotated

import typer

from app import compose, results
from app.cli.common import ArchiveOption, JsonOption, Session, session
from app.cli.work import Teller, called, end, stopped_by_signals
from domain.ids import ScanId
from jobs.contract import IndexBehind, JobEvent, ScanFailed, ScanFinished


def register(app: typer.Typer) -> None:
    """Add this command to the programme."""
    app.command()(reread)


def reread(
    scans: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SCAN...]", help="Ids of scans or their beginnings; else all."),
    ] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read scans again after an update or a change of settings 重新识读.

    A page that would be read as it was is not read again, and what a person decided stands.
    """
    stop = threading.Event()
    with session(archive, as_json) as now:
        teller = Teller(now)
        incomplete: list[ScanId] = []

        def on_event(event: JobEvent | IndexBehind) -> None:
            teller.progress(event)
            if isinstance(event, ScanFinished | ScanFailed):
                told = results.result(
                    now.archive, called(now, event), event.scan, event.seconds, duplicate=False
                )
                teller.tell(told)
                if not told.is_taken:
                    incomplete.append(event.scan)

        worker = compose.runner(now.whole, now.place.settings, on_event)
        try:
            for scan in _meant(now, scans or []):
                now.whole.journal.read_again(scan)
            with stopped_by_signals(stop):
                worker.run_until_idle(stop)
        finally:
            worker.close()
    end(stop, bool(incomplete))


def _meant(now: Session, named: list[str]) -> list[ScanId]:
    """The scans that are named, all of the archive where none is. Raises NotFound."""
    journal = now.whole.journal
    if named:
        return [journal.scan(one).id for one in named]
    everything = sum(journal.counts().by_status.values())
    return [record.id for record in reversed(journal.scans(limit=everything))]
