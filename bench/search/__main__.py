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
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from bench.search.corpus import Passage, Question, corpus_folder, load, lookups, printed
from bench.search.engines import Finder, build_fts, build_ours, fts, ours
from index.contract import Filters
from index.whoosh_backend import WhooshIndex
from search.answer import answer
from search.query import parse


def check_lookups(
    index: WhooshIndex, passages: Sequence[Passage], queries: Sequence[str]
) -> tuple[int, int]:
    """How many totals were exactly right, and how many were said to be exact."""
    texts = [printed(passage.text) for passage in passages]
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
