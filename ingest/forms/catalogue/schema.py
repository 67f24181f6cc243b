"""The shape of the catalogue's TOML files, checked when they are loaded."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, Field, field_validator

from domain.fields import FieldKey, FieldSpec, ValueKind
from domain.forms import DocumentType, Part

_KEY = r"^[a-z][a-z0-9_]*$"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldEntry(_Entry):
    """A `[[field]]` table; `further_labels` yield to other fields' `labels`, and
    `value_like` to both: words that may as well be values (经理, 会计).

    `only_on` names the types whose forms may hold the field; on others its label is known, but
    nothing is taken.
    """

    key: str = Field(pattern=_KEY)
    name: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    kind: ValueKind
    labels: tuple[str, ...] = ()
    further_labels: tuple[str, ...] = ()
    value_like: tuple[str, ...] = ()
    personal: bool = False
    only_on: tuple[str, ...] = ()

    def spec(self) -> FieldSpec:
        """The field as the rest of the house knows it."""
        return FieldSpec(
            key=FieldKey(self.key),
            name=self.name,
            name_en=self.name_en,
            kind=self.kind,
            labels=self.labels + self.further_labels + self.value_like,
            personal=self.personal,
        )


class TypeEntry(_Entry):
    """A `[[type]]` table; `reads` and `sequences` say what labels mean on this form alone.

    `patterns` are regular expressions that a whole folded title without spaces fits, for titles
    nobody listed.
    """

    key: str = Field(pattern=_KEY)
    name: str = Field(min_length=1)
    name_hant: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    part: Part
    family: str = ""
    opens_file: bool = False
    date_field: str = ""
    titles: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    domain_ids: tuple[str, ...] = ()
    reads: dict[str, str] = {}
    sequences: dict[str, tuple[str, ...]] = {}

    @field_validator("patterns")
    @classmethod
    def _compiles(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"not a regular expression: {pattern}") from error
        return patterns

    def document_type(self) -> DocumentType:
        """The type as the rest of the house knows it."""
        return DocumentType(
            key=self.key,
            name=self.name,
            name_hant=self.name_hant,
            name_en=self.name_en,
            part=self.part,
            titles=self.titles,
            codes=self.codes,
            cues=self.cues,
            labels=self.labels,
            family=self.family,
            opens_file=self.opens_file,
            date_field=self.date_field,
            domain_ids=self.domain_ids,
        )

    def fields_named(self) -> set[str]:
        """Keys of all fields this type speaks of."""
        sequenced = {key for keys in self.sequences.values() for key in keys}
        dated = {self.date_field} if self.date_field else set()
        return {*self.labels, *self.reads.values()} | sequenced | dated


class CatalogueFile(_Entry):
    """One TOML file of the catalogue."""

    field: tuple[FieldEntry, ...] = ()
    type: tuple[TypeEntry, ...] = ()
