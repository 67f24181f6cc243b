"""The document types and fields the archive knows, as data: `*.toml` beside this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from domain.errors import InternalError, NotFound
from domain.fields import FieldKey, FieldSpec
from domain.forms import DocumentType
from domain.text import squeezed
from ingest.forms.catalogue.schema import CatalogueFile, FieldEntry, TypeEntry

FILES = ("fields.toml", "principal_types.toml", "further_types.toml")
"""The catalogue's files, in the order in which their types are listed."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All document types and fields, by key, and what each printed label means.

    `labels` maps squeezed labels to field keys; `value_like` are those of them that may as
    well be values (经理, 会计) and are believed only where a label must stand; `readings` holds,
    for a type, the labels that mean something else on its form; `sequences` the labels that stand
    on it more than once, with their meanings in order; `patterns` the shapes of titles that nobody
    listed. `titles` are (squeezed, type key, as listed), longest first, and again by their length.
    `only_on` names the types to which some fields are confined.
    """

    types: Mapping[str, DocumentType]
    fields: Mapping[FieldKey, FieldSpec]
    labels: Mapping[str, FieldKey]
    value_like: frozenset[str]
    readings: Mapping[str, Mapping[str, FieldKey]]
    sequences: Mapping[str, Mapping[str, tuple[FieldKey, ...]]]
    patterns: Mapping[str, tuple[re.Pattern[str], ...]]
    titles: tuple[tuple[str, str, str], ...]
    titles_by_length: Mapping[int, tuple[tuple[str, str, str], ...]]
    only_on: Mapping[FieldKey, frozenset[str]]

    def type(self, key: str) -> DocumentType:
        """The type called `key`. Raises NotFound."""
        if key not in self.types:
            raise NotFound(key, "It is no document type.")
        return self.types[key]

    def field(self, key: str) -> FieldSpec:
        """The field called `key`. Raises NotFound."""
        if key not in self.fields:
            raise NotFound(key, "It is no field.")
        return self.fields[FieldKey(key)]

    def label_keys(self) -> dict[str, str]:
        """Field keys by label, as printed and squeezed, and by the key itself.

        For importing tables whose columns are headed in Chinese or English.
        """
        printed = {
            label: str(self.labels[squeezed(label)])
            for spec in self.fields.values()
            for label in (spec.name, *spec.labels)
            if squeezed(label) in self.labels
        }
        english = {squeezed(spec.name_en): str(key) for key, spec in self.fields.items()}
        keys = {str(key): str(key) for key in self.fields}
        return {
            **english,
            **{label: str(key) for label, key in self.labels.items()},
            **printed,
            **keys,
        }

    def holds(self, type_key: str, field: FieldKey) -> bool:
        """Whether a form of this type may hold the field."""
        return type_key in self.only_on.get(field, (type_key,))

    def labels_for(self, type_key: str) -> dict[str, FieldKey]:
        """What each squeezed label means on a form of this type; an unknown type has no say."""
        return {**self.labels, **self.readings.get(type_key, {})}


def _claims(entries: Iterable[FieldEntry]) -> dict[str, FieldKey]:
    """Labels to keys: the first claim wins, and surer kinds of labels claim before others."""
    known = list(entries)
    claimed: dict[str, FieldKey] = {}
    for labels in ("labels", "further_labels", "value_like"):
        for entry in known:
            for label in getattr(entry, labels):
                claimed.setdefault(squeezed(label), FieldKey(entry.key))
    return claimed


def _value_like(entries: Iterable[FieldEntry]) -> frozenset[str]:
    known = list(entries)
    sure = {squeezed(label) for entry in known for label in (*entry.labels, *entry.further_labels)}
    return frozenset({squeezed(label) for entry in known for label in entry.value_like} - sure)


def _unique(keys: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise InternalError("catalogue", f"{what} {key} stands twice")
        seen.add(key)


def build(parts: Iterable[CatalogueFile]) -> Catalogue:
    """Join checked files into one catalogue.

    Raises InternalError for a key that stands twice, or a type that names an unknown field.
    """
    read = list(parts)
    fields = [entry for part in read for entry in part.field]
    types = [entry for part in read for entry in part.type]
    _unique((entry.key for entry in fields), "field")
    _unique((entry.key for entry in types), "type")
    known = {entry.key for entry in fields}
    named = {key for entry in fields for key in entry.only_on}
    if strange := named - {entry.key for entry in types}:
        raise InternalError("catalogue", f"fields are confined to unknown types {sorted(strange)}")
    for entry in types:
        if missing := entry.fields_named() - known:
            raise InternalError("catalogue", f"{entry.key} names unknown fields {sorted(missing)}")
    return Catalogue(
        types=MappingProxyType({entry.key: entry.document_type() for entry in types}),
        fields=MappingProxyType({FieldKey(entry.key): entry.spec() for entry in fields}),
        labels=MappingProxyType(_claims(fields)),
        value_like=_value_like(fields),
        readings=MappingProxyType({entry.key: _readings(entry) for entry in types}),
        sequences=MappingProxyType({entry.key: _sequences(entry) for entry in types}),
        patterns=MappingProxyType(
            {entry.key: tuple(re.compile(shape) for shape in entry.patterns) for entry in types}
        ),
        titles=_titles(types),
        titles_by_length=MappingProxyType(_by_length(_titles(types))),
        only_on=MappingProxyType(
            {FieldKey(entry.key): frozenset(entry.only_on) for entry in fields if entry.only_on}
        ),
    )


def _titles(types: Iterable[TypeEntry]) -> tuple[tuple[str, str, str], ...]:
    listed = {(squeezed(title), entry.key, title) for entry in types for title in entry.titles}
    return tuple(sorted(listed, key=lambda title: (-len(title[0]), title)))


def _by_length(
    titles: Iterable[tuple[str, str, str]],
) -> dict[int, tuple[tuple[str, str, str], ...]]:
    grouped: dict[int, list[tuple[str, str, str]]] = {}
    for title in titles:
        grouped.setdefault(len(title[0]), []).append(title)
    return {length: tuple(group) for length, group in grouped.items()}


def _readings(entry: TypeEntry) -> dict[str, FieldKey]:
    return {squeezed(label): FieldKey(key) for label, key in entry.reads.items()}


def _sequences(entry: TypeEntry) -> dict[str, tuple[FieldKey, ...]]:
    return {
        squeezed(label): tuple(FieldKey(key) for key in keys)
        for label, keys in entry.sequences.items()
    }


@lru_cache(maxsize=1)
def load() -> Catalogue:
    """The catalogue, read once. Raises pydantic's ValidationError when a file is misshapen."""
    folder = files(__name__)
    texts = ((folder / name).read_text(encoding="utf-8") for name in FILES)
    return build(CatalogueFile.model_validate(tomllib.loads(text)) for text in texts)
