"""Scans are dropped into the inbox, taken and read, and each is told as it comes to its end."""

from __future__ import annotations

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor

from app import compose, results
from app.demo.stage import SAMPLES, Stage
from app.demo.truth import expected
from app.results import FileResult
from domain.errors import ReadingFailed
from index.catch_up import catch_up
from jobs.contract import IndexBehind, JobEvent, PageRead, ScanFailed, ScanFinished
from records.customers.importing import import_customers
from records.sight.archive import SeenArchive

PATIENCE = 900.0
"""Seconds after which the demonstration gives up on a scan that never ends."""


def import_known(stage: Stage) -> None:
    """The customers whom the office knows already."""
    report = import_customers(
        stage.archive, SAMPLES / "customers.csv", label_keys=stage.catalogue.label_keys()
    )
    if stage.voice.as_json:
        stage.voice.emit({"step": "import-customers", "created": report.created})
    stage.voice.say(
        f"{report.created} customers imported from samples/customers.csv.",
        f"已从 samples/customers.csv 导入 {report.created} 位客户。",
    )


def drop(stage: Stage) -> list[str]:
    """Copy the samples into the inbox, as a clerk would; their names."""
    names = sorted(expected())
    for name in names:
        shutil.copy(SAMPLES / name, stage.place.inbox / name)
    if stage.voice.as_json:
        stage.voice.emit({"step": "drop", "files": names})
    stage.voice.say(
        f"{len(names)} scans dropped into the inbox; the watcher takes them.",
        f"已放入 {len(names)} 份扫描件，由值守程序收取。",
    )
    return names


def watch(stage: Stage, names: list[str]) -> list[FileResult]:
    """Let the watcher take and the runner read, until every scan has come to its end."""
    finished: list[FileResult] = []
    stop = threading.Event()

    def on_event(event: JobEvent | IndexBehind) -> None:
        if isinstance(event, PageRead):
            stage.voice.note(
                f"  {event.name}: page {event.number} read in {event.seconds:.1f} s",
                f"  {event.name}：第 {event.number} 页已识读，{event.seconds:.1f} 秒",
            )
        if not isinstance(event, ScanFinished | ScanFailed):
            return
        told = results.result(
            SeenArchive(stage.archive), event.name, event.scan, event.seconds, duplicate=False
        )
        finished.append(told)
        _tell(stage, told, len(finished), len(names))
        if len(finished) == len(names):
            stop.set()

    worker = compose.runner(stage.archive, stage.place.settings, on_event)
    try:
        way_in = compose.intake(stage.archive, stage.place.settings, worker)
        watching = compose.watcher(stage.place, way_in)
        with ThreadPoolExecutor(1, "service") as pool:
            service = pool.submit(compose.serve, worker, watching, stop)
            patient = stop.wait(PATIENCE)
            stop.set()
            service.result()
    finally:
        worker.close()
    if not patient:
        raise ReadingFailed("demo", f"{len(finished)} of {len(names)} scans came to an end")
    catch_up(stage.archive)
    return finished


def _tell(stage: Stage, told: FileResult, done: int, total: int) -> None:
    if stage.voice.as_json:
        shape = results.shape(
            told, SeenArchive(stage.archive), stage.type_name, stage.voice.language
        )
        stage.voice.emit({"step": "scan", **shape})
        return
    kinds = "、".join(stage.type_name(document.type_key) for document in told.documents)
    line = f"[{done}/{total}] {told.file}: {told.status} {kinds}"
    stage.voice.note(line, line)
