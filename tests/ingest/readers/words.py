"""Word lists as Tesseract's files hold them, made for tests."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable
from pathlib import Path

from ingest.readers.wordlist import WordList, of_file

ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

_PARTS, _WORDS, _LETTERS = 24, 19, 21


def word_list(words: Iterable[str], folder: Path) -> WordList:
    """The list, read back from a file of Tesseract's form."""
    path = folder / "eng.traineddata"
    path.write_bytes(trained(words))
    found = of_file(path)
    assert found is not None
    return found


def trained(words: Iterable[str]) -> bytes:
    """A file of trained data that holds a graph of the words and its letters."""
    letters = "\n".join([str(len(ALPHABET)), *(f"{char} 3 0,255" for char in ALPHABET)]).encode()
    graph = _graph(words)
    start = 4 + 8 * _PARTS
    places = [-1] * _PARTS
    places[_WORDS], places[_LETTERS] = start, start + len(graph)
    return struct.pack(f"<i{_PARTS}q", _PARTS, *places) + graph + letters


def _graph(words: Iterable[str]) -> bytes:
    """Every prefix is a node; nodes lie one after the other, each a run of its edges."""
    known = {word for word in words if word}
    prefixes = sorted({word[:size] for word in known for size in range(len(word))})
    leaving = {
        prefix: sorted(
            {word[len(prefix)] for word in known if word.startswith(prefix) and word != prefix}
        )
        for prefix in prefixes
    }
    prefixes = [prefix for prefix in prefixes if leaving[prefix]]
    starts, count = {}, 0
    for prefix in prefixes:
        starts[prefix] = count
        count += len(leaving[prefix])
    bits = math.ceil(math.log2(len(ALPHABET) + 1))
    edges = []
    for prefix in prefixes:
        for char in leaving[prefix]:
            flags = (char == leaving[prefix][-1]) | (prefix + char in known) << 2
            node = starts.get(prefix + char, 0)
            edges.append(ALPHABET.index(char) | flags << bits | node << bits + 3)
    return struct.pack(f"<hii{count}Q", 42, len(ALPHABET), count, *edges)
