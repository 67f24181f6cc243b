"""All that the archive knows of document types and fields, in one value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import NotFound
from domain.fields import FieldKey, FieldSpec
from domain.forms import DocumentType
from domain.text import squeezed


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All document types and fields, by key, and what each printed label means.

    `labels` maps squeezed labels to field keys; `value_like` are those of them that may as
    well be values (经理, 会计) and are believed only where a label must stand; `readings` holds,
    for a type, the labels that mean something else on its form; `sequences` the labels that stand
    on it more than once, with their meanings in order; `patterns` the shapes of titles that nobody
    listed. `titles` are (squeezed, type key, as listed), longest first, and again
    by their first two characters; `title_texts` only the first of the three, in the same order;
    `title_parts` where in it those stand that begin or end with a text of three characters or more.
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
    titles_by_start: Mapping[str, tuple[tuple[str, str, str], ...]]
    title_texts: tuple[str, ...]
    title_parts: Mapping[str, tuple[int, ...]]
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
