"""What became of papers: how many decisions were the machine's own, and how many of them wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

from bench.filing.papers import Paper
from domain.document import DocumentDraft
from domain.filing import Subject
from domain.outcome import DocumentState, ReasonCode
from ingest.learning.bounds import interval

_ABOUT_TYPE = {ReasonCode.TYPE_UNKNOWN, ReasonCode.TYPE_UNSURE}


@dataclass(slots=True)
class Share:
    """How many of `all` papers were decided alone, and how many of those wrongly."""

    all: int = 0
    alone: int = 0
    wrong: int = 0

    def add(self, alone: bool, wrong: bool) -> None:
        """Count one paper."""
        self.all += 1
        self.alone += alone
        self.wrong += alone and wrong

    def __add__(self, other: Share) -> Share:
        return Share(self.all + other.all, self.alone + other.alone, self.wrong + other.wrong)

    def __str__(self) -> str:
        low, high = interval(self.wrong, self.alone) if self.alone else (0.0, 1.0)
        share = self.alone / max(1, self.all)
        rate = self.wrong / max(1, self.alone)
        return (
            f"{share:7.2%} alone of {self.all:>6}   wrong {self.wrong:>4} = {rate:7.3%} "
            f"({low:.3%} to {high:.3%})"
        )


def judged(paper: Paper, draft: DocumentDraft, owner: str) -> dict[Subject, tuple[bool, bool]]:
    """Of type and customer: whether the machine decided alone, and whether it was wrong.

    A stranger, whose `owner` is empty, has no right customer.
    """
    type_alone = not {reason.code for reason in draft.reasons} & _ABOUT_TYPE
    chosen = draft.customer.chosen
    return {
        Subject.TYPE: (type_alone, draft.type.chosen != paper.form.type_key),
        Subject.CUSTOMER: (chosen is not None, not owner or chosen != owner),
    }


@dataclass(slots=True)
class Tally:
    """Shares by what is decided; customers also by what the papers carry.

    A stranger's paper counts with `strangers` alone: nobody can be right about him, so being
    filed at all is wrong.
    """

    numbered: Share = field(default_factory=Share)
    named: Share = field(default_factory=Share)
    strangers: Share = field(default_factory=Share)
    types: Share = field(default_factory=Share)
    whole: Share = field(default_factory=Share)

    def add(self, paper: Paper, draft: DocumentDraft, owner: str) -> None:
        """Count what the machine proposed for `paper`; `owner` is empty for nobody on record."""
        found = judged(paper, draft, owner)
        self.types.add(*found[Subject.TYPE])
        known = self.numbered if paper.form.numbered else self.named
        (known if owner else self.strangers).add(*found[Subject.CUSTOMER])
        wrong = any(wrong for _, wrong in found.values())
        self.whole.add(draft.state is DocumentState.FILED, wrong)

    @property
    def customers(self) -> Share:
        """All customers' papers together, strangers' too."""
        parts = (self.numbered, self.named, self.strangers)
        return sum(parts, start=Share())
