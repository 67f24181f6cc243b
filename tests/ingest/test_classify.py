"""The type is what the evidence together says, and doubt where it is divided."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.filing import EvidenceKind, Subject
from domain.forms import OTHER, DocumentType, Part
from domain.reading import PageReading
from ingest.classify import HIGHEST, classify
from tests.ingest.known import reading

TYPES = {
    key: DocumentType(key, name, "", "", part)
    for key, name, part in (
        ("card", "客户资料卡", Part.CARD),
        ("contract", "合同", Part.CONTRACT),
        ("letter", "函", Part.CORRESPONDENCE),
        (OTHER, "其他", Part.CORRESPONDENCE),
    )
}
TITLE, LABELS, WORDS = EvidenceKind.TITLE, EvidenceKind.LABELS, EvidenceKind.WORDS


def test_title_and_labels_that_agree_are_surer_than_either() -> None:
    alone = classify([reading(says=[(TITLE, "card", 0.9)])], TYPES)
    both = classify([reading(says=[(TITLE, "card", 0.9), (LABELS, "card", 0.6)])], TYPES)
    assert alone.chosen == both.chosen == "card"
    assert both.confidence > alone.confidence == pytest.approx(0.9)
    assert both.subject is Subject.TYPE


def test_a_clear_title_outweighs_words_of_another_form() -> None:
    decision = classify([reading(says=[(TITLE, "card", 0.95), (WORDS, "contract", 0.5)])], TYPES)
    assert decision.chosen == "card"
    assert decision.confidence >= 0.8
    assert [candidate.key for candidate in decision.candidates] == ["card", "contract"]


def test_two_titles_leave_the_type_in_doubt() -> None:
    decision = classify([reading(says=[(TITLE, "card", 0.9), (TITLE, "contract", 0.9)])], TYPES)
    assert decision.confidence < 0.6


def test_the_first_page_says_more_than_its_annexes() -> None:
    pages = [
        reading(says=[(TITLE, "contract", 0.95)]),
        reading(number=2, starts=False, says=[(TITLE, "card", 0.95)]),
    ]
    decision = classify(pages, TYPES)
    assert decision.chosen == "contract"
    assert decision.confidence >= 0.8


def test_one_title_printed_on_every_page_is_one_title() -> None:
    pages = [reading(number=n, says=[(TITLE, "card", 0.7)]) for n in range(1, 9)]
    assert classify(pages, TYPES).confidence == pytest.approx(0.7)


def test_a_page_nobody_recognises_is_other_with_little_confidence() -> None:
    for says in ([], [(WORDS, "letter", 0.2)]):
        decision = classify([reading(says=says)], TYPES)
        assert decision.chosen == OTHER
        assert decision.confidence <= 0.2


def test_evidence_against_a_type_counts() -> None:
    decision = classify([reading(says=[(TITLE, "card", 0.9), (WORDS, "card", -0.5)])], TYPES)
    assert decision.confidence == pytest.approx(0.45)


weights = st.floats(-1, 1, allow_nan=False)
pieces = st.lists(
    st.tuples(st.sampled_from(list(EvidenceKind)), st.sampled_from([*TYPES, "unknown"]), weights)
)


@given(st.lists(pieces, max_size=4))
def test_any_evidence_gives_a_known_type_and_an_honest_confidence(
    pile: list[list[tuple[EvidenceKind, str, float]]],
) -> None:
    decision = classify([reading(number=n, says=says) for n, says in enumerate(pile, 1)], TYPES)
    assert decision.chosen in TYPES
    assert 0.0 <= decision.confidence <= HIGHEST
    ranked = [candidate.confidence for candidate in decision.candidates]
    assert ranked == sorted(ranked, reverse=True)
    assert sum(ranked) <= 1.0 + 1e-9


REGISTRATIONS = {
    **TYPES,
    "tenant": DocumentType("tenant", "登记表", "", "", Part.CARD, regimes=("R07",)),
    "customer": DocumentType("customer", "登记表", "", "", Part.CARD, regimes=("R14",)),
}
BOTH = [(TITLE, "tenant", 0.97), (TITLE, "customer", 0.97)]


def _named_alike(*more: tuple[EvidenceKind, str, float]) -> list[PageReading]:
    """A page whose title two forms bear, and what else stands on it."""
    read = reading(says=[*BOTH, *more])
    pieces = tuple(
        replace(piece, detail="登记表") if piece.kind is TITLE else piece
        for piece in read.type_evidence
    )
    return [replace(read, type_evidence=pieces)]


def test_a_name_that_two_forms_bear_alone_decides_nothing() -> None:
    assert classify(_named_alike(), REGISTRATIONS).confidence < 0.5


def test_of_two_forms_of_one_name_the_one_with_its_code_on_the_page_is_meant() -> None:
    decision = classify(_named_alike((EvidenceKind.CODE, "tenant", 0.97)), REGISTRATIONS)
    assert decision.chosen == "tenant"
    assert decision.confidence > 0.9


@pytest.mark.parametrize(("regime", "key"), [("R07", "tenant"), ("R14", "customer")])
def test_of_two_forms_of_one_name_the_rule_books_in_force_decide(regime: str, key: str) -> None:
    decision = classify(_named_alike(), REGISTRATIONS, {regime})
    assert decision.chosen == key
    assert decision.confidence > 0.9


def test_words_tell_two_forms_of_one_name_apart() -> None:
    decision = classify(_named_alike((WORDS, "customer", 0.7)), REGISTRATIONS)
    assert decision.chosen == "customer"


def test_rule_books_do_not_weaken_a_title_that_no_other_form_bears() -> None:
    decision = classify([reading(says=BOTH[:1])], REGISTRATIONS, {"R14"})
    assert decision.chosen == "tenant"
    assert decision.confidence == pytest.approx(0.97)


def test_labels_of_a_card_make_a_form_that_is_like_it_surer() -> None:
    known = {**TYPES, "dealer": DocumentType("dealer", "卡", "", "", Part.CARD, like="card")}
    says = [(TITLE, "dealer", 0.9), (LABELS, "card", 0.7)]
    decision = classify([reading(says=says)], known)
    assert decision.chosen == "dealer"
    assert decision.confidence > 0.9
