"""What a document is called and when it was written, as its own pages say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.fields import FieldKey, FieldReading, FieldSpec, ValueKind
from domain.forms import DocumentType
from domain.page import Line, Page
from domain.reading import PageReading
from domain.text import folded, squeezed
from domain.values import parse

_WRITTEN_KEYS = (
    "letter_date",
    "signed_on",
    "invoice_date",
    "created_on",
    "complaint_date",
    "visit_date",
    "issued_on",
    "reg_date",
)
"""Fields that by their name hold the day a paper was made out."""
_LABELLED = re.compile(
    r"(?:填表|填报|登记|建档|签订|签署|签约|制表|制作|开具|开票|填写|受理|投诉|拜访|回访|发文|出具|成文|申请)?"
    r"(?:日期|时间)[:：]?$|^(?:date|dated?)[:：]?$"
)
_OTHER_DATE = re.compile(
    r"成立|开业|创立|创办|首次|合作|出生|生日|届满|到期|有效|期限|营业|起租|起始|开始|截止|截至|终止|止$|至$|交付|交付日|打印|扫描|before|until|birth|valid|expir"
)
_DATE = re.compile(
    r"(?:民国)?[0-9〇零○一二三四五六七八九十]{2,4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}[日号]"
    r"|(?<![0-9.\-/])(?:19|20)[0-9]{2}([-./])[0-9]{1,2}\1[0-9]{1,2}(?![0-9])"
)
_AT_HEAD, _AT_FOOT = 0.30, 0.60
"""Where letterheads end and where signatures begin, as shares of the page's height."""
_AFTER_SIGNATURE, _A_TEXT = 2, 4
"""Lines that may follow the date of a signature, and how many make a text that is signed."""
_BESIDE = 6
"""Characters besides the date on a line that holds little else (a place, a seal's shadow)."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A date in the text: its line, what stands before it on that line, and the day."""

    line: Line
    before: str
    rest: str
    day: date
    at_foot: bool


def title(readings: Sequence[PageReading], document_type: DocumentType | None) -> str:
    """The title as read on the first page that has one, else the name of the type."""
    read = next((reading.title for reading in readings if reading.title.strip()), "")
    return read.strip() or (document_type.name if document_type else "")


def document_date(
    readings: Sequence[PageReading],
    document_type: DocumentType | None,
    fields: Mapping[FieldKey, FieldSpec],
) -> date | None:
    """The day the paper was written; None where it does not say. Never the day of the scan."""
    stated = [value for reading in readings for value in reading.fields]
    keys = [document_type.date_field] if document_type and document_type.date_field else []
    for key in (*keys, *_WRITTEN_KEYS):
        said = [value for value in stated if value.key == key and value.value.strip()]
        for day in _days(said):
            return day
        if said and key in keys:
            return None  # it bears the date of its kind, and that could not be read: no other is it
    for day in _days(value for value in stated if _is_written_date(value, fields)):
        return day
    elsewhere = frozenset(_days(value for value in stated if _is_date(value, fields)))
    return _date_in_text(readings, elsewhere)


def _is_date(value: FieldReading, fields: Mapping[FieldKey, FieldSpec]) -> bool:
    spec = fields.get(value.key)
    return spec is not None and spec.kind is ValueKind.DATE


def _is_written_date(value: FieldReading, fields: Mapping[FieldKey, FieldSpec]) -> bool:
    """Whether the value is a date whose label says no more than that: 日期, 填表日期."""
    label = squeezed(value.label)
    return (
        _is_date(value, fields) and bool(_LABELLED.search(label)) and not _OTHER_DATE.search(label)
    )


def _days(values: Iterable[FieldReading]) -> Iterator[date]:
    for value in values:
        day = _day(value.value) or _day(parse(ValueKind.DATE, value.raw).value)
        if day:
            yield day


def _day(text: str) -> date | None:
    """The calendar day of an ISO date, or of the first of a period; None for a month or year."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _date_in_text(readings: Sequence[PageReading], elsewhere: frozenset[date]) -> date | None:
    """A date at the foot of the last page, under the signature; else at the head of the first.

    `elsewhere` are days that the paper's fields state of other things, as a birthday.
    """
    held = [[found for line in r.page.lines for found in _dates(line, r.page)] for r in readings]
    written = [[one for one in page if one.day not in elsewhere] for page in held]
    written = [page for page in written if page]
    for page in reversed(written):
        at_foot = [one for one in page if one.at_foot and _stands_alone(one)]
        if at_foot:
            return max(at_foot, key=lambda one: one.line.box.y0).day
    for page in written:
        at_head = [one for one in page if one.line.box.y1 <= _AT_HEAD and _stands_alone(one)]
        if at_head:
            return at_head[0].day
    return next((one.day for page in written for one in page if _LABELLED.search(one.before)), None)


def _stands_alone(written: _Written) -> bool:
    """Whether the line is the date, perhaps with its label, and little besides."""
    return len(written.rest) <= _BESIDE or bool(_LABELLED.search(written.before))


def _at_foot(line: Line, page: Page) -> bool:
    """Whether the line stands where papers are signed: low on the page, or last of a short text."""
    below = sum(other.box.y0 > line.box.y1 for other in page.lines)
    last = below <= _AFTER_SIGNATURE and len(page.lines) >= _A_TEXT
    return line.box.y0 >= _AT_FOOT or (last and line.box.y1 > _AT_HEAD)


def _dates(line: Line, page: Page) -> Iterator[_Written]:
    text = "".join(folded(line.text).split())
    for found in _DATE.finditer(text):
        before = squeezed(text[: found.start()])
        day = _day(parse(ValueKind.DATE, found.group()).value)
        if day and not _OTHER_DATE.search(before):
            rest = before + squeezed(text[found.end() :])
            yield _Written(line, before, rest, day, _at_foot(line, page))
