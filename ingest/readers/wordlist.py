"""English words and names, from the list that comes with Tesseract's English.

That list is on every machine on which the second reader is, as a graph of letters in eight bytes an
edge. It is walked where it lies in the file: three hundred thousand words as a set would take
thirty megabytes of every reading process.
"""

from __future__ import annotations

import hashlib
import math
import mmap
import struct
from pathlib import Path

from domain.errors import MissingTool
from ingest.readers import tessdata

_WORDS, _LETTERS = 19, 21
"""Places of the graph and of its letters in a file of Tesseract's (`lstm-word-dawg`,
`lstm-unicharset`)."""

_MAGIC = 42
"""Every graph begins with it."""

_HEAD = struct.calcsize("<hii")

_LAST, _ENDS = 1, 4
"""Flags of an edge: no other leaves its node; a word ends with it."""

_FLAGS = 3
"""Bits that an edge has for flags, between its letter and the node to which it leads."""


class WordList:
    """Asks of a word whether it stands in the list; `version` tells one list from another."""

    def __init__(self, graph: memoryview, letters: str) -> None:
        """Raises ValueError when `graph` is none."""
        magic, kinds, edges = struct.unpack_from("<hii", graph)
        if magic != _MAGIC or len(graph) < _HEAD + 8 * edges:
            raise ValueError("not a graph of words")
        self.version = hashlib.sha256(graph).hexdigest()[:8]
        self._graph = graph
        self._bits = math.ceil(math.log2(kinds + 1))
        self._numbers = {
            line.split(" ", 1)[0]: number for number, line in enumerate(letters.splitlines()[1:])
        }

    def holds(self, word: str) -> bool:
        """Whether `word` is in the list as it is, or, set in capitals, with other case."""
        if self._has(word):
            return True
        if word.isupper():
            return self._has(word.lower()) or self._has(word.title())
        return word.istitle() and (self._has(word.lower()) or self._has(word.upper()))

    def _has(self, word: str) -> bool:
        node, ends = 0, False
        for place, char in enumerate(word):
            if place and not node:
                return False
            edge = self._edge(node, self._numbers.get(char, -1))
            if edge is None:
                return False
            node, ends = edge >> self._bits + _FLAGS, bool(edge >> self._bits & _ENDS)
        return ends

    def _edge(self, node: int, letter: int) -> int | None:
        """The edge with a letter that leaves a node, which is the number of its first edge."""
        mask = (1 << self._bits) - 1
        place = _HEAD + 8 * node
        while place < len(self._graph):
            edge = int.from_bytes(self._graph[place : place + 8], "little")
            if edge & mask == letter:
                return edge
            if edge >> self._bits & _LAST:
                break
            place += 8
        return None


def english() -> WordList | None:
    """The list on this machine; None where Tesseract's English is not installed, or has none."""
    try:
        path = tessdata.folder() / "eng.traineddata"
    except MissingTool:
        return None
    return of_file(path) if path.is_file() else None


def of_file(path: Path) -> WordList | None:
    """The list in a file of Tesseract's; None where it holds none that can be read."""
    try:
        with path.open("rb") as file:
            held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return WordList(_part(held, _WORDS), bytes(_part(held, _LETTERS)).decode("utf-8"))
    except (OSError, ValueError, struct.error):
        return None


def _part(held: mmap.mmap, number: int) -> memoryview:
    """Part `number` of the file, which begins with the places of all its parts, -1 for none."""
    (count,) = struct.unpack_from("<i", held)
    starts = [*struct.unpack_from(f"<{count}q", held, 4), len(held)]
    if number >= count or starts[number] < 0:
        raise ValueError("no such part")
    end = next(start for start in starts[number + 1 :] if start >= 0)
    return memoryview(held)[starts[number] : end]
