"""A person's word is kept as it was said, is in force at once, and is refused when it is stale."""

from __future__ import annotations

from datetime import date

import pytest

from domain.document import Correction, Document
from domain.errors import NotFound, StaleCorrection, UsageError
from domain.forms import Part
from domain.geometry import Box
from domain.ids import DocumentId
from domain.outcome import DocumentState, ReasonCode, ScanStatus
from domain.steps import listening
from records.archive import Archive
from records.verify import verify
from tests.records.papers import BOX, correction, draft, field, filed, known


@pytest.fixture
def document(archive: Archive) -> Document:
    """A card filed under KH-2024-0007; KH-2024-0009 is known too."""
    known(archive)
    known(archive, "KH-2024-0009", "北京安泰物业管理公司")
    proposed = draft(
        "KH-2024-0007", fields=(field("phone", "1", confidence=0.5), field("fax", "2"))
    )
    return filed(archive, b"1", proposed)[0]


def test_a_document_moves_and_both_catalogues_follow(archive: Archive, document: Document) -> None:
    after = archive.corrections.apply(correction(document, customer="KH-2024-0009"))
    assert (after.customer, after.customer_confidence) == ("KH-2024-0009", 1.0)
    assert after.revision == 2
    assert archive.files.of("KH-2024-0007").catalogue == ()
    assert [entry.document for entry in archive.files.of("KH-2024-0009").catalogue] == [document.id]
    assert archive.files.of("KH-2024-0009").number.endswith("-0002")
    assert archive.documents.get(document.id) == after


def test_the_index_is_told(archive: Archive, document: Document) -> None:
    told = archive.outbox.last()
    archive.corrections.apply(correction(document, customer="KH-2024-0009"))
    assert archive.outbox.after(told, 10) == ((told + 1, document.id),)


def test_a_type_moves_the_paper_to_its_part(archive: Archive, document: Document) -> None:
    said = correction(document, type_key="complaint", part=Part.COMPLAINT)
    after = archive.corrections.apply(said)
    assert (after.type_key, after.type_confidence, after.part) == (
        "complaint",
        1.0,
        Part.COMPLAINT,
    )
    assert archive.files.of("KH-2024-0007").catalogue[0].part is Part.COMPLAINT


def test_a_corrected_value_keeps_what_was_read_and_where(
    archive: Archive, document: Document
) -> None:
    after = archive.corrections.apply(correction(document, fields=(("phone", "021-5888"),)))
    phone = after.fields[0]
    assert (phone.value, phone.raw, phone.box) == ("021-5888", "1 ", BOX)
    assert (phone.confidence, phone.needs_review, phone.checks) == (1.0, False, ())
    assert after.fields[1] == document.fields[1]


def test_a_value_may_be_several_or_known_to_be_blank(archive: Archive, document: Document) -> None:
    said = (("phone", "1"), ("fax", ""), ("phone", "2"), ("email", "a@b.cn"))
    after = archive.corrections.apply(correction(document, fields=said))
    assert [(held.key, held.value) for held in after.fields] == [
        ("phone", "1"),
        ("phone", "2"),
        ("fax", ""),
        ("email", "a@b.cn"),
    ]
    assert after.fields[3].box == Box(0, 0, 0, 0)
    assert after.fields[3].page == 1


def test_the_last_word_on_each_thing_counts(archive: Archive, document: Document) -> None:
    archive.corrections.apply(correction(document, fields=(("phone", "1"), ("fax", "3"))))
    archive.corrections.apply(correction(document, customer="KH-2024-0009"))
    archive.corrections.apply(correction(document, fields=(("phone", "4"),)))
    archive.corrections.apply(correction(document, customer="KH-2024-0007"))
    (after,) = archive.filing.file(document.scan, [draft(None)], 1.0)
    assert after.customer == "KH-2024-0007"
    assert {held.key: held.value for held in after.fields} == {"phone": "4", "fax": "3"}


def test_the_history_tells_who_changed_what_when_and_why(
    archive: Archive, document: Document
) -> None:
    said = correction(document, customer="KH-2024-0009", fields=(("phone", "7"),))
    archive.corrections.apply(said)
    first, second = archive.documents.history(document.id)
    assert (first.revision, first.who) == (1, "machine")
    assert ("customer", "", "KH-2024-0007") in first.what
    assert (second.revision, second.who, second.reason) == (2, "王芳", "看错了")
    assert second.what == (
        ("customer", "KH-2024-0007", "KH-2024-0009"),
        ("field phone", "1", "7"),
    )
    assert second.at >= first.at


def test_saying_what_stands_already_is_a_fact_too(archive: Archive, document: Document) -> None:
    after = archive.corrections.apply(correction(document, customer="KH-2024-0007"))
    assert after.revision == 2
    assert after.reasons[0].code is ReasonCode.BY_PERSON
    assert after.reasons[0].detail == "王芳: 看错了"
    assert archive.documents.history(document.id)[-1].what == ()


# Review ------------------------------------------------------------------------------------------


def test_type_and_customer_take_a_document_out_of_review(archive: Archive) -> None:
    known(archive)
    (document,) = filed(archive, b"1", draft(None, type_key=None))
    waiting = archive.corrections.apply(correction(document, customer="KH-2024-0007"))
    assert waiting.state is DocumentState.REVIEW
    after = archive.corrections.apply(correction(document, type_key="letter"))
    assert after.state is DocumentState.FILED
    assert [reason.code for reason in after.reasons] == [ReasonCode.BY_PERSON]
    assert archive.documents.in_review() == ()
    assert archive.journal.scan(document.scan).status is ScanStatus.FILED


def test_a_value_alone_does_not_take_a_document_out_of_review(archive: Archive) -> None:
    (document,) = filed(archive, b"1", draft(None))
    after = archive.corrections.apply(correction(document, fields=(("phone", "1"),)))
    assert after.state is DocumentState.REVIEW
    assert ReasonCode.CUSTOMER_UNKNOWN in {reason.code for reason in after.reasons}


def test_a_value_alone_does_not_confirm_a_provisional_customer(archive: Archive) -> None:
    (document,) = filed(archive, b"1", draft(provisional=(("customer_name", "苏州恒信"),)))
    after = archive.corrections.apply(correction(document, fields=(("phone", "1"),)))
    assert after.state is DocumentState.REVIEW


def test_a_register_needs_no_customer(archive: Archive) -> None:
    (document,) = filed(archive, b"1", draft(None))
    said = correction(document, type_key="register", part=Part.REGISTER)
    assert archive.corrections.apply(said).state is DocumentState.FILED


def test_a_scan_waits_until_its_last_document_is_filed(archive: Archive) -> None:
    known(archive)
    documents = filed(archive, b"1", draft(None, pages=(1,)), draft(None, pages=(2,)))
    archive.corrections.apply(correction(documents[0], customer="KH-2024-0007"))
    assert archive.journal.scan(documents[0].scan).status is ScanStatus.REVIEW
    archive.corrections.apply(correction(documents[1], customer="KH-2024-0007"))
    assert archive.journal.scan(documents[0].scan).status is ScanStatus.FILED


# Refusals ----------------------------------------------------------------------------------------


def test_a_stale_correction_is_refused_and_says_what_changed(
    archive: Archive, document: Document
) -> None:
    archive.corrections.apply(correction(document, customer="KH-2024-0009", base_revision=1))
    with pytest.raises(StaleCorrection) as refused:
        archive.corrections.apply(correction(document, fields=(("phone", "5"),), base_revision=1))
    assert refused.value.detail == "customer: KH-2024-0007 → KH-2024-0009 (王芳, revision 2)"
    assert archive.documents.get(document.id).revision == 2
    fresh = correction(document, fields=(("phone", "5"),), base_revision=2)
    assert archive.corrections.apply(fresh).revision == 3


def test_a_machines_change_makes_a_correction_stale_too(archive: Archive) -> None:
    known(archive)
    (document,) = filed(archive, b"1", draft(None))
    archive.filing.file(document.scan, [draft("KH-2024-0007", day=date(2024, 1, 2))], 1.0)
    with pytest.raises(StaleCorrection, match=r"date: - → 2024-01-02 \(machine, revision 2\)"):
        archive.corrections.apply(correction(document, type_key="letter", base_revision=1))


@pytest.mark.parametrize("base", [0, 2, -1])
def test_a_revision_that_never_was_cannot_be_built_upon(
    archive: Archive, document: Document, base: int
) -> None:
    with pytest.raises(UsageError, match="has no revision"):
        archive.corrections.apply(correction(document, type_key="letter", base_revision=base))


def test_a_customer_that_does_not_exist_is_not_found(archive: Archive, document: Document) -> None:
    with pytest.raises(NotFound, match="no customer"):
        archive.corrections.apply(correction(document, customer="KH-9999-0001"))
    assert archive.documents.get(document.id) == document


def test_a_document_that_does_not_exist_is_not_found(archive: Archive) -> None:
    with pytest.raises(NotFound):
        archive.corrections.apply(
            Correction(DocumentId("D000000000000"), "王芳", "why", type_key="letter")
        )


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"who": " ", "type_key": "letter"},
        {"reason": "", "type_key": "letter"},
        {"fields": ((" ", "1"),)},
    ],
)
def test_a_correction_says_what_who_and_why(
    archive: Archive, document: Document, said: dict[str, object]
) -> None:
    with pytest.raises(UsageError):
        archive.corrections.apply(correction(document, **said))
    assert archive.documents.get(document.id) == document


class _Crash(Exception):
    pass


def test_a_correction_that_fails_before_its_commit_never_was(
    archive: Archive, document: Document
) -> None:
    def refuse(step: str) -> None:
        if step == "correction.before_commit":
            raise _Crash

    said = correction(document, customer="KH-2024-0009", base_revision=1)
    told = archive.outbox.last()
    with listening(refuse), pytest.raises(_Crash):
        archive.corrections.apply(said)
    assert archive.documents.get(document.id) == document
    assert len(archive.documents.history(document.id)) == 1
    assert archive.outbox.last() == told
    assert archive.files.of("KH-2024-0009").number == ""
    assert archive.corrections.apply(said).revision == 2
    assert list(verify(archive)) == []


def test_a_correction_that_fails_after_its_commit_stands(
    archive: Archive, document: Document
) -> None:
    def refuse(step: str) -> None:
        if step == "correction.after_commit":
            raise _Crash

    said = correction(document, customer="KH-2024-0009", base_revision=1)
    with listening(refuse), pytest.raises(_Crash):
        archive.corrections.apply(said)
    assert archive.documents.get(document.id).customer == "KH-2024-0009"
    with pytest.raises(StaleCorrection):
        archive.corrections.apply(said)
