"""How well and how fast the archive is searched, beside SQLite's FTS5 over the same bigrams.

    python -m bench.search [--limit 3000] [--queries 200] [--rounds 3] [--corpus DIR]

Reads the `search_zh/wikiqa_news` set under $ANJUAN_CORPORA (or ../shared/data): passages that
answer questions, in both scripts, among news. Asked are

    questions   whole sentences by people who had read the passage: is it first, is it in the ten?
    lookups     two, four and eight characters cut from the texts, codes' tails: are the hits
                exactly the texts that contain them, as a look at every text says?

Engines take turns within each round, and the ratio of their medians is given with its spread over
the rounds: on a shared machine only the ratios mean anything.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from domain.document import DocumentText
from domain.geometry import Box
from domain.ids import DocumentId
from domain.page import Line, Page
from domain.text import folded
from index.analysis import pieces, weighed_terms
from index.contract import Batch, Filters
from index.entry import Entry, entries
from index.whoosh_backend import WhooshIndex
from search.answer import answer
from search.query import parse
from tests.records.papers import document

BATCH = 2_000
LINE = 40
"""Characters to a line: passages are set as a page would print them."""

Finder = Callable[[str], list[str]]
"""A query goes in, the best ten passages come out."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of the corpus."""

    ident: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the passage that answers it."""

    text: str
    answer: str


def corpus_folder() -> Path:
    """Where the corpora are, as the tests find them."""
    return Path(os.environ.get("ANJUAN_CORPORA", "../shared/data")) / "search_zh/wikiqa_news"


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def load(
    folder: Path, limit: int, count: int, chance: random.Random
) -> tuple[list[Passage], list[Question]]:
    """`count` questions with their passages, and others up to `limit` passages in all."""
    asked = {row["_id"]: row["text"] for row in _lines(folder / "queries.jsonl.gz")}
    judged = (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]
    pairs = [line.split("\t")[:2] for line in judged]
    chosen = chance.sample([pair for pair in pairs if pair[0] in asked], count)
    questions = [Question(asked[query], passage) for query, passage in chosen]
    wanted = {question.answer for question in questions}
    everything = [
        Passage(row["_id"], f"{row.get('title', '')}\n{row['text']}")
        for row in _lines(folder / "corpus.jsonl.gz")
    ]
    first = [passage for passage in everything if passage.ident in wanted]
    others = [passage for passage in everything if passage.ident not in wanted]
    room = max(0, limit - len(first))
    return first + (others if len(others) <= room else chance.sample(others, room)), questions


def _page(text: str) -> Page:
    box = Box(0.1, 0.1, 0.9, 0.12)
    cut = [
        paragraph[start : start + LINE]
        for paragraph in text.split("\n")
        for start in range(0, len(paragraph), LINE)
    ]
    return Page(1, 1000, 1400, tuple(Line(line, box, 1.0) for line in cut))


def _entries(number: int, passage: Passage) -> tuple[Entry, ...]:
    made = document(id=DocumentId(f"D{number:012x}"))
    return entries(DocumentText(made, (_page(passage.text),)), None)


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
        ((number, _spaced(_printed(p.text))) for number, p in enumerate(passages)),
    )
    connection.commit()
    return connection


def _printed(text: str) -> str:
    return folded("\n".join(line.text for line in _page(text).lines))


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


def lookups(passages: Sequence[Passage], count: int, chance: random.Random) -> list[str]:
    """Stretches of two, four and eight characters as they stand in the texts."""
    found: list[str] = []
    while len(found) < count:
        text = _printed(chance.choice(passages).text)
        size = chance.choice((2, 2, 4, 4, 8))
        at = chance.randrange(max(1, len(text) - size))
        part = text[at : at + size]
        if part.isalnum() and len(part) == size:
            found.append(part)
    return found


def check_lookups(
    index: WhooshIndex, passages: Sequence[Passage], queries: Sequence[str]
) -> tuple[int, int]:
    """How many totals were exactly right, and how many were said to be exact."""
    texts = [_printed(passage.text) for passage in passages]
    right = exact = 0
    for query in queries:
        found = answer(index.reader(), parse(f'"{query}"'), Filters(), 10)
        if found.total_exact:
            exact += 1
            right += found.total == sum(query in text for text in texts)
    return right, exact


def timed(find: Finder, queries: Sequence[str]) -> list[float]:
    """Milliseconds for each query."""
    taken = []
    for query in queries:
        started = perf_counter()
        find(query)
        taken.append((perf_counter() - started) * 1000.0)
    return taken


def compare(name: str, finders: dict[str, Finder], queries: Sequence[str], rounds: int) -> None:
    """Let the engines take turns; print each one's times, and the ratio with its spread."""
    times: dict[str, list[list[float]]] = {engine: [] for engine in finders}
    for _ in range(rounds):
        for engine, find in finders.items():
            times[engine].append(timed(find, queries))
    for engine, taken in times.items():
        every = [ms for one in taken for ms in one]
        p95 = quantiles(every, n=20)[-1]
        print(f"  {name:10} {engine:7} p50 {median(every):7.2f} ms   p95 {p95:7.2f} ms")
    first, second = (times[engine] for engine in finders)
    for label, measure in (("p50", median), ("p95", lambda one: quantiles(one, n=20)[-1])):
        ratios = [measure(a) / measure(b) for a, b in zip(first, second, strict=True)]
        print(
            f"  {name:10} ratio   {label} {median(ratios):.2f}"
            f"  (over {rounds} rounds {min(ratios):.2f} to {max(ratios):.2f})"
        )


def hits_at(find: Finder, questions: Sequence[Question]) -> tuple[float, float]:
    """Share of questions whose passage came first, and among the first ten."""
    first = ten = 0
    for question in questions:
        found = find(question.text)
        first += found[:1] == [question.answer]
        ten += question.answer in found
    return first / len(questions), ten / len(questions)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build both indexes, ask both the same, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--limit", type=int, default=3_000, help="passages (15,837 is all)")
    parser.add_argument("--queries", type=int, default=200, help="questions, and lookups")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--corpus", type=Path, default=None)
    options = parser.parse_args(arguments)
    folder = options.corpus or corpus_folder()
    if not folder.is_dir():
        print(f"no corpus in {folder}; set ANJUAN_CORPORA", file=sys.stderr)
        return 2
    chance = random.Random(options.seed)
    passages, questions = load(folder, options.limit, options.queries, chance)
    parts = lookups(passages, options.queries, chance)
    print(f"seed {options.seed}, {len(passages)} passages, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as made:
        _report(Path(made), passages, questions, parts, options.rounds)
    return 0


def _report(
    folder: Path,
    passages: Sequence[Passage],
    questions: Sequence[Question],
    parts: Sequence[str],
    rounds: int,
) -> None:
    started = perf_counter()
    index = build_ours(folder, passages)
    taken = perf_counter() - started
    size = sum(path.stat().st_size for path in (folder / "whoosh").iterdir()) / 1e6
    print(f"  build      anjuan  {len(passages) / taken:7.0f} pages/s   {size:.0f} MB", end="")
    print(f"   in {index.segments()} parts")
    started = perf_counter()
    connection = build_fts(folder, passages)
    taken = perf_counter() - started
    size = (folder / "fts.db").stat().st_size / 1e6
    print(f"  build      fts5    {len(passages) / taken:7.0f} pages/s   {size:.0f} MB")
    finders = {"anjuan": ours(index, passages), "fts5": fts(connection, passages)}
    for engine, find in finders.items():
        first, ten = hits_at(find, questions)
        print(f"  questions  {engine:7} hit@1 {first:.3f}   hit@10 {ten:.3f}")
    right, exact = check_lookups(index, passages, parts)
    print(f"  lookups    anjuan  {right} of {exact} exact totals right, {len(parts)} asked")
    compare("questions", finders, [question.text for question in questions], rounds)
    compare("lookups", finders, parts, rounds)
    connection.close()
    index.close()


if __name__ == "__main__":
    sys.exit(main())
