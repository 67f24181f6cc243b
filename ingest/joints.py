"""Whether a page begins a new document or goes on with the one before it.

A numbered label is believed before all else; then the page's own count is asked, then its own
words (续表, 附件一), then its title, and last whether it speaks of somebody else than the pages
before it. A page that says nothing goes on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from domain.fields import FieldReading
from domain.filing import EvidenceKind
from domain.long_tables import going_on
from domain.page import Page
from domain.reading import PageReading
from domain.text import folded, squeezed
from ingest.paging import Marker, goes_on, is_attached, page_marker, top_lines

_HEAD_KEYS = (
    "customer_no",
    "customer_name",
    "person_name",
    "registration_no",
    "id_card",
    "contract_no",
    "complaint_no",
    "invoice_no",
)
"""What a form asks for first, and once: the customer, and the paper's own number."""
_HEAD = 0.33
"""A form's head stands within this share of the page's height."""
_SAME_NAME, _SAME_NUMBER = 80.0, 90.0
"""Likeness (0..100) from which on two values as read are one, misread or not."""
_SAME_TITLE = 85.0
_SAME_FORM = 0.5
"""Share of labels that two pages of one form have in common."""
_FEWEST_LABELS = 4
_NAMED = 3
"""Characters of a title that a list of annexes must name."""
_ANNEX_WORDS = ("附件", "附录", "附表", "附:", "附：")
_LABEL = re.compile(r"(?P<series>[A-Z]{2,8}-?)[0-9]{3,}$")
"""What a numbered label says: the letters of its series, and its number in it."""
_SERIAL = "ASN"
"""The series of archive serial numbers: each begins a document, the first one too."""
_FRONT_MATTER = frozenset({"前言", "目录", "目次", "序", "序言", "引言", "contents", "preface"})
_COVER_LINES = 25
"""Lines that a cover has at most."""
_DATED = re.compile(r"[0-9〇零一二三四五六七八九十]{2,4}年.{1,3}月.{1,3}日$")
_END_LINES = 3


def begins(before: Sequence[PageReading], page: PageReading, expected: Marker | None) -> bool:
    """Whether `page` begins a document, after the pages `before` it of the document so far.

    `expected` is the count with which that document would go on, None where it counts nothing.
    """
    if _has_new_label(before, page):
        return True
    said = _by_count(page_marker(page.page), expected)
    if said is not None:
        return said
    return _begins_uncounted(before, page, expected)


def _begins_uncounted(
    before: Sequence[PageReading], page: PageReading, expected: Marker | None
) -> bool:
    """The same of a page whose number tells nothing."""
    if goes_on(page.page, page.title) or _is_annex(before, page):
        return False
    if expected is not None and expected.total and expected.number > expected.total:
        return True
    if _repeats_table_head(before, page):
        return False
    if page.starts_document and not _is_label(page.title):
        return not (_is_running_head(before, page) or _is_under_cover(before, page))
    return _is_of_another(before, page)


def _has_new_label(before: Sequence[PageReading], page: PageReading) -> bool:
    """Whether a barcode label with a number of its own is stuck on it (ASN00124, 档号条码)."""
    known = {code.text for one in before for code in one.page.barcodes}
    series = {match["series"] for text in known if (match := _LABEL.match(text))} | {_SERIAL}
    fresh = (_LABEL.match(code.text) for code in page.page.barcodes if code.text not in known)
    return any(match is not None and match["series"] in series for match in fresh)


def _by_count(marker: Marker | None, expected: Marker | None) -> bool | None:
    """What the page's number says; None where it has none that can be believed."""
    if marker is None:
        return None
    if expected is not None and marker.follows(expected):
        return False
    if marker.number == 1:
        return True if marker.sure else None
    if not marker.sure:
        return None
    if expected is None:
        return False
    return True if marker.total and expected.total != marker.total else None


def _is_annex(before: Sequence[PageReading], page: PageReading) -> bool:
    """Whether it is attached to the paper before it (正件在前, 附件在后), as one of them says."""
    if is_attached(page.page, page.title):
        return not _has_annex_as_code(page)
    title = squeezed(page.title)
    mains = (one.page for one in before if not is_attached(one.page, one.title))
    return len(title) >= _NAMED and any(_lists_annex(main, title) for main in mains)


def _has_annex_as_code(page: PageReading) -> bool:
    """Whether 附件二 is the form's own code, as on printed sets of forms (附表四 客户资料卡)."""
    evidence = page.type_evidence
    titled = {piece.says for piece in evidence if piece.kind is EvidenceKind.TITLE}
    return any(
        piece.kind in (EvidenceKind.CODE, EvidenceKind.WORDS)
        and piece.says in titled
        and "附" in piece.detail
        for piece in evidence
    )


def _lists_annex(page: Page, title: str) -> bool:
    """Whether a paper names the title among its annexes, at its foot: 附件：1. 报价单."""
    texts = [folded(line.text) for line in page.lines]
    first = next((n for n, text in enumerate(texts) if text.startswith(_ANNEX_WORDS)), None)
    return first is not None and title in squeezed("".join(texts[first : first + 8]))


def _is_label(title: str) -> bool:
    """Whether what was taken for a title heads an entry: 购买记录：."""
    return folded(title).strip().endswith(":")


def _repeats_table_head(before: Sequence[PageReading], page: PageReading) -> bool:
    """Whether a list goes on under the same heads of its columns, with no title above them."""
    if not before or len({value.key for value in page.fields}) >= _FEWEST_LABELS:
        return False
    heads = [squeezed(text) for text in top_lines(page.page)]
    printed = {squeezed(line.text) for line in before[-1].page.lines}
    return len(heads) > 2 and sum(head in printed for head in heads if head) >= len(heads) - 1


def _is_running_head(before: Sequence[PageReading], page: PageReading) -> bool:
    """Whether the title only repeats that of the document, on a page that goes on with its text."""
    title, first = squeezed(page.title), squeezed(before[0].title) if before else ""
    same = fuzz.ratio(title, first) >= _SAME_TITLE or Levenshtein.distance(title, first) == 1
    if not title or not first or not same:
        return False
    ended = _is_ended(before[-1].page) or _opens(page)
    filled = _is_same_form(before[0], page) or _names_another(before, page)
    return not (ended or filled or _is_of_another(before, page))


def _is_under_cover(before: Sequence[PageReading], page: PageReading) -> bool:
    """Whether it is the preface or the first page of a text whose cover lies before it."""
    if not before or not _is_cover(before[0].page):
        return False
    title = squeezed(page.title)
    if title in _FRONT_MATTER:
        return True
    if fuzz.ratio(title, squeezed(before[0].title)) >= _SAME_TITLE:
        return False
    said = squeezed(before[0].page.text)
    return len(title) >= _NAMED and fuzz.partial_ratio(title, said) >= _SAME_NUMBER


def _is_cover(page: Page) -> bool:
    """Whether it has a few large words and no sentence, as covers do, and asks for nothing."""
    text = folded(page.text)
    return len(page.lines) <= _COVER_LINES and "。" not in text and text.count(":") <= 2


def _is_ended(page: Page) -> bool:
    """Whether its text comes to an end with a date, as letters and contracts do."""
    lowest = sorted(page.lines, key=lambda line: line.box.y1)[-_END_LINES:]
    return any(_DATED.search(squeezed(line.text)) for line in lowest)


def _opens(page: PageReading) -> bool:
    """Whether it has the head of a letter or form, which no later page repeats."""
    return any(text.endswith(":") and len(text) > 3 for text in top_lines(page.page))


def _is_of_another(before: Sequence[PageReading], page: PageReading) -> bool:
    """Whether a form begins here whose head names nobody and nothing of the pages before."""
    if not before or going_on(before[-1].page, page.page):
        return False
    if len({value.key for value in page.fields if value.value}) < _FEWEST_LABELS:
        return False
    heads = [value for value in page.fields if value.key in _HEAD_KEYS and _is_head(value)]
    said = [squeezed(one.page.text) for one in before]
    return bool(heads) and not any(_is_said(value, said) for value in heads)


def _names_another(before: Sequence[PageReading], page: PageReading) -> bool:
    """Whether its head states otherwise what a page before it states: another customer's name."""
    stated = [value for one in before for value in one.fields if value.key in _HEAD_KEYS]
    known = {value.key for value in stated}
    said = [squeezed(one.page.text) for one in before] + [squeezed(one.value) for one in stated]
    heads = [value for value in page.fields if value.key in known and _is_head(value)]
    return bool(heads) and not any(_is_said(value, said) for value in heads)


def _is_head(value: FieldReading) -> bool:
    return bool(squeezed(value.value)) and value.box.y0 < _HEAD


def _is_said(value: FieldReading, pages: Sequence[str]) -> bool:
    """Whether pages before it have the value too, as well as they were read."""
    wanted = squeezed(value.value)
    same = _SAME_NAME if value.key.endswith("name") else _SAME_NUMBER
    return any(fuzz.partial_ratio(wanted, text) >= same for text in pages)


def _is_same_form(first: PageReading, page: PageReading) -> bool:
    """Whether two pages ask for the same things: the one form filled in twice."""
    one, other = ({str(v.key) for v in reading.fields} for reading in (first, page))
    if min(len(one), len(other)) < _FEWEST_LABELS:
        return False
    return len(one & other) / min(len(one), len(other)) >= _SAME_FORM
