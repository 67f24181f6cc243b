"""The review queue as far as a person may see: a question about a withheld paper says only so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from domain.questions import Answered, Question, QuestionKind, Tally
from records.review.queue.answers import Answer, Answers
from records.review.queue.claims import Claims
from records.review.queue.listing import ReviewQueue
from records.sight.rule import Sight

_BY_THE_FIRST = frozenset({QuestionKind.REFERENCE})
"""Questions of several papers that are told in the words of the first of them alone."""


class SeenQueue:
    """What waits for a person; the counts are of all."""

    def __init__(self, queue: ReviewQueue, sight: Sight) -> None:
        self._queue, self._sight = queue, sight

    def list(
        self, limit: int = 100, offset: int = 0, kinds: Iterable[QuestionKind] | None = None
    ) -> tuple[Question, ...]:
        """The questions, best answered in this order."""
        return tuple(seen(one, self._sight) for one in self._queue.list(limit, offset, kinds))

    def tally(self) -> tuple[Tally, ...]:
        """How many questions of each kind wait."""
        return self._queue.tally()


class SeenClaims:
    """Who is at which question; one that tells this person nothing is not offered."""

    def __init__(self, claims: Claims, sight: Sight) -> None:
        self._claims, self._sight = claims, sight

    def take(self, question: str, who: str, minutes: float) -> Question:
        """Claim a question, or hold on to it. Raises NotFound, Claimed."""
        return seen(self._claims.take(question, who, minutes), self._sight)

    def take_next(self, who: str, minutes: float) -> Question | None:
        """Claim the question that settles most of those that can be answered by this person."""
        taken = self._claims.take_next(who, minutes, self._is_open)
        return None if taken is None else seen(taken, self._sight)

    def release(self, question: str, who: str) -> None:
        """Give a question back. Raises NotFound when `who` is not at it."""
        self._claims.release(question, who)

    def _is_open(self, question: Question) -> bool:
        return not question.documents or bool(seen(question, self._sight).documents)


class SeenAnswers:
    """Answers to questions; withheld papers are left as they were, and named."""

    def __init__(self, answers: Answers, sight: Sight) -> None:
        self._answers, self._sight = answers, sight

    def give(self, question: str, answer: Answer) -> Answered:
        """Let the answer hold for every document of the question that may be seen."""
        return self._answers.give(question, answer, self._sight.require)

    def undo(self, number: str, who: str, reason: str) -> Answered:
        """Take every word of an answer back that still holds. Raises NotFound."""
        return self._answers.undo(number, who, reason, self._sight.require)


def seen(question: Question, sight: Sight) -> Question:
    """The question with the papers that may be seen; without any, or one of a pair, no word.

    What most are about stands on each of their papers, so one that may be seen tells it.
    """
    hidden = sight.hidden(question.documents)
    if not hidden:
        return question
    left = tuple(one for one in question.documents if one not in hidden)
    if not left or question.kind is QuestionKind.DUPLICATE:
        return replace(question, about="", documents=(), customer=None)
    about = "" if question.kind in _BY_THE_FIRST else question.about
    return replace(question, about=about, documents=left)
