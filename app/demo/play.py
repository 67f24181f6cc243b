"""The acts of the demonstration: drop, read, file, find, correct."""

from __future__ import annotations

from app import shapes
from app.console import Voice
from app.demo.reading import drop, import_known, watch
from app.demo.stage import Stage, stage
from app.demo.truth import report
from domain.document import Correction, Document
from domain.filing import Subject
from domain.ids import CustomerNumber
from index.catch_up import catch_up
from search.service import Search

SEARCHES = ("客户名称", "合同", "QMS-PM-31301")
"""A label that stands on papers in both scripts, a word of two characters, a form's code."""


def run(voice: Voice) -> None:
    """Play the demonstration. Raises NotFound without samples, ReadingFailed when it stalls."""
    with stage(voice) as shown:
        import_known(shown)
        report(shown, watch(shown, drop(shown)))
        for query in SEARCHES:
            _search(shown, query)
        _correct(shown)
        _farewell(shown)


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
