"""Letters say who, to whom and when by where it stands: salutation, signature, date at the foot."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.fields import FieldKey, ValueKind
from domain.text import folded
from domain.values import parse
from ingest.fields.found import Found
from ingest.forms.strips import Strip

ADDRESSEE = FieldKey("addressee")
SENDER = FieldKey("sender")
DATE = FieldKey("letter_date")

_TO = re.compile(r"^\s*(?:致|尊敬的|亲爱的)\s*[:：]?\s*(?P<whom>.{2,40}?)\s*[:：,，]?\s*$")
_NAMED = re.compile(r"^\s*(?P<whom>[^:：,，。；]{4,40})\s*[:：]\s*$")
_HOUSE = re.compile(
    r"(?:公司|集团|厂|店|中心|局|处|部|院|所|会|酒店|行|先生|女士|总|经理|客户|业主|用户)$"
)
_POLITE = re.compile(r"(?:的)?(?:全体)?(?:员工|领导|同仁)?$")
_SENTENCE = re.compile(r"[，。；！？,;]")


def _person_or_house(strip: Strip, pattern: re.Pattern[str]) -> Strip | None:
    text = strip.text
    match = pattern.match(text)
    if not match:
        return None
    return strip.part(match.start("whom"), match.end("whom"))


def _addressee(strips: Sequence[Strip]) -> Found | None:
    """Who is addressed: 尊敬的…：, or a name that ends its line with a colon."""
    for strip in strips:
        if strip.box.y0 > 0.55:
            break
        spoken = _person_or_house(strip, _TO)
        named = spoken or _person_or_house(strip, _NAMED)
        if named is None or _SENTENCE.search(named.text):
            continue
        if spoken is None and not _HOUSE.search(folded(named.text)):
            continue
        label = "致" if spoken else "称谓"
        return Found(ADDRESSEE, label, label, (named,), named.box, strip.box)
    return None


def _date(strips: Sequence[Strip]) -> tuple[int, Strip] | None:
    """The last row that is a date and nothing else, in the lower part."""
    for at in range(len(strips) - 1, -1, -1):
        strip = strips[at]
        if strip.box.y0 > 0.25 and len(strip.text) < 24:
            parsed = parse(ValueKind.DATE, strip.text)
            if parsed.well_formed and len(parsed.value) >= 7:
                return at, strip
    return None


def _sender(strips: Sequence[Strip], before: int) -> Strip | None:
    """The row above the date, when it is a name on the right side."""
    for strip in reversed(strips[max(0, before - 3) : before]):
        text = strip.text.strip()
        short = 2 <= len(text) <= 40 and not _SENTENCE.search(text) and ":" not in folded(text)
        if short and strip.box.centre[0] > 0.45 and _HOUSE.search(folded(text)):
            return strip
    return None


def closing_of(strips: Sequence[Strip], held: set[FieldKey]) -> list[Found]:
    """Addressee, sender and date of a letter, those that are not `held` already."""
    found: list[Found] = []
    addressed = _addressee(strips)
    if addressed and ADDRESSEE not in held:
        found.append(addressed)
    dated = _date(strips)
    if dated is None:
        return found
    at, strip = dated
    sender = _sender(strips, at)
    if sender and SENDER not in held:
        found.append(Found(SENDER, "落款", "落款", (sender,), sender.box, sender.box))
    if DATE not in held:
        found.append(Found(DATE, "日期", "日期", (strip,), strip.box, strip.box))
    return found
