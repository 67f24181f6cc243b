"""What the samples truly are, and how many went where they belong."""

from __future__ import annotations

import json
from dataclasses import dataclass

from app import shapes
from app.demo.stage import SAMPLES, Stage
from app.results import FileResult
from domain.document import Document
from domain.outcome import DocumentState, ReasonCode
from domain.words import failure_text


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


def expected() -> dict[str, Expected]:
    """What each sample truly is, by its name."""
    truth = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
    return {
        entry["file"]: Expected(
            tuple(entry["outcomes"]),
            tuple((document["type"], document["customer"]) for document in entry["documents"]),
        )
        for entry in truth["files"]
    }


def report(stage: Stage, finished: list[FileResult]) -> None:
    """What became of each scan, and whether that is right."""
    truth = expected()
    rows = []
    right = 0
    for told in sorted(finished, key=lambda each: each.file):
        good = truth[told.file].met_by(told)
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
