"""What persons answered is evidence for the next paper, at once and after training."""

from __future__ import annotations

import io
from random import Random

import numpy as np
import pytest

from domain.errors import InternalError
from domain.filing import EvidenceKind
from domain.forms import Part
from domain.reading import PageReading
from domain.review import OwnType
from ingest.classify import classify
from ingest.learning.judge import type_evidence, with_learned
from ingest.learning.learned import Learned
from ingest.learning.model import Example, Model, pack, unpack, untaught
from ingest.learning.text import first_page, print_of
from ingest.learning.train import train
from tests.ingest.known import reading
from tests.ingest.learning.sheets import KINDS, TYPES, sheet

OWN = (OwnType("gate", "门禁停用说明", Part.SERVICE),)


def example(rng: Random, key: str, number: int) -> Example:
    page = first_page([sheet(rng, key)])
    assert page is not None
    return Example(f"D{key}{number}", print_of(page), key)


def taught(rng: Random, each: int, *keys: str) -> Model:
    papers = [example(rng, key, n) for key in keys or KINDS for n in range(each)]
    return untaught().with_examples(papers)


def chosen(model: Model, page: PageReading) -> tuple[str | None, float]:
    decision = classify(with_learned([page], model), TYPES)
    return decision.chosen, decision.confidence


def test_values_are_no_part_of_a_forms_print() -> None:
    one, other = (sheet(Random(seed), "loan") for seed in (1, 2))
    plain = [print_of(reading(*page.fields, lines=KINDS["loan"][:1])) for page in (one, other)]
    assert plain[0] == plain[1]
    assert "有限公司" not in print_of(one)


def test_nothing_is_said_before_anybody_has_answered() -> None:
    assert type_evidence([sheet(Random(1), "loan")], untaught()) == ()


def test_a_type_in_no_catalogue_is_recognised_after_five_answers() -> None:
    rng = Random(5)
    model = taught(rng, 5)
    for key in KINDS:
        found = [chosen(model, sheet(rng, key)) for _ in range(10)]
        assert sum(answer == key and sure >= 0.8 for answer, sure in found) >= 9


def test_one_answer_is_a_hint_and_no_decision() -> None:
    rng = Random(6)
    answer, sure = chosen(taught(rng, 1, "loan"), sheet(rng, "loan"))
    assert answer == "loan"
    assert sure < 0.8


def test_a_paper_like_none_that_was_seen_is_left_alone() -> None:
    rng = Random(7)
    assert type_evidence([sheet(rng, "gate")], taught(rng, 5, "loan", "visit")) == ()


def test_the_evidence_says_which_papers_and_which_line() -> None:
    rng = Random(8)
    page = sheet(rng, "visit")
    best = type_evidence([page], taught(rng, 5))[0]
    assert (best.kind, best.says, best.page) == (EvidenceKind.LEARNED, "visit", 1)
    assert "Dvisit" in best.detail
    assert best.box in {line.box for line in page.page.lines}


def test_a_title_that_was_put_right_five_times_is_believed_less() -> None:
    rng = Random(9)
    page = sheet(rng, "visit")
    mistaken = reading(
        *page.fields,
        lines=[line.text for line in page.page.lines],
        says=[(EvidenceKind.TITLE, "loan", 0.9)],
    )
    assert chosen(untaught(), mistaken)[0] == "loan"
    assert chosen(taught(rng, 5, "visit"), mistaken)[0] == "visit"


def test_a_paper_does_not_vouch_for_itself() -> None:
    rng = Random(10)
    model = taught(rng, 1, "loan")
    page = sheet(Random(10), "loan")
    assert type_evidence([page], model, "Dloan0") == ()


def test_what_is_taken_back_is_forgotten() -> None:
    rng = Random(11)
    model = taught(rng, 5)
    gone = {document for document in model.documents if "loan" in document}
    assert type_evidence([sheet(rng, "loan")], model.without(gone)) == ()


def test_a_trained_model_comes_back_as_it_went_and_judges_alike() -> None:
    rng = Random(12)
    papers = [example(rng, key, n) for n in range(12) for key in KINDS]
    trained = train(papers, None, frozenset(one.document for one in papers))
    assert trained.is_better
    assert trained.right == trained.held_back > 0
    again = unpack(pack(trained.model))
    assert again.types == tuple(sorted(KINDS))
    for key in KINDS:
        page = sheet(rng, key)
        before, after = (chosen(model, page) for model in (trained.model, again))
        assert before[0] == after[0] == key
        assert before[1] == pytest.approx(after[1], abs=0.02)


def test_a_model_that_judges_worse_does_not_take_the_others_place() -> None:
    rng = Random(13)
    papers = [example(rng, key, n) for n in range(12) for key in KINDS]
    good = train(papers, None, frozenset()).model
    muddled = [Example(one.document, one.text, rng.choice(list(KINDS))) for one in papers * 3]
    fresh = [example(rng, key, n) for n in range(100, 140) for key in KINDS]
    held_back = frozenset(one.document for one in fresh)
    assert not train([*fresh, *muddled], good, held_back).is_better


def test_a_model_holds_nothing_that_opening_it_could_run() -> None:
    crafted = io.BytesIO()
    np.savez_compressed(crafted, told=np.array([object()], dtype=object))
    with pytest.raises(InternalError):
        unpack(crafted.getvalue())
    with pytest.raises(InternalError):
        unpack(b"no model at all")


def headed(title: str, number: int = 0) -> Example:
    """An answered paper with this title and print of its own."""
    return Example(f"D{number}", f"{number}{title}" * 9, "loan", title=title)


def judged(page: PageReading, *papers: Example) -> tuple[str | None, float]:
    learned = Learned(untaught().with_examples(papers), own_types=OWN)
    decision = classify(learned.judged([page]), TYPES)
    return decision.chosen, decision.confidence


def test_a_title_that_was_answered_for_is_known_in_any_layout() -> None:
    elsewhere = reading(
        lines=("行政部", "样机领取凭条", "日期：2024年3月1日"), title="样机领取凭条"
    )
    assert judged(elsewhere)[0] == "other"
    papers = [headed("样机领取凭条", number) for number in range(3)]
    answer, sure = judged(elsewhere, *papers)
    assert answer == "loan"
    assert sure == pytest.approx(0.92)
    assert judged(elsewhere, papers[0])[1] < 0.8
    misread = reading(lines=("样机领收凭条",), title="样机领收凭条")
    assert judged(misread, *papers)[0] == "loan"


def test_the_name_of_an_own_type_is_its_title() -> None:
    named = reading(lines=("门禁停用说明", "说明如下"), title="门禁停用说明")
    answer, sure = judged(named)
    assert answer == "gate"
    assert sure == pytest.approx(0.85)
