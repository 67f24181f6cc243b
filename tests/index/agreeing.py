"""The index beside the records."""

from __future__ import annotations

from index.catch_up import is_current, open_index
from index.contract import Filters
from records.archive import Archive
from search.matching import matching
from search.query import parse


def found(archive: Archive, typed: str) -> list[tuple[str, int]]:
    index = open_index(archive)
    try:
        matches = matching(index.reader(), parse(typed), Filters())
        return sorted((one.document, one.page) for block in matches.blocks for one in block)
    finally:
        index.close()


def agrees_with_records(archive: Archive) -> None:
    """Every page of every document is in the index exactly once."""
    expected = sorted(
        (ident, number)
        for ident in archive.documents.ids()
        for number in archive.documents.get(ident).pages
    )
    assert found(archive, "客户") == expected
    assert is_current(archive)
