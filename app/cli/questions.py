"""The review queue as commands show it: a table of questions, or the documents they are about."""

from __future__ import annotations

from collections.abc import Sequence

from app import shapes
from app.cli.common import Session
from app.masking import Masking
from domain.document import Document
from domain.fields import FieldKey
from domain.personal import masked
from domain.questions import Question, QuestionKind
from domain.words import question_text, reason_text

_SHOWN = 3
"""Candidates, and documents of one question, that a table shows."""


def tell(now: Session, listed: Sequence[Question], limit: int | None = None) -> None:
    """Show questions; with `limit` the whole queue was asked for, so its counts are told too."""
    if now.voice.as_json:
        _emit(now, listed, limit)
        return
    tally = now.archive.queue.tally() if limit is not None else ()
    total = sum(one.questions for one in tally) if tally else len(listed)
    now.voice.table(
        [
            ("question", "问题"),
            ("asks", "待定"),
            ("about", "事由"),
            ("settles", "可决件数"),
            ("document", "文件"),
            ("file", "扫描件"),
            ("candidates", "可能的客户"),
            ("why", "原因"),
            ("claimed by", "认领人"),
        ],
        [_row(now, question) for question in listed],
        total,
    )
    if tally:
        kinds = [
            (question_text(t.kind, now.voice.language), t.questions, t.concerned) for t in tally
        ]
        heads = [("kind", "种类"), ("questions", "问题数"), ("concerns", "涉及件数")]
        now.voice.table(heads, kinds, len(kinds))
    if listed:
        now.voice.say(
            "Settle all of one question: anjuan answer QUESTION --customer NUMBER --reason TEXT "
            "(or --type KEY, or --confirm); a single paper: anjuan correct DOC",
            "整题处理：anjuan answer 问题 --customer 客户编号 --reason 原因"
            "（或 --type 类型、--confirm 核对无误）；单件处理：anjuan correct 文件",
        )


def _emit(now: Session, listed: Sequence[Question], limit: int | None) -> None:
    """One line a document, with every listed question about it; else one line a question."""
    asked: dict[str, list[Question]] = {}
    for question in listed:
        for key in question.documents or (question.id,):
            asked.setdefault(key, []).append(question)
    for key, questions in list(asked.items())[:limit]:
        record: shapes.Shape = {"id": None, "customer": questions[0].customer}
        if questions[0].documents:
            record = _document_shape(now, now.archive.documents.get(key))
        now.voice.emit(record | {"questions": [shapes.question(one) for one in questions]})


def _document_shape(now: Session, document: Document) -> shapes.Shape:
    customer = now.customer(document.customer)
    name, language = now.type_name(document.type_key), now.voice.language
    decisions = now.archive.documents.decisions(document.id)
    shape = shapes.document(document, name, customer, language)
    return shape | {"decisions": [shapes.decision(made) for made in decisions]}


def _row(now: Session, question: Question) -> tuple[object, ...]:
    shown = question.documents[:_SHOWN]
    more = f"… {question.settles}" if question.settles > len(shown) > 0 else ""
    papers = [now.archive.documents.get(document) for document in shown[:1]]
    claim = question.claim
    return (
        question.id,
        question_text(question.kind, now.voice.language),
        _about(now, question),
        question.settles,
        "\n".join((*shown, *([more] if more else []))),
        "\n".join(now.archive.journal.scan(paper.scan).name for paper in papers),
        "\n".join(line for paper in papers for line in _candidates(now, paper)),
        "\n".join(line for paper in papers for line in _reasons(now, paper)),
        f"{claim.who} → {claim.until.astimezone():%H:%M}" if claim else "",
    )


def _reasons(now: Session, paper: Document) -> list[str]:
    """Why the paper stands where it stands; personal numbers among the evidence are masked."""
    return [Masking().text(reason_text(one, now.voice.language)) for one in paper.reasons]


def _about(now: Session, question: Question) -> str:
    """What the question is about; a personal number on a card is masked."""
    about = question.about
    if question.kind is QuestionKind.DIFFERENCE:
        key, _, said = about.partition(": ")
        known = now.catalogue.fields.get(FieldKey(key))
        about = (
            f"{known.name if known else key}: {masked(said) if known and known.personal else said}"
        )
    if question.kind is QuestionKind.REFERENCE:
        about = Masking().text(about)
    return f"{question.customer} {about}" if question.customer else about


def _candidates(now: Session, document: Document) -> list[str]:
    return [
        f"{candidate.key} {candidate.name} {candidate.confidence:.2f}"
        for made in now.archive.documents.decisions(document.id)
        if made.subject.value == "customer"
        for candidate in made.candidates[:_SHOWN]
    ]
