"""Doubts: papers that a person should look at because of what was learned elsewhere.

Nothing is moved. A doubt is a check in the review queue, with what speaks for another answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.document import Document
from domain.filing import Decision, Subject
from domain.review import CheckKind, Review
from jobs.judging import Judging

_DENIED = 0.60
"""From this confidence on, another answer is worth a look; to file by it takes more."""
_SUSPECTS = 60
"""Papers of one type, or of one file, that are looked at for each kind of error."""


def second_looks(judging: Judging, fresh: Iterable[Review]) -> int:
    """Have words looked at again that the evidence denies, unless they were said twice.

    People err too, and a wrong word would count as an error of the machine and be learned from.
    What was learned from other papers may speak for the person by now: then nothing is asked.
    """
    return sum(_looked_at(judging, review) for review in fresh if _is_denied(review))


def _is_denied(review: Review) -> bool:
    return review.wrong and review.words == 1 and review.confidence >= _DENIED


def _looked_at(judging: Judging, review: Review) -> int:
    document = judging.archive.documents.get(review.document)
    learned = judging.source.current().about(review.document, spoken=True)
    decision = judging.decision(document, review.subject, learned)
    if decision is None or not decision.candidates:
        return 0
    best = decision.candidates[0]
    if best.key == review.said or best.confidence < _DENIED:
        return 0
    return _demand(judging, document, CheckKind.SECOND_LOOK, decision)


def suspects(judging: Judging, fresh: Iterable[Review]) -> int:
    """Have papers looked at that lie where others were taken from and would go elsewhere now."""
    wrong = [review for review in fresh if review.wrong and review.filed]
    return sum(
        _is_suspect(judging, document, subject) for document, subject in _beside(judging, wrong)
    )


def _beside(judging: Judging, wrong: Iterable[Review]) -> Iterator[tuple[Document, Subject]]:
    """Papers filed alone under the types, and in the files, that others were wrongly put in."""
    reviews = judging.archive.reviews
    for subject, place in dict.fromkeys((review.subject, review.decided) for review in wrong):
        is_type = subject is Subject.TYPE
        found = reviews.unspoken(
            type_key=place if is_type else None,
            customer=None if is_type else place,
            limit=_SUSPECTS,
        )
        for document in found:
            if judging.stop():
                return
            yield document, subject


def _is_suspect(judging: Judging, document: Document, subject: Subject) -> int:
    learned = judging.source.current().about(document.id)
    decision = judging.decision(document, subject, learned)
    if decision is None or not decision.candidates:
        return 0
    held = document.type_key if subject is Subject.TYPE else document.customer
    best = decision.candidates[0]
    if best.key == held or best.confidence < _DENIED:
        return 0
    return _demand(judging, document, CheckKind.SUSPECTED, decision)


def _demand(judging: Judging, document: Document, kind: CheckKind, decision: Decision) -> int:
    best = decision.candidates[0]
    detail = f"{best.key} {best.name} {best.confidence:.2f}"
    return int(judging.archive.checks.demand(document.id, kind, detail))
