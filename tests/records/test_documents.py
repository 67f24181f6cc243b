"""Documents are found by id, read with their text, and counted as they stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import NotFound
from domain.fields import Pair
from domain.geometry import Box
from domain.ids import DocumentId
from domain.outcome import DocumentState
from domain.personal import PersonalKind, PersonalNumber
from records.archive import Archive
from records.documents import documents as documents_module
from tests.records.papers import draft, filed, known, reading


def test_the_text_is_that_of_the_documents_own_pages(archive: Archive) -> None:
    documents = filed(archive, b"1", draft(pages=(1,)), draft(pages=(2, 3)))
    text = archive.documents.text(documents[1].id)
    assert text.document == documents[1]
    assert text.pages == (reading(2).page, reading(3).page)


def test_pairs_and_personal_numbers_are_kept_with_the_pages_they_stand_on(
    archive: Archive,
) -> None:
    place = Box(0.1, 0.1, 0.3, 0.12)
    pairs = tuple(Pair("楼层", str(page), page, place, place, 0.9) for page in (1, 2, 3))
    phone = PersonalNumber(PersonalKind.PHONE, "13800138000", 3, place)
    (document, _) = filed(archive, b"1", draft(pages=(2, 3)), draft(pages=(1,)))
    for pair in pairs:
        found = (phone,) if pair.page == 3 else ()
        read = replace(reading(pair.page), pairs=(pair,), personal=found)
        archive.journal.store_page(document.scan, pair.page, read)
    (document,) = [one for one in archive.documents.of_scan(document.scan) if 3 in one.pages]
    text = archive.documents.text(document.id)
    assert text.pairs == pairs[1:]
    assert text.personal == (phone,)


def test_a_document_is_found_by_a_prefix_in_any_case(archive: Archive) -> None:
    (document,) = filed(archive, b"1", draft())
    assert archive.documents.get(document.id[:7].lower()) == document
    assert archive.documents.get(f" {document.id} ") == document


@pytest.mark.parametrize("ident", ["", "D", "D000", "D000000000000", "Dzzzzzzz", "%", "客户资料卡"])
def test_what_names_no_document_is_not_found(archive: Archive, ident: str) -> None:
    filed(archive, b"1", draft())
    for ask in (archive.documents.get, archive.documents.text, archive.documents.history):
        with pytest.raises(NotFound):
            ask(DocumentId(ident))


def test_a_prefix_of_several_documents_names_none(archive: Archive) -> None:
    heads: dict[str, int] = {}
    for number in range(3):
        pages = range(1, 60)
        for document in filed(archive, bytes([number]), *(draft(pages=(page,)) for page in pages)):
            heads[document.id[:3]] = heads.get(document.id[:3], 0) + 1
    shared = max(heads, key=lambda head: heads[head])
    assert heads[shared] > 1
    with pytest.raises(NotFound):
        archive.documents.get(shared)


def test_documents_of_a_scan_stand_in_page_order(archive: Archive) -> None:
    documents = filed(archive, b"1", *(draft(pages=(page,)) for page in (11, 2, 1)))
    assert [document.pages for document in documents] == [(1,), (2,), (11,)]
    assert archive.documents.of_scan(documents[0].scan) == documents


def test_review_lists_the_oldest_scans_first_and_in_portions(archive: Archive) -> None:
    known(archive)
    waiting = [filed(archive, bytes([n]), draft())[0] for n in range(3)]
    filed(archive, b"9", draft("KH-2024-0007"))
    assert list(archive.documents.in_review()) == waiting
    assert list(archive.documents.in_review(limit=1, offset=1)) == waiting[1:2]
    assert archive.documents.counts() == {DocumentState.FILED: 1, DocumentState.REVIEW: 3}


def test_all_ids_are_read_in_batches(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = filed(archive, b"1", *(draft(pages=(page,)) for page in range(1, 8)))
    monkeypatch.setattr(documents_module, "_BATCH", 3)
    assert sorted(archive.documents.ids()) == sorted(document.id for document in documents)


def test_an_empty_archive_has_no_documents(archive: Archive) -> None:
    assert list(archive.documents.ids()) == []
    assert archive.documents.counts() == {DocumentState.FILED: 0, DocumentState.REVIEW: 0}
