"""Learning in the background: one round from what persons have answered since the last.

In this order: words that strong evidence denies get a second look; names that papers call their
customers by become aliases; the model is trained where there is enough to learn from, and takes
the former's place if it judges as well; papers that wait
are judged again; papers filed alone that look like those put right become review items, and are
never moved; the thresholds are measured anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from domain.filing import Subject
from domain.review import Bound, ModelState, ModelVersion, Review
from ingest.options import FilingOptions
from jobs.aliases import learn_aliases
from jobs.doubts import second_looks, suspects
from jobs.judging import Judging, Stop
from jobs.learned import LearnedSource, examples, filed_examples, seen_by
from jobs.work import Propose
from records.archive import Archive
from records.signature import MACHINE

_GROWN = 1.2
"""The model is trained again when the reviewed documents have grown by a fifth."""
_FEWEST_NEW = 10
_FILED_OF_A_TYPE = 15
_FILED_SUREST = 0.90
"""Papers that nobody has spoken about are learned from only where the machine was so sure."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What one round did: counts of documents, and the version that was trained, if any."""

    second_looks: int
    aliases: int
    filed: int
    suspected: int
    version: ModelVersion | None


class Learning:
    """Learns from an archive's reviews, one round at a time."""

    def __init__(
        self, archive: Archive, filing: FilingOptions, propose: Propose, source: LearnedSource
    ) -> None:
        self._archive = archive
        self._filing = filing
        self._source = source
        self._judging = Judging(archive, filing, propose, source)

    def is_due(self) -> bool:
        """Whether anybody has said anything since the last round."""
        return self._archive.reviews.last() != self._archive.reviews.learned_up_to()

    def round(
        self, who: str = MACHINE, *, anyway: bool = False, stop: Stop | None = None
    ) -> Learnt:
        """Learn from everything said so far; `anyway`: train though little is new.

        A round that `stop` breaks off is to be done again.
        """
        reviews = self._archive.reviews
        judging = replace(self._judging, stop=stop) if stop else self._judging
        last = reviews.last()
        fresh = reviews.after(reviews.learned_up_to())
        looks = second_looks(judging, fresh)
        named = learn_aliases(self._archive) if fresh else 0
        version = self._trained(who, anyway=anyway)
        self._measure()
        filed = judging.judge_waiting() if fresh or version else 0
        suspected = suspects(judging, fresh)
        if not judging.stop():
            reviews.note_learned(last)
        return Learnt(looks, named, filed, suspected, version)

    def _trained(self, who: str, *, anyway: bool) -> ModelVersion | None:
        """A new version, if enough was said since the last one was trained."""
        said = [one for one in self._archive.reviews.settled() if one.subject is Subject.TYPE]
        latest = next(iter(self._archive.models.list()), None)
        known = latest.examples if latest else 0
        if not anyway and len(said) < max(known * _GROWN, known + _FEWEST_NEW):
            return None
        return self._train(said, who)

    def _train(self, said: Sequence[Review], who: str) -> ModelVersion:
        from ingest.learning.model import pack, unpack
        from ingest.learning.train import train

        number, packed = self._archive.models.current()
        seen = seen_by(self._archive, number)
        papers = [
            *examples(self._archive, said),
            *filed_examples(self._archive, _FILED_OF_A_TYPE, _FILED_SUREST),
        ]
        fresh = frozenset(str(one.document) for one in said if one.number > seen)
        trained = train(papers, unpack(packed) if packed else None, fresh)
        version = ModelVersion(
            number=0,
            trained_at=datetime.now(UTC),
            state=ModelState.IN_FORCE if trained.is_better else ModelState.REFUSED,
            examples=len(said),
            types=len(trained.model.types),
            seen=max((one.number for one in said), default=0),
            held_back=trained.held_back,
            right=trained.right,
            rival=trained.rival,
            who=who,
            reason="",
        )
        return self._archive.models.add(pack(trained.model), version)

    def _measure(self) -> None:
        from ingest.learning.bounds import bound

        reviews = self._archive.reviews.settled()
        before = self._archive.bounds.current()
        filing = self._filing
        rules = (
            (Subject.CUSTOMER, filing.max_error_customer, filing.customer_threshold),
            (Subject.TYPE, filing.max_error_type, filing.type_threshold),
        )
        self._archive.bounds.set(
            bound(reviews, subject, most, default, _in_force(before.get(subject)))
            for subject, most, default in rules
        )


def _in_force(before: Bound | None) -> float:
    return before.threshold if before and before.measured else 0.0
