"""Joining the checked files of the catalogue: what types share is looked up, mistakes are named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from domain.errors import InternalError
from domain.fields import FieldKey
from domain.forms import DocumentType, Part, SealOwner, Signatory
from domain.text import squeezed
from ingest.forms.catalogue.catalogue import Catalogue
from ingest.forms.catalogue.schema import CatalogueFile, FieldEntry, PartEntry, TypeEntry


def build(files: Iterable[CatalogueFile]) -> Catalogue:
    """Join checked files into one catalogue.

    Raises InternalError for a key that stands twice, or a type that names an unknown field, form,
    signatory or seal.
    """
    read = list(files)
    fields = [entry for file in read for entry in file.field]
    types = _after_models([entry for file in read for entry in file.type])
    shared = _Shared(read)
    _unique((entry.key for entry in fields), "field")
    _check(fields, types)
    return Catalogue(
        types=MappingProxyType({entry.key: shared.document_type(entry) for entry in types}),
        fields=MappingProxyType({FieldKey(entry.key): entry.spec() for entry in fields}),
        labels=MappingProxyType(_claims(fields)),
        value_like=_value_like(fields),
        readings=MappingProxyType({entry.key: _readings(entry) for entry in types}),
        sequences=MappingProxyType({entry.key: _sequences(entry) for entry in types}),
        patterns=MappingProxyType(
            {entry.key: tuple(re.compile(shape) for shape in entry.patterns) for entry in types}
        ),
        titles=_titles(types),
        titles_by_start=MappingProxyType(_by_start(_titles(types))),
        title_texts=tuple(title for title, *_ in _titles(types)),
        title_parts=MappingProxyType(_parts(title for title, *_ in _titles(types))),
        only_on=MappingProxyType(
            {FieldKey(entry.key): _owners(entry, types) for entry in fields if entry.only_on}
        ),
    )


FEWEST_LEFT = 3
"""Of a title that is partly covered, so many characters must be left to look for it by them."""


class _Shared:
    """What types name and other tables tell: classes of their part, signatories, seals."""

    def __init__(self, files: Sequence[CatalogueFile]) -> None:
        _unique((entry.key for file in files for entry in file.signatory), "signatory")
        _unique((entry.key for file in files for entry in file.seal), "seal")
        self._parts: Mapping[Part, PartEntry] = {
            entry.key: entry for file in files for entry in file.part
        }
        self._signatories: Mapping[str, Signatory] = {
            entry.key: entry.signatory() for file in files for entry in file.signatory
        }
        self._seals: Mapping[str, SealOwner] = {
            entry.key: entry.owner() for file in files for entry in file.seal
        }

    def document_type(self, entry: TypeEntry) -> DocumentType:
        """The type as the rest of the house knows it. Raises InternalError for unknown names."""
        if entry.part not in self._parts:
            raise InternalError("catalogue", f"{entry.key} stands in {entry.part}, never described")
        part = self._parts[entry.part]
        return DocumentType(
            key=entry.key,
            name=entry.name,
            name_hant=entry.name_hant,
            name_en=entry.name_en,
            part=entry.part,
            titles=entry.titles,
            codes=entry.codes,
            cues=entry.cues,
            labels=entry.labels,
            family=entry.family,
            opens_file=entry.opens_file,
            date_field=entry.date_field,
            domain_ids=entry.domain_ids,
            aliases=entry.aliases,
            annexes=entry.annexes,
            like=entry.like,
            regimes=entry.regimes,
            retention=entry.retention or part.retention,
            secrecy=entry.secrecy or part.secrecy,
            signs=_named(entry, entry.signs, self._signatories),
            sign_row=_named(entry, entry.sign_row, self._signatories),
            seals=_named(entry, entry.seals, self._seals),
            copy_seals=_named(entry, entry.copy_seals, self._seals),
            copies=entry.copies,
        )


_Known = TypeVar("_Known", Signatory, SealOwner)


def _named(
    entry: TypeEntry, keys: Iterable[str], known: Mapping[str, _Known]
) -> tuple[_Known, ...]:
    if missing := [key for key in keys if key not in known]:
        raise InternalError("catalogue", f"{entry.key} names {missing}, never described")
    return tuple(known[key] for key in keys)


def _after_models(entries: Sequence[TypeEntry]) -> list[TypeEntry]:
    """The types, each with what it takes from the one it is like."""
    _unique((entry.key for entry in entries), "type")
    known = {entry.key: entry for entry in entries}
    for entry in entries:
        if entry.like and (entry.like not in known or known[entry.like].like):
            raise InternalError("catalogue", f"{entry.key} is like {entry.like}, no form itself")
    return [entry.after(known[entry.like]) if entry.like else entry for entry in entries]


def _check(fields: Sequence[FieldEntry], types: Sequence[TypeEntry]) -> None:
    known = {entry.key for entry in fields}
    named = {key for entry in fields for key in entry.only_on}
    if strange := named - {entry.key for entry in types}:
        raise InternalError("catalogue", f"fields are confined to unknown types {sorted(strange)}")
    for entry in types:
        if missing := entry.fields_named() - known:
            raise InternalError("catalogue", f"{entry.key} names unknown fields {sorted(missing)}")


def _unique(keys: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise InternalError("catalogue", f"{what} {key} stands twice")
        seen.add(key)


def _owners(field: FieldEntry, types: Iterable[TypeEntry]) -> frozenset[str]:
    """The types whose forms may hold a confined field: those named, and what is like them."""
    like = {entry.key for entry in types if entry.like in field.only_on}
    return frozenset(field.only_on) | like


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


def _titles(types: Iterable[TypeEntry]) -> tuple[tuple[str, str, str], ...]:
    listed = {(squeezed(title), entry.key, title) for entry in types for title in entry.titles}
    return tuple(sorted(listed, key=lambda title: (-len(title[0]), title)))


def _by_start(
    titles: Iterable[tuple[str, str, str]],
) -> dict[str, tuple[tuple[str, str, str], ...]]:
    grouped: dict[str, list[tuple[str, str, str]]] = {}
    for title in titles:
        grouped.setdefault(title[0][:2], []).append(title)
    return {start: tuple(group) for start, group in grouped.items()}


def _parts(titles: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Where the titles stand that begin or end with a text, shorter than they are."""
    grouped: dict[str, list[int]] = {}
    for at, title in enumerate(titles):
        sizes = range(FEWEST_LEFT, len(title))
        for part in {*(title[:size] for size in sizes), *(title[-size:] for size in sizes)}:
            grouped.setdefault(part, []).append(at)
    return {part: tuple(places) for part, places in grouped.items()}


def _readings(entry: TypeEntry) -> dict[str, FieldKey]:
    return {squeezed(label): FieldKey(key) for label, key in entry.reads.items()}


def _sequences(entry: TypeEntry) -> dict[str, tuple[FieldKey, ...]]:
    return {
        squeezed(label): tuple(FieldKey(key) for key in keys)
        for label, keys in entry.sequences.items()
    }
