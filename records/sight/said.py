"""What persons say of papers and customers: only of what they may see."""

from __future__ import annotations

from collections.abc import Sequence

from domain.customer import CustomerEvent, Reference
from domain.division import Division
from domain.document import Confirmation, Correction, Document, DocumentDraft, Undoing
from domain.questions import Answered
from domain.referring import Proposal
from records.corrections.corrections import Corrections
from records.customers.changes.customer_changes import CustomerChanges
from records.customers.values import Values
from records.documents.divisions import Divisions
from records.references.proposing.proposals import Proposals
from records.references.references import References
from records.sight.rule import Sight
from records.signature import Signature


class SeenCorrections:
    """Words on documents; all raise Withheld, and as beneath."""

    def __init__(self, corrections: Corrections, sight: Sight) -> None:
        self._corrections, self._sight = corrections, sight

    def apply(self, correction: Correction) -> Document:
        """Let a person's word stand."""
        self._sight.require(correction.document)
        return self._shown(self._corrections.apply(correction))

    def confirm(self, confirmation: Confirmation) -> Document:
        """Let the document be right as it stands."""
        self._sight.require(confirmation.document)
        return self._shown(self._corrections.confirm(confirmation))

    def undo(self, wanted: Undoing) -> Document:
        """Take a word back."""
        self._sight.require(wanted.document)
        return self._shown(self._corrections.undo(wanted))

    def _shown(self, document: Document) -> Document:
        """The word itself may have raised its grade."""
        return self._sight.shown([document])[0]


class SeenDivisions:
    """Where documents begin; who divides has seen them whole."""

    def __init__(self, divisions: Divisions, sight: Sight) -> None:
        self._divisions, self._sight = divisions, sight

    def apply(self, division: Division, drafts: Sequence[DocumentDraft]) -> tuple[Document, ...]:
        """Let the word stand."""
        return self._sight.shown(self._divisions.apply(division, drafts))


class SeenReferences:
    """Papers named in a second file; all raise Withheld, and as beneath."""

    def __init__(self, references: References, sight: Sight) -> None:
        self._references, self._sight = references, sight

    def of(self, document: str) -> tuple[Reference, ...]:
        """The customers in whose catalogues the document is named."""
        self._sight.require(document)
        return self._references.of(document)

    def add(self, document: str, customer: str, signature: Signature) -> Reference:
        """Name the document in a second customer's catalogue."""
        self._sight.require(document)
        return self._references.add(document, customer, signature)

    def remove(self, document: str, customer: str, signature: Signature) -> Reference:
        """Name the document there no longer."""
        self._sight.require(document)
        return self._references.remove(document, customer, signature)


class SeenProposals:
    """References that the machine proposes; all raise Withheld, and as beneath."""

    def __init__(self, proposals: Proposals, sight: Sight) -> None:
        self._proposals, self._sight = proposals, sight
        self.answered = proposals.answered

    def of(self, document: str) -> tuple[Proposal, ...]:
        """What is or was proposed for a paper."""
        self._sight.require(document)
        return self._proposals.of(document)

    def settle(self, number: int, *, take: bool, signature: Signature) -> Answered:
        """Name the papers in the second customer's catalogue, or leave them unnamed for good."""
        self._sight.require(*self._proposals.documents(number))
        return self._proposals.settle(number, take=take, signature=signature)

    def undo(self, answer: str, signature: Signature) -> Answered:
        """Take an answer back."""
        self._sight.require(*self._proposals.answered(answer))
        return self._proposals.undo(answer, signature)


class SeenChanges:
    """What is done with customers as a whole; papers may be withheld, and follow all the same."""

    def __init__(self, changes: CustomerChanges, sight: Sight) -> None:
        self._changes, self._sight = changes, sight
        self.of = changes.of
        self.merge = changes.merge
        self.withdraw = changes.withdraw
        self.reinstate = changes.reinstate
        self.undo = changes.undo

    def split(
        self,
        customer: str,
        documents: Sequence[str],
        values: Values,
        signature: Signature,
        number: str = "",
    ) -> CustomerEvent:
        """Let some papers of a customer be those of a new one. Raises Withheld, and as beneath."""
        self._sight.require(*documents)
        return self._changes.split(customer, documents, values, signature, number)
