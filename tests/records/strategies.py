"""Any reading, decision or document that the domain allows."""

from __future__ import annotations

from datetime import UTC

from hypothesis import strategies as st

from domain.document import Document
from domain.fields import Check, FieldKey, FieldReading, Pair
from domain.filing import Candidate, Decision, Evidence, EvidenceKind, Subject
from domain.forms import Part
from domain.geometry import Box, Rotation
from domain.ids import CustomerNumber, DocumentId, ScanId
from domain.outcome import Category, DocumentState, Reason, ReasonCode, Stage, StepFailure
from domain.page import Cell, Line, Page, Table, TextSource, Word
from domain.personal import PersonalKind, PersonalNumber
from domain.reading import PageReading

_SHARE = st.floats(0, 1)
_SMALL = st.integers(1, 9)


def texts() -> st.SearchStrategy[str]:
    return st.text(st.characters(codec="utf-8"), max_size=12)


def tuples(held: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(held, max_size=3).map(tuple)


def boxes() -> st.SearchStrategy[Box]:
    return st.builds(Box.clipped, _SHARE, _SHARE, _SHARE, _SHARE)


def reasons() -> st.SearchStrategy[Reason]:
    return st.builds(Reason, st.sampled_from(ReasonCode), texts())


def evidence() -> st.SearchStrategy[Evidence]:
    return st.builds(
        Evidence,
        st.sampled_from(EvidenceKind),
        texts(),
        st.floats(-1, 1),
        texts(),
        st.none() | _SMALL,
        st.none() | boxes(),
    )


def decisions() -> st.SearchStrategy[Decision]:
    return st.builds(
        Decision,
        st.sampled_from(Subject),
        st.none() | texts(),
        _SHARE,
        tuples(st.builds(Candidate, texts(), texts(), _SHARE)),
        tuples(evidence()),
    )


def fields() -> st.SearchStrategy[FieldReading]:
    return st.builds(
        FieldReading,
        texts().map(FieldKey),
        texts(),
        texts(),
        texts(),
        _SMALL,
        boxes(),
        _SHARE,
        st.booleans(),
        tuples(st.sampled_from(Check)),
    )


def pairs() -> st.SearchStrategy[Pair]:
    return st.builds(Pair, texts(), texts(), _SMALL, boxes(), boxes(), _SHARE)


def personal() -> st.SearchStrategy[PersonalNumber]:
    return st.builds(PersonalNumber, st.sampled_from(PersonalKind), texts(), _SMALL, boxes())


def _lines() -> st.SearchStrategy[Line]:
    words = tuples(st.builds(Word, texts(), boxes(), _SHARE))
    return st.builds(Line, texts(), boxes(), _SHARE, words, st.booleans())


def _tables() -> st.SearchStrategy[Table]:
    cells = st.builds(Cell, _SMALL, _SMALL, boxes(), texts(), _SMALL, _SMALL, _SHARE, st.booleans())
    return st.builds(Table, boxes(), _SMALL, _SMALL, tuples(cells))


def pages() -> st.SearchStrategy[Page]:
    return st.builds(
        Page,
        _SMALL,
        _SMALL,
        _SMALL,
        tuples(_lines()),
        tuples(_tables()),
        st.sampled_from(Rotation),
        st.floats(-15, 15),
        st.none() | st.floats(50, 600),
        st.sampled_from(TextSource),
        texts(),
        st.booleans(),
    )


def readings() -> st.SearchStrategy[PageReading]:
    failures = st.builds(
        StepFailure, st.sampled_from(Stage), st.sampled_from(Category), texts(), st.none() | _SMALL
    )
    seconds = st.floats(0, 1e6)
    return st.builds(
        PageReading,
        pages(),
        texts(),
        st.booleans(),
        tuples(evidence()),
        tuples(fields()),
        tuples(failures),
        seconds,
        seconds,
        tuples(pairs()),
        tuples(personal()),
    )


def documents() -> st.SearchStrategy[Document]:
    return st.builds(
        Document,
        id=st.just(DocumentId("D" + "0" * 12)),
        scan=st.just(ScanId("0" * 64)),
        pages=st.lists(_SMALL, min_size=1, max_size=3).map(tuple),
        revision=_SMALL,
        state=st.sampled_from(DocumentState),
        type_key=texts(),
        type_confidence=_SHARE,
        part=st.sampled_from(Part),
        customer=st.none() | texts().map(CustomerNumber),
        customer_confidence=_SHARE,
        title=texts(),
        document_date=st.none() | st.dates(),
        fields=tuples(fields()),
        reasons=tuples(reasons()),
        filed_at=st.datetimes(timezones=st.just(UTC)),
    )
