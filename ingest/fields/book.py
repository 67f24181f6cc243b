"""The labels in force on a form, and whether a text is one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from domain.fields import FieldKey, ValueKind
from domain.text import is_han, squeezed
from ingest.forms.catalogue import Catalogue

COLONS = ":：;；﹕︰="
"""What closes a label, and what a reader makes of it."""

FUZZY_FROM = 3
"""Labels of so many characters may have one read wrongly."""
_FIGURES_FOR_LETTERS = str.maketrans("0185", "olss")
"""What a reader makes of letters in small print."""
_LONG_WORD = 6
"""Words of so many letters may have one read wrongly."""
_UNIT = re.compile(
    r"(?:[百千]?万|亿)?(?:元|美元|港元|港币|人民币|rmb|usd)|[百千]?万|亿", re.IGNORECASE
)

_ENGLISH = frozenset(
    re.findall(
        "[a-z]+",
        "birth cell code contact date department email employer fax founded full gender id in job"
        " made mobile moved no of on position post postcode remarks sex signature size staff tel"
        " telephone terms title unit vat web website zip",
    )
)
"""Words of labels in English that the names of the fields do not have."""
_GLOSSED = re.compile(
    r"(?P<label>.*[一-鿿)）\]])\s*(?P<english>[A-Za-z][A-Za-z .,'/&-]{1,40})[:：]?", re.DOTALL
)
"""A label with its English name behind it: 姓名 Name."""


@dataclass(frozen=True, slots=True)
class LabelBook:
    """The labels in force on a form: squeezed label to field, and each field's kind.

    `weak` labels may as well be values (职务：经理); `own` fields are those the form is known by;
    `english` are the words of which the fields' English names are made.
    """

    labels: Mapping[str, FieldKey]
    kinds: Mapping[FieldKey, ValueKind]
    weak: frozenset[str]
    own: frozenset[FieldKey]
    longest: int
    by_length: Mapping[int, tuple[str, ...]]
    english: frozenset[str]

    @classmethod
    def of(cls, catalogue: Catalogue, type_key: str) -> LabelBook:
        """The labels as a form of this type means them."""
        labels = catalogue.labels_for(type_key)
        by_length: dict[int, list[str]] = {}
        for label in labels:
            by_length.setdefault(len(label), []).append(label)
        return cls(
            labels=labels,
            kinds={key: spec.kind for key, spec in catalogue.fields.items()},
            weak=catalogue.value_like - set(catalogue.readings.get(type_key, {})),
            own=_own(catalogue, type_key),
            longest=max(by_length),
            by_length={length: tuple(found) for length, found in by_length.items()},
            english=_ENGLISH.union(
                word for spec in catalogue.fields.values() for word in _words(spec.name_en)
            ),
        )

    def is_english(self, text: str) -> bool:
        """Whether `text` is put together of words that name fields in English."""
        words = _words(text)
        return bool(words) and 2 * sum(self._is_english(word) for word in words) >= len(words)

    def _is_english(self, word: str) -> bool:
        """Whether a word names fields, or does but for one letter of several."""
        return word in self.english or (
            len(word) >= _LONG_WORD
            and any(Levenshtein.distance(word, one, score_cutoff=1) <= 1 for one in self.english)
        )

    def near(self, text: str) -> str | None:
        """The label that is `text` but for one character; None when none is, or several differ."""
        if len(text) < (FUZZY_FROM if any(is_han(char) for char in text) else 5):
            return None
        for lengths in ((len(text),), (len(text) - 1, len(text) + 1)):
            found = self._at_one(text, lengths)
            keys = {self.labels[label] for label in found}
            if len(keys) > 1 and keys & self.own:
                found = {label for label in found if self.labels[label] in self.own}
                keys &= self.own
            if keys:
                longest_first = min(found, key=lambda label: (-len(label), label))
                return longest_first if len(keys) == 1 else None
        return None

    def _at_one(self, text: str, lengths: tuple[int, ...]) -> set[str]:
        """Labels of these lengths that differ from `text` in one character."""
        return {
            label
            for length in lengths
            if length >= FUZZY_FROM
            for label in self.by_length.get(length, ())
            if Levenshtein.distance(label, text, score_cutoff=1) == 1
            and not _adds_latin(text, label)
            and label not in self.weak
        }

    def whole(self, text: str) -> tuple[str, FieldKey, str] | None:
        """(label, field, unit) when `text` is a label and nothing else, as in a cell of its own."""
        if any(colon in text.strip().rstrip(COLONS) for colon in COLONS):
            return None  # a value follows the colon
        bare, unit = _without_frame(text)
        if not 1 < len(bare) <= self.longest + 1:
            full = squeezed(text)
            return (full, self.labels[full], unit) if full in self.labels else None
        for label in (squeezed(text), bare):
            if label in self.labels:
                return label, self.labels[label], unit
        near = self.near(bare)
        if near:
            return near, self.labels[near], unit
        glossed = _GLOSSED.fullmatch(text.strip())
        english = glossed is not None and self.is_english(glossed["english"])
        return self.whole(glossed["label"]) if glossed and english else None


def _words(text: str) -> list[str]:
    return re.findall("[a-z]+", text.lower().translate(_FIGURES_FOR_LETTERS))


def _own(catalogue: Catalogue, type_key: str) -> frozenset[FieldKey]:
    kind = catalogue.types.get(type_key)
    return frozenset(FieldKey(label) for label in kind.labels) if kind else frozenset()


def _adds_latin(text: str, label: str) -> bool:
    """Whether a text is a label with a letter or digit behind it: a value then, not a mistake."""
    return text[:-1] == label and text[-1].isascii() and is_han(label[-1])


def _without_frame(text: str) -> tuple[str, str]:
    """A label's text without numbering, marks and brackets, and the unit named in the brackets."""
    base = re.sub(r"^\s*(?:[*★●■◆▲※·]|[(（]?[0-9一二三四五六七八九十]{1,2}[)）.、．])\s*", "", text)
    brackets = re.findall(r"[(（\[]([^()（）\[\]]{1,16})[)）\]]?", base)
    bare = squeezed(re.sub(r"[(（\[][^()（）\[\]]{0,16}[)）\]]?", "", base))
    return bare, unit_of("".join(brackets))


def unit_of(text: str) -> str:
    """The unit of money in a bracket, 万元 in `（万元）` or `（单位：万元）`; empty for none."""
    match = _UNIT.search(squeezed(text))
    return match[0] if match else ""
