"""What every index promises, tried on all of them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ids import DocumentId
from domain.text import folded
from index.contract import Batch, Filters, Index
from index.entry import Entry, entries
from index.whoosh_backend import WhooshIndex
from search.answer import answer
from search.matching import matching
from search.query import parse
from tests.index.archives import document_text
from tests.index.memory import MemoryIndex

BACKENDS = ("memory", "whoosh")


@contextmanager
def opened(backend: str) -> Iterator[Index]:
    if backend == "memory":
        yield MemoryIndex()
        return
    with tempfile.TemporaryDirectory() as folder:
        index = WhooshIndex.create(Path(folder) / "index")
        try:
            yield index
        finally:
            index.close()


@pytest.fixture(params=BACKENDS)
def index(request: pytest.FixtureRequest) -> Iterator[Index]:
    with opened(request.param) as made:
        yield made


def ident(number: int) -> DocumentId:
    return DocumentId(f"D{number:012x}")


def made(number: int, *texts: str, title: str = "") -> tuple[Entry, ...]:
    return entries(document_text(*texts, ident=ident(number), title=title), None)


def write(index: Index, *documents: tuple[Entry, ...], watermark: int = 1) -> None:
    replaced = tuple(document[0].document for document in documents)
    index.write(Batch(replaced, tuple(e for d in documents for e in d), watermark))


def found(index: Index, typed: str) -> list[tuple[str, int]]:
    matches = matching(index.reader(), parse(typed), Filters())
    assert matches.total == sum(map(len, matches.blocks))
    return sorted((one.document, one.page) for block in matches.blocks for one in block)


def test_a_new_index_is_empty_and_has_seen_nothing(index: Index) -> None:
    assert index.watermark == 0
    assert index.reader().count() == 0
    assert found(index, "客户") == []


def test_entries_and_watermark_become_visible_together(index: Index) -> None:
    before = index.reader()
    assert before.count() == 0
    write(index, made(1, "客户资料卡"), watermark=7)
    assert index.watermark == 7
    assert index.reader().count() == 1


def test_a_document_written_again_is_there_once(index: Index) -> None:
    write(index, made(1, "客户资料卡", "第二页"))
    write(index, made(1, "投诉记录"), watermark=2)
    assert found(index, "客户") == []
    assert found(index, "投诉") == [(ident(1), 1)]
    assert index.reader().count() == 1


def test_a_document_without_entries_is_gone(index: Index) -> None:
    write(index, made(1, "客户资料卡"), made(2, "客户投诉"))
    index.write(Batch((ident(1),), (), 2))
    assert found(index, "客户") == [(ident(2), 1)]


def test_tidying_changes_nothing_that_is_found(index: Index) -> None:
    for number in range(20):
        write(index, made(number, f"客户资料卡 {1000 + number}"), watermark=number)
    write(index, made(3, "改为投诉"), watermark=99)
    before = found(index, "客户")
    index.tidy()
    assert found(index, "客户") == before
    assert len(before) == 19
    assert index.watermark == 99
    write(index, made(4, "也改为投诉"), watermark=100)
    assert found(index, "投诉") == [(ident(3), 1), (ident(4), 1)]


def test_filters_let_through_what_they_name(index: Index) -> None:
    write(index, made(1, "客户"))
    for filters, count in (
        (Filters(type_key="letter"), 1),
        (Filters(type_key="contract"), 0),
        (Filters(customer=""), 1),
        (Filters(type_key="letter", state="review"), 1),
        (Filters(type_key="letter", state="filed"), 0),
    ):
        assert matching(index.reader(), parse("客户"), filters).total == count


def _graded(number: int, text: str, grade: int) -> tuple[Entry, ...]:
    return entries(document_text(text, ident=ident(number), title=""), None, grade)


@settings(max_examples=25, deadline=None)
@given(
    papers=st.lists(
        st.tuples(st.sampled_from(["客户投诉", "客户满意", "天气很好客户"]), st.integers(0, 4)),
        min_size=1,
        max_size=8,
    ),
    ceiling=st.integers(0, 4),
    hidden=st.sets(st.integers(0, 7), max_size=2),
    typed=st.sampled_from(["客户", "客户投诉", "投诉 客户", "客户投速", "天"]),
)
@pytest.mark.parametrize("backend", BACKENDS)
def test_what_is_above_the_ceiling_might_as_well_not_be_there(
    backend: str,
    papers: list[tuple[str, int]],
    ceiling: int,
    hidden: set[int],
    typed: str,
) -> None:
    made_of = [_graded(number, text, grade) for number, (text, grade) in enumerate(papers)]
    seen = [
        one
        for one in made_of
        if one[0].grade <= ceiling and int(one[0].document[1:], 16) not in hidden
    ]
    filters = Filters(ceiling=ceiling, hidden=frozenset(map(ident, hidden)))
    with opened(backend) as whole, opened(backend) as part:
        write(whole, *made_of)
        write(part, *seen)
        graded = answer(whole.reader(), parse(typed), filters, 5)
        plain = answer(part.reader(), parse(typed), Filters(), 5)
    assert (graded.total, graded.total_exact, graded.similar) == (
        plain.total,
        plain.total_exact,
        plain.similar,
    )
    assert {(hit.document, hit.snippet) for hit in graded.hits} == {
        (hit.document, hit.snippet) for hit in plain.hits
    }


def test_the_likest_entry_comes_first(index: Index) -> None:
    write(
        index,
        made(1, "天气很好"),
        made(2, "客户投诉噪音"),
        made(3, "客户满意"),
        made(4, "客户投诉客户投诉客户投诉"),
    )
    reader = index.reader()
    weighed = reader.weighed(("客户", "投诉", "噪音"), None, 10)
    first = next(iter(reader.candidates([weighed[0].place])))
    assert first.document == ident(2)
    assert weighed[0].share == pytest.approx(1.0)
    assert len(weighed) == 3
    assert [one.score for one in weighed] == sorted((w.score for w in weighed), reverse=True)


def test_what_an_entry_shows_comes_back_as_it_was(index: Index) -> None:
    entry = made(1, "客 户\n资料")[0]
    write(index, (entry,))
    reader = index.reader()
    place = int(reader.having("客户")[0])
    assert reader.printed(place) == entry.printed
    assert next(iter(reader.candidates([place]))).body == "客户资料"


PRINTED = st.lists(
    st.sampled_from(
        [
            *"客户客戶資资料卡臺台北華华潤润",
            *"QMSqms013ＱＭ０３",
            "-",
            " ",
            "  ",
            "\n",
            "：",
            "é",
            "カ",
        ]
    ),
    max_size=24,
).map("".join)


@pytest.mark.parametrize("backend", BACKENDS)
@settings(max_examples=30, deadline=None)
@given(texts=st.lists(PRINTED, min_size=1, max_size=6), data=st.data())
def test_what_contains_the_folded_query_is_found_and_nothing_else(
    backend: str, texts: list[str], data: st.DataObject
) -> None:
    """For any mixture of scripts, widths and the reader's spaces."""
    with opened(backend) as index:
        half = len(texts) // 2
        documents = [made(number, text) for number, text in enumerate(texts)]
        write(index, *documents[:half])
        write(index, *documents[half:], watermark=2)
        for _ in range(6):
            typed = data.draw(st.one_of(PRINTED, _part_of(texts)))
            phrases = parse(f'"{typed}"').phrases
            if phrases and phrases[0].is_code:  # these are found without their hyphens too
                continue
            expected = [
                (ident(number), 1)
                for number, text in enumerate(texts)
                if phrases and folded(typed) in folded(text)
            ]
            assert found(index, f'"{typed}"') == expected


def _part_of(texts: list[str]) -> st.SearchStrategy[str]:
    def cut(text: str) -> st.SearchStrategy[str]:
        bounds = st.tuples(st.integers(0, len(text)), st.integers(1, 9))
        return bounds.map(lambda pair: text[pair[0] : pair[0] + pair[1]])

    return st.sampled_from(texts).flatmap(cut)


CODE = st.tuples(
    st.text("ABCQMS", min_size=2, max_size=4), st.text("0123456789", min_size=4, max_size=6)
)


@pytest.mark.parametrize("backend", BACKENDS)
@settings(max_examples=15, deadline=None)
@given(
    parts=CODE,
    printed_with=st.sampled_from(["-", "", " - ", "—", "－"]),
    typed_with=st.sampled_from(["-", "", "－"]),
    before=st.sampled_from(["", "表号", "No. "]),
)
def test_a_code_is_found_with_and_without_its_hyphens(
    backend: str, parts: tuple[str, str], printed_with: str, typed_with: str, before: str
) -> None:
    with opened(backend) as index:
        write(index, made(1, before + printed_with.join(parts) + " 客户"), made(2, "客户资料"))
        assert found(index, typed_with.join(parts).lower()) == [(ident(1), 1)]


@settings(max_examples=15, deadline=None)
@given(
    texts=st.lists(PRINTED, min_size=1, max_size=5),
    rewritten=st.dictionaries(st.integers(0, 4), PRINTED, max_size=3),
    query=PRINTED,
)
def test_all_backends_agree(texts: list[str], rewritten: dict[int, str], query: str) -> None:
    answers = []
    for backend in BACKENDS:
        with opened(backend) as index:
            write(index, *(made(number, text) for number, text in enumerate(texts)))
            if rewritten:
                write(index, *(made(n, text) for n, text in rewritten.items()), watermark=2)
            reader = index.reader()
            terms = tuple(dict.fromkeys(parse(query).whole))
            weighed = reader.weighed(terms, None, 10)
            places = [one.place for one in weighed]
            scores = {
                one.document: like.score
                for like, one in zip(weighed, reader.candidates(places), strict=True)
            }
            answers.append((found(index, query), scores))
    assert answers[0][0] == answers[1][0]
    assert answers[0][1] == pytest.approx(answers[1][1], abs=1e-4)
