"""The outbox numbers every change once, in order, so that one watermark is enough."""

from __future__ import annotations

from domain.ids import DocumentId
from records.archive import Archive
from tests.records.papers import correction, draft, filed, known


def test_an_empty_archive_has_an_empty_outbox(archive: Archive) -> None:
    assert archive.outbox.last() == 0
    assert archive.outbox.after(0, 10) == ()


def test_a_reader_goes_on_where_it_stopped(archive: Archive) -> None:
    known(archive)
    expected: list[DocumentId] = []
    for number in range(5):
        (document,) = filed(archive, bytes([number]), draft())
        archive.corrections.apply(correction(document, customer="KH-2024-0007"))
        expected += [document.id, document.id]
    read: list[DocumentId] = []
    watermark = 0
    while batch := archive.outbox.after(watermark, 3):
        assert [number for number, _ in batch] == list(range(watermark + 1, batch[-1][0] + 1))
        read += [document for _, document in batch]
        watermark = batch[-1][0]
    assert read == expected
    assert watermark == archive.outbox.last() == 10
