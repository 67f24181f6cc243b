"""Commands that take scans and read them: watch, ingest."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from app import compose, results
from app.cli.common import ArchiveOption, JsonOption, Session, session
from app.cli.reshelving import tell_state
from app.results import FileResult
from domain.errors import AnjuanError, ExitCode, NotFound
from domain.outcome import ScanStatus, Stage, StepFailure
from domain.words import failure_text
from ingest.inbox import files_below, folder_of
from ingest.intake import Intake
from jobs.contract import (
    IndexBehind,
    JobEvent,
    PageRead,
    PageSetAside,
    ScanFailed,
    ScanFinished,
)


def register(app: typer.Typer) -> None:
    """Add these commands to the programme."""
    app.command()(watch)
    app.command()(ingest)


class Teller:
    """Tells of files as they come to their end, each once, from whichever thread."""

    def __init__(self, now: Session) -> None:
        self._now = now

    def tell(self, told: FileResult) -> None:
        """Print one finished file."""
        now = self._now
        if now.voice.as_json:
            now.voice.emit(results.shape(told, now.archive, now.type_name, now.voice.language))
            return
        now.voice.say(f"{told.status:<12}{told.file}", f"{told.status:<12}{told.file}")
        for document in told.documents:
            holder = now.customer(document.customer)
            place = f"{holder.number} {holder.name}" if holder else "—"
            line = (
                f"    {document.id}  {now.type_name(document.type_key)}"
                f"  {place}  {document.state.value}"
            )
            now.voice.say(line, line)
        for failed in told.failures:
            where = f" p.{failed.page}" if failed.page else ""
            line = f"    ! {failed.stage.value}{where}: {failure_text(failed, now.voice.language)}"
            now.voice.say(line, line)

    def unlisted(self, folder: Path, error: OSError) -> None:
        """A folder that cannot be looked into."""
        self._now.voice.note(f"  {folder}: {error.strerror}", f"  {folder}：{error.strerror}")

    def progress(self, event: JobEvent | IndexBehind) -> None:
        """A line on stderr for what is under way."""
        voice = self._now.voice
        if isinstance(event, PageRead):
            name = called(self._now, event)
            voice.note(
                f"  {name}: page {event.number} read in {event.seconds:.1f} s",
                f"  {name}：第 {event.number} 页已识读，{event.seconds:.1f} 秒",
            )
        elif isinstance(event, PageSetAside):
            name = called(self._now, event)
            voice.note(
                f"  {name}: page {event.failure.page} set aside: {event.failure.message}",
                f"  {name}：第 {event.failure.page} 页搁置：{event.failure.message}",
            )
        elif isinstance(event, IndexBehind):
            voice.note(f"  index behind: {event.reason}", f"  索引落后：{event.reason}")


def called(now: Session, event: JobEvent) -> str:
    """What the scan may be called to the user; a withheld one has only its id."""
    return now.archive.journal.name(event.scan, event.name)


@contextmanager
def stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM set `stop` for the length of the block."""
    previous = {
        number: signal.signal(number, lambda *_: stop.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def watch(
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take what is dropped into the inbox, until stopped with Ctrl-C 值守收件箱."""
    stop = threading.Event()
    with session(archive, as_json) as now:
        tell_state(now.voice, now.archive.reshelving.state())
        teller = Teller(now)

        def on_event(event: JobEvent | IndexBehind) -> None:
            teller.progress(event)
            if isinstance(event, ScanFinished | ScanFailed):
                teller.tell(
                    results.result(
                        now.archive, called(now, event), event.scan, event.seconds, duplicate=False
                    )
                )

        worker = compose.runner(now.whole, now.place.settings, on_event)
        try:
            way_in = compose.intake(now.whole, now.place.settings, worker)
            watcher = compose.watcher(now.place, way_in)
            now.voice.note(
                f"Watching {now.place.inbox}; stop with Ctrl-C.",
                f"正在值守 {now.place.inbox}；按 Ctrl-C 停止。",
            )
            with stopped_by_signals(stop):
                compose.serve(worker, watcher, stop)
        finally:
            worker.close()


@dataclass
class _Errand:
    """The files of one `ingest` command and what is known of each so far."""

    waiting: dict[str, list[str]] = field(default_factory=dict)
    incomplete: bool = False


def ingest(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Files, or folders with files.")
    ],
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take files and read them now; the files stay where they are 录入."""
    with session(archive, as_json) as now:
        tell_state(now.voice, now.archive.reshelving.state())
        teller = Teller(now)
        errand = _Errand()
        stop = threading.Event()

        def on_event(event: JobEvent | IndexBehind) -> None:
            teller.progress(event)
            if not isinstance(event, ScanFinished | ScanFailed):
                return
            for position, file in enumerate(errand.waiting.pop(event.scan, [])):
                told = results.result(
                    now.archive, file, event.scan, event.seconds, duplicate=position > 0
                )
                errand.incomplete |= not told.is_taken
                teller.tell(told)

        worker = compose.runner(now.whole, now.place.settings, on_event)
        try:
            way_in = compose.intake(now.whole, now.place.settings, worker)
            for path, folder, file in _files(paths, teller):
                if told := _take(now, way_in, path, folder, file, errand):
                    errand.incomplete |= not told.is_taken
                    teller.tell(told)
            with stopped_by_signals(stop):
                worker.run_until_idle(stop)
        finally:
            worker.close()
    end(stop, errand.incomplete)


def end(stop: threading.Event, incomplete: bool) -> None:
    """Leave with the exit code that says how the work ended."""
    if stop.is_set():
        raise typer.Exit(ExitCode.INTERRUPTED)
    if incomplete:
        raise typer.Exit(ExitCode.INCOMPLETE)


def _files(paths: list[Path], teller: Teller) -> Iterator[tuple[Path, str, str]]:
    """(path, folder it stands for, name to report) of every file meant. Raises NotFound."""
    for path in paths:
        if path.is_dir():
            for file in files_below(path, path, teller.unlisted):
                yield file, folder_of(file, path), file.relative_to(path).as_posix()
        elif path.exists():
            yield path, "", path.name
        else:
            raise NotFound(path)


def _take(
    now: Session, way_in: Intake, path: Path, folder: str, file: str, errand: _Errand
) -> FileResult | None:
    """Take one file; its result if it is known already, else None."""
    try:
        receipt = way_in.take(path, folder)
    except AnjuanError as error:
        failure = StepFailure(Stage.INTAKE, error.category, error.detail)
        return FileResult(file, None, ScanStatus.FAILED.value, 0.0, failures=(failure,))
    if receipt.duplicate and receipt.status.is_final:
        return results.result(now.archive, file, receipt.scan, 0.0, duplicate=True)
    errand.waiting.setdefault(receipt.scan, []).append(file)
    return None
