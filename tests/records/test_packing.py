"""What is packed comes back equal, whatever the readers found."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.document import Document
from domain.errors import InternalError
from domain.filing import Decision
from domain.outcome import Reason
from domain.reading import PageReading
from records.packing import DECISION, DOCUMENT, PAIRS, READING, REASONS, WHAT
from tests.records.papers import reading
from tests.records.strategies import decisions, documents, readings, reasons, texts


@settings(max_examples=60, deadline=None)
@given(held=readings())
def test_a_reading_comes_back_as_it_went_in(held: PageReading) -> None:
    assert READING.unpack(READING.pack(held)) == held


@settings(max_examples=60, deadline=None)
@given(held=decisions())
def test_a_decision_comes_back_as_it_went_in(held: Decision) -> None:
    assert DECISION.unpack(DECISION.pack(held)) == held


@settings(max_examples=60, deadline=None)
@given(held=documents())
def test_a_document_comes_back_as_it_went_in(held: Document) -> None:
    assert DOCUMENT.unpack(DOCUMENT.pack(held)) == held


@given(held=st.lists(reasons()).map(tuple))
def test_reasons_come_back_as_they_went_in(held: tuple[Reason, ...]) -> None:
    assert REASONS.parse(REASONS.plain(held)) == held


@given(held=st.lists(st.tuples(texts(), texts())).map(tuple))
def test_pairs_come_back_as_they_went_in(held: tuple[tuple[str, str], ...]) -> None:
    assert PAIRS.parse(PAIRS.plain(held)) == held


@given(held=st.lists(st.tuples(texts(), texts(), texts())).map(tuple))
def test_changes_come_back_as_they_went_in(held: tuple[tuple[str, str, str], ...]) -> None:
    assert WHAT.parse(WHAT.plain(held)) == held


@settings(max_examples=40)
@given(cut=st.integers(0, 60))
def test_damaged_bytes_are_our_own_mistake_and_never_half_a_reading(cut: int) -> None:
    packed = READING.pack(reading())
    with pytest.raises(InternalError, match="cannot be read"):
        READING.unpack(packed[: min(cut, len(packed) - 1)])


@pytest.mark.parametrize("written", [b"{}", b"null", b'{"page": 7}', b"not json"])
def test_bytes_that_are_no_reading_are_refused(written: bytes) -> None:
    with pytest.raises(InternalError):
        READING.unpack(zlib.compress(written))
