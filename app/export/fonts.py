"""The fonts that printed catalogues bear in themselves, so that every machine shows the same page.

Those that the set-up installs, or that macOS has; each may be embedded. One that lacks a character
lets the next one draw it: a customer's name may hold any.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from domain.errors import MissingTool

_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts")
_FILES = (("wqy-zenhei.ttc", 0), ("uming.ttc", 0), ("Songti.ttc", 0), ("STHeiti Light.ttc", 0))
"""With TrueType outlines, which is what reportlab embeds; the widest first."""

_INSTALL = "sudo apt-get install fonts-wqy-zenhei"


@dataclass(frozen=True, slots=True)
class Face:
    """A registered font and the characters that it draws."""

    name: str
    characters: frozenset[int]


@lru_cache(maxsize=1)
def faces() -> tuple[Face, ...]:
    """The fonts there are, best first. Raises MissingTool where there is none."""
    found = tuple(_registered())
    if not found:
        raise MissingTool("a Chinese font that may be embedded 可嵌入的中文字体", _INSTALL)
    return found


def dressed(text: str, using: Sequence[Face]) -> str:
    """The text as reportlab's markup: characters that the first font lacks in the next that has."""

    def wearing(char: str) -> int:
        has = (number for number, face in enumerate(using) if ord(char) in face.characters)
        return next(has, 0)

    runs = ((number, escape("".join(run))) for number, run in groupby(text, wearing))
    return "".join(f'<font name="{using[n].name}">{run}</font>' if n else run for n, run in runs)


def lacking(text: str, using: Sequence[Face]) -> set[str]:
    """The characters of the text that no font has."""
    return {char for char in text if not any(ord(char) in face.characters for face in using)}


def _registered() -> Iterator[Face]:
    for file, index in _FILES:
        path = next(_paths(file), None)
        if path is None:
            continue
        name = f"anjuan-{path.stem.replace(' ', '-')}"
        try:
            font = TTFont(name, str(path), subfontIndex=index)
        except TTFError:
            continue  # its outlines are of another kind on this machine
        pdfmetrics.registerFont(font)
        yield Face(name, frozenset(font.face.charToGlyph))


def _paths(file: str) -> Iterator[Path]:
    for folder in _FOLDERS:
        yield from sorted(Path(folder).rglob(file))
