"""Receipts say who sold, where, when and for how much by where it stands, hardly by labels (小票).

The seller's name heads the paper, the address follows, the total is told from subtotals, taxes,
rounding, cash and change by the words before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.fields import FieldKey
from domain.geometry import Box
from domain.text import squeezed
from ingest.fields.found import Found
from ingest.fields.receipt_words import (
    AMOUNT,
    COMPANY,
    DATE,
    LABELLED_DATE,
    MARKS,
    NO_DATE,
    NUMBER,
    REGISTERED,
    STOPS,
    SUFFIX,
    plain,
    total_rank,
)
from ingest.forms.strips import Strip

SELLER = FieldKey("seller_name")
ADDRESS = FieldKey("seller_address")
WHEN = FieldKey("invoice_date")
TOTAL = FieldKey("amount_total")

_HEAD = 0.5
"""The seller stands in the upper part of the paper."""
_FEWEST_AMOUNTS = 3
_FEWEST_ROWS = 8
_APART = 1.75
"""In pitches of the rows before: so much room ends the address."""
_LONGEST_ADDRESS = 6


def is_receipt(strips: Sequence[Strip]) -> bool:
    """Whether the rows are those of a receipt: amounts, a total among them, cash or tax."""
    texts = [plain(strip.text) for strip in strips]
    amounts = sum(AMOUNT.search(text) is not None for text in texts)
    marks = {mark[0] for text in texts for mark in MARKS.finditer(text)}
    totals = any(total_rank(text) for text in texts)
    return amounts >= _FEWEST_AMOUNTS and totals and len(marks) >= 2 and len(strips) >= _FEWEST_ROWS


def particulars_of(strips: Sequence[Strip]) -> list[Found]:
    """Seller, address, date and total of a receipt, as far as they stand on it."""
    found: list[Found] = []
    at = _seller(strips)
    if at:
        found.append(_found(SELLER, "", [_without_number(strips[row]) for row in at]))
        address = _address(strips, at[-1] + 1)
        if address:
            found.append(_found(ADDRESS, "", address))
    if day := _date(strips):
        found.append(_found(WHEN, *day))
    if total := _total(strips):
        found.append(_found(TOTAL, *total))
    return found


def _found(key: FieldKey, label: str, strips: Sequence[Strip] | Strip) -> Found:
    held = (strips,) if isinstance(strips, Strip) else tuple(strips)
    place = Box.around(one.box for one in held)
    return Found(key, squeezed(label), label, held, place, place)


def _seller(strips: Sequence[Strip]) -> list[int]:
    """The rows of the seller's name: those that end as companies do, else the first of words."""
    head = [row for row, strip in enumerate(strips) if strip.box.y0 < _HEAD]
    stop = next((row for row in head if _is_body(strips[row])), len(strips))
    head = [row for row in head if row < stop]
    for row in head:
        text = plain(_without_number(strips[row]).text)
        if COMPANY.search(text) and not STOPS.search(text):
            return _whole_name(strips, row, head)
    return next(([row] for row in head if _is_words(strips[row])), [])


def _whole_name(strips: Sequence[Strip], row: int, head: Sequence[int]) -> list[int]:
    """The row of a name with the one that it goes on from, or goes on in."""
    above, below = row - 1, row + 1
    if SUFFIX.match(plain(strips[row].text)) and above in head and _is_words(strips[above]):
        return [above, row]
    following = plain(strips[below].text) if below in head else ""
    if SUFFIX.match(following) and not STOPS.search(following) and not _is_number(strips[below]):
        return [row, below]
    return [row]


def _is_body(strip: Strip) -> bool:
    """Whether a row is no longer part of the head: goods, dates, numbers of papers."""
    text = plain(strip.text)
    return DATE.search(text) is not None or AMOUNT.search(text) is not None


def _is_words(strip: Strip) -> bool:
    text = plain(strip.text)
    letters = sum(char.isalpha() for char in text)
    digits = sum(char.isdigit() for char in text)
    return (
        letters >= 4 and letters > 2 * digits and not strip.handwritten and not STOPS.search(text)
    )


def _without_number(strip: Strip) -> Strip:
    """The row without the company's number in brackets at its end."""
    match = REGISTERED.search(strip.text)
    return (strip.part(0, match.start()) if match else None) or strip


def _is_number(strip: Strip) -> bool:
    """Whether a row is the company's number and nothing else."""
    text = strip.text.strip()
    return REGISTERED.fullmatch(text) is not None or NUMBER.fullmatch(text) is not None


def _address(strips: Sequence[Strip], first: int) -> list[Strip]:
    """The rows below the name, past the company's numbers, to the telephone or a wide gap."""
    taken: list[Strip] = []
    pitch = 0.0
    for strip in strips[first : first + 12]:
        text = plain(strip.text)
        stops = STOPS.search(text) is not None or _is_body(strip)
        if not taken and (stops or _is_number(strip)):
            if _is_body(strip):
                break
            continue
        if taken:
            step = strip.box.centre[1] - taken[-1].box.centre[1]
            if stops or (pitch and step > _APART * pitch) or step > 3.5 * strip.height:
                break
            pitch = max(pitch, step)
        taken.append(strip)
    kept = taken[:_LONGEST_ADDRESS]
    return kept if any(char.isdigit() for strip in kept for char in strip.text) else []


def _date(strips: Sequence[Strip]) -> tuple[str, Strip] | None:
    """The date, with its label if it has one; one with a label or a time goes first."""
    seen: list[tuple[int, str, Strip]] = []
    for row, strip in enumerate(strips):
        text = strip.text
        for match in DATE.finditer(text):
            before = plain(text[: match.start()])
            part = strip.part(match.start(), match.end())
            if part is None or NO_DATE.search(before):
                continue
            label = LABELLED_DATE.search(before)
            timed = re.search(r"[0-9]{1,2}:[0-9]{2}", text[match.end() :]) is not None
            seen.append((-2 * (label is not None) - timed, label[0] if label else "", part))
        if len(seen) > 8 or row > 80:
            break
    if not seen:
        return None
    _, said, part = min(seen, key=lambda one: one[0])
    return said, part


def _total(strips: Sequence[Strip]) -> tuple[str, Strip] | None:
    """The amount to be paid and its label: of the surest kind of label, the first."""
    best: tuple[int, str, Strip] | None = None
    for row, strip in enumerate(strips):
        text = strip.text
        rank = total_rank(plain(text))
        amounts = list(AMOUNT.finditer(text))
        if not rank or len(amounts) > 1:
            continue
        if amounts:
            label, part = text[: amounts[0].start()], strip.part(*amounts[0].span())
        else:
            label, part = text, _amount_near(strips, row)
        if part is not None and (best is None or rank > best[0]):
            best = rank, " ".join(label.split()).strip(" :：.·"), part
    return best[1:] if best else None


def _amount_near(strips: Sequence[Strip], row: int) -> Strip | None:
    """An amount alone in the next row, for a label alone in its own."""
    if row + 1 >= len(strips):
        return None
    below = strips[row + 1]
    match = AMOUNT.fullmatch(below.text.strip())
    return below if match else None
