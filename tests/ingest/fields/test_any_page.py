"""Whatever a reader hands over, reading its form and fields ends, and every box is on the page."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.geometry import Box
from domain.page import Cell, Line, Page, Table, Word
from ingest.fields.extract import extract
from ingest.forms.catalogue import load
from ingest.forms.detect import detect

SHARE = st.floats(0, 1, allow_nan=False)
BOXES = st.builds(Box.clipped, SHARE, SHARE, SHARE, SHARE)
LABELS = sorted(load().labels)
TITLES = ["客户资料卡", "第2页共3页", "QMS-PM-31301", "□是 ☑否", "姓  名", "____", " "]
MARKS = ["：", " ", "___", "(", "）", "杭州", "12"]
TEXTS = st.one_of(
    st.text(max_size=25),
    st.sampled_from(TITLES),
    st.lists(st.sampled_from(LABELS) | st.sampled_from(MARKS), max_size=6).map("".join),
)
WORDS = st.builds(Word, TEXTS.filter(bool), BOXES, SHARE)
LINES = st.builds(Line, TEXTS, BOXES, SHARE, st.lists(WORDS, max_size=3).map(tuple), st.booleans())
CELLS = st.builds(
    Cell,
    st.integers(0, 3),
    st.integers(0, 3),
    BOXES,
    TEXTS,
    st.integers(1, 2),
    st.integers(1, 2),
    SHARE,
)
TABLES = st.builds(Table, BOXES, st.just(4), st.just(4), st.lists(CELLS, max_size=10).map(tuple))
PAGES = st.builds(
    Page,
    st.integers(1, 9),
    st.integers(1, 5000),
    st.integers(1, 5000),
    st.lists(LINES, max_size=12).map(tuple),
    st.lists(TABLES, max_size=2).map(tuple),
)

NOWHERE = Page(1, 1, 1, tuple(Line(text, Box(0, 0, 0, 0), 0.0) for text in ("0", "0", "00")))
"""A page whose lines have no height."""


@settings(deadline=None, max_examples=300)
@given(PAGES)
@example(NOWHERE)
def test_no_page_makes_the_extraction_fail(read: Page) -> None:
    match = detect(read, load())
    readings = extract(read, load(), lambda _: ("甲", 0.5), 0.9, match)
    assert all(0 <= piece.weight <= 1 for piece in match.evidence)
    assert all(0 <= reading.confidence <= 1 for reading in readings)
    assert all(reading.key in load().fields for reading in readings)
    assert all(reading.page == read.number for reading in readings)
