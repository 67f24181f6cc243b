"""What a page says of its place among others: its number, and that it goes on or is attached."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.page import Line, Page
from domain.text import folded
from domain.values.numerals import integer

_NUMERAL = r"\d{1,4}|[一二三四五六七八九十]{1,3}"
_OF_MANY = tuple(
    re.compile(
        pattern.replace("N", f"(?P<number>{_NUMERAL})").replace("T", f"(?P<total>{_NUMERAL})")
    )
    for pattern in (
        r"第\s*N\s*页\s*[,，、/|]?\s*[(（]?\s*共\s*T\s*页",
        r"共\s*T\s*页\s*[,，、/|]?\s*第\s*N\s*页",
        r"第\s*N\s*/\s*T\s*页",
        r"\bpage\s*N\s*(?:of|/)\s*T\b",
    )
)
_OF_MANY_AT_EDGE = re.compile(r"^[-—–·.\s]*(?P<number>\d{1,4})\s*/\s*(?P<total>\d{1,4})[-—–·.\s]*$")
_ALONE_AT_EDGE = (
    re.compile(rf"^[-—–·.\s]*第\s*(?P<number>{_NUMERAL})\s*页[-—–·.\s]*$"),
    re.compile(r"^page\s*(?P<number>\d{1,4})$"),
    re.compile(r"^[-—–·.一]\s*(?P<number>\d{1,3})\s*[-—–·.一]$"),
)
_BARE = re.compile(r"^(?P<number>\d{1,2})$")
_MARGIN = 0.12
"""Share of the page's height, at its head and its foot, in which a bare "2/3" is a page number."""
_BARE_MARGIN = 0.07
"""A number with nothing about it counts in a narrower strip."""

_ATTACHED = re.compile(r"^(?:附件|附录|附页|附表|附图|附:)")
_GOES_ON = re.compile(
    r"[(（\[【]\s*(?:续|续前|续页|续表|接上页|背面|反面)\s*[)）\]】]|^(?:续表|续页|接上页|上接第?.{0,3}页)|"
    r"^(?:背面|反面)$|(?:卡|表|单|书|同)\s*(?:续|背面|反面|续页)$|\(?continued\)?$"
)
_TOP_LINES = 4


@dataclass(frozen=True, slots=True)
class Marker:
    """A page's own word on its place: page `number` of `total`, which is 0 where it is not told.

    `sure` is False for a number by itself, which may be anything.
    """

    number: int
    total: int = 0
    sure: bool = True

    def next(self) -> Marker:
        """The marker of the page after this one."""
        return Marker(self.number + 1, self.total)

    @property
    def last(self) -> bool:
        """Whether the document ends here by its own count."""
        return self.number == self.total

    def follows(self, expected: Marker) -> bool:
        """Whether this page is the one that was to come, or a later one of the same count."""
        if self.number == expected.number:
            return True
        return 0 != self.total == expected.total and self.number > expected.number


def page_marker(page: Page) -> Marker | None:
    """What the page says of its number: 第2页共3页, page 2 of 3, 2/3 or -2- at its edge."""
    found: list[Marker] = []
    for line in page.lines:
        marker = _marker(line)
        if marker is not None and marker.sure and marker.total:
            return marker
        if marker is not None:
            found.append(marker)
    return max(found, key=lambda marker: marker.sure, default=None)


def _marker(line: Line) -> Marker | None:
    height, text = line.box.centre[1], folded(line.text).strip()
    at_edge = not _MARGIN < height < 1 - _MARGIN
    for pattern in (*_OF_MANY, _OF_MANY_AT_EDGE) if at_edge else _OF_MANY:
        found = pattern.search(text)
        if found:
            number, total = _number(found["number"]), _number(found["total"])
            if 1 <= number <= total:
                return Marker(number, total)
    if not at_edge:
        return None
    for pattern in _ALONE_AT_EDGE:
        if found := pattern.match(text):
            return Marker(_number(found["number"])) if _number(found["number"]) else None
    bare = _BARE.match(text)
    if bare and not _BARE_MARGIN < height < 1 - _BARE_MARGIN and int(bare["number"]):
        return Marker(int(bare["number"]), sure=False)
    return None


def _number(text: str) -> int:
    """A page number in either kind of numerals; 0 for none."""
    return integer(text) or 0


def top_lines(page: Page) -> tuple[str, ...]:
    """The first lines of a page, folded, from top to bottom."""
    highest = sorted(page.lines, key=lambda line: line.box.y0)[:_TOP_LINES]
    return tuple(folded(line.text).strip() for line in highest)


def is_attached(page: Page, title: str) -> bool:
    """Whether the page calls itself an annex (附件一) of what stands before it."""
    return any(_ATTACHED.match(text) for text in (folded(title).strip(), *top_lines(page)[:2]))


def goes_on(page: Page, title: str) -> bool:
    """Whether the page says that it continues the one before (续表, 背面)."""
    return any(_GOES_ON.search(text) for text in (folded(title).strip(), *top_lines(page)))
