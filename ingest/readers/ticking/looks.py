"""What looks like a box and is none: characters, in the reader's text and cut out by themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from domain.text import is_han
from ingest.formats.contract import Image
from ingest.images.marks import Frame
from ingest.readers.contract import Crop
from ingest.readers.ticking.surroundings import MARKS

CropReader = Callable[[Image], Crop]

LIKE_A_SQUARE = frozenset("口囗ロ")
LIKE_A_CIRCLE = frozenset("OoQ0〇。")
"""What readers give for an empty box, and what is printed in words and numbers too."""

_FRAMED = LIKE_A_SQUARE | frozenset(
    "国國回四因固困围圍图圖园園圆圓圈团團圃囤囱囲田由甲申曰日目白自且面画西酉品吕DOQoB08"
)
_ROUNDED = LIKE_A_CIRCLE | frozenset("Dd96aeg8@圆圓")
"""Characters in which a square or a circle, empty or not, may be seen."""

_TICKED = frozenset("区囚冈図圖凶匚囹囗口ロ0OoDQSGCXx×@Øø&☆△")
"""What a reader makes of a box, cut out by itself, when it has no mark to give."""
_CROSSED = frozenset("8B②③⑧⊗®Ⓡ")
"""What it makes of a circle with a cross in it."""

_BEFORE = frozenset(
    "人户戶出进進港门門窗路接缺伤傷关關海河江渡胃插切槽端胸领領袖开開入借道井虎两兩洞田山川谷水野"
)
_BEHIND = frozenset("岸头頭腔径徑令味号號感语語音罩袋才述算试試红紅香粮糧供")
"""Characters that make a word with 口 before or behind it."""
_GOES_ON = frozenset("、，。；")
"""Behind these a sentence goes on, and 口 is a word of it; boxes stand behind white or a colon."""
NUMERALS = frozenset("〇零一二三四五六七八九十百年月廿卅")
"""Characters that make a number with 〇 before or behind it."""

_LEGIBLE, _PLAIN = 0.65, 0.8
"""Confidence from which a character, cut out by itself with white around it or without, is one."""
_SEEN = 0.45
"""The same for a mark of a box; the reader knows little else that looks like one."""
_LATIN = 0.93
"""The same for letters and figures, which a marked circle resembles."""


def is_framed(char: str, *, round_: bool) -> bool:
    """Whether a frame of this shape may be part of a character."""
    return char in (_ROUNDED if round_ else _FRAMED)


def was_lost(text: str, at: int) -> bool:
    """Whether the character `at` may be a box that the reader misread; no letter of a word is."""
    return text[at] in _TICKED and not (_is_latin(text[at]) and _in_latin(text, at))


def is_in_latin_word(text: str, near: Sequence[int]) -> bool:
    """Whether the two characters nearest to a place are Latin letters or figures."""
    return len(near) > 1 and all(_is_latin(text[at]) for at in near[:2])


def _in_latin(text: str, at: int) -> bool:
    """Whether a character belongs to a Latin word; in Chinese text the O of OA类 does not."""
    before, behind = text[max(0, at - 1) : at], text[at + 1 :]
    following = next(
        (place for place, char in enumerate(behind) if not _is_latin(char)), len(behind)
    )
    most = 1 if any(map(is_han, text)) else 0
    return any(map(_is_latin, before)) or following > most


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def stands_for_box(text: str, at: int, *, round_: bool) -> bool:
    """Whether the character `at` is one that readers give for a box, at a place for a box."""
    return _is_circle(text, at) if round_ else _is_square(text, at)


def _is_circle(text: str, at: int) -> bool:
    numeral = {text[max(0, at - 1) : at], text[at + 1 : at + 2]} & NUMERALS
    return text[at] in LIKE_A_CIRCLE and not numeral and not _in_latin(text, at)


def _is_square(text: str, at: int) -> bool:
    opens = at == 0 or not (is_han(text[at - 1]) or text[at - 1] in _GOES_ON)
    return text[at] in LIKE_A_SQUARE and opens and not is_mouth(text, at)


def is_mouth(text: str, at: int) -> bool:
    """Whether the 口 in a text is part of a word: 人口, 口岸."""
    if text[at] not in LIKE_A_SQUARE:
        return False
    return (at > 0 and text[at - 1] in _BEFORE) or text[at + 1 : at + 2] in _BEHIND


def shows_boxes(text: str) -> bool:
    """Whether the reader saw a box somewhere in a line: then 门口 may be 门□."""
    return any(
        char in MARKS or (char in LIKE_A_SQUARE and not is_mouth(text, at))
        for at, char in enumerate(text)
    )


def alone(frame: Frame, image: Image, read_crop: CropReader) -> bool | None:
    """Whether a frame, cut out by itself, reads as a box, as a character, or as neither.

    White around it helps the reader with boxes; without it characters come out better.
    """
    rows, columns = image.shape[:2]
    box, margin = frame.box, 0.08 * frame.box.height * rows
    top, bottom = round(box.y0 * rows - margin), round(box.y1 * rows + margin) + 1
    left, right = round(box.x0 * columns - margin), round(box.x1 * columns + margin) + 1
    part = np.ascontiguousarray(image[max(0, top) : bottom, max(0, left) : right])
    if min(part.shape[:2]) < 4:
        return None
    framed = read_crop(_with_white(part))
    if framed.confidence >= _SEEN and any(char in MARKS for char in framed.text):
        return True
    if _is_legible(framed, _LEGIBLE) or _is_legible(read_crop(part), _PLAIN):
        return frame.round and framed.text.strip() in _CROSSED
    return None


def _with_white(part: Image) -> Image:
    side = part.shape[0] // 3
    white = cv2.copyMakeBorder(
        part, side // 2, side // 2, side, side, cv2.BORDER_CONSTANT, value=(255, 255, 255)
    )
    return np.asarray(white, dtype=np.uint8)


def _is_legible(crop: Crop, confidence: float) -> bool:
    """Whether a crop was read as something that no box is taken for."""
    telling = [char for char in crop.text if char.isalnum() and char not in _TICKED]
    latin = all(char.isascii() for char in telling)
    return bool(telling) and crop.confidence >= (_LATIN if latin else confidence)
