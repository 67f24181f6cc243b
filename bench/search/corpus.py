"""Passages, the questions that they answer, and what is looked up in them."""

from __future__ import annotations

import gzip
import json
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.geometry import Box
from domain.page import Line, Page
from domain.text import folded

LINE = 40
"""Characters to a line: passages are set as a page would print them."""


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


def page(text: str) -> Page:
    """The text as a page of lines."""
    box = Box(0.1, 0.1, 0.9, 0.12)
    cut = [
        paragraph[start : start + LINE]
        for paragraph in text.split("\n")
        for start in range(0, len(paragraph), LINE)
    ]
    return Page(1, 1000, 1400, tuple(Line(line, box, 1.0) for line in cut))


def printed(text: str) -> str:
    """The text folded, line by line, as it is searched."""
    return folded("\n".join(line.text for line in page(text).lines))


def lookups(passages: Sequence[Passage], count: int, chance: random.Random) -> list[str]:
    """Stretches of two, four and eight characters as they stand in the texts."""
    found: list[str] = []
    while len(found) < count:
        text = printed(chance.choice(passages).text)
        size = chance.choice((2, 2, 4, 4, 8))
        at = chance.randrange(max(1, len(text) - size))
        part = text[at : at + size]
        if part.isalnum() and len(part) == size:
            found.append(part)
    return found
