"""Which frames on a page are boxes to tick.

A form prints its boxes alike. Frames that the reader saw as boxes, or that stand beside the text,
speak for others of their size; nothing speaks for a lone frame inside a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from domain.page import Line
from ingest.formats.contract import Image
from ingest.images.marks import Frame, FrameFinder
from ingest.readers.ticking import looks
from ingest.readers.ticking.looks import CropReader
from ingest.readers.ticking.states import EMPTY, INKED
from ingest.readers.ticking.surroundings import MARKS, Surroundings, characters_near, stands_in

_LEAST_OF_USUAL = 0.8
"""Side of a marked box in heights of its line, beside the usual: a title's letter has less."""
_APART = 0.5
"""Least white between two boxes of a row, in their sides."""
_MARKED = 0.3
"""Ink in a frame from which it is no character if the reader can make none of it."""
_SAME = 0.13
"""Boxes of one form differ by this share of their sides at most."""
_COMPANY = 0.25
"""Frames of one size count only if there are so many of them, compared with the usual size."""
_LEAST_UNSEEN = 0.5
"""Side of a box of which the reader saw nothing, in heights of its line; the mouths in characters
have less."""
_FEWEST_UNSEEN, _MOST_ASKED = 3, 6
"""So many empty frames of one size must stand on a page before they speak for themselves, and of
so many the reader is asked whether they are characters."""


def believed(
    finder: FrameFinder, image: Image, around: Surroundings, read_crop: CropReader | None
) -> tuple[Frame, ...]:
    """The frames that are boxes to tick, in no order."""
    judge = _Judge(image, around, read_crop)
    whole = [frame for frame in finder.whole() if around.host(frame.box)]
    sure = _usual([frame for frame in whole if judge.is_sure(frame)])
    if len(sure) < 2:
        sure = judge.unseen(whole) or sure
    if not sure or (len(sure) == 1 and not judge.has_company(sure[0], finder)):
        return ()
    others = [frame for frame in whole if frame not in sure and _like_any(frame, sure)]
    kept = sure + [frame for frame in others if judge.may_be(frame)]
    usual = median(around.share(frame.box) for frame in sure)
    more = [
        frame
        for frame in finder.like(kept)
        if _in_row(frame, kept)
        or (len(sure) >= _FEWEST_UNSEEN and around.share(frame.box) > _LEAST_OF_USUAL * usual)
    ]
    return (*kept, *(one for one in more if judge.may_be(one) and not _adjoins(one, kept)))


def _usual(sure: Sequence[Frame]) -> list[Frame]:
    """Without frames of a size that hardly any other has; letters have holes as well."""
    company = {frame: sum(_like_any(other, [frame]) for other in sure) for frame in sure}
    most = max(company.values(), default=0)
    return [frame for frame in sure if company[frame] >= _COMPANY * most]


def _like_any(frame: Frame, sure: Sequence[Frame]) -> bool:
    return any(frame.is_like(other, _SAME) for other in sure)


def _in_row(frame: Frame, kept: Sequence[Frame]) -> bool:
    return any(frame.box.same_row(other.box) for other in kept)


def _adjoins(frame: Frame, kept: Sequence[Frame]) -> bool:
    """Whether a frame touches a surer one of its row; the words of a box come first."""
    return any(
        frame.box.same_row(other.box)
        and max(frame.box.x0, other.box.x0) - min(frame.box.x1, other.box.x1)
        < _APART * other.box.width
        for other in kept
    )


class _Judge:
    """Compares frames with the text around them."""

    def __init__(self, image: Image, around: Surroundings, read_crop: CropReader | None) -> None:
        self.image = image
        self.around = around
        self.read_crop = read_crop

    def was_seen(self, frame: Frame) -> bool:
        """Whether the reader gave a mark where the frame stands."""
        line = self.around.host(frame.box)
        return line is not None and any(
            line.text[at] in MARKS for at in characters_near(line, frame.box, 1.0)
        )

    def has_company(self, frame: Frame, finder: FrameFinder) -> bool:
        """Whether the reader saw this frame, or a marked one like it stands free in its row."""
        return self.was_seen(frame) or any(
            self._stands_free(other)
            for other in finder.like([frame])
            if _in_row(other, [frame]) and not _adjoins(other, [frame])
        )

    def _stands_free(self, frame: Frame) -> bool:
        line = self.around.host(frame.box)
        return line is not None and not stands_in(frame.box, line)

    def is_sure(self, frame: Frame) -> bool:
        """Whether the reader saw a box here, or no text at all."""
        line = self.around.host(frame.box)
        if line is None:
            return False
        if not stands_in(frame.box, line):
            return frame.inked < EMPTY
        return self.was_seen(frame) or any(
            looks.stands_for_box(line.text, at, round_=frame.round)
            for at in characters_near(line, frame.box)
        )

    def unseen(self, whole: Sequence[Frame]) -> list[Frame]:
        """Empty frames of the usual size of which the reader saw none, and that are no letters."""
        empty = [frame for frame in whole if frame.inked < EMPTY and self._may_be_unseen(frame)]
        alike = max(
            ([o for o in empty if _like_any(o, [frame])] for frame in empty), key=len, default=[]
        )
        asked = alike[:_MOST_ASKED]
        if len(asked) < _FEWEST_UNSEEN:
            return []
        kept = [frame for frame in asked if self._is_no_character(frame)]
        return kept if len(kept) >= max(_FEWEST_UNSEEN, 0.7 * len(asked)) else []

    def _may_be_unseen(self, frame: Frame) -> bool:
        """Whether there may be a box that the reader left out: white around it, and room for it."""
        line = self.around.host(frame.box)
        return (
            line is not None
            and frame.apart
            and self.around.share(frame.box) >= _LEAST_UNSEEN
            and self._was_lost(frame, line)
            and not self._is_framed(frame)
            and not looks.is_in_latin_word(line.text, characters_near(line, frame.box))
        )

    def may_be(self, frame: Frame) -> bool:
        """Whether a frame like the sure ones is a box too.

        Nothing but 口 and O is empty within a frame, and a character stands in the line's text.
        """
        line = self.around.host(frame.box)
        if line is None:
            return False
        if not stands_in(frame.box, line) or self.is_sure(frame):
            return True
        if frame.solid:
            return self._was_lost(frame, line)
        plain = frame.whole and frame.inked < EMPTY
        return (plain and not self._is_framed(frame)) or self._is_no_character(frame)

    def _is_framed(self, frame: Frame) -> bool:
        """Whether a character of its line may be what the frame is part of."""
        line = self.around.host(frame.box)
        near = characters_near(line, frame.box) if line else []
        return line is not None and any(
            looks.is_framed(line.text[at], round_=frame.round) for at in near
        )

    def _was_lost(self, frame: Frame, line: Line) -> bool:
        """Whether the reader misread or left out something where the frame stands."""
        near = characters_near(line, frame.box)
        return self.around.has_room(line) or any(looks.was_lost(line.text, at) for at in near)

    def _is_no_character(self, frame: Frame) -> bool:
        """Whether a frame inside a line is a box; the reader is asked, where there is one."""
        line = self.around.host(frame.box)
        if line is None:
            return False
        near = characters_near(line, frame.box)
        mouths = [at for at in near if looks.is_mouth(line.text, at)]
        if mouths and (mouths[0] < 2 or not looks.shows_boxes(line.text)):
            return False  # 门口 may be 门□ on a line with boxes; the first word is no option
        if self.read_crop is not None:
            seen = looks.alone(frame, self.image, self.read_crop)
            if seen is not None:
                return seen
            if frame.inked >= _MARKED:
                return True
        lost = self._was_lost(frame, line)
        free = not self._is_framed(frame)
        if self.read_crop is None:
            return lost and free
        # A frame that was not whole and holds no ink is put together of neighbouring strokes.
        return (lost or free) and (frame.whole or frame.inked >= INKED)
