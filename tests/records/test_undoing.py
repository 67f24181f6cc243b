"""A word taken back: what stood before stands again, nothing is erased, nothing later is broken."""

from __future__ import annotations

import pytest

from domain.customer import CustomerStatus
from domain.document import Confirmation, Document, Undoing
from domain.errors import LaterFacts, NotFound, StaleCorrection, UsageError
from domain.forms import Part
from domain.outcome import DocumentState, ReasonCode
from records.archive import Archive
from records.verify import verify
from tests.records.papers import correction, draft, field, filed, known

WHO, WHY = "李娜", "改错了"


@pytest.fixture
def document(archive: Archive) -> Document:
    """A card filed under KH-2024-0007; KH-2024-0009 is known too."""
    known(archive)
    known(archive, "KH-2024-0009", "北京安泰物业管理公司")
    fields = (field("phone", "1", confidence=0.5), field("fax", "2"))
    return filed(archive, b"1", draft("KH-2024-0007", fields=fields))[0]


def _undo(archive: Archive, document: Document, revision: int | None = None) -> Document:
    return archive.corrections.undo(Undoing(document.id, WHO, WHY, revision))


def _confirm(archive: Archive, document: Document, base: int | None = None) -> Document:
    return archive.corrections.confirm(Confirmation(document.id, WHO, "核对无误", base))


def _stands(document: Document) -> tuple[object, ...]:
    held = document
    return held.type_key, held.part, held.customer, held.state, held.reasons, held.fields


def _value(document: Document, key: str) -> str:
    return next(held.value for held in document.fields if held.key == key)


def test_everything_a_correction_changed_is_as_before(archive: Archive, document: Document) -> None:
    archive.corrections.apply(
        correction(
            document,
            type_key="complaint",
            part=Part.COMPLAINT,
            customer="KH-2024-0009",
            fields=(("phone", "3"), ("phone", "4"), ("email", "a@b.cn")),
        )
    )
    after = _undo(archive, document)
    assert _stands(after) == _stands(document)
    assert after.revision == 3
    assert [e.document for e in archive.files.of("KH-2024-0007").catalogue] == [document.id]
    assert archive.files.of("KH-2024-0009").catalogue == ()
    assert list(verify(archive)) == []


def test_the_history_shows_the_word_and_who_took_it_back(
    archive: Archive, document: Document
) -> None:
    archive.corrections.apply(correction(document, customer="KH-2024-0009"))
    _undo(archive, document)
    _, said, undone = archive.documents.history(document.id)
    assert said.who == "王芳"
    assert (undone.who, undone.reason) == (WHO, WHY)
    assert ("undone", "revision 2", "") in undone.what
    assert ("customer", "KH-2024-0009", "KH-2024-0007") in undone.what


def test_an_earlier_word_can_go_while_a_later_one_on_something_else_holds(
    archive: Archive, document: Document
) -> None:
    archive.corrections.apply(correction(document, customer="KH-2024-0009"))
    archive.corrections.apply(correction(document, fields=(("fax", "9"),)))
    after = _undo(archive, document, revision=2)
    assert after.customer == "KH-2024-0007"
    assert _value(after, "fax") == "9"


def test_a_word_on_which_a_later_one_rests_is_kept(archive: Archive, document: Document) -> None:
    archive.corrections.apply(correction(document, fields=(("fax", "8"),)))
    archive.corrections.apply(correction(document, fields=(("fax", "9"),)))
    with pytest.raises(LaterFacts, match="revision 3"):
        _undo(archive, document, revision=2)
    assert archive.documents.get(document.id).revision == 3
    _undo(archive, document)
    assert _value(_undo(archive, document), "fax") == "2"


def test_a_confirmation_rests_on_every_word_before_it(archive: Archive, document: Document) -> None:
    archive.corrections.apply(correction(document, customer="KH-2024-0009"))
    _confirm(archive, document)
    with pytest.raises(LaterFacts, match="核对无误"):
        _undo(archive, document, revision=2)


def test_nothing_is_learned_from_a_word_that_was_taken_back(
    archive: Archive, document: Document
) -> None:
    archive.corrections.apply(correction(document, type_key="complaint", part=Part.COMPLAINT))
    archive.corrections.apply(correction(document, customer="KH-2024-0009"))
    assert [review.said for review in archive.reviews.settled()] == ["complaint", "KH-2024-0009"]
    _undo(archive, document)
    assert [review.said for review in archive.reviews.settled()] == ["complaint"]


@pytest.mark.parametrize("revision", [1, 2, 7])
def test_only_a_word_that_holds_can_be_taken_back(
    archive: Archive, document: Document, revision: int
) -> None:
    archive.corrections.apply(correction(document, customer="KH-2024-0009"))
    _undo(archive, document)
    with pytest.raises(NotFound):
        _undo(archive, document, revision)
    with pytest.raises(NotFound):
        _undo(archive, document)


def test_after_an_undo_the_machine_judges_again(archive: Archive, document: Document) -> None:
    archive.corrections.apply(correction(document, customer="KH-2024-0009"))
    _undo(archive, document)
    (after,) = archive.filing.file(document.scan, [draft("KH-2024-0009")], 1.0)
    assert after.customer == "KH-2024-0009"


def test_a_customer_whom_only_this_word_made_known_is_provisional_again(archive: Archive) -> None:
    proposed = draft(provisional=(("customer_name", "苏州恒信建材厂"),))
    (document,) = filed(archive, b"1", proposed)
    number = document.customer
    assert number is not None
    _confirm(archive, document)
    assert archive.customers.get(number).status is CustomerStatus.ACTIVE
    after = _undo(archive, document)
    assert archive.customers.get(number).status is CustomerStatus.PROVISIONAL
    assert _stands(after) == _stands(document)


def test_a_customer_on_whom_other_papers_rest_stays_known(archive: Archive) -> None:
    proposed = draft(provisional=(("customer_name", "苏州恒信建材厂"),))
    (document,) = filed(archive, b"1", proposed)
    number = document.customer
    assert number is not None
    _confirm(archive, document)
    filed(archive, b"2", draft(number))
    _undo(archive, document)
    assert archive.customers.get(number).status is CustomerStatus.ACTIVE


def test_a_provisional_customer_left_empty_is_back_with_its_paper(archive: Archive) -> None:
    known(archive)
    proposed = draft(provisional=(("customer_name", "苏州恒信建材厂"),))
    (document,) = filed(archive, b"1", proposed)
    archive.corrections.apply(correction(document, customer="KH-2024-0007"))
    after = _undo(archive, document)
    assert after.customer is not None
    assert after.customer == document.customer
    assert archive.customers.get(after.customer).status is CustomerStatus.PROVISIONAL
    assert archive.customers.names_like("苏州恒信建材厂")[0].number == after.customer


def test_confirming_settles_every_doubt_and_changes_no_value(archive: Archive) -> None:
    known(archive)
    doubted = (field("phone", "1", confidence=0.5), field("fax", "2"))
    (document,) = filed(archive, b"1", draft("KH-2024-0007", fields=doubted))
    after = _confirm(archive, document)
    assert after.state is DocumentState.FILED
    assert [(f.key, f.value) for f in after.fields] == [("phone", "1"), ("fax", "2")]
    assert not any(f.needs_review for f in after.fields)
    assert [reason.code for reason in after.reasons] == [ReasonCode.BY_PERSON]
    (again,) = archive.filing.file(document.scan, [draft("KH-2024-0007", fields=doubted)], 1.0)
    assert not any(f.needs_review for f in again.fields)


def test_a_paper_without_a_customer_cannot_be_right_as_it_is(archive: Archive) -> None:
    (document,) = filed(archive, b"1", draft())
    with pytest.raises(UsageError, match="customer"):
        _confirm(archive, document)
    register = draft(part=Part.REGISTER, type_key="visitor_register")
    (document,) = filed(archive, b"2", register)
    assert _confirm(archive, document).state is DocumentState.FILED


def test_what_changed_since_the_person_looked_is_not_confirmed(
    archive: Archive, document: Document
) -> None:
    archive.corrections.apply(correction(document, customer="KH-2024-0009"))
    with pytest.raises(StaleCorrection):
        _confirm(archive, document, base=1)
