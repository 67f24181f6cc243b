"""The committed samples end where their truth says: right type, right customer, right pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from domain.errors import BadInput
from domain.outcome import DocumentState
from records.archive import Archive
from records.customers.importing import import_customers
from tests.factory.samples import FILED, QUARANTINED
from tests.golden.way import walk
from tools.make_samples import FOLDER

pytestmark = [pytest.mark.slow, pytest.mark.tesseract]

FILES: list[dict[str, Any]] = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))[
    "files"
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    made = Archive.create(tmp_path_factory.mktemp("samples") / "archive")
    import_customers(made, FOLDER / "customers.csv")
    yield made
    made.close()


@pytest.mark.parametrize("item", FILES, ids=[item["file"] for item in FILES])
def test_a_sample_ends_where_it_belongs(item: dict[str, Any], archive: Archive) -> None:
    path = FOLDER / item["file"]
    if QUARANTINED in item["outcomes"]:
        with pytest.raises(BadInput):
            walk(archive, path)
        return
    documents = walk(archive, path).documents
    assert [list(paper.pages) for paper in documents] == [p["pages"] for p in item["documents"]]
    for document, paper in zip(documents, item["documents"], strict=True):
        assert document.type_key == paper["type"]
        assert document.state.value in item["outcomes"], document.reasons
        if document.state is DocumentState.FILED:
            assert document.customer == paper["customer"]


def test_printed_values_of_the_samples_are_read(archive: Archive) -> None:
    """All printed values of samples that must be filed, as the same scan was filed above."""
    expected = [
        (item["file"], field["key"], "".join(field["printed"].split()))
        for item in FILES
        if item["outcomes"] == [FILED]
        for paper in item["documents"]
        for field in paper["fields"]
        if field["printed"] and not field["handwritten"]
    ]
    got = {
        (scan.name, str(reading.key), "".join(reading.raw.split()))
        for scan in archive.journal.scans(limit=1000)
        for document in archive.documents.of_scan(scan.id)
        for reading in document.fields
    }
    missing = [value for value in expected if value not in got]
    assert len(missing) <= 0.05 * len(expected), missing
