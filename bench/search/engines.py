"""The archive's own index and SQLite's FTS5 over the same passages."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.search.corpus import Passage, page, printed
from domain.document import DocumentText
from domain.ids import DocumentId
from domain.text import folded
from index.analysis import pieces, weighed_terms
from index.contract import Batch, Filters
from index.entry import Entry, entries
from index.whoosh_backend import WhooshIndex
from search.answer import answer
from search.query import parse
from tests.records.papers import document

BATCH = 2_000
Finder = Callable[[str], list[str]]
"""A query goes in, the best ten passages come out."""


def _entries(number: int, passage: Passage) -> tuple[Entry, ...]:
    made = document(id=DocumentId(f"D{number:012x}"))
    return entries(DocumentText(made, (page(passage.text),)), None)


def build_ours(folder: Path, passages: Sequence[Passage]) -> WhooshIndex:
    """The archive's own index over `passages`, each a document of one page."""
    index = WhooshIndex.create(folder / "whoosh")
    for start in range(0, len(passages), BATCH):
        made = [
            entry
            for number, passage in enumerate(passages[start : start + BATCH], start)
            for entry in _entries(number, passage)
        ]
        index.write(Batch((), tuple(made), start))
    index.tidy()
    return index


def build_fts(folder: Path, passages: Sequence[Passage]) -> sqlite3.Connection:
    """FTS5 over folded text split into bigrams, contentless, as one would build it in an hour."""
    connection = sqlite3.connect(folder / "fts.db")
    connection.execute("CREATE VIRTUAL TABLE pages USING fts5(terms, content='')")
    connection.executemany(
        "INSERT INTO pages(rowid, terms) VALUES (?, ?)",
        ((number, _spaced(printed(p.text))) for number, p in enumerate(passages)),
    )
    connection.commit()
    return connection


def _spaced(text: str) -> str:
    found: list[str] = []
    for piece in pieces(text):
        run = piece.joined
        grams = [run[at : at + 2] for at in range(max(1, len(run) - 1))]
        found += grams if piece.han else piece.runs
    return " ".join(found)


def ours(index: WhooshIndex, passages: Sequence[Passage]) -> Finder:
    """The archive's search as a person meets it: exact hits, else similar ones, with snippets."""

    def find(query: str) -> list[str]:
        hits = answer(index.reader(), parse(query), Filters(), 10).hits
        return [passages[int(hit.document[1:], 16)].ident for hit in hits]

    return find


def fts(connection: sqlite3.Connection, passages: Sequence[Passage]) -> Finder:
    """A phrase of bigrams first; where it finds nothing, any of them, by FTS5's own BM25."""
    question = "SELECT rowid FROM pages WHERE terms MATCH ? ORDER BY rank LIMIT 10"

    def find(query: str) -> list[str]:
        phrase = f'"{_spaced(folded(query))}"'
        rows = connection.execute(question, (phrase,)).fetchall()
        if not rows:
            some = " OR ".join(f'"{term}"' for term in weighed_terms(folded(query)))
            rows = connection.execute(question, (some,)).fetchall() if some else []
        return [passages[row[0]].ident for row in rows]

    return find
