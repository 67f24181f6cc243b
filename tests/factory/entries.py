"""Which fields a form asks for, under which labels, and what is written there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from tests.factory import labels, people, values
from tests.factory.people import Client
from tests.factory.script import Script


@dataclass(frozen=True, slots=True)
class Entry:
    """A field on a form: what it is called there and what stands in it (empty: left blank).

    `value` is the same in Simplified script, dates as YYYY-MM-DD.
    """

    key: str
    label: str
    printed: str
    value: str

    @property
    def long(self) -> bool:
        return self.key in labels.LONG


@dataclass(frozen=True, slots=True)
class Section:
    """A group of entries under a heading; the heading may be missing on the paper."""

    heading: str
    entries: tuple[Entry, ...]


def choose(rng: Random, client: Client, script: Script, blanks: float) -> tuple[Section, ...]:
    """What a card asks about `client`; a share `blanks` of the fields is left empty."""
    groups = labels.COMPANY_SECTIONS if client.is_company else labels.PERSON_SECTIONS
    wanted = rng.uniform(0.45, 0.95)
    sections = []
    for heading, keys in groups:
        if heading not in ("基本资料", "联系方式") and rng.random() < 0.5:
            continue
        kept = [key for key in keys if key in labels.ALWAYS or rng.random() < wanted]
        entries = tuple(entry(rng, client, key, script, blanks) for key in kept)
        if entries:
            sections.append(Section(script.write(heading), entries))
    return tuple(sections)


def entry(rng: Random, client: Client, key: str, script: Script, blanks: float = 0.0) -> Entry:
    """The field `key` of `client` as a form would show it."""
    value = client.get(key)
    if rng.random() < blanks and key not in ("customer_name", "person_name"):
        value = ""
    home = key == "address" and not client.is_company
    label = rng.choice(labels.HOME_LABELS if home else labels.LABELS[key])
    if label == "手机" and not client.get(key).isdigit():
        label = "电话"
    if value and key in labels.DATES:
        return dated(rng, key, date.fromisoformat(value), script)
    return Entry(key, script.write(label), script.write(value), value)


def dated(rng: Random, key: str, when: date, script: Script) -> Entry:
    """A date under one of the labels of `key`."""
    label = script.write(rng.choice(labels.LABELS[key]))
    return Entry(key, label, values.printed_date(rng, when), when.isoformat())


def signed(rng: Random, key: str, script: Script) -> Entry:
    """A member of staff under one of the labels of `key`."""
    name = people.person(rng)
    return Entry(key, script.write(rng.choice(labels.LABELS[key])), script.write(name), name)


def plain(key: str, label: str, value: str, script: Script) -> Entry:
    """`value` under exactly this `label`, both given in Simplified script."""
    return Entry(key, script.write(label), script.write(value), value)


def rows(entries: tuple[Entry, ...], pairs: int) -> list[list[Entry]]:
    """Entries in rows of at most `pairs`; a long one takes its own row or the rest of one."""
    result: list[list[Entry]] = []
    full = True
    for item in entries:
        if item.long and pairs > 1:
            if full or len(result[-1]) > 1:
                result.append([item])
            else:
                result[-1].append(item)
            full = True
            continue
        if full:
            result.append([])
        result[-1].append(item)
        full = len(result[-1]) == pairs
    return result
