"""The whole way on sample scans, in a throw-away archive: drop, read, file, find, correct."""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app import compose, results, shapes
from app.compose import Place
from app.console import Voice
from app.results import FileResult
from domain.document import Correction, Document
from domain.errors import NotFound, ReadingFailed
from domain.filing import Subject
from domain.ids import CustomerNumber
from domain.outcome import DocumentState, ReasonCode
from domain.words import failure_text
from index.catch_up import catch_up
from ingest.forms.catalogue import Catalogue
from ingest.forms.catalogue import load as load_catalogue
from jobs.contract import IndexBehind, JobEvent, PageRead, ScanFailed, ScanFinished
from records.archive import Archive
from records.customers.importing import import_customers
from records.sight.archive import SeenArchive
from search.service import Search

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
SEARCHES = ("客户名称", "合同", "QMS-PM-31301")
"""A label that stands on papers in both scripts, a word of two characters, a form's code."""

PATIENCE = 900.0
"""Seconds after which the demonstration gives up on a scan that never ends."""


@dataclass(frozen=True)
class Stage:
    """The throw-away archive on which the demonstration plays."""

    place: Place
    archive: Archive
    voice: Voice
    catalogue: Catalogue

    def type_name(self, key: str) -> str:
        known = self.catalogue.types.get(key)
        return known.name if known else key


def run(voice: Voice) -> None:
    """Play the demonstration. Raises NotFound without samples, ReadingFailed when it stalls."""
    if not SAMPLES.is_dir():
        raise NotFound(SAMPLES, "The sample scans belong to the source folder.")
    with _stage(voice) as stage:
        _import(stage)
        finished = _watch(stage, _drop(stage))
        _report(stage, finished)
        for query in SEARCHES:
            _search(stage, query)
        _correct(stage)
        _farewell(stage)


@contextmanager
def _stage(voice: Voice) -> Iterator[Stage]:
    root = Path(tempfile.mkdtemp(prefix="anjuan-demo-")) / "archive"
    place = compose.create(root, inbox_beside=False)
    archive = compose.open_archive(place)
    if voice.as_json:
        voice.emit({"step": "init", "archive": str(place.root), "inbox": str(place.inbox)})
    voice.say(f"A throw-away archive: {place.root}", f"临时档案库：{place.root}")
    try:
        yield Stage(place, archive, voice, load_catalogue())
    finally:
        archive.close()


def _import(stage: Stage) -> None:
    report = import_customers(
        stage.archive, SAMPLES / "customers.csv", label_keys=stage.catalogue.label_keys()
    )
    if stage.voice.as_json:
        stage.voice.emit({"step": "import-customers", "created": report.created})
    stage.voice.say(
        f"{report.created} customers imported from samples/customers.csv.",
        f"已从 samples/customers.csv 导入 {report.created} 位客户。",
    )


def _drop(stage: Stage) -> list[str]:
    """Copy the samples into the inbox, as a clerk would; their names."""
    names = sorted(_expected())
    for name in names:
        shutil.copy(SAMPLES / name, stage.place.inbox / name)
    if stage.voice.as_json:
        stage.voice.emit({"step": "drop", "files": names})
    stage.voice.say(
        f"{len(names)} scans dropped into the inbox; the watcher takes them.",
        f"已放入 {len(names)} 份扫描件，由值守程序收取。",
    )
    return names


def _watch(stage: Stage, names: list[str]) -> list[FileResult]:
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


@dataclass(frozen=True)
class Expected:
    """What a sample truly is: acceptable ends, and (type, customer) of each document in it."""

    outcomes: tuple[str, ...]
    documents: tuple[tuple[str, str | None], ...]

    def met_by(self, told: FileResult) -> bool:
        """Whether the file went where it belongs, and nothing in it to anybody else."""
        if told.status not in self.outcomes or len(told.documents) != len(self.documents):
            return False
        return all(
            document.type_key == kind and _rightly_placed(document, customer)
            for document, (kind, customer) in zip(told.documents, self.documents, strict=True)
        )


def _rightly_placed(document: Document, customer: str | None) -> bool:
    if document.state is DocumentState.REVIEW:
        return True
    return document.customer == customer


def _expected() -> dict[str, Expected]:
    truth = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
    return {
        entry["file"]: Expected(
            tuple(entry["outcomes"]),
            tuple((document["type"], document["customer"]) for document in entry["documents"]),
        )
        for entry in truth["files"]
    }


def _report(stage: Stage, finished: list[FileResult]) -> None:
    """What became of each scan, and whether that is right."""
    expected = _expected()
    rows = []
    right = 0
    for told in sorted(finished, key=lambda each: each.file):
        good = expected[told.file].met_by(told)
        right += good
        rows += [_row(stage, told, document, good) for document in told.documents or (None,)]
    if stage.voice.as_json:
        stage.voice.emit({"step": "report", "right": right, "files": len(finished)})
        return
    heads = [
        ("file", "扫描件"),
        ("status", "结果"),
        ("type", "类型"),
        ("customer", "客户"),
        ("right", "正确"),
        ("why", "原因"),
    ]
    stage.voice.table(heads, rows, len(rows))
    stage.voice.say(
        f"{right} of {len(finished)} scans went where they belong.",
        f"{len(finished)} 份扫描件中有 {right} 份去处正确。",
    )


def _row(stage: Stage, told: FileResult, document: Document | None, good: bool) -> tuple[str, ...]:
    mark = "✓" if good else "✗"
    if document is None:
        why = "\n".join(failure_text(failed, stage.voice.language) for failed in told.failures)
        return told.file, told.status, "", "", mark, why
    holder = stage.archive.customers.get(document.customer) if document.customer else None
    notable = [r for r in document.reasons if r.code is not ReasonCode.BY_EVIDENCE]
    return (
        told.file,
        document.state.value,
        stage.type_name(document.type_key),
        f"{holder.number} {holder.name}" if holder else "—",
        mark,
        "\n".join(shapes.reasons(notable, stage.voice.language)),
    )


def _search(stage: Stage, query: str) -> None:
    found = Search(stage.archive).find(query, limit=3)
    if stage.voice.as_json:
        stage.voice.emit(
            {
                "step": "search",
                "query": query,
                "total": found.total,
                "snippets": [hit.snippet for hit in found.hits],
            }
        )
        return
    stage.voice.say(f"search {query}: {found.total} pages", f"检索 {query}：{found.total} 页")
    for hit in found.hits:
        line = f"    {hit.document} p.{hit.page}  {hit.snippet}"
        stage.voice.say(line, line)


def _correct(stage: Stage) -> None:
    """Settle one document of the review queue, as an archivist would, and show it stays."""
    chosen = _settleable(stage)
    if chosen is None:
        stage.voice.say("Nothing waits for a correction.", "没有待更正的文件。")
        return
    document, customer = chosen
    corrected = stage.archive.corrections.apply(
        Correction(
            document=document.id,
            who="demo",
            reason="演示更正 demonstration",
            customer=customer,
            base_revision=document.revision,
        )
    )
    catch_up(stage.archive)
    found = Search(stage.archive).find(corrected.title or "客户", customer=customer)
    held = stage.archive.files.of(customer)
    if stage.voice.as_json:
        shape = shapes.document(
            corrected,
            stage.type_name(corrected.type_key),
            held.customer,
            stage.voice.language,
        )
        stage.voice.emit({"step": "correct", "document": shape, "found_there": found.total})
        return
    stage.voice.say(
        f"correct {document.id} --customer {customer}: {document.state.value} → "
        f"{corrected.state.value}, revision {corrected.revision}; "
        f"its file {held.number} now lists {len(held.catalogue)} papers.",
        f"更正 {document.id} --customer {customer}：{document.state.value} → "
        f"{corrected.state.value}，第 {corrected.revision} 版；"
        f"档案 {held.number} 现有 {len(held.catalogue)} 件。",
    )


def _settleable(stage: Stage) -> tuple[Document, CustomerNumber] | None:
    """A document in review with a customer to confirm or a candidate to choose."""
    for document in stage.archive.documents.in_review():
        if document.customer:
            return document, document.customer
        for decision in stage.archive.documents.decisions(document.id):
            if decision.subject is Subject.CUSTOMER and decision.candidates:
                return document, CustomerNumber(decision.candidates[0].key)
    return None


def _farewell(stage: Stage) -> None:
    root = stage.place.root
    if stage.voice.as_json:
        stage.voice.emit({"step": "done", "archive": str(root)})
    stage.voice.say("Go on with:", "接下来可以：")
    for line in (
        f"./anjuan review --archive {root}",
        f"./anjuan search 有限公司 --archive {root}",
        f"./anjuan customers --archive {root}",
        "./anjuan init && ./anjuan watch",
        f"rm -r {root.parent}",
    ):
        stage.voice.say(f"    {line}", f"    {line}")
