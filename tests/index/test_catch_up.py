"""The index follows the records, whatever happens to it or to who writes it."""

from __future__ import annotations

import pytest

from domain.document import Correction, DocumentText
from domain.errors import NotFound
from domain.ids import CustomerNumber, DocumentId
from domain.steps import listening
from index import catch_up as following
from index.batches import batches
from index.catch_up import catch_up, is_current, open_index, rebuild
from index.contract import Filters
from records.archive import Archive
from search.matching import matching
from search.query import parse
from tests.index.agreeing import agrees_with_records, found
from tests.index.archives import put


def test_a_new_archive_needs_no_index_to_be_searched(archive: Archive) -> None:
    assert not is_current(archive)
    assert catch_up(archive) == 0
    assert is_current(archive)


def test_documents_are_written_once_however_often_they_changed(archive: Archive) -> None:
    catch_up(archive)
    one = put(archive, "客户资料卡", "客户第二页")
    put(archive, "客户投诉")
    archive.corrections.apply(
        Correction(one.id, "王", "错放", customer=CustomerNumber("KH-2024-0007"))
    )
    assert not is_current(archive)
    assert catch_up(archive) == 2
    assert catch_up(archive) == 0
    agrees_with_records(archive)


def test_many_small_batches_end_in_few_parts(archive: Archive) -> None:
    catch_up(archive)
    for number in range(12):
        put(archive, f"客户 {number}")
    assert catch_up(archive, batch=1) == 12
    agrees_with_records(archive)
    index = open_index(archive)
    assert index.segments() < 8
    index.close()


def test_a_correction_is_what_filters_and_names_find(archive: Archive) -> None:
    document = put(archive, "客户来函", customer="KH-2024-0001")
    catch_up(archive)
    assert found(archive, "华润") == [(document.id, 1)]
    archive.corrections.apply(
        Correction(document.id, "王", "错放", customer=CustomerNumber("KH-2024-0007"))
    )
    catch_up(archive)
    assert found(archive, "华润") == []
    assert found(archive, "顺风") == [(document.id, 1)]


def test_what_changes_during_a_rebuild_is_in_the_new_index(archive: Archive) -> None:
    put(archive, "客户一")
    catch_up(archive)

    def change(step: str) -> None:
        if step == "index.batch_read" and not later:
            later.append(put(archive, "客户二").id)

    later: list[str] = []
    with listening(change):
        assert rebuild(archive) == 1
    agrees_with_records(archive)


def test_thick_documents_come_in_batches_of_their_own(archive: Archive) -> None:
    thick = put(archive, *["客户"] * 5)
    thin = put(archive, "客户")
    rows = archive.outbox.after(0, 10)
    made = list(batches(archive, [*rows, (9, thin.id)], pages=4))
    assert [(batch.replaced, batch.watermark) for batch in made] == [
        ((thick.id,), 1),
        ((thin.id,), 9),
    ]
    assert [len(batch.entries) for batch in made] == [5, 1]


def test_a_document_that_is_no_more_leaves_the_index(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, kept = put(archive, "客户一"), put(archive, "客户二")
    catch_up(archive)
    text = archive.documents.text

    def missing(ident: DocumentId) -> DocumentText:
        if ident == gone.id:
            raise NotFound(ident)
        return text(ident)

    for document in (gone, kept):
        archive.corrections.apply(
            Correction(document.id, "王", "改", customer=CustomerNumber("KH-2024-0007"))
        )
    monkeypatch.setattr(archive.documents, "text", missing)
    assert catch_up(archive) == 1
    assert found(archive, "客户") == [(kept.id, 1)]


def test_progress_is_told_while_an_index_is_built(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        put(archive, f"客户 {number}")
    monkeypatch.setattr(following, "_BUILD_BATCH", 2)
    told: list[int] = []
    assert rebuild(archive, told.append) == 5
    assert told == [2, 4, 5]


def test_readers_keep_the_index_they_opened_while_another_takes_its_place(
    archive: Archive,
) -> None:
    document = put(archive, "客户一")
    catch_up(archive)
    index = open_index(archive)
    reader = index.reader()
    rebuild(archive)
    (block,) = matching(reader, parse("客户"), Filters()).blocks
    assert [one.document for one in block] == [document.id]
    index.close()
