"""Fonts found at run time; none is part of the project.

Debian's `fonts-wqy-zenhei`, `fonts-arphic-uming`, `fonts-arphic-ukai` and `fonts-noto-cjk`, the
fonts of macOS, and handwriting-like faces that `tools/fetch_fonts.py` puts into `.cache/fonts`.
Where no such face is at hand, handwriting is imitated with a trembling Kai face.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from random import Random

from PIL import ImageFont

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "fonts"

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / "Library/Fonts",
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts"),
)


class Style(StrEnum):
    """Kinds of type on office paper."""

    SONG = "song"
    SANS = "sans"
    KAI = "kai"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Face:
    """A font file and which of its faces; `wobbles` when it only imitates handwriting."""

    path: Path
    index: int = 0
    wobbles: bool = False

    @property
    def embeds(self) -> bool:
        """Whether it has TrueType outlines in a container that a PDF can embed."""
        return self.path.name in {"wqy-zenhei.ttc", "uming.ttc", "ukai.ttc"}


CANDIDATES: dict[Style, tuple[tuple[str, int], ...]] = {
    Style.SONG: (
        ("uming.ttc", 0), ("NotoSerifCJK-Regular.ttc", 2), ("Songti.ttc", 6), ("STSong.ttf", 0),
    ),
    Style.SANS: (
        ("wqy-zenhei.ttc", 0), ("NotoSansCJK-Regular.ttc", 2), ("PingFang.ttc", 2),
        ("STHeiti Light.ttc", 1), ("Hiragino Sans GB.ttc", 0),
    ),
    Style.KAI: (("ukai.ttc", 0), ("Kaiti.ttc", 0), ("STKaiti.ttf", 0)),
    Style.HAND: (),
}  # fmt: skip

PACKAGES = "fonts-wqy-zenhei fonts-arphic-uming fonts-arphic-ukai"


class FontsMissing(Exception):
    """No Chinese font of a needed kind is installed; the message says what to install."""


@lru_cache(maxsize=1)
def _installed() -> dict[str, Path]:
    wanted = {name for choices in CANDIDATES.values() for name, _ in choices}
    found: dict[str, Path] = {}
    for folder in FOLDERS:
        for path in sorted(folder.rglob("*.tt[cf]")) if folder.is_dir() else ():
            if path.name in wanted:
                found.setdefault(path.name, path)
    return found


@lru_cache(maxsize=8)
def faces(style: Style) -> tuple[Face, ...]:
    """The faces at hand for `style`, the first being the one that tests rely on."""
    if style is Style.HAND:
        written = tuple(Face(path) for path in sorted(CACHE.glob("*.woff*")))
        return written or tuple(Face(face.path, face.index, True) for face in faces(Style.KAI))
    installed = _installed()
    return tuple(
        Face(installed[name], index) for name, index in CANDIDATES[style] if name in installed
    )


def missing() -> tuple[Style, ...]:
    """The styles for which nothing is installed."""
    return tuple(style for style in Style if not faces(style))


def require() -> None:
    """Raise FontsMissing, with the command that helps, unless every style has a face."""
    if lacking := missing():
        raise FontsMissing(
            f"no Chinese font for {', '.join(lacking)}; on Debian: "
            f"apt-get install --no-install-recommends {PACKAGES}"
        )


def pick(rng: Random, style: Style) -> Face:
    """One face of `style`; takes one number from `rng`, however many faces there are.

    Raises FontsMissing.
    """
    at_hand = faces(style)
    share = rng.random()
    if not at_hand:
        require()
    return at_hand[int(share * len(at_hand))]


@lru_cache(maxsize=512)
def sized(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """`face` at `size` pixels to the em."""
    return ImageFont.truetype(str(face.path), size, index=face.index)


@lru_cache(maxsize=1 << 14)
def has_glyph(face: Face, char: str) -> bool:
    """Whether `face` can show `char`: draws something other than its box for unknown characters."""
    font = sized(face, 24)
    unknown, drawn = font.getmask("\U0010fffe"), font.getmask(char)
    return char.isspace() or (bytes(unknown), unknown.size) != (bytes(drawn), drawn.size)


def fitting(face: Face, text: str) -> Face:
    """`face` if it can show all of `text`, else a face of plain type that can."""
    if all(has_glyph(face, char) for char in text):
        return face
    for style in (Style.KAI, Style.SONG, Style.SANS):
        for other in faces(style):
            if all(has_glyph(other, char) for char in text):
                return Face(other.path, other.index, face in faces(Style.HAND))
    return face
